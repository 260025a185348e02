#include "rendering.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

TEST_CASE("a failure is a chain of frames with their places", "[templates][failure]") {
    Rendering rendering(
        {{"t", "a\n  {{ include \"h\" . }}"}, {"_h", "{{ define \"h\" }}{{ .a.b }}{{ end }}"}});
    Map* dot = rendering.document.make_map();
    rendering.run(dot);
    const Failure& failure = rendering.failure;
    REQUIRE(failure.frames.size() == 2);
    CHECK(failure.frames[0].template_name == "t");
    CHECK(failure.frames[0].location() == "t:2:5");
    CHECK(failure.frames[0].context == "include \"h\" .");
    CHECK(failure.frames[1].template_name == "h");
    CHECK(failure.frames[1].location() == "_h:1:21");
    CHECK(failure.frames[1].context == ".a.b");
    CHECK(failure.message == "nil pointer evaluating interface {}.b");
    CHECK(failure.go_text() ==
          "template: t:2:5: executing \"t\" at <include \"h\" .>: error calling include: template: _h:1:21: "
          "executing \"h\" at <.a.b>: nil pointer evaluating interface {}.b");
    CHECK(failure.helm_text() ==
          "t:2:5\n  executing \"t\" at <include \"h\" .>:\n    error calling include:\n_h:1:21\n"
          "  executing \"h\" at <.a.b>:\n    nil pointer evaluating interface {}.b");
    const Location place = rendering.sources.locate(rendering.pos);
    REQUIRE(place.source);
    CHECK(place.source->name == "_h");
    CHECK(place.column == 21);
}

TEST_CASE("files of one text have their own names and places", "[templates][failure]") {
    const std::string text = "\n{{ define \"d\" }}{{ len 3 }}{{ end }}{{ .a }}";
    test::Rendering same({{"a", text}, {"b", text}, {"t", "{{ template \"b\" . }}{{ include \"d\" . }}"}});
    CHECK(same.run() ==
          "error: template: t:1:23: executing \"t\" at <include \"d\" .>: error calling include: "
          "template: b:2:19: executing \"d\" at <len 3>: error calling len: len of type int");
    CHECK(same.set.contains("a"));
    // A define may have the name of a file with the same text, and then stands in its place.
    const std::string named = "{{ define \"b\" }}inner{{ end }}{{ define \"c\" }}other{{ end }}";
    test::Rendering clash({{"c", named}, {"b", named}, {"d", named}, {"t", "{{ template \"c\" }}"}});
    CHECK(clash.run() == "other");
    CHECK(clash.set.names() == std::vector<std::string_view>{"b", "c", "d", "t"});
    CHECK(clash.set.tree_text("d").empty());
    CHECK(clash.set.tree_text("b") == "inner");
}

TEST_CASE("a failure inside a tpl text points into that text", "[templates][failure]") {
    Rendering rendering({{"t", "{{ tpl \"x\\n {{ .a.b }}\" . }}"}});
    Map* dot = rendering.document.make_map();
    CHECK(rendering.run(dot) ==
          "error: template: t:1:3: executing \"t\" at <tpl \"x\\n {{ .a.b }}\" .>: error calling tpl: error "
          "during tpl "
          "function execution for \"x\\n {{ .a.b }}\": template: gotpl:2:6: executing \"gotpl\" at <.a.b>: "
          "nil pointer "
          "evaluating interface {}.b");
    const Location place = rendering.sources.locate(rendering.pos);
    REQUIRE(place.source);
    CHECK(place.line == 2);
    CHECK(place.line_text == " {{ .a.b }}");
    CHECK(rendering.sources.locate(place.source->origin).source->name == "t");
}

TEST_CASE("required and fail speak with the author's words and the outermost place", "[templates][failure]") {
    CHECK(test::render("{{ required \"need it\" .x }}") == "error: execution error at (t:1:3): need it");
    CHECK(test::render("\n{{ define \"d\" }}{{ fail \"no\" }}{{ end }}{{ include \"d\" . }}") ==
          "error: execution error at (t:2:43): no");
}

TEST_CASE("in lint mode required and fail only report", "[templates][failure]") {
    Rendering rendering({{"t", "[{{ required \"need\" .x }}{{ required \"text\" \"\" }}{{ fail \"no\" }}]"}});
    rendering.environment.linting = true;
    CHECK(rendering.run() == "[]");
    const auto& entries = rendering.environment.collected.entries();
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].message == "missing required value");
    CHECK(entries[1].message == "missing required values");
    CHECK(entries[2].message == "funcMap fail");
    CHECK(entries[2].attributes[0].second == "no");
}

TEST_CASE("a render can go on after a failure", "[templates][failure]") {
    Rendering rendering({{"t", "{{ if .bad }}{{ include \"d\" .bad }}{{ end }}fine"}, {"d", "{{ .x.y }}"}});
    Executor executor(rendering.set,
                      {rendering.document, rendering.environment, rendering.budget, rendering.sources});
    Map* bad = rendering.document.make_map();
    bad->set("bad", Value::of_int(1));
    CHECK_FALSE(executor.render("t", bad).ok());
    CHECK(executor.failure());
    const auto good = executor.render("t", Value(rendering.document.make_map()));
    REQUIRE(good.ok());
    CHECK(*good == "fine");
    CHECK_FALSE(executor.failure());
}
