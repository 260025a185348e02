#include "unclosed.h"

#include "yare/test/catch.h"

using namespace yare;
using namespace yare::templates;

namespace {

std::string note(std::string text) {
    SourceMap sources;
    Failure failure;
    note_unclosed(sources.add("t", std::move(text)), failure);
    return failure.notes.empty() ? "" : failure.notes.front();
}

}  // namespace

TEST_CASE("the block without an end is named", "[templates][unclosed]") {
    CHECK(note("a\n{{ if .x }}\nb\n") == "no {{ end }} closes the `if` at t:2");
    CHECK(note("{{- range .x }}{{ end }}\n{{ with .y }}\n") == "no {{ end }} closes the `with` at t:2");
}

TEST_CASE("an end that is indented as an outer block shows that the inner one has none",
          "[templates][unclosed]") {
    CHECK(note("{{ if .x }}\n  {{ range .y }}\n{{ end }}\n") == "no {{ end }} closes the `range` at t:2");
}

TEST_CASE("blocks that cannot be told apart are all named", "[templates][unclosed]") {
    CHECK(note("{{ if .x }}\n{{ if .y }}\n{{ end }}\n") ==
          "an {{ end }} is missing for one of: `if` at t:1, `if` at t:2");
}

TEST_CASE("a define ends the search: what is open before it has no end", "[templates][unclosed]") {
    CHECK(note("{{ if .x }}\n{{ define \"d\" }}{{ end }}{{ end }}\n") ==
          "no {{ end }} closes the `if` at t:1");
}

TEST_CASE("comments hold no blocks, and a text in balance needs no note", "[templates][unclosed]") {
    CHECK(note("{{/* {{ if .x }} */}}{{ if .y }}{{ end }}").empty());
}
