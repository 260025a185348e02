#include "go_print.h"

#include "yare/data/numbers.h"

namespace yare::charts {

namespace {

std::string scalar(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "<nil>";
        case Kind::Bool:
            return value.as_bool() ? "true" : "false";
        case Kind::Int:
        case Kind::Int64:
            return std::to_string(value.as_integer());
        case Kind::Float64:
            return go_float(value.as_float());
        case Kind::String:
            return std::string(value.as_string());
        case Kind::Bytes:
            return std::string(value.as_bytes());
        default:
            return {};
    }
}

template <typename Scalar>
std::string print(const Value& value, const Scalar& print_scalar) {
    std::string out;
    if (value.is_list()) {
        for (const Value& item : value.items()) {
            // Go prints a nil within a list by itself, whatever the verb.
            out.append(out.empty() ? "[" : " ").append(item.is_nil() ? "<nil>" : print(item, print_scalar));
        }
        return out.empty() ? "[]" : out + "]";
    }
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) {
            out += out.empty() ? "map[" : " ";
            out += print_scalar(Value::of_view(map->key_text(entry)));
            out.append(":").append(entry.value.is_nil() ? "<nil>" : print(entry.value, print_scalar));
        }
        return out.empty() ? "map[]" : out + "]";
    }
    return print_scalar(value);
}

}  // namespace

std::string_view go_type_name(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "nil";
        case Kind::Bool:
            return "bool";
        case Kind::Int:
            return "int";
        case Kind::Int64:
            return "int64";
        case Kind::Float64:
            return "float64";
        case Kind::String:
            return "string";
        case Kind::Bytes:
            return "[]uint8";
        case Kind::List:
            return "[]interface {}";
        case Kind::Map:
            return "map[string]interface {}";
        default:
            return "interface {}";
    }
}

std::string go_print(const Value& value) { return print(value, scalar); }

std::string go_print_truth(const Value& value) {
    return print(value, [](const Value& one) {
        if (one.is_bool()) return scalar(one);
        if (one.is_nil()) return std::string("%!t(<nil>)");
        return "%!t(" + std::string(go_type_name(one)) + "=" + scalar(one) + ")";
    });
}

}  // namespace yare::charts
