// Functions on times.
#include <string>

#include "call.h"
#include "time_object.h"

namespace yare::templates {

namespace {

using P = Param;

// A time, or seconds since 1970 as an int, int64 or int32. Helm: anything else is now.
GoTime to_time(Call& call, const Value& value) {
    if (const GoTime* time = time_of(value)) return *time;
    const bool counts =
        value.kind() == Kind::Int || (value.kind() == Kind::Int64 &&
                                      (value.go_type() == GoType::Usual || value.go_type() == GoType::Int32));
    if (counts) return {value.as_integer(), 0, TimeZone::local()};
    return now_of(call);
}

// Times are made of many divisions; zones that are not there are looked for each time.
constexpr std::uint64_t kTime = 55;

Result<Value> formatted(Call& call, std::string_view layout, const Value& date, std::string_view zone) {
    YARE_TRY(pay(call, kTime));
    // Helm: a zone that is not known is UTC.
    const TimeZone in = TimeZone::load(zone).value_or(TimeZone());
    return new_string(call, to_time(call, date).in(in).format(layout));
}

Result<Value> now(Call& call, Args) { return make_time(call, now_of(call)); }

Result<Value> date(Call& call, Args args) { return formatted(call, args[0].as_string(), args[1], "Local"); }
Result<Value> date_in_zone(Call& call, Args args) {
    return formatted(call, args[0].as_string(), args[1], args[2].as_string());
}
Result<Value> html_date(Call& call, Args args) { return formatted(call, layout::kDate, args[0], "Local"); }
Result<Value> html_date_in_zone(Call& call, Args args) {
    return formatted(call, layout::kDate, args[0], args[1].as_string());
}

Result<GoTime> parsed(Args args) {
    return parse_time(args[0].as_string(), args[1].as_string(), TimeZone::local(), TimeZone::local());
}

// Helm: what is no date is Go's zero time.
Result<Value> to_date(Call& call, Args args) {
    YARE_TRY(pay(call, kTime));
    const Result<GoTime> time = parsed(args);
    return make_time(call, time ? *time : GoTime());
}

Result<Value> must_to_date(Call& call, Args args) {
    YARE_TRY(pay(call, kTime));
    const GoTime time = YARE_TRY(parsed(args));
    return make_time(call, time);
}

Result<Value> must_date_modify(Call& call, Args args) {
    const std::int64_t change = YARE_TRY(parse_duration(args[0].as_string()));
    return make_time(call, time_of(args[1])->plus(change));
}

Result<Value> date_modify(Call& call, Args args) {
    const Result<Value> changed = must_date_modify(call, args);
    return changed ? *changed : args[1];
}

Result<Value> unix_epoch(Call& call, Args args) {
    return new_string(call, std::to_string(time_of(args[0])->unix_seconds()));
}

// Helm: here an int32 is now as well.
Result<Value> ago(Call& call, Args args) {
    const bool is_int32 = args[0].kind() == Kind::Int64 && args[0].go_type() == GoType::Int32;
    const GoTime time = is_int32 ? now_of(call) : to_time(call, args[0]);
    return new_string(call, duration_text(round_duration(now_of(call).since(time), kSecond)));
}

constexpr Function kFunctions[] = {
    {"now", now},
    {"date", date, {P::String, P::Any}},
    {"dateInZone", date_in_zone, {P::String, P::Any, P::String}},
    {"date_in_zone", date_in_zone, {P::String, P::Any, P::String}},
    {"htmlDate", html_date, {P::Any}},
    {"htmlDateInZone", html_date_in_zone, {P::Any, P::String}},
    {"toDate", to_date, {P::String, P::String}},
    {"mustToDate", must_to_date, {P::String, P::String}},
    {"dateModify", date_modify, {P::String, P::Time}},
    {"date_modify", date_modify, {P::String, P::Time}},
    {"mustDateModify", must_date_modify, {P::String, P::Time}},
    {"must_date_modify", must_date_modify, {P::String, P::Time}},
    {"unixEpoch", unix_epoch, {P::Time}},
    {"ago", ago, {P::Any}},
};

}  // namespace

std::span<const Function> date_functions() { return kFunctions; }

}  // namespace yare::templates
