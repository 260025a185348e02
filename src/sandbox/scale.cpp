#include "scale.h"

#include "object.h"
#include "patches.h"
#include "selectors.h"

namespace yare::sandbox {
namespace {

// ".spec.replicas" as a path into the object.
Value at_dotted(const Value& object, std::string_view path) {
    Value here = object;
    while (!path.empty()) {
        if (path.front() == '.') path.remove_prefix(1);
        const std::size_t dot = std::min(path.find('.'), path.size());
        here = here.path({path.substr(0, dot)});
        path.remove_prefix(dot);
    }
    return here;
}

Map* scale_of(const Kind& kind, Map& object) {
    Map& scale = *object.owner().make_map();
    set_text(scale, "kind", "Scale");
    set_text(scale, "apiVersion", "autoscaling/v1");
    Map& meta = map_at(scale, {"metadata"});
    for (const std::string_view field :
         {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
        const Value value = Value(&object).path({"metadata", field});
        if (!value.is_nil()) meta.set(field, value);
    }
    const bool custom = kind.custom;
    const Value wanted =
        custom ? at_dotted(&object, kind.scale.spec_replicas) : Value(&object).path({"spec", "replicas"});
    const Value there =
        custom ? at_dotted(&object, kind.scale.status_replicas) : Value(&object).path({"status", "replicas"});
    map_at(scale, {"spec"});
    if (wanted.is_number()) set_number(map_at(scale, {"spec"}), "replicas", number_of(wanted));
    set_number(map_at(scale, {"status"}), "replicas", number_of(there));
    const std::string selector = custom
                                     ? plain_text(at_dotted(&object, kind.scale.selector))
                                     : Selector::of_object(Value(&object).path({"spec", "selector"})).text();
    if (!selector.empty() && selector != "null") set_text(map_at(scale, {"status"}), "selector", selector);
    return &scale;
}

Answer set_replicas(Cluster& cluster, Call& call, Map& object, const Map& scale) {
    const Kind& kind = *call.kind;
    const Value wanted_version = Value(const_cast<Map*>(&scale)).path({"metadata", "resourceVersion"});
    if (!wanted_version.string_or("").empty() &&
        wanted_version.as_string() != text_of(&object, {"metadata", "resourceVersion"})) {
        return failed(stale(kind, call.name));
    }
    const Value replicas = Value(const_cast<Map*>(&scale)).path({"spec", "replicas"});
    const Map* old = copy_of(object, object.owner());
    Map* target = &object;
    std::string_view path = kind.custom ? std::string_view(kind.scale.spec_replicas) : ".spec.replicas";
    while (true) {
        if (path.starts_with('.')) path.remove_prefix(1);
        const std::size_t dot = path.find('.');
        if (dot == std::string_view::npos) break;
        target = &map_at(*target, {path.substr(0, dot)});
        path.remove_prefix(dot);
    }
    set_number(*target, path, number_of(replicas));
    if (!same(&object, Value(const_cast<Map*>(old)))) {
        set_number(metadata(object), "generation", number_at(&object, {"metadata", "generation"}) + 1);
    }
    cluster.replace(kind, object, *old, {.manager = call.manager(), .subresource = "scale"});
    return json_answer(200, json_of(scale_of(kind, object)) + "\n");
}

}  // namespace

Answer read_scale(Cluster& cluster, Call& call) {
    Map* object = cluster.load(call.document, *call.kind, call.space, call.name);
    if (!object) return failed(not_found(*call.kind, call.name));
    return json_answer(200, json_of(scale_of(*call.kind, *object)) + "\n");
}

Answer write_scale(Cluster& cluster, Call& call, Map& scale) {
    Map* object = cluster.load(call.document, *call.kind, call.space, call.name);
    if (!object) return failed(not_found(*call.kind, call.name));
    return set_replicas(cluster, call, *object, scale);
}

Answer patch_scale(Cluster& cluster, Call& call, const std::string& type, const Value& patch) {
    Map* object = cluster.load(call.document, *call.kind, call.space, call.name);
    if (!object) return failed(not_found(*call.kind, call.name));
    Map* scale = scale_of(*call.kind, *object);
    if (type == "application/json-patch+json") {
        Value changed(scale);
        if (Checked wrong = json_patch(changed, patch, call.document)) return failed(*wrong);
        scale = changed.map_or_null();
    } else if (const Map* changes = patch.map_or_null()) {
        merge_patch(*scale, *changes);
    }
    if (!scale) return failed(bad_request("the patch leaves no Scale"));
    return set_replicas(cluster, call, *object, *scale);
}

}  // namespace yare::sandbox
