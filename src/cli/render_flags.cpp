#include "render_flags.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>

#include "invocation.h"

namespace yare::cli {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};
constexpr std::array<Unit, 4> kCounts{{{"", 1}, {"k", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}}};
constexpr std::array<Unit, 7> kSizes{{{"", 1},
                                      {"k", 1'000},
                                      {"M", 1'000'000},
                                      {"G", 1'000'000'000},
                                      {"Ki", std::uint64_t{1} << 10},
                                      {"Mi", std::uint64_t{1} << 20},
                                      {"Gi", std::uint64_t{1} << 30}}};

// Digits and a unit, as a plain number.
Result<std::string> check_number(std::string_view given, std::span<const Unit> units,
                                 std::string_view wanted) {
    const auto refused = [&] { return Error(ErrorCode::Invalid, "must be " + std::string(wanted)); };
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (problem != std::errc() || number == 0) return refused();
    const std::string_view rest(end, std::size_t(given.data() + given.size() - end));
    for (const Unit& unit : units) {
        if (unit.name != rest) continue;
        if (number > std::uint64_t(std::numeric_limits<std::int64_t>::max()) / unit.factor) return refused();
        return std::to_string(number * unit.factor);
    }
    return refused();
}

// A checked flag holds a plain number, or nothing.
template <typename Number>
void take(const FlagSet& flags, std::string_view name, Number& number) {
    const std::string& text = flags.text(name);
    std::from_chars(text.data(), text.data() + text.size(), number);
}

}  // namespace

Result<std::string> check_count(std::string_view given, std::string_view, Diagnostics&) {
    return check_number(given, kCounts,
                        "a whole number above 0, with k, M or G behind it or nothing (such as 2M)");
}

Result<std::string> check_size(std::string_view given, std::string_view, Diagnostics&) {
    return check_number(
        given, kSizes,
        "a number of bytes above 0, with k, M, G, Ki, Mi or Gi behind it or nothing (such as 512Mi)");
}

templates::BudgetLimits render_limits(const FlagSet& flags) {
    templates::BudgetLimits limits;
    take(flags, "render-max-depth", limits.depth);
    take(flags, "render-max-keys", limits.keys);
    take(flags, "render-max-memory", limits.memory);
    take(flags, "render-max-output", limits.output);
    take(flags, "render-max-steps", limits.steps);
    limits.time = flags.duration("render-timeout");
    return limits;
}

void print_render_use(Invocation& invocation, const templates::BudgetUse& use) {
    if (!invocation.flags.truth("render-usage")) return;
    invocation.console.print_error("rendering took " + std::to_string(use.steps) + " steps, " +
                                   std::to_string(use.memory) + " bytes of memory, " +
                                   std::to_string(use.output) + " bytes of output, depth " +
                                   std::to_string(use.depth) + ", " + std::to_string(use.keys) + " keys (" +
                                   std::to_string(use.derived_keys) + " derived)\n");
}

}  // namespace yare::cli
