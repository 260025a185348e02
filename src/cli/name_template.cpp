#include "name_template.h"

#include "render_flags.h"
#include "yare/templates/budget.h"
#include "yare/templates/executor.h"
#include "yare/templates/failure.h"
#include "yare/templates/template_set.h"

namespace yare::cli {
namespace {

// No cluster and no name look-ups: a flag's template is on its own.
class PlainEnvironment final : public templates::Environment {
  public:
    explicit PlainEnvironment(Invocation& invocation) : invocation_(invocation) {}
    Clock& clock() override { return invocation_.world.clock; }
    Random& random() override { return invocation_.world.random; }
    Diagnostics& diagnostics() override { return invocation_.diagnostics; }
    Result<Value> lookup(Document& document, std::string_view, std::string_view, std::string_view,
                         std::string_view) override {
        return Value(document.make_map());
    }
    std::string resolve_host(std::string_view) override { return ""; }

  private:
    Invocation& invocation_;
};

}  // namespace

Result<std::string> execute_template(Invocation& invocation, const std::string& name, const std::string& text,
                                     Value dot, Document& document) {
    SourceMap sources;
    const Source& source = sources.add(name, text);
    templates::TemplateSet set(document.symbols());
    templates::Failure failure;
    if (!set.add(name, source, failure)) return Error(ErrorCode::Invalid, failure.go_text());
    set.link();
    PlainEnvironment environment(invocation);
    templates::BudgetLimits limits = invocation.flags.has("render-max-steps")
                                         ? render_limits(invocation.flags)
                                         : templates::BudgetLimits{};
    limits.clock = &invocation.world.clock;
    templates::Budget budget(document, limits);
    templates::Executor executor(set, {document, environment, budget, sources});
    Result<std::string> out = executor.render(name, dot);
    // Go's own line, not the form that Helm gives to failures of a chart.
    if (!out && executor.failure()) return Error(ErrorCode::Invalid, executor.failure()->go_text());
    return out;
}

Result<std::string> execute_name_template(Invocation& invocation, const std::string& text) {
    Document document;
    return execute_template(invocation, "name-template", text, Value(), document);
}

}  // namespace yare::cli
