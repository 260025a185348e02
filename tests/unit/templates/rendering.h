// A set of templates over one document, for tests that render a line or two.
#pragma once

#include <map>
#include <string>

#include "yare/templates/executor.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"

namespace yare::test {

class PlainEnvironment : public templates::Environment {
  public:
    Clock& clock() override { return clock_; }
    Random& random() override { return random_; }
    Diagnostics& diagnostics() override { return collected; }
    Result<Value> lookup(Document& document, std::string_view, std::string_view, std::string_view,
                         std::string_view) override {
        return Value(document.make_map());
    }
    std::string resolve_host(std::string_view) override { return {}; }
    bool lint() const override { return linting; }

    Diagnostics collected;
    bool linting = false;

  private:
    FixedClock clock_;
    SeededRandom random_;
};

class Rendering {
  public:
    // Adds templates in the order given, and renders the one called "t".
    explicit Rendering(std::initializer_list<std::pair<std::string, std::string>> files,
                       templates::BudgetLimits limits = {})
        : set(symbols), document(symbols), budget(document, std::move(limits)) {
        for (const auto& [name, text] : files) {
            auto added = set.add(name, sources.add(name, text));
            INFO(name);
            REQUIRE(added.ok());
        }
        set.link();
    }
    // What "t" writes, or "error: " and Helm's text.
    std::string run(Value dot = {}, templates::Trace* trace = nullptr) {
        templates::Executor executor(set, {document, environment, budget, sources, trace});
        auto result = executor.render("t", dot);
        if (executor.failure()) failure = *executor.failure();
        if (!result) pos = result.error().pos();
        return result ? *result : "error: " + result.error().text();
    }

    SourceMap sources;
    SymbolTable symbols;
    templates::TemplateSet set;
    Document document;
    templates::Budget budget;
    PlainEnvironment environment;
    templates::Failure failure;
    Pos pos;
};

inline std::string render(const std::string& text) { return Rendering({{"t", text}}).run(); }

}  // namespace yare::test
