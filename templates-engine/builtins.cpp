#include "builtins.h"

#include <array>

#include "comparison.h"
#include "escapes.h"
#include "machine.h"
#include "verbs.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

constexpr auto kAny = Param::Any;
constexpr std::array<BuiltinEntry, 22> kBuiltins{{
    {Builtin::And, {"and", nullptr, {kAny, kAny}, true}},
    {Builtin::Or, {"or", nullptr, {kAny, kAny}, true}},
    {Builtin::Not, {"not", nullptr, {kAny}}},
    {Builtin::Eq, {"eq", nullptr, {kAny, kAny}, true}},
    {Builtin::Ne, {"ne", nullptr, {kAny, kAny}}},
    {Builtin::Lt, {"lt", nullptr, {kAny, kAny}}},
    {Builtin::Le, {"le", nullptr, {kAny, kAny}}},
    {Builtin::Gt, {"gt", nullptr, {kAny, kAny}}},
    {Builtin::Ge, {"ge", nullptr, {kAny, kAny}}},
    {Builtin::Len, {"len", nullptr, {kAny}}},
    {Builtin::Index, {"index", nullptr, {kAny, kAny}, true}},
    {Builtin::Print, {"print", nullptr, {kAny}, true}},
    {Builtin::Printf, {"printf", nullptr, {Param::String, kAny}, true}},
    {Builtin::Println, {"println", nullptr, {kAny}, true}},
    {Builtin::Html, {"html", nullptr, {kAny}, true}},
    {Builtin::Js, {"js", nullptr, {kAny}, true}},
    {Builtin::Urlquery, {"urlquery", nullptr, {kAny}, true}},
    {Builtin::Call, {"call", nullptr, {kAny, kAny}, true}},
    {Builtin::Include, {"include", nullptr, {Param::String, kAny}}},
    {Builtin::Tpl, {"tpl", nullptr, {Param::String, kAny}}},
    {Builtin::Required, {"required", nullptr, {Param::String, kAny}}},
    {Builtin::Fail, {"fail", nullptr, {Param::String}}},
}};

Error invalid(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }
std::string type_text(const Value& value) { return std::string(type_name(value)); }

// What len and index see of a host object: its data if that is a map or list.
Value inside(const Value& value, Document& document) {
    if (!value.is_host()) return value;
    const std::string_view kind = value.as_host().go_kind();
    return kind == "map" || kind == "slice" ? value.as_host().plain(document) : value;
}

// Go names what a pointer points to.
std::string pointed_type(const Value& value) {
    const std::string_view type = type_name(value);
    return std::string(type.starts_with('*') ? type.substr(1) : type);
}

Result<Value> length(const Operand& item, Document& document) {
    // Go's reflection trips over a nil that has not even an interface around it.
    if (item.form == Form::Invalid) return invalid("reflect: call of reflect.Value.Type on zero Value");
    const Value value = inside(item.value, document);
    switch (value.kind()) {
        case Kind::Nil:
            return invalid("len of nil pointer");
        case Kind::String:
            return Value::of_int(std::int64_t(value.as_string().size()));
        case Kind::Bytes:
            return Value::of_int(std::int64_t(value.as_bytes().size()));
        case Kind::List:
            return Value::of_int(value.as_list().size);
        case Kind::Map:
            return Value::of_int(std::int64_t(value.as_map().size()));
        default:
            return invalid("len of type " + pointed_type(value));
    }
}

Result<std::size_t> position(const Value& index, std::size_t size, const char* what) {
    if (index.is_nil()) return invalid("cannot index slice/array with nil");
    if (!index.is_integer()) return invalid("cannot index slice/array with type " + type_text(index));
    const std::int64_t at = index.as_integer();
    if (at < 0 || std::uint64_t(at) > size) return invalid("index out of range: " + std::to_string(at));
    // Go lets one past the end through its own check, and reflection then panics.
    if (std::size_t(at) == size) return invalid("reflect: " + std::string(what) + " index out of range");
    return std::size_t(at);
}

Result<Value> index_map(const Map& map, const Value& key) {
    if (key.is_nil()) return invalid("value is nil; should be of type string");
    if (!key.is_string()) return invalid("value has type " + type_text(key) + "; should be string");
    const Value* found = map.find(key.as_string());
    if (found) return *found;
    const bool strings = map.go_type() == GoType::Strings || map.go_type() == GoType::NilStrings;
    return strings ? Value::of_view({}) : Value();
}

// Go: the entry of a host's map type, or the zero value of its entries.
Result<Value> index_host(const TemplateObject& object, const Value& key, Document& document) {
    if (key.is_nil()) return invalid("value is nil; should be of type string");
    if (!key.is_string()) return invalid("value has type " + type_text(key) + "; should be string");
    return object.field(key.as_string(), document).value_or(Value());
}

Result<Value> index_into(const Value& item, const Value& index, Document& document) {
    if (item.is_host() && item.as_host().go_kind() == "map") {
        const auto* object = dynamic_cast<const TemplateObject*>(&item.as_host());
        if (object) return index_host(*object, index, document);
    }
    const Value value = inside(item, document);
    switch (value.kind()) {
        case Kind::Nil:
            return invalid("index of nil pointer");
        case Kind::List: {
            const std::size_t at = YARE_TRY(position(index, value.as_list().size, "slice"));
            return value.items()[at];
        }
        case Kind::String: {
            const std::size_t at = YARE_TRY(position(index, value.as_string().size(), "string"));
            return Value::of_int64(std::uint8_t(value.as_string()[at]), GoType::Uint8);
        }
        case Kind::Bytes: {
            const std::size_t at = YARE_TRY(position(index, value.as_bytes().size(), "slice"));
            return Value::of_int64(std::uint8_t(value.as_bytes()[at]), GoType::Uint8);
        }
        case Kind::Map:
            return index_map(value.as_map(), index);
        default:
            return invalid("can't index item of type " + pointed_type(value));
    }
}

Result<Value> index_all(std::span<const Operand> args, Document& document) {
    Value item = args[0].value;
    if (item.is_nil()) return invalid("index of untyped nil");
    for (const Operand& index : args.subspan(1)) {
        const Value next = YARE_TRY(index_into(item, index.value, document));
        item = next;
    }
    return item;
}

std::vector<Value> plain_values(std::span<const Operand> args) {
    std::vector<Value> out;
    out.reserve(args.size());
    for (const Operand& arg : args) out.push_back(arg.value);
    return out;
}

// What the escaping functions escape: their arguments as an action would print them.
std::string printed(std::span<const Operand> args, Document& document) {
    std::vector<Value> values = plain_values(args);
    for (Value& value : values) {
        if (value.is_nil()) value = Value::of_view("<no value>");
        const auto* object =
            value.is_host() ? dynamic_cast<const TemplateObject*>(&value.as_host()) : nullptr;
        if (object && object->go_kind() == "ptr") value = object->print_pointed(document);
    }
    return sprint(values, document);
}

// There are no function values in Helm's templates, so call can only say so.
Error no_function(std::span<Node* const> nodes, const Value& value) {
    if (value.is_nil()) return invalid("call of nil");
    std::string name;
    if (nodes.size() > 1) {
        append_node(name, *nodes[1]);
    } else {
        name = value.is_string() ? std::string(value.as_string()) : "<" + type_text(value) + " Value>";
    }
    return invalid("non-function " + name + " of type " + type_text(value));
}

}  // namespace

std::span<const BuiltinEntry> all_builtins() { return kBuiltins; }

std::vector<const Function*> builtin_functions() {
    std::vector<const Function*> out;
    out.reserve(kBuiltins.size());
    for (const BuiltinEntry& entry : kBuiltins) out.push_back(&entry.function);
    return out;
}

Result<Value> Executor::Machine::run_builtin(Builtin builtin, std::span<Node* const> nodes,
                                             std::span<const Operand> args) {
    switch (builtin) {
        case Builtin::Not:
            return Value::of_bool(!truth(args[0].value));
        case Builtin::Eq:
        case Builtin::Ne: {
            const bool same = YARE_TRY(equal_any(document_, args));
            return Value::of_bool(same == (builtin == Builtin::Eq));
        }
        case Builtin::Lt:
        case Builtin::Le:
        case Builtin::Gt:
        case Builtin::Ge: {
            const bool holds = YARE_TRY(compare(builtin, document_, args[0].value, args[1].value));
            return Value::of_bool(holds);
        }
        case Builtin::Len:
            return length(args[0], document_);
        case Builtin::Index:
            return index_all(args, document_);
        case Builtin::Print:
            return keep(sprint(plain_values(args), document_));
        case Builtin::Println:
            return keep(sprintln(plain_values(args), document_));
        case Builtin::Printf: {
            Call under_way{document_, budget_, environment_, executor_};
            const std::vector<Value> values = plain_values(args);
            return sprintf(under_way, values[0].as_string(), std::span(values).subspan(1));
        }
        case Builtin::Html:
            return escaped(html_escaped, args);
        case Builtin::Js:
            return escaped(js_escaped, args);
        case Builtin::Urlquery:
            return escaped(query_escaped, args);
        default:
            return no_function(nodes, args[0].value);
    }
}

Result<Value> Executor::Machine::escaped(std::string (*escape)(std::string_view),
                                         std::span<const Operand> args) {
    const std::string text = printed(args, document_);
    constexpr std::size_t kLongestEscape = 6;
    YARE_TRY(budget_.reserve(text.size() * kLongestEscape));
    return keep(escape(text));
}

Result<Value> Executor::Machine::keep(std::string_view result) {
    YARE_TRY(budget_.reserve(result.size()));
    return document_.string(result);
}

}  // namespace yare::templates
