#include "yare/schema/custom_types.h"

#include <algorithm>
#include <array>
#include <string>

#include "table.h"
#include "yare/data/json.h"

namespace yare::schema {
namespace {

class Builder final : public CustomType {
  public:
    explicit Builder(const Value& openapi_schema) {
        strings_.push_back('\0');
        types_.push_back({});
        metadata_ = elsewhere(find_definition("meta.v1.ObjectMeta"));
        root_ = root(openapi_schema);
        table_ = {types_, fields_, structs_, strings_.c_str()};
    }
    Type type() const override { return Type(&table_, root_); }

  private:
    std::uint32_t string(std::string_view text) {
        if (text.empty()) return 0;
        const auto at = std::uint32_t(strings_.size());
        strings_ += text;
        strings_.push_back('\0');
        return at;
    }
    std::uint32_t add(TypeRow row) {
        types_.push_back(row);
        return std::uint32_t(types_.size() - 1);
    }
    std::uint32_t scalar(TypeKind kind, std::string_view format = {}) {
        return add({std::uint8_t(kind), 0, 0, 0, 0, string(format)});
    }
    std::uint32_t elsewhere(Type type) {
        return add({std::uint8_t(type.kind()), kElsewhere, type.index(), 0, 0, 0});
    }
    std::uint32_t structure(std::vector<FieldRow> fields, std::uint8_t flags) {
        std::sort(fields.begin(), fields.end(), [&](const FieldRow& a, const FieldRow& b) {
            return std::string_view(&strings_[a.name]) < std::string_view(&strings_[b.name]);
        });
        structs_.push_back({0, std::uint32_t(fields_.size()), std::uint32_t(fields.size()), 0});
        fields_.insert(fields_.end(), fields.begin(), fields.end());
        return add({std::uint8_t(TypeKind::Struct), flags, std::uint32_t(structs_.size() - 1), 0, 0, 0});
    }
    std::uint32_t root(const Value& schema) {
        std::vector<FieldRow> fields = properties(schema, true);
        for (const std::string_view name : {"apiVersion", "kind"}) {
            fields.push_back({string(name), scalar(TypeKind::String), 0, kPointer, 0});
        }
        fields.push_back({string("metadata"), metadata_, 0, kPointer, 0});
        return structure(std::move(fields), schema.is_map() ? flags_of(schema) : std::uint8_t(kKeepUnknown));
    }
    std::vector<FieldRow> properties(const Value& schema, bool embedded);
    std::uint32_t read(const Value& schema, std::size_t depth);
    std::uint32_t list(const Value& schema, std::size_t depth);
    std::uint32_t object(const Value& schema, std::size_t depth);
    static std::uint8_t flags_of(const Value& schema) {
        std::uint8_t flags = 0;
        if (schema.path({"x-kubernetes-map-type"}).string_or("") == "atomic") flags |= kAtomic;
        const Value keep = schema.path({"x-kubernetes-preserve-unknown-fields"});
        if (keep.is_bool() && keep.as_bool()) flags |= kKeepUnknown;
        return flags;
    }

    static constexpr std::size_t kDepth =
        200;  // structural schemas do not refer to themselves; this is for hostile ones
    std::size_t depth_ = 0;
    std::string strings_;
    std::vector<TypeRow> types_;
    std::vector<FieldRow> fields_;
    std::vector<StructRow> structs_;
    std::uint32_t metadata_ = 0;
    std::uint32_t root_ = 0;
    Table table_{};
};

std::vector<FieldRow> Builder::properties(const Value& schema, bool embedded) {
    std::vector<FieldRow> fields;
    const Map* properties = schema.path({"properties"}).map_or_null();
    if (!properties) return fields;
    const Value required = schema.path({"required"});
    for (const Entry& entry : *properties) {
        const std::string_view name = properties->key_text(entry);
        if (embedded && (name == "metadata" || name == "apiVersion" || name == "kind")) continue;
        std::uint32_t fallback = 0;
        if (const Value* value = entry.value.find("default")) {
            if (const Result<std::string> text = write_json(*value)) fallback = string(*text);
        }
        bool is_required = false;
        if (required.is_list()) {
            for (const Value& item : required.items())
                is_required = is_required || item.string_or("") == name;
        }
        const std::uint32_t type = read(entry.value, ++depth_);
        --depth_;
        fields.push_back(
            {string(name), type, fallback, std::uint32_t(is_required ? kRequired | kPointer : kPointer), 0});
    }
    return fields;
}

std::uint32_t Builder::list(const Value& schema, std::size_t depth) {
    const std::string_view kind = schema.path({"x-kubernetes-list-type"}).string_or("atomic");
    std::string keys;
    if (const Value names = schema.path({"x-kubernetes-list-map-keys"}); names.is_list()) {
        for (const Value& name : names.items())
            keys += (keys.empty() ? "" : ",") + std::string(name.string_or(""));
    }
    const std::uint32_t element = read(schema.path({"items"}), depth + 1);
    const std::uint8_t flags = kind == "set" ? kSet : kind == "map" ? kMapList : kAtomic;
    return add({std::uint8_t(TypeKind::List), flags, element, string(keys), 0, 0});
}

std::uint32_t Builder::object(const Value& schema, std::size_t depth) {
    const std::uint8_t flags = flags_of(schema);
    if (const Value more = schema.path({"additionalProperties"}); more.is_map()) {
        return add({std::uint8_t(TypeKind::Map), flags, read(more, depth + 1), 0, 0, 0});
    }
    const Value embedded = schema.path({"x-kubernetes-embedded-resource"});
    if (embedded.is_bool() && embedded.as_bool()) return root(schema);
    if (!schema.path({"properties"}).is_map() && (flags & kKeepUnknown))
        return add({std::uint8_t(TypeKind::Any), flags, 0, 0, 0, 0});
    return structure(properties(schema, false), flags);
}

std::uint32_t Builder::read(const Value& schema, std::size_t depth) {
    if (!schema.is_map() || depth > kDepth) return 0;
    const Value either = schema.path({"x-kubernetes-int-or-string"});
    if (either.is_bool() && either.as_bool()) return scalar(TypeKind::IntOrString);
    const std::string_view type = schema.path({"type"}).string_or("");
    const std::string_view format = schema.path({"format"}).string_or("");
    if (type == "object") return object(schema, depth);
    if (type == "array") return list(schema, depth);
    if (type == "string") return scalar(TypeKind::String, format);
    if (type == "integer") return scalar(TypeKind::Integer, format);
    if (type == "number") return scalar(TypeKind::Number, format);
    if (type == "boolean") return scalar(TypeKind::Bool);
    return schema.path({"properties"}).is_map() ? object(schema, depth) : 0;
}

}  // namespace

std::unique_ptr<CustomType> CustomType::of(const Value& openapi_schema) {
    return std::make_unique<Builder>(openapi_schema);
}

}  // namespace yare::schema
