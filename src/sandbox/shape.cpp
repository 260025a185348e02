#include "shape.h"

#include <algorithm>

#include "field_set.h"
#include "kinds.h"
#include "object.h"
#include "quantity.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"

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

std::string_view openapi_type(const Type& type) {
    if (type.is_list()) return "array";
    if (type.is_struct() || type.is_map()) return "object";
    if (type.kind() == TypeKind::Bool) return "boolean";
    if (type.kind() == TypeKind::Integer) return "integer";
    return type.kind() == TypeKind::Number ? "number" : "string";
}

std::string member_path(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
}

// Walks an object along its type as decoding into the Go type would.
class Fitting {
  public:
    explicit Fitting(const Kind& kind) : kind_(kind) {}

    // `path` is for people ("spec.ports[0].name"), `go_path` without indexes; `owner` is the struct around.
    void fit(const Value& value, const Type& type, const std::string& path, const std::string& go_path,
             std::string_view owner) {
        if (!accepts(type, value)) {
            if (wrong_.empty()) report(value, type, path, go_path, owner);
        } else if (Map* map = value.map_or_null()) {
            fit_map(*map, type, path, go_path, type.is_struct() ? type.name() : owner);
        } else if (value.is_list() && type.is_list()) {
            std::size_t index = 0;
            for (const Value& item : value.items()) {
                fit(item, type.element(), path + "[" + std::to_string(index++) + "]", go_path, owner);
            }
        } else if (type.kind() == TypeKind::Quantity && wrong_.empty()) {
            canonical_quantity(plain_text(value), &wrong_);
        } else if (type.kind() == TypeKind::Bytes && wrong_.empty()) {
            std::size_t bad = 0;
            if (!decode_base64(value.as_string(), &bad)) {
                wrong_ = "illegal base64 data at input byte " + std::to_string(bad);
            }
        }
    }
    const std::vector<std::string>& unknown() const { return unknown_; }
    const std::string& wrong() const { return wrong_; }
    const std::vector<Cause>& causes() const { return causes_; }

  private:
    void report(const Value& value, const Type& type, const std::string& path, const std::string& go_path,
                std::string_view owner) {
        if (kind_.custom) return report_custom(value, type, path);
        if (type.kind() == TypeKind::Quantity || type.kind() == TypeKind::IntOrString) {
            wrong_ =
                json_mismatch(value, std::string("value of type ") +
                                         (type.kind() == TypeKind::Quantity ? "resource.Quantity" : "int32"));
            return;
        }
        wrong_ = json_mismatch(value, "struct field " + std::string(last_part(owner)) + "." + go_path +
                                          " of type " + go_type(type));
    }

    void report_custom(const Value& value, const Type& type, const std::string& path) {
        const std::string_view got = value.is_bool()      ? "boolean"
                                     : value.is_integer() ? "integer"
                                                          : json_kind(value);
        const std::string quoted = "\"" + std::string(got) + "\"";
        causes_.push_back({"FieldValueTypeInvalid",
                           "Invalid value: " + quoted + ": " + path + " in body must be of type " +
                               std::string(openapi_type(type)) + ": " + quoted,
                           path});
    }

    void fit_map(Map& map, const Type& type, const std::string& path, const std::string& go_path,
                 std::string_view owner) {
        const bool keeps = !type.is_struct() || type.keeps_unknown_fields();
        std::vector<std::string> gone;
        for (const Entry& entry : map) {
            const std::string key(map.key_text(entry));
            const std::string below = member_path(path, key);
            const auto field = type.find_field(key);
            if (!field && !keeps) {
                unknown_.push_back(below);
                gone.push_back(key);
            } else if (entry.value.is_nil()) {
                if (!keeps) gone.push_back(key);
            } else {
                const std::string go_below = field ? member_path(go_path, key) : go_path;
                fit(entry.value, type_of_entry(type, key), below, go_below, owner);
            }
        }
        for (const std::string& key : gone) map.erase(key);
    }

    const Kind& kind_;
    std::vector<std::string> unknown_;
    std::string wrong_;
    std::vector<Cause> causes_;
};

// What server-side apply finds wrong with a configuration, in its words.
class AppliedCheck {
  public:
    void check(const Value& value, const Type& type, const std::string& path) {
        if (value.is_nil()) return;
        if (type.is_list()) return check_list(value, type, path);
        if (type.is_struct() || type.is_map()) return check_map(value, type, path);
        if (accepts(type, value)) return;
        const std::string at = path + ": expected ";
        if (type.kind() == TypeKind::Bool)
            found_.push_back(at + "boolean, got &{" + plain_text(value) + "}");
        else if (type.kind() == TypeKind::Integer || type.kind() == TypeKind::Number)
            found_.push_back(at + "numeric (int or float), got " + std::string(json_kind(value)));
        else
            found_.push_back(at + "string, got &value.valueUnstructured{Value:" + plain_text(value) + "}");
    }
    const std::vector<std::string>& found() const { return found_; }

  private:
    void check_list(const Value& value, const Type& type, const std::string& path) {
        if (!value.is_list()) {
            found_.push_back(path + ": expected list, got &{" + plain_text(value) + "}");
            return;
        }
        std::vector<std::string> seen;
        std::size_t index = 0;
        for (const Value& item : value.items()) {
            const std::string number = std::to_string(index++);
            std::string below(path);
            below.append("[").append(number).append("]");
            if (type.list_type() == schema::ListType::Map && !item.is_map()) {
                found_.emplace_back(path)
                    .append(": element ")
                    .append(number)
                    .append(": associative list with keys may not have non-map elements");
                return;
            }
            if (type.list_type() != schema::ListType::Atomic) {
                const std::string name = shown_element(element_of(type, item));
                if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
                    found_.emplace_back(path).append(": duplicate entries for key ").append(name);
                    return;
                }
                seen.push_back(name);
                below = path + name;
            }
            check(item, type.element(), below);
        }
    }

    void check_map(const Value& value, const Type& type, const std::string& path) {
        if (!value.is_map()) {
            found_.push_back(path + ": expected map, got &{" + plain_text(value) + "}");
            return;
        }
        std::vector<std::string> unknown;
        const Map& map = value.as_map();
        for (const Entry& entry : map) {
            const std::string below = path + "." + std::string(map.key_text(entry));
            if (type.is_struct() && !type.keeps_unknown_fields() && !type.find_field(map.key_text(entry)))
                unknown.push_back(below + ": field not declared in schema");
            else
                check(entry.value, type_of_entry(type, map.key_text(entry)), below);
        }
        found_.insert(found_.end(), unknown.begin(), unknown.end());
    }

    std::vector<std::string> found_;
};

}  // namespace

Checked fit_to_schema(const Kind& kind, Map& object, FieldValidation validation,
                      std::vector<std::string>& warnings) {
    Fitting fitting(kind);
    fitting.fit(&object, kind.type, "", "", kind.type.name());
    const std::string subject =
        kind.kind + " in version \"" + kind.version + "\" cannot be handled as a " + kind.kind + ": ";
    if (!fitting.wrong().empty()) return bad_request(subject + fitting.wrong());
    if (fitting.unknown().empty() || validation != FieldValidation::Strict) {
        for (const std::string& path : fitting.unknown()) {
            if (validation == FieldValidation::Warn) warnings.push_back("unknown field \"" + path + "\"");
        }
        if (!fitting.causes().empty()) return invalid(kind, name_of(object), fitting.causes());
        return std::nullopt;
    }
    std::string joined;
    for (const std::string& path : fitting.unknown()) {
        joined += (joined.empty() ? "" : ", ") + ("unknown field \"" + path + "\"");
    }
    return bad_request(subject + "strict decoding error: " + joined);
}

Checked check_applied(const Kind& kind, Map& object) {
    AppliedCheck check;
    check.check(&object, kind.type, "");
    if (check.found().empty()) return std::nullopt;
    std::string text = check.found().front();
    if (check.found().size() > 1) {
        text = "errors:";
        for (const std::string& item : check.found()) text += "\n  " + item;
    }
    Failure failure;
    failure.reason = "";
    const std::string place = kind.namespaced ? namespace_of(object) + "/" : "/";
    failure.message = "failed to create typed patch object (" + place + name_of(object) + "; " +
                      (kind.group.empty() ? "/" : "") + kind.api_version() + ", Kind=" + kind.kind +
                      "): " + text;
    return failure;
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

void normalise(Map& object, const Type& type) {
    std::vector<std::string_view> gone;
    for (Entry& entry : object) {
        const std::string_view key = object.key_text(entry);
        const auto field = type.find_field(key);
        const Type below = type_of_entry(type, key);
        if (Map* map = entry.value.map_or_null()) {
            normalise(*map, below);
            if (field && below.is_map() && map->empty() && !field->always_written()) gone.push_back(key);
            continue;
        }
        if (entry.value.is_list() && below.is_list()) {
            for (const Value& item : entry.value.items()) {
                if (Map* map = item.map_or_null()) normalise(*map, below.element());
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
        const std::string here = member_path(path, key);
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
