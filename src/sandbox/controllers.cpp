#include "controllers.h"

#include <cmath>

#include "object.h"
#include "prepare.h"
#include "yare/data/json.h"

namespace yare::sandbox {
namespace {

// No chain of consequences is longer; a controller that never settles is a bug, and is stopped here.
constexpr std::size_t kSteps = 200000;

}  // namespace

void Controllers::run() {
    for (std::size_t step = 0; step < kSteps; ++step) {
        const std::optional<Dirty> next = cluster_.take_dirty();
        if (!next) return;
        look_at(*next);
    }
    YARE_ASSERT(false, "the controllers come to rest");
}

void Controllers::look_at(const Dirty& dirty) {
    if (!dirty.gone_uid.empty()) return collect(dirty);
    Document document;
    Map* object = load(document, dirty);
    if (!object) return;
    const Kind& kind = *dirty.kind;
    const bool held = !items_at(object, {"metadata", "finalizers"}).empty();
    if (is_deleting(*object) && (held || !kind.is("", "Pod"))) return sync_deleting(kind, *object);
    if (kind.custom) return;
    const std::string_view name = kind.kind;
    if (name == "Pod") {
        sync_pod(*object);
        mark_budgets(dirty.space);
    } else if (name == "Deployment")
        sync_deployment(*object);
    else if (name == "ReplicaSet")
        sync_replica_set(*object);
    else if (name == "StatefulSet")
        sync_stateful_set(*object);
    else if (name == "DaemonSet")
        sync_daemon_set(*object);
    else if (name == "Job")
        sync_job(*object);
    else if (name == "Namespace")
        sync_namespace(*object);
    else if (name == "Service")
        sync_service(*object);
    else if (name == "PersistentVolumeClaim")
        sync_claim(*object);
    else if (name == "CustomResourceDefinition")
        sync_definition(*object);
    else if (name == "PodDisruptionBudget")
        sync_budget(*object);
}

void Controllers::mark_owner(const Map& object) {
    for (const Value& owner : items_at(Value(const_cast<Map*>(&object)), {"metadata", "ownerReferences"})) {
        const std::string api_version = text_of(owner, {"apiVersion"});
        const schema::GroupVersion version = schema::split_api_version(api_version);
        const Kind* kind =
            cluster_.kinds().find_kind(version.group, version.version, text_of(owner, {"kind"}));
        if (kind) cluster_.mark(*kind, namespace_of(object), text_of(owner, {"name"}));
    }
}

void Controllers::mark_budgets(std::string_view space) {
    const Kind& budgets = kind("policy", "PodDisruptionBudget");
    for (const Row& row : cluster_.store().list(budgets.storage, space, std::nullopt, 0).rows)
        cluster_.mark(budgets, row.space, row.name);
}

std::vector<Map*> Controllers::owned(Document& document, const Kind& kind, const Map& owner) {
    std::vector<Map*> found;
    for (const Dependent& item : cluster_.store().dependents(uid_of(owner))) {
        if (item.storage != kind.storage) continue;
        if (Map* object = cluster_.load(document, kind, item.space, item.name)) found.push_back(object);
    }
    return found;
}

void Controllers::save_status(const Kind& kind, Map& object, const Map& old) {
    cluster_.replace(kind, object, old, {.manager = "kube-controller-manager", .subresource = "status"});
}

Map* Controllers::new_pod(Document& document, const Kind& owner_kind, const Map& owner,
                          const Value& pod_template, const std::string& name) {
    Map* pod = deep_copy(pod_template, document).map_or_null();
    set_text(*pod, "kind", "Pod");
    set_text(*pod, "apiVersion", "v1");
    Map& meta = metadata(*pod);
    meta.erase("creationTimestamp");
    set_text(meta, "namespace", namespace_of(owner));
    if (name.ends_with("-")) {
        set_text(meta, "generateName", name);
        set_text(meta, "name", name + cluster_.random_suffix(5));
    } else {
        set_text(meta, "name", name);
    }
    own(*pod, owner_kind, owner);
    const Kind& pods = kind("", "Pod");
    prepare(pods, *pod, nullptr);
    allocate(cluster_, pods, *pod, nullptr);
    return pod;
}

void set_condition(Map& object, std::string_view type, std::string_view status, std::string_view reason,
                   std::string_view message, const std::string& now, bool with_update_time) {
    Map& parent = map_at(object, {"status"});
    std::vector<Value> conditions = items_at(&parent, {"conditions"});
    Map* found = nullptr;
    for (const Value& condition : conditions) {
        if (text_of(condition, {"type"}) == type) found = condition.map_or_null();
    }
    if (!found) {
        found = object.owner().make_map();
        conditions.emplace_back(found);
    }
    const bool moved = text_of(found, {"status"}) != status;
    const bool changed =
        moved || text_of(found, {"reason"}) != reason || text_of(found, {"message"}) != message;
    set_text(*found, "type", type);
    set_text(*found, "status", status);
    if (!reason.empty()) set_text(*found, "reason", reason);
    if (!message.empty()) set_text(*found, "message", message);
    if (moved) set_text(*found, "lastTransitionTime", now);
    if (changed && with_update_time) set_text(*found, "lastUpdateTime", now);
    set_items(parent, "conditions", conditions);
}

std::int64_t share_of(const Value& value, std::int64_t whole, bool up) {
    if (!value.is_string()) return number_of(value);
    const double part = std::atof(std::string(value.as_string()).c_str()) * double(whole) / 100;
    return std::int64_t(up ? std::ceil(part) : std::floor(part));
}

std::string template_hash(const Value& pod_template) {
    constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    std::uint64_t hash = 14695981039346656037ull;
    for (const char c : json_of(pod_template)) hash = (hash ^ std::uint8_t(c)) * 1099511628211ull;
    std::string text;
    for (int i = 0; i < 10; ++i, hash /= kAlphabet.size()) text += kAlphabet[hash % kAlphabet.size()];
    return text;
}

}  // namespace yare::sandbox
