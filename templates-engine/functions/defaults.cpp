// Functions that choose between values by whether they are empty.
#include "call.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> default_function(Call&, Args args) {
    return args.size() < 2 || is_empty(args[1]) ? args[0] : args[1];
}

Result<Value> empty(Call&, Args args) { return Value::of_bool(is_empty(args[0])); }

Result<Value> coalesce(Call&, Args args) {
    for (const Value& arg : args) {
        if (!is_empty(arg)) return arg;
    }
    return Value();
}

Result<Value> all(Call&, Args args) {
    for (const Value& arg : args) {
        if (is_empty(arg)) return Value::of_bool(false);
    }
    return Value::of_bool(true);
}

Result<Value> any(Call&, Args args) {
    for (const Value& arg : args) {
        if (!is_empty(arg)) return Value::of_bool(true);
    }
    return Value::of_bool(false);
}

Result<Value> ternary(Call&, Args args) { return args[2].as_bool() ? args[0] : args[1]; }

constexpr Function kFunctions[] = {
    {"default", default_function, {P::Any, P::Any}, true},
    {"empty", empty, {P::Any}},
    {"coalesce", coalesce, {P::Any}, true},
    {"all", all, {P::Any}, true},
    {"any", any, {P::Any}, true},
    {"ternary", ternary, {P::Any, P::Any, P::Bool}},
};

}  // namespace

std::span<const Function> default_functions() { return kFunctions; }

}  // namespace yare::templates
