#include "render_case.h"

#include <algorithm>
#include <vector>

#include "yare/data/yaml.h"
#include "yare/templates/executor.h"
#include "yare/test/fixed.h"

namespace yare::test {

namespace {

using namespace yare::templates;

constexpr std::string_view kFolder = "tst/templates/";

class CaseEnvironment final : public Environment {
  public:
    Clock& clock() override { return clock_; }
    Random& random() override { return random_; }
    Diagnostics& diagnostics() override { return diagnostics_; }
    Result<Value> lookup(Document& document, std::string_view, std::string_view, std::string_view,
                         std::string_view) override {
        return Value(document.make_map());
    }
    std::string resolve_host(std::string_view) override { return {}; }

  private:
    FixedClock clock_;
    SeededRandom random_;
    Diagnostics diagnostics_;
};

// What Helm hands to the templates of a chart called tst, as far as the cases look at it.
Result<Value> root(const TemplateCase& input, Document& document) {
    Map* read = YARE_TRY(read_yaml_map(input.values, document));
    Map* values = document.make_map(GoType::Values);
    if (read) {
        for (const Entry& entry : *read) values->append(entry.key, entry.value);
    }
    Map* chart = document.make_map();
    chart->set("Name", Value::of_view("tst"));
    chart->set("Version", Value::of_view("0.1.0"));
    chart->set("IsRoot", Value::of_bool(true));
    Map* release = document.make_map();
    release->set("Name", Value::of_view("release-name"));
    release->set("Namespace", Value::of_view("default"));
    release->set("Service", Value::of_view("Helm"));
    release->set("IsInstall", Value::of_bool(true));
    release->set("IsUpgrade", Value::of_bool(false));
    release->set("Revision", Value::of_int(1));
    Map* own = document.make_map(GoType::Values);
    own->set("Name", Value::of_view("tst/templates/t.yaml"));
    own->set("BasePath", Value::of_view("tst/templates"));
    Map* out = document.make_map(GoType::Values);
    out->set("Values", values);
    out->set("Chart", chart);
    out->set("Release", release);
    out->set("Template", own);
    return Value(out);
}

Result<std::string> render(const TemplateCase& input) {
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    // Helm parses the last by name first, so that the first by name wins.
    for (auto file = input.templates.rbegin(); file != input.templates.rend(); ++file) {
        const std::string name = std::string(kFolder) + file->first;
        const Source& source = sources.add(name, file->second);
        YARE_TRY(set.add(name, source));
    }
    set.link();
    SymbolTable own_symbols(&symbols);
    Document document(own_symbols);
    const Value dot = YARE_TRY(root(input, document));
    CaseEnvironment environment;
    Budget budget(document);
    SourceMap own_sources(&sources);
    Executor executor(set, {document, environment, budget, own_sources});
    return executor.render(std::string(kFolder) + "t.yaml", dot);
}

}  // namespace

CaseResult render_case(const TemplateCase& input) {
    auto result = render(input);
    return result ? CaseResult{false, *result} : CaseResult{true, result.error().text()};
}

}  // namespace yare::test
