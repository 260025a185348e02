#include "yare/kube/object.h"

#include "yare/data/json.h"

namespace yare::kube {

namespace {

std::string_view text_at(const Value& object, std::initializer_list<std::string_view> keys) {
    return object.path(keys).string_or({});
}

}  // namespace

GroupVersion split_api_version(std::string_view api_version) {
    const auto slash = api_version.find('/');
    if (slash == std::string_view::npos) return {{}, std::string(api_version)};
    return {std::string(api_version.substr(0, slash)), std::string(api_version.substr(slash + 1))};
}

std::string join_api_version(std::string_view group, std::string_view version) {
    if (group.empty()) return std::string(version);
    return std::string(group) + "/" + std::string(version);
}

std::string_view object_name(const Value& object) { return text_at(object, {"metadata", "name"}); }
std::string_view object_namespace(const Value& object) { return text_at(object, {"metadata", "namespace"}); }
std::string_view object_uid(const Value& object) { return text_at(object, {"metadata", "uid"}); }
std::string_view object_resource_version(const Value& object) {
    return text_at(object, {"metadata", "resourceVersion"});
}

ObjectRef object_ref(const Value& object) {
    return {std::string(text_at(object, {"apiVersion"})), std::string(text_at(object, {"kind"})),
            std::string(object_namespace(object)), std::string(object_name(object))};
}

std::string_view Object::api_version() const { return text_at(root(), {"apiVersion"}); }
std::string_view Object::kind() const { return text_at(root(), {"kind"}); }
std::string_view Object::name() const { return object_name(root()); }
std::string_view Object::namespace_name() const { return object_namespace(root()); }
std::string_view Object::uid() const { return object_uid(root()); }
std::string_view Object::resource_version() const { return object_resource_version(root()); }
ObjectRef Object::ref() const { return object_ref(root()); }

Result<Object> parse_object(std::string_view json) {
    auto document = std::make_unique<Document>();
    Value root = YARE_TRY(read_json(json, *document, {.numbers = Numbers::KeepIntegers}));
    if (!root.is_map()) return Error(ErrorCode::Invalid, "an API object is a JSON object");
    document->root = root;
    return Object(std::move(document));
}

Object copy_object(const Value& object) {
    auto document = std::make_unique<Document>();
    document->root = deep_copy(object, *document);
    return Object(std::move(document));
}

Result<std::string> object_json(const Value& object) { return write_json(object, {.escape_html = false}); }

}  // namespace yare::kube
