// Calls template functions directly, with the fakes for clock and chance.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "yare/templates/budget.h"
#include "yare/templates/format.h"
#include "yare/templates/function.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"

namespace yare::test {

class FakeEnvironment final : public templates::Environment {
  public:
    Clock& clock() override { return fixed_clock; }
    Random& random() override { return seeded_random; }
    Diagnostics& diagnostics() override { return diagnostics_; }
    Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                         std::string_view namespace_name, std::string_view name) override {
        looked_up = std::string(api_version) + " " + std::string(kind) + " " + std::string(namespace_name) +
                    "/" + std::string(name);
        return Value(document.make_map());
    }
    std::string resolve_host(std::string_view host) override { return "address of " + std::string(host); }

    FixedClock fixed_clock;
    SeededRandom seeded_random;
    std::string looked_up;

  private:
    Diagnostics diagnostics_;
};

class Caller {
  public:
    // `memory` is what the document may hold.
    explicit Caller(std::size_t memory = limits::kRenderMemory) : budget(document, limited(memory)) {}

    Result<Value> call(std::string_view name, std::initializer_list<Value> args) {
        INFO("calling " << name);
        const templates::Function* function = templates::find_function(name);
        REQUIRE(function != nullptr);
        templates::Call context{document, budget, environment};
        const std::vector<Value> kept(args);
        return function->body(context, kept);
    }
    Value get(std::string_view name, std::initializer_list<Value> args) {
        Result<Value> result = call(name, args);
        INFO((result ? std::string() : result.error().text()));
        REQUIRE(result);
        return *result;
    }
    std::string text(std::string_view name, std::initializer_list<Value> args) {
        std::string out;
        templates::append_print(out, get(name, args), document);
        return out;
    }
    std::string error(std::string_view name, std::initializer_list<Value> args) {
        Result<Value> result = call(name, args);
        REQUIRE_FALSE(result);
        return result.error().text();
    }

    Document document;
    templates::Budget budget;
    FakeEnvironment environment;

  private:
    static templates::BudgetLimits limited(std::size_t memory) {
        templates::BudgetLimits limits;
        limits.memory = memory;
        return limits;
    }
};

inline Value number(std::int64_t value) { return Value::of_int(value); }
inline Value string(std::string_view value) { return Value::of_view(value); }

}  // namespace yare::test
