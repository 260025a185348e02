#include "shape.h"

#include "field_set.h"
#include "kinds.h"
#include "object.h"

namespace yare::sandbox {
namespace {

using schema::Type;
using schema::TypeKind;

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// A type as Go names it.
std::string go_type(const Type& type) {
    switch (type.kind()) {
        case TypeKind::Bool:
            return "bool";
        case TypeKind::Integer:
            return type.format() == "int32" ? "int32" : "int64";
        case TypeKind::Number:
            return "float64";
        case TypeKind::Struct: {
            const std::string name(type.name());
            const std::size_t dot = name.find('.');
            return dot == std::string::npos ? "struct" : name.substr(dot + 1);
        }
        case TypeKind::List:
            return "[]" + go_type(type.element());
        case TypeKind::Map:
            return "map[string]" + go_type(type.element());
        default:
            return "string";
    }
}

bool accepts(const Type& type, const Value& value) {
    switch (type.kind()) {
        case TypeKind::Any:
            return true;
        case TypeKind::String:
        case TypeKind::Bytes:
        case TypeKind::Time:
            return value.is_string();
        case TypeKind::Integer:
            return value.is_integer() ||
                   (value.is_float() && value.as_float() == double(std::int64_t(value.as_float())));
        case TypeKind::Number:
            return value.is_number();
        case TypeKind::Bool:
            return value.is_bool();
        case TypeKind::IntOrString:
            return value.is_integer() || value.is_string();
        case TypeKind::Quantity:
            return value.is_number() || value.is_string();
        case TypeKind::Struct:
        case TypeKind::Map:
            return value.is_map();
        case TypeKind::List:
            return value.is_list();
    }
    return true;
}

std::string_view json_type(const Value& value) {
    if (value.is_map()) return "object";
    if (value.is_list()) return "array";
    if (value.is_string()) return "string";
    return value.is_bool() ? "bool" : "number";
}

class Fitting {
  public:
    Fitting(const Kind& kind, FieldValidation validation) : kind_(kind), validation_(validation) {}

    // `path` is for people ("spec.ports[0].name"), `go_path` without indexes.
    Value fit(const Value& value, const Type& type, const std::string& path, const std::string& go_path,
              std::string_view owner) {
        if (!accepts(type, value)) {
            if (wrong_.empty()) report(value, type, path, go_path, owner);
            return value;
        }
        if (Map* map = value.map_or_null()) return fit_map(*map, type, path, go_path), value;
        if (value.is_list() && type.is_list()) return fit_list(value, type, path, go_path, owner);
        return value;
    }
    const std::vector<std::string>& unknown() const { return unknown_; }
    const std::string& wrong() const { return wrong_; }
    const std::vector<Cause>& causes() const { return causes_; }

  private:
    void report(const Value& value, const Type& type, const std::string& path, const std::string& go_path,
                std::string_view owner) {
        if (kind_.custom) {
            const std::string_view wanted = type.is_list()                      ? "array"
                                            : type.is_struct() || type.is_map() ? "object"
                                            : type.kind() == TypeKind::Bool     ? "boolean"
                                            : type.kind() == TypeKind::Integer  ? "integer"
                                            : type.kind() == TypeKind::Number   ? "number"
                                                                                : "string";
            const std::string_view got = value.is_bool()      ? "boolean"
                                         : value.is_integer() ? "integer"
                                                              : json_type(value);
            const std::string quoted = "\"" + std::string(got) + "\"";
            causes_.push_back({"FieldValueTypeInvalid",
                               "Invalid value: " + quoted + ": " + path + " in body must be of type " +
                                   std::string(wanted) + ": " + quoted,
                               path});
            return;
        }
        if (type.kind() == TypeKind::Quantity || type.kind() == TypeKind::IntOrString) {
            wrong_ = "json: cannot unmarshal " + std::string(json_type(value)) + " into Go value of type " +
                     (type.kind() == TypeKind::Quantity ? "resource.Quantity" : "int32");
            return;
        }
        wrong_ = "json: cannot unmarshal " + std::string(json_type(value)) + " into Go struct field " +
                 std::string(last_part(owner)) + "." + go_path + " of type " + go_type(type);
    }

    void fit_map(Map& map, const Type& type, const std::string& path, const std::string& go_path) {
        const bool keeps = !type.is_struct() || type.keeps_unknown_fields();
        std::vector<std::string> gone;
        std::vector<std::pair<std::string, Value>> lists;
        for (const Entry& entry : map) {
            const std::string key(map.key_text(entry));
            const std::string below = path.empty() ? key : path + "." + key;
            const auto field = type.find_field(key);
            if (!field && !keeps) {
                unknown_.push_back(below);
                gone.push_back(key);
                continue;
            }
            if (entry.value.is_nil()) {
                if (type.is_struct() && !type.keeps_unknown_fields()) gone.push_back(key);
                continue;
            }
            const std::string go_below = field ? (go_path.empty() ? key : go_path + "." + key) : go_path;
            const Value fitted = fit(entry.value, type_of_entry(type, key), below, go_below,
                                     type.is_struct() ? type.name() : owner_);
            if (fitted.is_list()) lists.emplace_back(key, fitted);
        }
        for (const auto& [key, list] : lists) map.set(key, list);
        for (const std::string& key : gone) map.erase(key);
    }

    Value fit_list(const Value& list, const Type& type, const std::string& path, const std::string& go_path,
                   std::string_view owner) {
        std::vector<Value> items;
        bool changed = false;
        for (const Value& item : list.items()) {
            const Value fitted =
                fit(item, type.element(), path + "[" + std::to_string(items.size()) + "]", go_path, owner);
            changed = changed || fitted.is_list();
            items.push_back(fitted);
        }
        if (!changed || items.empty()) return list;
        for (const Value& item : items) {
            if (Map* map = item.map_or_null()) return map->owner().make_list(std::span<const Value>(items));
        }
        return list;
    }

    const Kind& kind_;
    FieldValidation validation_;
    std::string_view owner_ = "ObjectMeta";  // the struct that holds labels and annotations
    std::vector<std::string> unknown_;
    std::string wrong_;
    std::vector<Cause> causes_;
};

}  // namespace

Checked fit_to_schema(const Kind& kind, Map& object, FieldValidation validation,
                      std::vector<std::string>& warnings) {
    Fitting fitting(kind, validation);
    fitting.fit(&object, kind.type, "", "", kind.type.name());
    const std::string subject =
        kind.kind + " in version \"" + kind.version + "\" cannot be handled as a " + kind.kind + ": ";
    if (!fitting.wrong().empty()) return bad_request(subject + fitting.wrong());
    if (!fitting.causes().empty()) return invalid(kind, name_of(object), fitting.causes());
    if (fitting.unknown().empty() || validation == FieldValidation::Ignore) return std::nullopt;
    std::string joined;
    for (const std::string& path : fitting.unknown()) {
        const std::string text = "unknown field \"" + path + "\"";
        joined += (joined.empty() ? "" : ", ") + text;
        if (validation == FieldValidation::Warn) warnings.push_back(text);
    }
    if (validation == FieldValidation::Warn) return std::nullopt;
    return bad_request(kind.custom ? "strict decoding error: " + joined
                                   : subject + "strict decoding error: " + joined);
}

namespace {

bool is_zero(const Value& value) {
    if (value.is_string()) return value.as_string().empty();
    if (value.is_bool()) return !value.as_bool();
    if (value.is_number()) return number_of(value, 1) == 0 && (value.is_integer() || value.as_float() == 0);
    if (value.is_list()) return value.items().empty();
    return value.is_nil();
}

}  // namespace

void drop_zeroes(Map& object, const Type& type) {
    std::vector<std::string_view> gone;
    for (const Entry& entry : object) {
        const std::string_view key = object.key_text(entry);
        const auto field = type.find_field(key);
        const Type below = type_of_entry(type, key);
        if (Map* map = entry.value.map_or_null()) {
            drop_zeroes(*map, below);
            if (field && below.is_map() && map->empty() && !field->always_written()) gone.push_back(key);
            continue;
        }
        if (entry.value.is_list() && below.is_list()) {
            for (const Value& item : entry.value.items()) {
                if (Map* map = item.map_or_null()) drop_zeroes(*map, below.element());
            }
        }
        const bool scalar =
            below.is_scalar() && below.kind() != TypeKind::IntOrString && below.kind() != TypeKind::Quantity;
        if (!field || field->always_written() || !is_zero(entry.value)) continue;
        if (below.is_list() || (scalar && !field->tells_zero_from_absent())) gone.push_back(key);
    }
    for (const std::string_view key : gone) object.erase(key);
}

void fill_defaults(Map& object, const Type& type) {
    if (type.is_struct()) {
        for (const schema::Field& field : type.fields()) {
            if (field.default_json().empty() || object.contains(field.name())) continue;
            object.set(field.name(), parsed(object.owner(), field.default_json()));
        }
    }
    for (const Entry& entry : object) {
        const Type below = type_of_entry(type, object.key_text(entry));
        if (Map* map = entry.value.map_or_null()) fill_defaults(*map, below);
        if (!entry.value.is_list() || !below.is_list()) continue;
        for (const Value& item : entry.value.items()) {
            if (Map* map = item.map_or_null()) fill_defaults(*map, below.element());
        }
    }
}

namespace {

void find_missing(const Map& map, const Type& type, const std::string& path, std::vector<Cause>& into) {
    for (const schema::Field& field : type.fields()) {
        if (field.required() && !map.contains(field.name())) {
            into.push_back(required_value(path.empty() ? std::string(field.name())
                                                       : path + "." + std::string(field.name())));
        }
    }
    for (const Entry& entry : map) {
        const std::string key(map.key_text(entry));
        const Type below = type_of_entry(type, key);
        const std::string here = path.empty() ? key : path + "." + key;
        if (const Map* inner = entry.value.map_or_null()) find_missing(*inner, below, here, into);
        if (!entry.value.is_list() || !below.is_list()) continue;
        std::size_t index = 0;
        for (const Value& item : entry.value.items()) {
            const std::string item_path = here + "[" + std::to_string(index++) + "]";
            if (const Map* inner = item.map_or_null()) find_missing(*inner, below.element(), item_path, into);
        }
    }
}

}  // namespace

std::vector<Cause> missing_fields(const Map& object, const Type& type) {
    std::vector<Cause> causes;
    find_missing(object, type, "", causes);
    return causes;
}

}  // namespace yare::sandbox
