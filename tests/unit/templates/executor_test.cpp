#include "rendering.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

namespace {

class Recorded final : public OutputRecorder {
  public:
    explicit Recorded(const SourceMap& sources) : sources_(sources) {}
    void begin_file(std::string_view name) override { log += std::string(name) + ":"; }
    void wrote(std::size_t begin, std::size_t end, Pos node) override {
        const Location place = sources_.locate(node);
        log += " " + std::to_string(begin) + "-" + std::to_string(end) + "@" + place.source->name + ":" +
               std::to_string(place.column);
    }
    void removed(std::size_t begin, std::size_t end) override {
        log += " -" + std::to_string(begin) + "-" + std::to_string(end);
    }
    std::string log;

  private:
    const SourceMap& sources_;
};

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

TEST_CASE("a recorder learns which node wrote which bytes", "[templates][executor]") {
    Rendering rendering({{"t", "a{{ 12 }}{{ include \"h\" . }}{{ include \"h\" . | upper }}{{ .x }}z"},
                         {"_h", "{{ define \"h\" }}h{{ 3 }}{{ end }}"}});
    Recorded recorded(rendering.sources);
    CHECK(rendering.run(Value(rendering.document.make_map()), &recorded) == "a12h3H3z");
    CHECK(recorded.log == "t: 0-1@t:0 1-3@t:4 3-4@_h:16 4-5@_h:20 5-7@t:31 7-17@t:58 17-18@t:63 -7-17");
}

TEST_CASE("a tpl text is parsed once for a render", "[templates][executor]") {
    Rendering rendering({{"t", "{{ range 1000 }}{{ tpl \"<{{ . }}>\" . }}{{ end }}"}});
    const std::size_t before = rendering.document.arena().used();
    CHECK(rendering.run().size() == 1000 * 2 + 10 + 90 * 2 + 900 * 3);
    CHECK(rendering.document.arena().used() - before < 40000);
}
