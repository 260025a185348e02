#include "rendering.h"
#include "yare/templates/trace.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

namespace {

// Every piece of "t": which bytes, which place, which calls led there, which values were read.
std::string pieces(const Rendering& rendering, const Trace& trace) {
    std::string out;
    for (const Piece& piece : trace.file("t")->pieces) {
        const Location place = rendering.sources.locate(piece.place_of(piece.begin));
        out += std::to_string(piece.begin) + "-" + std::to_string(piece.end) + "@" + place.source->name +
               ":" + std::to_string(place.column);
        for (std::uint32_t call = piece.call; call != 0; call = trace.call_site(call).outer) {
            const Location from = rendering.sources.locate(trace.call_site(call).place);
            out += "<" + from.source->name + ":" + std::to_string(from.column);
        }
        for (const PathId path : trace.reads(piece.reads)) out += "," + trace.path_text(path);
        out += ' ';
    }
    return out;
}

}  // namespace

TEST_CASE("one executor renders many files of a set", "[templates][executor]") {
    Rendering rendering({{"t", "{{ include \"h\" . }}1"},
                         {"u", "{{ include \"h\" . }}2"},
                         {"_h", "{{ define \"h\" }}h{{ end }}"}});
    Executor executor(rendering.set,
                      {rendering.document, rendering.environment, rendering.budget, rendering.sources});
    CHECK(*executor.render("t", {}) == "h1");
    CHECK(*executor.render("u", {}) == "h2");
    CHECK(*executor.render("t", {}) == "h1");
    const auto missing = executor.render("nope", {});
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().text() == "template: no template \"nope\" associated with template \"gotpl\"");
}

TEST_CASE("the set is shared by renders that know nothing of each other", "[templates][executor]") {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    REQUIRE(set.add("t", sources.add(
                             "t", "{{ .Values.name }}{{ $_ := set .Values \"fresh\" 1 }}{{ .Values.fresh }}"))
                .ok());
    set.link();
    for (const char* name : {"one", "two"}) {
        SymbolTable own(&symbols);
        Document document(own);
        Map* values = document.make_map();
        values->set("name", Value::of_view(name));
        Map* dot = document.make_map();
        dot->set("Values", values);
        test::PlainEnvironment environment;
        Budget budget(document);
        SourceMap own_sources(&sources);
        Executor executor(set, {document, environment, budget, own_sources});
        CHECK(*executor.render("t", dot) == std::string(name) + "1");
    }
}

TEST_CASE("fields of a tpl text reach maps of a table below the render's", "[templates][executor]") {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    REQUIRE(set.add("t", sources.add("t", "{{ tpl \"{{ .a.never }}{{ .a.known }}\" . }}")).ok());
    set.link();
    Document below(symbols);
    Map* inner = below.make_map();
    for (int i = 0; i < 40; ++i) inner->set("k" + std::to_string(i), Value::of_int(i));
    inner->set("known", Value::of_view("yes"));
    Map* outer = below.make_map();
    outer->set("a", inner);
    SymbolTable own(&symbols);
    Document document(own);
    test::PlainEnvironment environment;
    Budget budget(document);
    SourceMap own_sources(&sources);
    Executor executor(set, {document, environment, budget, own_sources});
    CHECK(*executor.render("t", outer) == "yes");
}

TEST_CASE("a trace knows what wrote which bytes", "[templates][trace]") {
    Rendering rendering({{"t", "a{{ 12 }}{{ include \"h\" . }}{{ include \"h\" . | quote }}{{ .x }}z"},
                         {"_h", "{{ define \"h\" }}h{{ 3 }}{{ end }}"}});
    Trace trace;
    CHECK(rendering.run(Value(rendering.document.make_map()), &trace) == "a12h3\"h3\"z");
    CHECK(pieces(rendering, trace) ==
          "0-1@t:0 1-3@t:4 3-4@_h:16<t:12 4-5@_h:20<t:12 5-6@t:31 6-7@_h:16<t:31 7-8@_h:20<t:31 8-9@t:31 "
          "9-10@t:63 ");
}

TEST_CASE("a trace follows lines through nindent", "[templates][trace]") {
    Rendering rendering({{"t", "m:{{ include \"h\" . | nindent 2 }}"},
                         {"_h", "{{ define \"h\" }}a: 1\nb: {{ .Values.b }}{{ end }}"}});
    Map* values = rendering.document.make_map();
    values->set("b", Value::of_int(7));
    Map* dot = rendering.document.make_map();
    dot->set("Values", values);
    Trace trace;
    trace.name_values(*values);
    CHECK(rendering.run(dot, &trace) == "m:\n  a: 1\n  b: 7");
    CHECK(pieces(rendering, trace) ==
          "0-2@t:0 2-5@_h:16<t:5 5-9@_h:16<t:5 9-12@_h:0<t:5 12-15@_h:0<t:5 15-16@_h:6<t:5,b ");
}

TEST_CASE("a trace knows which values were read", "[templates][trace]") {
    Rendering rendering({{"t",
                          "{{ $n := .Values.n }}{{ $n }}{{ range .Values.l }}{{ . }}{{ end }}"
                          "{{ with .Values.m }}{{ .k }}{{ index . \"q\" }}{{ end }}"
                          "{{ tpl .Values.t . }}"}});
    Map* values = rendering.document.make_map();
    values->set("n", Value::of_int(7));
    values->set("l", rendering.document.make_list({Value::of_int(1), rendering.document.string("x")}));
    Map* inner = rendering.document.make_map();
    inner->set("k", Value::of_int(3));
    values->set("m", inner);
    values->set("t", rendering.document.string("{{ .Values.n }}"));
    Map* dot = rendering.document.make_map();
    dot->set("Values", values);
    Trace trace;
    trace.name_values(*values);
    CHECK(rendering.run(dot, &trace) == "71x37");
    CHECK(pieces(rendering, trace) ==
          "0-1@t:24,n 1-2@t:53,l 2-3@t:53,l[1] 3-4@t:89,m.k 4-5@gotpl:3<t:123,n ");
}

TEST_CASE("a tpl text is parsed once for a render", "[templates][executor]") {
    Rendering rendering({{"t", "{{ range 1000 }}{{ tpl \"<{{ . }}>\" . }}{{ end }}"}});
    const std::size_t before = rendering.document.arena().used();
    CHECK(rendering.run().size() == 1000 * 2 + 10 + 90 * 2 + 900 * 3);
    CHECK(rendering.document.arena().used() - before < 40000);
}
