#include "fake_cluster.h"

#include "yare/base/ascii.h"
#include "yare/base/paths.h"

namespace yare::unittest {

namespace {

// What Kubernetes' client takes a kind's resource to be called.
std::string guessed_resource(std::string_view kind) {
    std::string name = ascii::lowered(kind);
    if (name == "endpoints") return name;
    if (name.ends_with("s")) return name + "es";
    if (name.ends_with("y")) return name.substr(0, name.size() - 1) + "ies";
    return name + "s";
}

struct Group {
    std::string_view name;
    std::string_view version;
};

Group group_of(std::string_view api_version) {
    const std::size_t slash = api_version.find('/');
    if (slash == std::string_view::npos) return {{}, api_version};
    return {api_version.substr(0, slash), api_version.substr(slash + 1)};
}

bool is_of(const Value& object, const ClusterFields::Kind& kind) {
    const Value version = object.path({"apiVersion"});
    const Group group = group_of(version.string_or(""));
    const Value name = object.path({"kind"});
    return group.name == kind.group && group.version == kind.version &&
           guessed_resource(name.string_or("")) == kind.resource;
}

}  // namespace

Result<Value> FakeCluster::lookup(Document& document, std::string_view api_version, std::string_view kind,
                                  std::string_view namespace_name, std::string_view name) {
    const auto found = fields_.kinds.find(join_path(api_version, kind));
    const ClusterFields::Kind none;
    const ClusterFields::Kind& wanted = found == fields_.kinds.end() ? none : found->second;
    const std::string_view space = wanted.namespaced ? namespace_name : std::string_view();
    std::vector<Value> objects;
    std::size_t known = 0;
    for (const Value& object : fields_.objects) {
        if (!is_of(object, wanted)) continue;
        ++known;
        const Value in = object.path({"metadata", "namespace"});
        const Value called = object.path({"metadata", "name"});
        const bool listed = name.empty() && space.empty();
        if (!listed && in.string_or("") != space) continue;
        if (name.empty() || called.string_or("") == name) objects.push_back(object);
    }
    if (!name.empty()) {
        if (objects.empty()) return Value(document.make_map());
        return deep_copy(objects.front(), document);
    }
    if (known == 0) {
        return Error(
            ErrorCode::Invalid,
            "rendering template failed: coding error: you must register resource to list kind for every "
            "resource you're going to LIST when creating the client.");
    }
    Map* list = document.make_map();
    std::vector<Value> items;
    items.reserve(objects.size());
    for (const Value& object : objects) items.push_back(deep_copy(object, document));
    list->set("items", document.make_list(items));
    list->set("apiVersion", document.string(api_version));
    list->set("kind", document.string(std::string(kind) + "List"));
    Map* metadata = document.make_map();
    // The client's fake counts what it was given.
    metadata->set("resourceVersion", document.string(std::to_string(known + 1)));
    metadata->set("continue", document.string(""));
    list->set("metadata", metadata);
    return Value(list);
}

}  // namespace yare::unittest
