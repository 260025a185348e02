// Any text as a template: it is refused with a place inside it, or it renders within its budget, twice to the
// same.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "yare/base/assert.h"
#include "yare/templates/executor.h"
#include "yare/test/fixed.h"

using namespace yare;
using namespace yare::templates;

namespace {

constexpr std::size_t kOutput = std::size_t{1} << 18;

class FuzzEnvironment final : public Environment {
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
    test::FixedClock clock_;
    test::SeededRandom random_;
    Diagnostics diagnostics_;
};

Value values(Document& document) {
    Map* map = document.make_map();
    map->set("s", Value::of_view("text"));
    map->set("n", Value::of_float(3));
    map->set("l", document.make_list({Value::of_view("a"), Value(), Value::of_float(1.5)}));
    Map* dot = document.make_map();
    dot->set("Values", map);
    return dot;
}

struct Outcome {
    bool failed = false;
    std::string text;
};

Outcome render(const TemplateSet& set, const SymbolTable& symbols, const SourceMap& sources) {
    SymbolTable own(&symbols);
    Document document(own);
    BudgetLimits limits;
    // Small ones, so that the fuzzer gets far, and to their ends.
    limits.steps = 100000;
    limits.memory = std::size_t{8} << 20;
    limits.keys = 1;
    limits.depth = 500;
    limits.output = kOutput;
    Budget budget(document, limits);
    FuzzEnvironment environment;
    SourceMap own_sources(&sources);
    Executor executor(set, {document, environment, budget, own_sources});
    auto result = executor.render("t", values(document));
    const BudgetUse use = budget.use();
    YARE_ASSERT(use.steps <= limits.steps && use.output <= limits.output && use.depth <= limits.depth &&
                    use.keys <= limits.keys,
                "what is counted stays below the limits");
    if (result) {
        YARE_ASSERT(budget.spent() == Limit::None, "a render whose budget is spent fails");
        YARE_ASSERT(result->size() <= kOutput && use.memory <= limits.memory,
                    "a file stays within its budget");
        return {false, *result};
    }
    YARE_ASSERT(executor.failure() && !executor.failure()->frames.empty(), "a failure says where");
    YARE_ASSERT(own_sources.locate(result.error().pos()).source, "the place of a failure is known");
    return {true, result.error().text()};
}

// Keys and certificates are made by OpenSSL with chance of its own.
bool repeats(std::string_view text) {
    constexpr std::array<std::string_view, 6> kChance{"gen", "htpasswd", "bcrypt", "encrypt", "rand", "uuid"};
    return std::none_of(kChance.begin(), kChance.end(),
                        [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    SourceMap sources;
    SymbolTable symbols;
    TemplateSet set(symbols);
    Failure failure;
    const auto added = set.add("t", sources.add("t", std::string(text)), failure);
    if (!added) {
        YARE_ASSERT(failure.kind == FailureKind::Parse && failure.parse_line > 0, "a refusal has a line");
        YARE_ASSERT(sources.locate(added.error().pos()).line == failure.parse_line,
                    "and a place in that line");
        return 0;
    }
    set.link();
    const Outcome first = render(set, symbols, sources);
    if (!repeats(text)) return 0;
    const Outcome second = render(set, symbols, sources);
    YARE_ASSERT(first.failed == second.failed && first.text == second.text, "a render repeats");
    return 0;
}
