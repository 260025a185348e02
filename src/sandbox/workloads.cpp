// Deployments, ReplicaSets, StatefulSets and DaemonSets: pods in the number and the version that is wanted.
#include <algorithm>

#include "controllers.h"
#include "object.h"

namespace yare::sandbox {
namespace {

constexpr std::string_view kHashLabel = "pod-template-hash";
constexpr std::string_view kRevision = "deployment.kubernetes.io/revision";

bool is_ready(const Map& pod) {
    for (const Value& condition : items_at(Value(const_cast<Map*>(&pod)), {"status", "conditions"})) {
        if (text_of(condition, {"type"}) == "Ready") return text_of(condition, {"status"}) == "True";
    }
    return false;
}

void drop_deleting(std::vector<Map*>& objects) {
    std::erase_if(objects, [](const Map* object) { return is_deleting(*object); });
}

std::int64_t spec_replicas(const Map& object) {
    return number_at(Value(const_cast<Map*>(&object)), {"spec", "replicas"}, 1);
}
std::int64_t ready_replicas(const Map& object) {
    return number_at(Value(const_cast<Map*>(&object)), {"status", "readyReplicas"});
}

void set_count(Map& status, std::string_view name, std::int64_t count) {
    if (count > 0)
        set_number(status, name, count);
    else
        status.erase(name);
}

std::int64_t sum_of(const std::vector<Map*>& sets, std::int64_t (*of)(const Map&)) {
    std::int64_t sum = 0;
    for (const Map* set : sets) sum += of(*set);
    return sum;
}

std::string hash_of(const Map& set) {
    return text_of(Value(const_cast<Map*>(&set)), {"metadata", "labels", kHashLabel});
}

std::int64_t revision_of(const Map& object) {
    return std::atoll(annotation(object, kRevision).value_or("0").c_str());
}

Map* new_replica_set(Document& document, const Kind& deployments, const Map& deployment,
                     const std::string& hash, std::int64_t revision) {
    const Value from(const_cast<Map*>(&deployment));
    Map* set = document.make_map();
    set_text(*set, "kind", "ReplicaSet");
    set_text(*set, "apiVersion", "apps/v1");
    Map& meta = metadata(*set);
    set_text(meta, "name", name_of(deployment) + "-" + hash);
    set_text(meta, "namespace", namespace_of(deployment));
    if (const Map* labels = find_map(from, {"spec", "template", "metadata", "labels"}))
        meta.set("labels", copy_of(*labels, document));
    set_text(map_at(meta, {"labels"}), kHashLabel, hash);
    set_text(map_at(meta, {"annotations"}), kRevision, std::to_string(revision));
    own(*set, deployments, deployment);
    Map& spec = map_at(*set, {"spec"});
    set_number(spec, "replicas", 0);
    spec.set("selector", deep_copy(from.path({"spec", "selector"}), document));
    set_text(map_at(spec, {"selector", "matchLabels"}), kHashLabel, hash);
    spec.set("template", deep_copy(from.path({"spec", "template"}), document));
    set_text(map_at(spec, {"template", "metadata", "labels"}), kHashLabel, hash);
    set_number(map_at(*set, {"status"}), "replicas", 0);
    return set;
}

}  // namespace

namespace {

// One deployment being rolled out: its ReplicaSets, and the numbers it is held to.
struct Rollout {
    Map* fresh = nullptr;
    std::vector<Map*> old;
    std::int64_t wanted = 0;
    std::int64_t most = 0;   // pods there may be
    std::int64_t least = 0;  // pods that have to be ready
    bool recreate = false;

    std::int64_t pods() const { return spec_replicas(*fresh) + sum_of(old, spec_replicas); }
    std::int64_t ready() const { return ready_replicas(*fresh) + sum_of(old, ready_replicas); }
};

Rollout rollout_of(const Map& deployment) {
    const Value from(const_cast<Map*>(&deployment));
    Rollout rollout;
    rollout.wanted = spec_replicas(deployment);
    rollout.recreate = text_of(from, {"spec", "strategy", "type"}) == "Recreate";
    std::int64_t surge =
        share_of(from.path({"spec", "strategy", "rollingUpdate", "maxSurge"}), rollout.wanted, true);
    std::int64_t missing =
        share_of(from.path({"spec", "strategy", "rollingUpdate", "maxUnavailable"}), rollout.wanted, false);
    if (surge == 0 && missing == 0) missing = 1;
    if (rollout.recreate) surge = 0, missing = rollout.wanted;
    rollout.most = rollout.wanted + surge;
    rollout.least = std::max<std::int64_t>(0, rollout.wanted - missing);
    return rollout;
}

}  // namespace

void Controllers::sync_deployment(Map& deployment) {
    const Kind& deployments = kind("apps", "Deployment");
    const Kind& sets = kind("apps", "ReplicaSet");
    Document document;
    std::vector<Map*> all = owned(document, sets, deployment);
    drop_deleting(all);
    const std::string hash = template_hash(Value(&deployment).path({"spec", "template"}));
    Rollout rollout = rollout_of(deployment);
    std::int64_t newest = 0;
    for (Map* set : all) {
        if (hash_of(*set) == hash)
            rollout.fresh = set;
        else
            rollout.old.push_back(set);
        newest = std::max(newest, revision_of(*set));
    }
    if (!rollout.fresh) {
        rollout.fresh = new_replica_set(document, deployments, deployment, hash, newest + 1);
        cluster_.insert(sets, *rollout.fresh, {});
    } else if (revision_of(*rollout.fresh) < newest) {
        const Map* old = copy_of(*rollout.fresh, document);
        set_text(map_at(metadata(*rollout.fresh), {"annotations"}), kRevision, std::to_string(newest + 1));
        cluster_.replace(sets, *rollout.fresh, *old, {});
    }
    const auto scale = [&](Map& set, std::int64_t replicas) {
        if (spec_replicas(set) == replicas) return;
        const Map* old = copy_of(set, document);
        set_number(map_at(set, {"spec"}), "replicas", replicas);
        set_number(metadata(set), "generation", number_at(&set, {"metadata", "generation"}) + 1);
        cluster_.replace(sets, set, *old, {});
    };
    if (truth_at(&deployment, {"spec", "paused"})) {
        // Only what was asked for in number; no new version.
    } else if (spec_replicas(*rollout.fresh) > rollout.wanted) {
        scale(*rollout.fresh, rollout.wanted);
    } else if (!rollout.recreate || sum_of(rollout.old, spec_replicas) == 0) {
        const std::int64_t room = rollout.most - rollout.pods();
        if (room > 0) scale(*rollout.fresh, std::min(rollout.wanted, spec_replicas(*rollout.fresh) + room));
    }
    for (Map* set : rollout.old) {
        const std::int64_t unready = spec_replicas(*set) - ready_replicas(*set);
        const std::int64_t spare = std::max<std::int64_t>(0, rollout.ready() - rollout.least);
        const std::int64_t less =
            std::min(spec_replicas(*set), unready + std::min(spare, ready_replicas(*set)));
        if (less <= 0) continue;
        scale(*set, spec_replicas(*set) - less);
        // The pods that go with it are not ready any more; its own status follows with its next look.
        set_count(
            map_at(*set, {"status"}), "readyReplicas",
            std::max<std::int64_t>(0, ready_replicas(*set) - std::max<std::int64_t>(0, less - unready)));
    }
    const Map* old = copy_of(deployment, deployment.owner());
    set_text(map_at(metadata(deployment), {"annotations"}), kRevision,
             annotation(*rollout.fresh, kRevision).value_or("1"));
    const std::string now = cluster_.now();
    const std::int64_t ready = rollout.ready();
    const std::int64_t there =
        number_at(rollout.fresh, {"status", "replicas"}) + sum_of(rollout.old, [](const Map& set) {
            return number_at(Value(const_cast<Map*>(&set)), {"status", "replicas"});
        });
    Map& status = map_at(deployment, {"status"});
    set_number(status, "observedGeneration", number_at(&deployment, {"metadata", "generation"}));
    set_count(status, "replicas", there);
    set_count(status, "updatedReplicas", number_at(rollout.fresh, {"status", "replicas"}));
    set_count(status, "readyReplicas", ready);
    set_count(status, "availableReplicas", ready);
    set_number(status, "terminatingReplicas", 0);
    set_count(status, "unavailableReplicas",
              std::max<std::int64_t>(0, std::max(rollout.wanted, there) - ready));
    if (ready >= rollout.least)
        set_condition(deployment, "Available", "True", "MinimumReplicasAvailable",
                      "Deployment has minimum availability.", now, true);
    else
        set_condition(deployment, "Available", "False", "MinimumReplicasUnavailable",
                      "Deployment does not have minimum availability.", now, true);
    const bool done = ready_replicas(*rollout.fresh) >= rollout.wanted && there == rollout.wanted;
    const std::string quoted = "ReplicaSet \"" + name_of(*rollout.fresh) + "\"";
    if (done)
        set_condition(deployment, "Progressing", "True", "NewReplicaSetAvailable",
                      quoted + " has successfully progressed.", now, true);
    else
        set_condition(deployment, "Progressing", "True", "ReplicaSetUpdated", quoted + " is progressing.",
                      now, true);
    save_status(deployments, deployment, *old);
    // Old versions beyond the limit are forgotten.
    const std::int64_t limit = number_at(&deployment, {"spec", "revisionHistoryLimit"}, 10);
    if (!done || std::int64_t(rollout.old.size()) <= limit) return;
    std::sort(rollout.old.begin(), rollout.old.end(),
              [](const Map* a, const Map* b) { return revision_of(*a) < revision_of(*b); });
    for (std::size_t i = 0; i + std::size_t(limit) < rollout.old.size(); ++i) {
        if (spec_replicas(*rollout.old[i]) == 0)
            cluster_.remove(sets, *rollout.old[i], Propagation::Background);
    }
}

void Controllers::sync_replica_set(Map& set) {
    const Kind& sets = kind("apps", "ReplicaSet");
    const Kind& pods = kind("", "Pod");
    Document document;
    std::vector<Map*> there = owned(document, pods, set);
    drop_deleting(there);
    const std::int64_t wanted = spec_replicas(set);
    // The ones that are not ready go first.
    std::stable_sort(there.begin(), there.end(),
                     [](const Map* a, const Map* b) { return is_ready(*a) > is_ready(*b); });
    while (std::int64_t(there.size()) > wanted) {
        cluster_.remove(pods, *there.back(), Propagation::Background);
        there.pop_back();
    }
    while (std::int64_t(there.size()) < wanted) {
        Map* pod = new_pod(document, sets, set, Value(&set).path({"spec", "template"}), name_of(set) + "-");
        cluster_.insert(pods, *pod, {});
        there.push_back(pod);
    }
    const Map* old = copy_of(set, set.owner());
    const std::int64_t ready =
        std::count_if(there.begin(), there.end(), [](const Map* pod) { return is_ready(*pod); });
    Map& status = map_at(set, {"status"});
    set_number(status, "observedGeneration", number_at(&set, {"metadata", "generation"}));
    set_number(status, "replicas", std::int64_t(there.size()));
    set_count(status, "fullyLabeledReplicas", std::int64_t(there.size()));
    set_count(status, "readyReplicas", ready);
    set_count(status, "availableReplicas", ready);
    set_number(status, "terminatingReplicas", 0);
    save_status(sets, set, *old);
    mark_owner(set);
}

void Controllers::sync_stateful_set(Map& set) {
    const Kind& sets = kind("apps", "StatefulSet");
    const Kind& pods = kind("", "Pod");
    Document document;
    std::vector<Map*> there = owned(document, pods, set);
    drop_deleting(there);
    const std::int64_t wanted = spec_replicas(set);
    const std::string revision = name_of(set) + "-" + template_hash(Value(&set).path({"spec", "template"}));
    const auto ordinal = [&](const Map* pod) {
        return std::atoll(name_of(*pod).substr(name_of(set).size() + 1).c_str());
    };
    const auto is_current = [&](const Map* pod) {
        return text_of(Value(const_cast<Map*>(pod)), {"metadata", "labels", "controller-revision-hash"}) ==
               revision;
    };
    const bool by_hand = text_of(&set, {"spec", "updateStrategy", "type"}) == "OnDelete";
    const bool in_order = text_of(&set, {"spec", "podManagementPolicy"}) != "Parallel";
    std::sort(there.begin(), there.end(),
              [&](const Map* a, const Map* b) { return ordinal(a) < ordinal(b); });
    const bool all_ready =
        std::all_of(there.begin(), there.end(), [](const Map* pod) { return is_ready(*pod); });
    // From the last to the first: what is too much, then one that is of an old version.
    bool removed = false;
    for (auto pod = there.rbegin(); pod != there.rend(); ++pod) {
        const bool replace =
            !by_hand && !is_current(*pod) && (!removed && (all_ready || !is_ready(**pod))) &&
            ordinal(*pod) >= number_at(&set, {"spec", "updateStrategy", "rollingUpdate", "partition"});
        if (ordinal(*pod) < wanted && !replace) continue;
        cluster_.remove(pods, **pod, Propagation::Background);
        removed = true;
        *pod = nullptr;
    }
    std::erase(there, nullptr);
    for (std::int64_t i = 0; i < wanted && !removed; ++i) {
        const auto found =
            std::find_if(there.begin(), there.end(), [&](const Map* pod) { return ordinal(pod) == i; });
        if (found != there.end()) {
            if (in_order && !is_ready(**found)) break;
            continue;
        }
        Map* pod = new_pod(document, sets, set, Value(&set).path({"spec", "template"}),
                           name_of(set) + "-" + std::to_string(i));
        Map& labels = map_at(metadata(*pod), {"labels"});
        set_text(labels, "controller-revision-hash", revision);
        set_text(labels, "statefulset.kubernetes.io/pod-name", name_of(*pod));
        set_text(labels, "apps.kubernetes.io/pod-index", std::to_string(i));
        set_text(map_at(*pod, {"spec"}), "hostname", name_of(*pod));
        const Kind& claims = kind("", "PersistentVolumeClaim");
        for (const Value& from : items_at(&set, {"spec", "volumeClaimTemplates"})) {
            Map* claim = deep_copy(from, document).map_or_null();
            const std::string name = name_of(*claim) + "-" + name_of(*pod);
            if (cluster_.exists(claims, namespace_of(set), name)) continue;
            set_text(metadata(*claim), "name", name);
            set_text(metadata(*claim), "namespace", namespace_of(set));
            cluster_.insert(claims, *claim, {});
        }
        cluster_.insert(pods, *pod, {});
        there.push_back(pod);
        if (in_order) break;
    }
    const Map* old = copy_of(set, set.owner());
    const std::int64_t ready =
        std::count_if(there.begin(), there.end(), [](const Map* pod) { return is_ready(*pod); });
    const std::int64_t current = std::count_if(there.begin(), there.end(), is_current);
    Map& status = map_at(set, {"status"});
    set_number(status, "observedGeneration", number_at(&set, {"metadata", "generation"}));
    set_number(status, "replicas", std::int64_t(there.size()));
    set_count(status, "readyReplicas", ready);
    set_number(status, "availableReplicas", ready);
    set_count(status, "updatedReplicas", current);
    set_text(status, "updateRevision", revision);
    const std::string was = text_of(&status, {"currentRevision"});
    if (was.empty() || current == std::int64_t(there.size())) set_text(status, "currentRevision", revision);
    set_count(
        status, "currentReplicas",
        text_of(&status, {"currentRevision"}) == revision ? current : std::int64_t(there.size()) - current);
    set_number(status, "collisionCount", 0);
    save_status(sets, set, *old);
}

void Controllers::sync_daemon_set(Map& set) {
    const Kind& sets = kind("apps", "DaemonSet");
    const Kind& pods = kind("", "Pod");
    Document document;
    std::vector<Map*> there = owned(document, pods, set);
    drop_deleting(there);
    const std::string revision = template_hash(Value(&set).path({"spec", "template"}));
    const auto is_current = [&](const Map* pod) {
        return text_of(Value(const_cast<Map*>(pod)), {"metadata", "labels", "controller-revision-hash"}) ==
               revision;
    };
    const bool by_hand = text_of(&set, {"spec", "updateStrategy", "type"}) == "OnDelete";
    std::erase_if(there, [&](Map* pod) {
        if (by_hand || is_current(pod)) return false;
        cluster_.remove(pods, *pod, Propagation::Background);
        return true;
    });
    if (there.empty()) {  // one node, one pod
        Map* pod = new_pod(document, sets, set, Value(&set).path({"spec", "template"}), name_of(set) + "-");
        set_text(map_at(metadata(*pod), {"labels"}), "controller-revision-hash", revision);
        cluster_.insert(pods, *pod, {});
        there.push_back(pod);
    }
    const Map* old = copy_of(set, set.owner());
    const std::int64_t ready =
        std::count_if(there.begin(), there.end(), [](const Map* pod) { return is_ready(*pod); });
    Map& status = map_at(set, {"status"});
    set_number(status, "observedGeneration", number_at(&set, {"metadata", "generation"}));
    set_number(status, "currentNumberScheduled", 1);
    set_number(status, "desiredNumberScheduled", 1);
    set_number(status, "numberMisscheduled", 0);
    set_number(status, "numberReady", ready);
    set_count(status, "numberAvailable", ready);
    set_count(status, "numberUnavailable", 1 - ready);
    set_count(status, "updatedNumberScheduled", std::count_if(there.begin(), there.end(), is_current));
    save_status(sets, set, *old);
}

}  // namespace yare::sandbox
