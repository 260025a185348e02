#include "methods.h"

#include <array>
#include <cmath>
#include <limits>

#include "verbs.h"
#include "yare/data/go_time.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

using Args = std::span<const Value>;

Result<Value> as_map(Call&, Args args) { return args[0]; }

// common.Values.Table: the table under a path of names with points between them.
Result<Value> table(Call&, Args args) {
    Value at = args[0];
    std::string_view path = args[1].as_string();
    while (true) {
        const std::string_view name = path.substr(0, path.find('.'));
        const Value* next = at.find(name);
        if (!next || !next->is_map())
            return Error(ErrorCode::NotFound, "\"" + std::string(name) + "\" is not a table");
        at = *next;
        if (name.size() == path.size()) return at;
        path.remove_prefix(name.size() + 1);
    }
}

Result<Value> not_there(Call&, Args) {
    return Error(ErrorCode::Invalid, "yare does not have this method of common.Values");
}

constexpr std::array<Function, 5> kValuesMethods{{
    {"AsMap", as_map},
    {"Encode", not_there, {Param::Any}},
    {"PathValue", not_there, {Param::String}},
    {"Table", table, {Param::String}},
    {"YAML", not_there},
}};

Result<Value> nanoseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer()); }
Result<Value> microseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer() / 1000); }
Result<Value> milliseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer() / 1'000'000); }

// Go adds the fraction to the whole so that no digit of it is lost.
double in_units(const Value& duration, std::int64_t unit) {
    const std::int64_t number = duration.as_integer();
    return double(number / unit) + double(number % unit) / double(unit);
}
Result<Value> seconds(Call&, Args args) { return Value::of_float(in_units(args[0], 1'000'000'000)); }
Result<Value> minutes(Call&, Args args) { return Value::of_float(in_units(args[0], 60'000'000'000)); }
Result<Value> hours(Call&, Args args) { return Value::of_float(in_units(args[0], 3'600'000'000'000)); }
Result<Value> text(Call& call, Args args) {
    return call.document.string(duration_text(args[0].as_integer()));
}

Value duration_value(std::int64_t nanoseconds) { return Value::of_int64(nanoseconds, GoType::Duration); }
Result<Value> absolute(Call&, Args args) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const std::int64_t number = args[0].as_integer();
    return duration_value(number >= 0 ? number : number < -kMost ? kMost : -number);
}
Result<Value> round(Call&, Args args) {
    return duration_value(round_duration(args[0].as_integer(), args[1].as_integer()));
}
Result<Value> truncate(Call&, Args args) {
    return duration_value(truncate_duration(args[0].as_integer(), args[1].as_integer()));
}

constexpr std::array<Function, 10> kDurationMethods{{
    {"Abs", absolute},
    {"Round", round, {Param::Duration}},
    {"Truncate", truncate, {Param::Duration}},
    {"Hours", hours},
    {"Microseconds", microseconds},
    {"Milliseconds", milliseconds},
    {"Minutes", minutes},
    {"Nanoseconds", nanoseconds},
    {"Seconds", seconds},
    {"String", text},
}};

const Function* find_in(std::span<const Function> functions, std::string_view name) {
    for (const Function& function : functions) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace

const Function* values_method(std::string_view name) { return find_in(kValuesMethods, name); }

const Function* value_method(const Value& value, std::string_view name) {
    if (value.kind() == Kind::Int64 && value.go_type() == GoType::Duration)
        return find_in(kDurationMethods, name);
    if (!value.is_host()) return nullptr;
    const auto* object = dynamic_cast<const TemplateObject*>(&value.as_host());
    return object ? object->method(name) : nullptr;
}

Value nil_of(Param type, Document& document) {
    switch (type) {
        case Param::Map: {
            Map* map = document.make_map();
            map->freeze();
            return map;
        }
        case Param::List:
            return document.make_list(std::span<const Value>{});
        case Param::Strings:
            return document.make_list(std::span<const Value>{}, GoType::Strings);
        case Param::Bytes:
            return Value::of_bytes_view({});
        default:
            return {};
    }
}

}  // namespace yare::templates
