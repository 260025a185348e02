#include "parameters.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/numbers.h"
#include "yare/templates/format.h"

namespace yare::unittest {

std::string_view go_type_of(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return {};
        case Kind::Bool:
            return "bool";
        case Kind::Int:
        case Kind::Int64:
            return value.go_type() == GoType::Uint64 ? "uint64" : "int";
        case Kind::Float64:
            return "float64";
        case Kind::List:
            return "[]interface {}";
        case Kind::Map:
            return "map[string]interface {}";
        default:
            return "string";
    }
}

std::string go_text_of(const Value& value) {
    Document document;
    std::string out;
    templates::append_print(out, value, document, std::size_t{1} << 20);
    return out;
}

Parameters::Parameters(const Value& given) {
    map_ = given.map_or_null();
    if (map_ || given.is_nil()) return;
    std::string_view kind = go_type_of(given);
    if (given.is_list()) kind = "slice";
    fault_ = "'' expected a map, got '" + std::string(kind) + "'";
}

const Value* Parameters::find(std::string_view name) const {
    if (!map_) return nullptr;
    if (const Value* exact = map_->find(name)) return exact;
    for (const Entry& entry : *map_) {
        if (ascii::equal_fold(map_->key_text(entry), name)) return &entry.value;
    }
    return nullptr;
}

void Parameters::refuse(std::string_view name, std::string_view wanted, const Value& value) {
    faults_.push_back("'" + std::string(name) + "' expected type '" + std::string(wanted) +
                      "', got unconvertible type '" + std::string(go_type_of(value)) + "', value: '" +
                      go_text_of(value) + "'");
}

std::string Parameters::text(std::string_view name) {
    const Value* found = find(name);
    if (!found || found->is_nil()) return {};
    if (found->is_string()) return std::string(found->as_string());
    refuse(name, "string", *found);
    return {};
}

Value Parameters::any(std::string_view name) const {
    const Value* found = find(name);
    return found ? *found : Value();
}

bool Parameters::truth(std::string_view name) {
    const Value* found = find(name);
    if (!found || found->is_nil()) return false;
    if (found->is_bool()) return found->as_bool();
    refuse(name, "bool", *found);
    return false;
}

std::optional<std::int64_t> Parameters::number(std::string_view name) {
    const Value* found = find(name);
    if (!found || found->is_nil()) return std::nullopt;
    if (found->is_integer()) return found->as_integer();
    if (found->is_float()) return static_cast<std::int64_t>(found->as_float());
    refuse(name, "int", *found);
    return std::nullopt;
}

std::vector<std::string> Parameters::texts(std::string_view name) {
    std::vector<std::string> out;
    const Value* found = find(name);
    if (!found || found->is_nil()) return out;
    if (!found->is_list()) {
        faults_.push_back("'" + std::string(name) + "': source data must be an array or slice, got " +
                          std::string(found->is_map() ? "map" : go_type_of(*found)));
        return out;
    }
    for (std::size_t i = 0; i < found->items().size(); ++i) {
        const Value& item = found->items()[i];
        if (item.is_string())
            out.emplace_back(item.as_string());
        else
            refuse(std::string(name) + "[" + std::to_string(i) + "]", "string", item);
    }
    return out;
}

std::string Parameters::pattern(std::string_view name) {
    const Value* found = find(name);
    if (!found || found->is_nil()) return {};
    if (!found->is_map()) {
        faults_.push_back("'" + std::string(name) + "' expected a map, got '" +
                          std::string(go_type_of(*found)) + "'");
        return {};
    }
    Parameters inner(*found);
    const Value* text = inner.find("pattern");
    if (text && !text->is_nil() && !text->is_string())
        refuse(std::string(name) + ".Pattern", "string", *text);
    return text ? std::string(text->string_or("")) : std::string();
}

Result<void> Parameters::finish() const {
    if (fault_) return Error(ErrorCode::Invalid, *fault_);
    if (faults_.empty()) return {};
    std::vector<std::string> sorted = faults_;
    std::ranges::sort(sorted);
    std::string message = std::to_string(sorted.size()) + " error(s) decoding:\n";
    for (const std::string& fault : sorted) message += "\n* " + fault;
    return Error(ErrorCode::Invalid, std::move(message));
}

}  // namespace yare::unittest
