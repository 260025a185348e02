#include "yare/templates/parse_ahead.h"

#include <deque>
#include <string>
#include <vector>

#include "rendering.h"

using namespace yare;
using namespace yare::templates;

namespace {

// Enough text for two threads: each file defines something, and the last of three defines what all define.
std::vector<std::pair<std::string, std::string>> many_files() {
    std::vector<std::pair<std::string, std::string>> out;
    for (int i = 0; i < 300; ++i) {
        const std::string n = std::to_string(i);
        std::string text = "{{ define \"own" + n + "\" }}{{ .values.field" + n + ".common }}{{ end }}";
        if (i % 3 == 0) text += "{{ define \"shared\" }}" + n + "{{ end }}";
        for (int line = 0; line < 20; ++line) {
            text += "{{- if and .values.enabled (eq .values.field" + n + ".other \"x\") }}\n{{ end }}";
        }
        out.emplace_back("chart/templates/" + n + ".yaml", text + "{{ include \"own" + n + "\" . }}");
    }
    // What several sub-charts bring.
    for (int i = 0; i < 3; ++i) out.emplace_back("copy" + std::to_string(i), out[5].second);
    return out;
}

struct Parsed {
    explicit Parsed(const std::vector<std::pair<std::string, std::string>>& files, bool together)
        : set(symbols) {
        std::vector<NamedText> texts;
        for (const auto& [name, text] : files) texts.push_back({name, &sources.add(name, text)});
        if (together) {
            SecondThread second;
            ParseAhead ahead(&second);
            for (const NamedText& each : texts) ahead.add(each.source->text);
            added = set.add_all(texts, &ahead);
        } else {
            for (const NamedText& text : texts) {
                if (added) added = set.add(text.name, *text.source);
            }
        }
        set.link();
    }

    // The trees of all templates, by name.
    std::string trees() const {
        std::string out;
        for (const std::string_view name : set.names()) {
            out.append(name) += ": " + set.tree_text(name) + "\n";
        }
        return out;
    }

    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set;
    Result<void> added;
};

}  // namespace

TEST_CASE("texts parsed together are what they are one after the other", "[templates][parse_ahead]") {
    const auto files = many_files();
    const Parsed one(files, false);
    const Parsed all(files, true);
    REQUIRE(one.added.ok());
    REQUIRE(all.added.ok());
    CHECK(all.trees() == one.trees());
    CHECK(all.set.tree_text("shared") == "297");
}

TEST_CASE("fields of texts parsed together are found", "[templates][parse_ahead]") {
    Parsed all(many_files(), true);
    Document document(all.symbols);
    Map* field = document.make_map();
    field->set("common", Value::of_view("found"));
    field->set("other", Value::of_view("y"));
    Map* values = document.make_map();
    for (int i = 0; i < 300; ++i) values->set("field" + std::to_string(i), Value(field));
    values->set("enabled", Value::of_bool(true));
    Map* dot = document.make_map();
    dot->set("values", Value(values));
    test::PlainEnvironment environment;
    Budget budget(document);
    Executor executor(all.set, {document, environment, budget, all.sources});
    for (const char* name : {"chart/templates/0.yaml", "chart/templates/299.yaml", "copy2"}) {
        INFO(name);
        const auto text = executor.render(name, dot);
        REQUIRE(text.ok());
        CHECK(*text == "found");
    }
}

TEST_CASE("of texts parsed together the first that is wrong is the one that fails",
          "[templates][parse_ahead]") {
    auto files = many_files();
    for (std::size_t i = 100; i < 200; i += 7) files[i].second += "\n{{ wrong" + std::to_string(i) + " }}";
    const Parsed one(files, false);
    for (int round = 0; round < 20; ++round) {
        const Parsed all(files, true);
        REQUIRE_FALSE(all.added);
        CHECK(all.added.error().text() == one.added.error().text());
        CHECK(all.added.error().pos() == one.added.error().pos());
    }
}

TEST_CASE("what was parsed ahead is taken once, and only if it is in the set", "[templates][parse_ahead]") {
    auto files = many_files();
    std::vector<std::string_view> texts;
    for (const auto& [name, text] : files) texts.push_back(text);
    const std::string broken(100000, '{');
    texts.push_back(broken);  // of a sub-chart that is then switched off
    const Parsed one(files, false);
    SecondThread second;
    ParseAhead ahead(GENERATE(true, false) ? &second : nullptr);
    for (const std::string_view text : texts) ahead.add(text);
    for (int round = 0; round < 2; ++round) {
        SourceMap sources;
        SymbolTable symbols;
        TemplateSet set(symbols);
        std::vector<NamedText> named;
        for (const auto& [name, text] : files) named.push_back({name, &sources.add(name, text)});
        REQUIRE(set.add_all(named, &ahead).ok());
        set.link();
        std::string trees;
        for (const std::string_view name : set.names()) {
            trees.append(name) += ": " + set.tree_text(name) + "\n";
        }
        CHECK(trees == one.trees());
        ahead.add("{{ define \"late\" }}{{ end }}");  // of another chart: parsed by its own set
    }
}

TEST_CASE("texts parsed ahead that nobody takes are forgotten", "[templates][parse_ahead]") {
    const auto files = many_files();
    for (int round = 0; round < 20; ++round) {
        SecondThread second;
        ParseAhead ahead(&second);
        for (const auto& [name, text] : files) ahead.add(text);
    }
}

TEST_CASE("a file that defines its own name fails as it does alone", "[templates][parse_ahead]") {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    const std::string text = "a {{ define \"f\" }}b{{ end }}";
    SecondThread second;
    ParseAhead ahead(&second);
    ahead.add(text);
    const auto added = set.add_all(std::vector<NamedText>{{"f", &sources.add("f", text)}}, &ahead);
    REQUIRE_FALSE(added);
    TemplateSet other(symbols);
    CHECK(added.error().text() == other.add("f", sources.add("f", text)).error().text());
}
