#include "methods.h"

#include <array>
#include <cmath>
#include <limits>

#include "verbs.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"
#include "yare/data/yaml.h"
#include "yare/templates/budget.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

using Args = std::span<const Value>;

// The methods of common.Values.
Result<Value> as_map(Call&, Args args) { return Value::of_map(&args[0].as_map(), GoType::Usual); }

Result<Value> find_table(const Value& values, std::string_view path) {
    Value at = values;
    while (true) {
        const std::string_view name = path.substr(0, path.find('.'));
        const Value* next = at.find(name);
        if (!next || !next->is_map() || next->go_type() == GoType::Strings)
            return Error(ErrorCode::NotFound, go_quote(name) + " is not a table");
        at = Value::of_map(&next->as_map(), GoType::Values);
        if (name.size() == path.size()) return at;
        path.remove_prefix(name.size() + 1);
    }
}

Result<Value> table(Call&, Args args) { return find_table(args[0], args[1].as_string()); }

// Helm: any value but a table, which .Values itself is not taken for.
Result<Value> path_value(Call&, Args args) {
    const std::string_view path = args[1].as_string();
    if (path.empty()) return Error(ErrorCode::Invalid, "YAML path cannot be empty");
    const std::size_t point = path.rfind('.');
    const std::string_view name = point == std::string_view::npos ? path : path.substr(point + 1);
    Value at = args[0];
    if (point != std::string_view::npos) {
        const Result<Value> found = find_table(at, path.substr(0, point));
        at = found ? *found : Value();
    }
    const Value* found = at.find(name);
    if (found && !(found->is_map() && found->go_type() == GoType::Usual)) return *found;
    return Error(ErrorCode::NotFound, go_quote(name) + " is not a value");
}

Result<Value> yaml(Call& call, Args args) {
    const std::string text = YARE_TRY(write_yaml(args[0]));
    YARE_TRY(call.budget.reserve(text.size()));
    return call.document.string(text);
}

// Helm: no template has a writer, so that this can only be called with nil, on which Go stops.
Result<Value> encode(Call&, Args) {
    return Error(ErrorCode::Invalid, "runtime error: invalid memory address or nil pointer dereference");
}

constexpr std::array<Function, 5> kValuesMethods{{
    {"AsMap", as_map},
    {"Encode", encode, {Param::Writer}},
    {"PathValue", path_value, {Param::String}},
    {"Table", table, {Param::String}},
    {"YAML", yaml},
}};

Result<Value> nanoseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer()); }
Result<Value> microseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer() / 1000); }
Result<Value> milliseconds(Call&, Args args) { return Value::of_int64(args[0].as_integer() / 1'000'000); }

Result<Value> seconds(Call&, Args args) {
    return Value::of_float(duration_in(args[0].as_integer(), kSecond));
}
Result<Value> minutes(Call&, Args args) {
    return Value::of_float(duration_in(args[0].as_integer(), kMinute));
}
Result<Value> hours(Call&, Args args) { return Value::of_float(duration_in(args[0].as_integer(), kHour)); }
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

Result<Value> name_of(Call&, Args args) { return Value::of_view(number_name(args[0])); }
constexpr Function kNameOf{"String", name_of};

const Function* find_in(std::span<const Function> functions, std::string_view name) {
    for (const Function& function : functions) {
        if (function.name.front() == name.front() && function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace

const Function* values_method(std::string_view name) {
    // Asked for each field of .Values; keys are mostly not spelt like methods.
    return name[0] < 'A' || name[0] > 'Z' ? nullptr : find_in(kValuesMethods, name);
}

const Function* value_method(const Value& value, std::string_view name) {
    if (value.kind() == Kind::Int64 &&
        (value.go_type() == GoType::Month || value.go_type() == GoType::Weekday))
        return name == "String" ? &kNameOf : nullptr;
    if (value.kind() == Kind::Int64 && value.go_type() == GoType::Duration)
        return find_in(kDurationMethods, name);
    if (!value.is_host()) return nullptr;
    const auto* object = dynamic_cast<const TemplateObject*>(&value.as_host());
    return object ? object->method(name) : nullptr;
}

Value nil_of(Param type, Document& document) {
    switch (type) {
        case Param::Map: {
            Map* map = document.make_map(GoType::NilMap);
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
