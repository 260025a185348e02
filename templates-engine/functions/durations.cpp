// Functions on durations: sprig's two, which take little, and Helm's own, which take times as text or as
// seconds.
#include <cmath>
#include <string>

#include "call.h"
#include "casts.h"
#include "runes.h"
#include "time_object.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

using P = Param;

constexpr std::int64_t kMostSeconds = std::numeric_limits<std::int64_t>::max() / kSecond;

Value duration_value(std::int64_t nanoseconds) { return Value::of_int64(nanoseconds, GoType::Duration); }

bool is_plain_int64(const Value& value) {
    return value.kind() == Kind::Int64 && value.go_type() == GoType::Usual;
}

// Helm: only a text or an int64 counts as seconds; a literal is an int, and 0 here.
Result<Value> duration(Call& call, Args args) {
    std::int64_t seconds = 0;
    if (args[0].is_string()) seconds = parse_int(args[0].as_string(), 10).value;
    if (is_plain_int64(args[0])) seconds = args[0].as_integer();
    return new_string(call, duration_text(std::int64_t(std::uint64_t(seconds) * std::uint64_t(kSecond))));
}

// The largest unit that there is more than one of, as a whole number: "2h", "3mo".
Result<Value> duration_round(Call& call, Args args) {
    std::int64_t nanoseconds = 0;
    if (args[0].is_string()) {
        const Result<std::int64_t> parsed = parse_duration(args[0].as_string());
        if (parsed) nanoseconds = *parsed;
    } else if (is_plain_int64(args[0])) {
        nanoseconds = args[0].as_integer();
    } else if (const GoTime* time = time_of(args[0])) {
        nanoseconds = now_of(call).since(*time);
    }
    const std::uint64_t size = nanoseconds < 0 ? 0 - std::uint64_t(nanoseconds) : std::uint64_t(nanoseconds);
    constexpr std::uint64_t kDay = 24 * std::uint64_t(kHour);
    struct Unit {
        std::uint64_t size;
        std::string_view name;
    };
    constexpr Unit kUnits[] = {{365 * kDay, "y"}, {30 * kDay, "mo"}, {kDay, "d"},
                               {kHour, "h"},      {kMinute, "m"},    {kSecond, "s"}};
    for (const Unit& unit : kUnits) {
        if (size > unit.size) return join_text(call, {std::to_string(size / unit.size), unit.name});
    }
    return Value::of_view("0s");
}

Result<std::int64_t> from_seconds(double seconds) {
    if (!std::isfinite(seconds)) return failure("invalid duration seconds: " + go_float(seconds));
    constexpr double kMost = 0x1p63 / 1e9;
    if (seconds > kMost || seconds < -kMost)
        return failure("duration seconds overflow: " + go_float(seconds));
    const double nanoseconds = seconds * 1e9;
    if (nanoseconds > 0x1p63 || nanoseconds < -0x1p63) {
        return failure("duration nanoseconds overflow: " + go_float(nanoseconds));
    }
    return truncate_to_int64(nanoseconds);
}

Result<std::int64_t> from_text(std::string_view given) {
    const std::string_view text = trim_space(given);
    if (text.empty()) return failure("empty duration");
    Result<std::int64_t> parsed = parse_duration(text);
    if (parsed) return parsed;
    if (const auto seconds = parse_float(text)) return from_seconds(seconds.value);
    return failure("could not parse duration " + go_quote(given));
}

Result<std::int64_t> from_whole(const Value& value) {
    const std::int64_t seconds = value.as_integer();
    if (value.go_type() == GoType::Uint64 && seconds < 0) {
        return failure("duration seconds overflow: " + std::to_string(std::uint64_t(seconds)));
    }
    if (seconds > kMostSeconds || seconds < -kMostSeconds) {
        return failure("duration seconds overflow: " + std::to_string(seconds));
    }
    return seconds * kSecond;
}

Result<std::int64_t> to_duration(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return failure("invalid duration");
        case Kind::String:
            return from_text(value.as_string());
        case Kind::Int:
            return from_whole(value);
        case Kind::Int64:
            if (value.go_type() == GoType::Duration) return value.as_integer();
            return from_whole(value);
        case Kind::Float64:
            return from_seconds(value.as_float());
        default:
            return failure("unsupported duration type " + std::string(type_name(value)));
    }
}

std::int64_t duration_or_zero(const Value& value) {
    const Result<std::int64_t> duration = to_duration(value);
    return duration ? *duration : 0;
}

Result<Value> must_to_duration(Call&, Args args) {
    const std::int64_t nanoseconds = YARE_TRY(to_duration(args[0]));
    return duration_value(nanoseconds);
}

double in_units(const Value& value, std::int64_t unit) { return duration_in(duration_or_zero(value), unit); }

Result<Value> seconds(Call&, Args args) { return Value::of_float(in_units(args[0], kSecond)); }
Result<Value> minutes(Call&, Args args) { return Value::of_float(in_units(args[0], kMinute)); }
Result<Value> hours(Call&, Args args) { return Value::of_float(in_units(args[0], kHour)); }
Result<Value> days(Call&, Args args) { return Value::of_float(in_units(args[0], kHour) / 24); }
Result<Value> weeks(Call&, Args args) { return Value::of_float(in_units(args[0], kHour) / 24 / 7); }

template <std::int64_t kUnit>
Result<Value> whole_units(Call&, Args args) {
    return Value::of_int64(duration_or_zero(args[0]) / kUnit);
}

template <std::int64_t (*kChange)(std::int64_t, std::int64_t)>
Result<Value> to_multiple(Call&, Args args) {
    const Result<std::int64_t> nanoseconds = to_duration(args[0]);
    if (!nanoseconds) return duration_value(0);
    const Result<std::int64_t> unit = to_duration(args[1]);
    return duration_value(unit ? kChange(*nanoseconds, *unit) : *nanoseconds);
}

constexpr Function kFunctions[] = {
    {"duration", duration, {P::Any}},
    {"durationRound", duration_round, {P::Any}},
    {"mustToDuration", must_to_duration, {P::Any}},
    {"durationSeconds", seconds, {P::Any}},
    {"durationMilliseconds", whole_units<kMillisecond>, {P::Any}},
    {"durationMicroseconds", whole_units<kMicrosecond>, {P::Any}},
    {"durationNanoseconds", whole_units<1>, {P::Any}},
    {"durationMinutes", minutes, {P::Any}},
    {"durationHours", hours, {P::Any}},
    {"durationDays", days, {P::Any}},
    {"durationWeeks", weeks, {P::Any}},
    {"durationRoundTo", to_multiple<round_duration>, {P::Any, P::Any}},
    {"durationTruncateTo", to_multiple<truncate_duration>, {P::Any, P::Any}},
};

}  // namespace

std::span<const Function> duration_functions() { return kFunctions; }

}  // namespace yare::templates
