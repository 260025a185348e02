// Functions that ask for a value's Go type and kind, and copy and compare values whole.
#include "call.h"
#include "yare/data/limits.h"

namespace yare::templates {

namespace {

using enum Param;

Result<Value> type_of(Call&, Args args) { return Value::of_view(type_name(args[0])); }

Result<Value> type_is(Call&, Args args) { return Value::of_bool(args[0].as_string() == type_name(args[1])); }

Result<Value> type_is_like(Call&, Args args) {
    const std::string_view wanted = args[0].as_string();
    const std::string_view type = type_name(args[1]);
    return Value::of_bool(type == wanted || (type.starts_with('*') && type.substr(1) == wanted));
}

Result<Value> kind_of(Call&, Args args) { return Value::of_view(kind_name(args[0])); }

Result<Value> kind_is(Call&, Args args) { return Value::of_bool(args[0].as_string() == kind_name(args[1])); }

Result<Value> deep_equal_function(Call& call, Args args) {
    const bool same = YARE_TRY(equal_within(call, args[0], args[1]));
    return Value::of_bool(same);
}

// What a deep copy takes, counted before it is made: a map may hold itself (`set $m "m" $m`), and one that
// does so twice would have more copies than there is memory.
class CopySize {
  public:
    explicit CopySize(Budget& budget) : budget_(budget) {}

    Result<void> add(const Value& value) {
        if (value.is_string()) return count(value.as_string().size());
        if (value.is_bytes()) return count(value.as_bytes().size());
        if (!value.is_list() && !value.is_map()) return {};
        if (++depth_ > limits::kNestingDepth)
            return failure("a value that is nested too deeply, or holds itself, cannot be copied");
        YARE_TRY(value.is_list() ? add_items(value.as_list()) : add_entries(value.as_map()));
        --depth_;
        return {};
    }

  private:
    Result<void> count(std::size_t size) {
        size_ += size;
        if (!budget_.fits(size_)) budget_.refuse(Limit::Memory);
        return budget_.spend(size / 64 + 1) ? Result<void>() : budget_.error();
    }
    Result<void> add_items(const data::List& list) {
        YARE_TRY(count(list.size * sizeof(Value)));
        for (const Value& item : list) YARE_TRY(add(item));
        return {};
    }
    Result<void> add_entries(const data::Map& map) {
        YARE_TRY(count(sizeof(data::Map) + map.size() * sizeof(Entry)));
        for (const Entry& entry : map) YARE_TRY(add(entry.value));
        return {};
    }

    Budget& budget_;
    std::size_t size_ = 0;
    std::size_t depth_ = 0;
};

Result<Value> deep_copy_function(Call& call, Args args) {
    if (args[0].is_nil()) return failure("reflect: call of reflect.Value.Type on zero Value");
    YARE_TRY(CopySize(call.budget).add(args[0]));
    return deep_copy(args[0], call.document);
}

constexpr Function kFunctions[] = {
    {"typeOf", type_of, {Any}},
    {"typeIs", type_is, {String, Any}},
    {"typeIsLike", type_is_like, {String, Any}},
    {"kindOf", kind_of, {Any}},
    {"kindIs", kind_is, {String, Any}},
    {"deepEqual", deep_equal_function, {Any, Any}},
    {"deepCopy", deep_copy_function, {Any}},
    {"mustDeepCopy", deep_copy_function, {Any}},
};

}  // namespace

std::span<const Function> reflection_functions() { return kFunctions; }

}  // namespace yare::templates
