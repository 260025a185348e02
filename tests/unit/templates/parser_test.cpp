#include "rendering.h"

using namespace yare;
using namespace yare::templates;

namespace {

// The tree as Go prints it, or "error: " and Go's text.
std::string parse(const std::string& text) {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    Failure failure;
    const auto added = set.add("t", sources.add("t", text), failure);
    return added ? set.tree_text("t") : "error: " + failure.go_text();
}

}  // namespace

TEST_CASE("a tree prints as Go prints it", "[templates][parser]") {
    const std::pair<const char*, const char*> rows[] = {
        {"a {{ .b.c }} d", "a {{.b.c}} d"},
        {"{{ $x := .a | print 1 2.5 'c' \"s\" `r` nil true }}",
         "{{$x := .a | print 1 2.5 'c' \"s\" `r` nil true}}"},
        {"{{ $x := 1 }}{{ $x = 2 }}{{ $x.y.z }}", "{{$x := 1}}{{$x = 2}}{{$x.y.z}}"},
        {"{{ range $i, $e := .l }}{{ break }}{{ continue }}{{ else }}none{{ end }}",
         "{{range $i, $e := .l}}{{break}}{{continue}}{{else}}none{{end}}"},
        {"{{ if .a }}1{{ else if .b }}2{{ else }}3{{ end }}",
         "{{if .a}}1{{else}}{{if .b}}2{{else}}3{{end}}{{end}}"},
        {"{{ with .a }}1{{ else with .b }}2{{ end }}", "{{with .a}}1{{else}}{{with .b}}2{{end}}{{end}}"},
        {"{{ (index .a 0).b | (print) }}", "{{(index .a 0).b | (print)}}"},
        {"{{ template `x\"y` . }}{{ block \"b\" 1 }}in{{ end }}",
         "{{template \"x\\\"y\" .}}{{template \"b\" 1}}"},
        {"a {{- /* c */ -}} b", "ab"},
        {"{{ define \"d\" }}x{{ end }}y", "y"},
        {"{{ - 3 }}", "error: template: t:1: illegal number syntax: \"-\""},
        {"{{- 3 -}}", "{{3}}"},
    };
    for (const auto& [input, expected] : rows) {
        INFO(input);
        CHECK(parse(input) == expected);
    }
}

TEST_CASE("a text that does not parse is refused with Go's words and line", "[templates][parser]") {
    const std::pair<const char*, const char*> rows[] = {
        {"{{ nosuch }}", "error: template: t:1: function \"nosuch\" not defined"},
        {"\n{{ if }}{{ end }}", "error: template: t:2: missing value for if"},
        {"{{ .a\n.b", "error: template: t:2: unclosed action started at t:1"},
        {"{{ \"a\n", "error: template: t:1: unterminated quoted string"},
        {"{{\n'a\n", "error: template: t:2: unterminated character constant in action started at t:1"},
        {"{{ end }}", "error: template: t:1: unexpected {{end}}"},
        {"{{ if 1 }}", "error: template: t:1: unexpected EOF"},
        {"{{ $x }}", "error: template: t:1: undefined variable \"$x\""},
        {"{{ 1 | 2 }}", "error: template: t:1: non executable command in pipeline stage 2"},
        {"{{ break }}", "error: template: t:1: {{break}} outside {{range}}"},
        {"{{ abcdefghijklm, }}", "error: template: t:1: function \"abcdefghijklm\" not defined"},
        {"{{ print , }}", "error: template: t:1: unexpected \",\" in operand"},
        {"{{ template abcdefghijklm }}",
         "error: template: t:1: unexpected \"abcdefghij\"... in template clause"},
        {"{{ print 1 else }}", "error: template: t:1: unexpected <else> in operand"},
    };
    for (const auto& [input, expected] : rows) {
        INFO(input);
        CHECK(parse(input) == expected);
    }
}

TEST_CASE("a text nested beyond all measure is refused, not overflown", "[templates][parser]") {
    const auto repeat = [](const char* text, int count) {
        std::string out;
        for (int i = 0; i < count; ++i) out += text;
        return out;
    };
    CHECK(parse("{{ " + repeat("(", 200000)) == "error: template: t:1: max expression depth exceeded");
    CHECK(parse(repeat("{{ if 1 }}", 200000)) == "error: template: t:1: max nesting depth exceeded");
    CHECK(parse(repeat("{{ range 1 }}", 200000)) == "error: template: t:1: max nesting depth exceeded");
    CHECK(parse("{{ if 1 }}" + repeat("{{ else if 1 }}", 200000)) ==
          "error: template: t:1: max nesting depth exceeded");
    CHECK(parse(repeat("{{ block \"b\" . }}", 200000)) == "error: template: t:1: max nesting depth exceeded");
}

TEST_CASE("what is white space alone does not replace a definition", "[templates][set]") {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    const auto add = [&](const char* name, const char* text) {
        return set.add(name, sources.add(name, text)).ok();
    };
    REQUIRE(add("a", "{{ define \"x\" }}first{{ end }}{{ define \"y\" }} {{ end }}"));
    REQUIRE(add("b", "{{ define \"x\" }} {{/* nothing */}}\n{{ end }}{{ define \"y\" }}second{{ end }}"));
    CHECK(set.tree_text("x") == "first");
    CHECK(set.tree_text("y") == "second");
    REQUIRE(add("c", "{{ define \"x\" }}third{{ end }}"));
    CHECK(set.tree_text("x") == "third");
    const std::vector<std::string_view> names{"a", "b", "c", "x", "y"};
    CHECK(set.names() == names);
    CHECK_FALSE(set.contains("z"));
}

TEST_CASE("a parse error knows its place", "[templates][parser]") {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    const auto added = set.add("f.yaml", sources.add("f.yaml", "a\nb: {{ nosuch }}"));
    REQUIRE_FALSE(added.ok());
    CHECK(added.error().text() == "parse error at (f.yaml:2): function \"nosuch\" not defined");
    const Location place = sources.locate(added.error().pos());
    CHECK(place.line == 2);
    CHECK(place.column == 6);
}
