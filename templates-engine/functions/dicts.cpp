// Functions on maps. `set` and `unset` change the map they are given, for all who hold it.
#include <string>

#include "call.h"

namespace yare::templates {

namespace {

using P = Param;

Error nil_map() { return failure("assignment to entry in nil map"); }

// The text of anything, which is not wanted beside the key.
Symbol key_of(Call& call, const Value& value) {
    SymbolTable& symbols = call.document.symbols();
    if (value.is_string()) return symbols.intern(value.as_string());
    if (value.is_bytes()) return symbols.intern(value.as_bytes());
    std::string text;
    append_print(text, value, call.document);
    return symbols.intern(text);
}

Result<Value> dict(Call& call, Args args) {
    YARE_TRY(call.budget.reserve(args.size() * sizeof(Entry)));
    Map* map = call.document.make_map();
    for (std::size_t i = 0; i < args.size(); i += 2) {
        const Symbol key = key_of(call, args[i]);
        map->append(key, i + 1 < args.size() ? args[i + 1] : Value::of_view(""));
    }
    map->finish();
    return Value(map);
}

Result<Value> get(Call&, Args args) {
    const Value* found = args[0].as_map().find(args[1].as_string());
    return found ? *found : Value::of_view("");
}

Result<Value> set(Call& call, Args args) {
    Map& map = args[0].as_map();
    if (map.frozen()) return nil_map();
    YARE_TRY(call.budget.reserve(sizeof(Entry)));
    // What comes behind the new key moves.
    if (!call.budget.spend(map.size() / 4)) return call.budget.error();
    map.set(args[1].as_string(), args[2]);
    return Value(&map);
}

Result<Value> unset(Call&, Args args) {
    Map& map = args[0].as_map();
    if (!map.frozen()) map.erase(args[1].as_string());
    return Value(&map);
}

Result<Value> has_key(Call&, Args args) {
    return Value::of_bool(args[0].as_map().contains(args[1].as_string()));
}

Result<Value> pluck(Call& call, Args args) {
    NewList list = YARE_TRY(NewList::make(call, args.size()));
    for (const Value& map : args.subspan(1)) {
        if (const Value* found = map.as_map().find(args[0].as_string())) list.add(*found);
    }
    return list.finish();
}

// Helm: Go gives keys and values in any order; here they come in the order of the keys.
Result<Value> keys(Call& call, Args args) {
    std::size_t size = 0;
    for (const Value& map : args) size += map.as_map().size();
    NewList list = YARE_TRY(NewList::make(call, size));
    for (const Value& arg : args) {
        const Map& map = arg.as_map();
        for (const Entry& entry : map) list.add(Value::of_view(map.key_text(entry)));
    }
    return list.finish(GoType::Strings);
}

Result<Value> values(Call& call, Args args) {
    const Map& map = args[0].as_map();
    NewList list = YARE_TRY(NewList::make(call, map.size()));
    for (const Entry& entry : map) list.add(entry.value);
    return list.finish();
}

Result<Value> pick(Call& call, Args args) {
    const Map& from = args[0].as_map();
    YARE_TRY(call.budget.reserve(args.size() * sizeof(Entry)));
    if (!call.budget.spend(args.size() * args.size() / 8)) return call.budget.error();
    Map* map = call.document.make_map();
    for (const Value& key : args.subspan(1)) {
        if (const Entry* entry = from.find_entry(key.as_string())) put_entry(*map, from, *entry);
    }
    return Value(map);
}

Result<Value> omit(Call& call, Args args) {
    const Map& from = args[0].as_map();
    YARE_TRY(call.budget.reserve(from.size() * sizeof(Entry)));
    if (!call.budget.spend(from.size() * args.size())) return call.budget.error();
    Map* map = call.document.make_map();
    const auto omitted = [&](std::string_view key) {
        for (const Value& name : args.subspan(1)) {
            if (name.as_string() == key) return true;
        }
        return false;
    };
    for (const Entry& entry : from) {
        if (!omitted(from.key_text(entry))) put_entry(*map, from, entry);
    }
    return Value(map);
}

Error wrong_type(const Value& value, std::string_view wanted) {
    const std::string found(value.is_nil() ? "nil" : type_name(value));
    return failure("interface conversion: interface {} is " + found + ", not " + std::string(wanted));
}

// Helm: what is looked into must be a plain map: .Values itself is a common.Values, and refused.
bool is_plain_map(const Value& value) { return value.is_map() && value.go_type() == GoType::Usual; }
constexpr std::string_view kPlainMap = "map[string]interface {}";

// dig "a" "b" DEFAULT MAP
Result<Value> dig(Call&, Args args) {
    if (args.size() < 3) return failure("dig needs at least three arguments");
    Value at = args.back();
    if (!is_plain_map(at)) return wrong_type(at, kPlainMap);
    const Args keys_to_walk = args.first(args.size() - 2);
    for (const Value& key : keys_to_walk) {
        if (!key.is_string()) return wrong_type(key, "string");
    }
    for (const Value& key : keys_to_walk) {
        if (!is_plain_map(at)) return wrong_type(at, kPlainMap);
        const Value* found = at.as_map().find(key.as_string());
        if (!found) return args[args.size() - 2];
        at = *found;
    }
    return at;
}

constexpr Function kFunctions[] = {
    {"dict", dict, {P::Any}, true},
    {"get", get, {P::Map, P::String}},
    {"set", set, {P::Map, P::String, P::Any}},
    {"unset", unset, {P::Map, P::String}},
    {"hasKey", has_key, {P::Map, P::String}},
    {"pluck", pluck, {P::String, P::Map}, true},
    {"keys", keys, {P::Map}, true},
    {"values", values, {P::Map}},
    {"pick", pick, {P::Map, P::String}, true},
    {"omit", omit, {P::Map, P::String}, true},
    {"dig", dig, {P::Any}, true},
};

}  // namespace

std::span<const Function> dict_functions() { return kFunctions; }

}  // namespace yare::templates
