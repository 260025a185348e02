// Functions of sprig's that charts do not have, or have in Helm's own way.
#include "call.h"
#include "yare/data/expand.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> env(Call& call, Args args) {
    return new_string(call, call.environment.variable(args[0].as_string()));
}

Result<Value> expand_env(Call& call, Args args) {
    const auto value = [&](std::string_view name) { return call.environment.variable(name); };
    return new_string(call, expand_variables(args[0].as_string(), value));
}

// Any JSON; what is none is nil.
Result<Value> from_json(Call& call, Args args) {
    Result<Value> read = find_function("mustFromJson")->body(call, args);
    if (!read && call.budget.spent() == Limit::None) return Value();
    return read;
}

Result<Value> fail(Call&, Args args) { return failure(std::string(args[0].as_string())); }

constexpr Function kFunctions[] = {
    {"env", env, {P::String}},
    {"expandenv", expand_env, {P::String}},
    {"fromJson", from_json, {P::String}},
    {"fail", fail, {P::String}},
};

}  // namespace

const Function* find_sprig_function(std::string_view name) {
    for (const Function& function : kFunctions) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace yare::templates
