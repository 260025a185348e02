#include "name_template.h"

#include "render_flags.h"
#include "yare/render/host_address.h"
#include "yare/templates/budget.h"
#include "yare/templates/executor.h"
#include "yare/templates/failure.h"
#include "yare/templates/template_set.h"

namespace yare::cli {
namespace {

// A flag's template has no cluster, but it may ask for variables and hosts: its author gives the command.
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
    std::string resolve_host(std::string_view host) override { return render::first_address(host); }
    std::string variable(std::string_view name) override {
        return std::string(invocation_.world.variable(name).value_or(""));
    }

  private:
    Invocation& invocation_;
};

Result<std::string> execute(Invocation& invocation, const std::string& name, const std::string& text,
                            Value dot, Document& document, templates::Dialect dialect) {
    SourceMap sources;
    const Source& source = sources.add(name, text);
    templates::TemplateSet set(document.symbols(), dialect);
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

}  // namespace

Result<std::string> execute_template(Invocation& invocation, const std::string& name, const std::string& text,
                                     Value dot, Document& document) {
    return execute(invocation, name, text, dot, document, templates::Dialect::Go);
}

Result<std::string> execute_name_template(Invocation& invocation, const std::string& text) {
    Document document;
    return execute(invocation, "name-template", text, Value(), document, templates::Dialect::Sprig);
}

}  // namespace yare::cli
