// Functions that charts do not have, or have in a way of their own: sprig's, and Go's.
#include <array>

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

// Where an index of Go's `slice` points to.
Result<std::size_t> slice_index(const Value& index, std::size_t size) {
    if (index.is_nil()) return failure("cannot index slice/array with nil");
    if (!index.is_integer())
        return failure("cannot index slice/array with type " + std::string(type_name(index)));
    const std::int64_t at = index.as_integer();
    if (at < 0 || std::uint64_t(at) > size) return failure("index out of range: " + std::to_string(at));
    return std::size_t(at);
}

// Go's `slice`. Where it is called there are texts, numbers and what holds them, and no lists.
Result<Value> go_slice(Call&, Args args) {
    const Value& item = args[0];
    const Args indexes = args.subspan(1);
    if (item.is_nil()) return failure("slice of untyped nil");
    if (indexes.size() > 3) return failure("too many slice indexes: " + std::to_string(indexes.size()));
    if (!item.is_string()) return failure("can't slice item of type " + std::string(type_name(item)));
    if (indexes.size() == 3) return failure("cannot 3-index slice a string");
    const std::string_view text = item.as_string();
    std::array<std::size_t, 2> ends{0, text.size()};
    for (std::size_t i = 0; i < indexes.size(); ++i) ends[i] = YARE_TRY(slice_index(indexes[i], text.size()));
    if (ends[0] > ends[1]) {
        return failure("invalid slice index: " + std::to_string(ends[0]) + " > " + std::to_string(ends[1]));
    }
    return Value::of_view(text.substr(ends[0], ends[1] - ends[0]));
}

constexpr Function kFunctions[] = {
    {"env", env, {P::String}},
    {"expandenv", expand_env, {P::String}},
    {"fromJson", from_json, {P::String}},
    {"fail", fail, {P::String}},
};

constexpr Function kGoSlice{"slice", go_slice, {P::Any, P::Any}, true};

}  // namespace

const Function* find_go_function(std::string_view name) {
    return name == kGoSlice.name ? &kGoSlice : nullptr;
}

const Function* find_sprig_function(std::string_view name) {
    for (const Function& function : kFunctions) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace yare::templates
