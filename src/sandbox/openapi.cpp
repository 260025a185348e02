#include "openapi.h"

#include <functional>
#include <set>

#include "object.h"

namespace yare::sandbox {
namespace {

using schema::Type;
using schema::TypeKind;

// Schemas of the structs that a document uses, collected while they are referred to.
class Schemas {
  public:
    Schemas(Document& document, Map& into) : document_(document), into_(into) {}

    Value of(const Type& type) {
        Map& schema = *document_.make_map();
        fill(schema, type);
        if (type.atomic() && !type.is_struct()) set_text(schema, "x-kubernetes-map-type", "atomic");
        return &schema;
    }
    // The full schema of a struct, in place.
    Value body(const Type& type) {
        Map& schema = *document_.make_map();
        set_text(schema, "type", "object");
        std::vector<std::string> required;
        for (const schema::Field& field : type.fields()) {
            const Value about = of(field.type());
            if (!field.default_json().empty())
                about.as_map().set("default", parsed(document_, field.default_json()));
            map_at(schema, {"properties"}).set(field.name(), about);
            if (field.required()) required.emplace_back(field.name());
        }
        if (!required.empty()) set_texts(schema, "required", required);
        if (type.atomic()) set_text(schema, "x-kubernetes-map-type", "atomic");
        if (type.keeps_unknown_fields()) set_bool(schema, "x-kubernetes-preserve-unknown-fields", true);
        return &schema;
    }
    std::string refer(const Type& type) {
        const std::string name = schema::full_definition_name(type.name());
        if (!into_.contains(name)) {
            into_.set(name, document_.make_map());  // first, since types refer to themselves
            into_.set(name, body(type));
        }
        return "#/components/schemas/" + name;
    }

  private:
    void fill(Map& schema, const Type& type) {
        switch (type.kind()) {
            case TypeKind::Any:
                set_bool(schema, "x-kubernetes-preserve-unknown-fields", true);
                return;
            case TypeKind::String:
                set_text(schema, "type", "string");
                break;
            case TypeKind::Bytes:
                set_text(schema, "type", "string");
                set_text(schema, "format", "byte");
                return;
            case TypeKind::Time:
                set_text(schema, "type", "string");
                set_text(schema, "format", "date-time");
                return;
            case TypeKind::Integer:
                set_text(schema, "type", "integer");
                break;
            case TypeKind::Number:
                set_text(schema, "type", "number");
                break;
            case TypeKind::Bool:
                set_text(schema, "type", "boolean");
                return;
            case TypeKind::IntOrString:
                set_text(schema, "format", "int-or-string");
                return either(schema, "integer");
            case TypeKind::Quantity:
                return either(schema, "number");
            case TypeKind::Struct:
                return structure(schema, type);
            case TypeKind::List:
                return list(schema, type);
            case TypeKind::Map:
                set_text(schema, "type", "object");
                schema.set("additionalProperties", of(type.element()));
                return;
        }
        if (!type.format().empty()) set_text(schema, "format", type.format());
    }
    void either(Map& schema, std::string_view other) {
        Map& text = *document_.make_map();
        Map& number = *document_.make_map();
        set_text(text, "type", "string");
        set_text(number, "type", other);
        set_items(schema, "oneOf", {&number, &text});
    }
    void structure(Map& schema, const Type& type) {
        if (type.name().empty()) {
            const Value whole = body(type);
            for (const Entry& entry : whole.as_map()) schema.set(whole.as_map().key_text(entry), entry.value);
            return;
        }
        Map& reference = *document_.make_map();
        set_text(reference, "$ref", refer(type));
        set_items(schema, "allOf", {Value(&reference)});
    }
    void list(Map& schema, const Type& type) {
        set_text(schema, "type", "array");
        schema.set("items", of(type.element()));
        const schema::ListType how = type.list_type();
        set_text(schema, "x-kubernetes-list-type",
                 how == schema::ListType::Map   ? "map"
                 : how == schema::ListType::Set ? "set"
                                                : "atomic");
        std::vector<std::string> keys;
        for (const std::string_view key : type.list_keys()) keys.emplace_back(key);
        if (!keys.empty()) set_texts(schema, "x-kubernetes-list-map-keys", keys);
        if (type.patch_merges())
            set_text(schema, "x-kubernetes-patch-strategy",
                     type.patch_retains_keys() ? "merge,retainKeys" : "merge");
        if (!type.merge_key().empty()) set_text(schema, "x-kubernetes-patch-merge-key", type.merge_key());
    }

    Document& document_;
    Map& into_;
};

std::string definition_of(const Kind& kind) {
    if (!kind.custom) return schema::full_definition_name(kind.type.name());
    std::string name;
    std::string rest = kind.group;
    while (!rest.empty()) {
        const std::size_t dot = rest.rfind('.');
        name += (dot == std::string::npos ? rest : rest.substr(dot + 1)) + ".";
        rest = dot == std::string::npos ? "" : rest.substr(0, dot);
    }
    return name + kind.version + "." + kind.kind;
}

Value group_version_kind(const Kind& kind, Document& document) {
    Map& about = *document.make_map();
    set_text(about, "group", kind.group);
    set_text(about, "version", kind.version);
    set_text(about, "kind", kind.kind);
    return &about;
}

Value operation(const Kind& kind, std::string_view action, bool writes, Document& document) {
    Map& about = *document.make_map();
    set_text(about, "x-kubernetes-action", action);
    about.set("x-kubernetes-group-version-kind", group_version_kind(kind, document));
    std::vector<Value> parameters;
    for (const std::string_view name : {"dryRun", "fieldManager", "fieldValidation", "force"}) {
        if (!writes || (name == "force" && action != "patch")) continue;
        Map& parameter = *document.make_map();
        set_text(parameter, "name", name);
        set_text(parameter, "in", "query");
        set_text(map_at(parameter, {"schema"}), "type", name == "force" ? "boolean" : "string");
        parameters.emplace_back(&parameter);
    }
    if (!parameters.empty()) set_items(about, "parameters", parameters);
    Map& reference = *document.make_map();
    set_text(reference, "$ref", "#/components/schemas/" + definition_of(kind));
    set_text(map_at(about, {"responses", "200"}), "description", "OK");
    map_at(about, {"responses", "200", "content", "application/json"}).set("schema", &reference);
    return &about;
}

void add_paths(const Kind& kind, const std::string& root, Map& paths, Document& document) {
    const std::string collection = root + (kind.namespaced ? "/namespaces/{namespace}/" : "/") + kind.plural;
    Map& list = map_at(paths, {collection});
    list.set("get", operation(kind, "list", false, document));
    list.set("post", operation(kind, "post", true, document));
    Map& one = map_at(paths, {collection + "/{name}"});
    one.set("get", operation(kind, "get", false, document));
    one.set("put", operation(kind, "put", true, document));
    one.set("patch", operation(kind, "patch", true, document));
    one.set("delete", operation(kind, "delete", false, document));
}

std::string root_of(const std::string& group, const std::string& version) {
    return group.empty() ? "api/" + version : "apis/" + group + "/" + version;
}

Answer index(const Kinds& kinds) {
    Document document;
    Map& list = *document.make_map();
    Map& paths = map_at(list, {"paths"});
    for (const Kinds::Group& group : kinds.groups()) {
        for (const std::string& version : group.versions) {
            const std::string root = root_of(group.name, version);
            set_text(map_at(paths, {root}), "serverRelativeURL",
                     "/openapi/v3/" + root + "?hash=" + std::to_string(kinds.generation()));
        }
    }
    return json_answer(200, json_of(&list));
}

Answer one_document(const Kinds& kinds, const std::string& group, const std::string& version) {
    const std::vector<const Kind*> found = kinds.of(group, version);
    if (found.empty()) return failed(no_such_path());
    Document document;
    Map& whole = *document.make_map();
    set_text(whole, "openapi", "3.0.0");
    set_text(map_at(whole, {"info"}), "title", "Kubernetes");
    set_text(map_at(whole, {"info"}), "version", "v1.36.3");
    Map& paths = map_at(whole, {"paths"});
    Map& components = map_at(whole, {"components", "schemas"});
    Schemas schemas(document, components);
    for (const Kind* kind : found) {
        const std::string name = definition_of(*kind);
        if (kind->custom)
            components.set(name, schemas.body(kind->type));
        else
            schemas.refer(kind->type);
        set_items(map_at(components, {name}), "x-kubernetes-group-version-kind",
                  {group_version_kind(*kind, document)});
        add_paths(*kind, "/" + root_of(group, version), paths, document);
    }
    return json_answer(200, json_of(&whole));
}

}  // namespace

Answer answer_openapi(const Kinds& kinds, Call& call) {
    const std::vector<std::string>& path = call.segments;
    if (path.size() == 2 && path[1] == "v2") {
        // An empty document, in the only form that clients ask for: what they look for in it is in v3.
        Answer answer = json_answer(200, std::string("\x0a\x03"
                                                     "2.0"
                                                     "\x12\x15\x0a\x0aKubernetes\x12\x07v1.36.3\x42\x00",
                                                     30));
        answer.response.headers.front().value = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
        return answer;
    }
    if (path.size() < 2 || path[1] != "v3") return failed(no_such_path());
    if (path.size() == 2) return index(kinds);
    if (path.size() == 4 && path[2] == "api") return one_document(kinds, "", path[3]);
    if (path.size() == 5 && path[2] == "apis") return one_document(kinds, path[3], path[4]);
    return failed(no_such_path());
}

}  // namespace yare::sandbox
