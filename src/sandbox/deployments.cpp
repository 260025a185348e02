// Deployments: a ReplicaSet for each version of the template, the new one growing as the old ones shrink.
#include <algorithm>

#include "controllers.h"
#include "object.h"
#include "workload_parts.h"

namespace yare::sandbox {
namespace {

constexpr std::string_view kHashLabel = "pod-template-hash";
constexpr std::string_view kRevision = "deployment.kubernetes.io/revision";

std::int64_t ready_replicas(const Map& object) {
    return number_at(Value(const_cast<Map*>(&object)), {"status", "readyReplicas"});
}

std::int64_t status_replicas(const Map& object) {
    return number_at(Value(const_cast<Map*>(&object)), {"status", "replicas"});
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

// One deployment being rolled out: its ReplicaSets, and the numbers it is held to.
struct Rollout {
    Map* fresh = nullptr;
    std::vector<Map*> old;
    std::int64_t wanted = 0;
    std::int64_t most = 0;   // pods there may be
    std::int64_t least = 0;  // pods that have to be ready
    bool recreate = false;

    std::int64_t newest = 0;  // revision

    std::int64_t pods() const { return spec_replicas(*fresh) + sum_of(old, spec_replicas); }
    std::int64_t ready() const { return ready_replicas(*fresh) + sum_of(old, ready_replicas); }
    std::int64_t there() const { return status_replicas(*fresh) + sum_of(old, status_replicas); }
    bool done() const { return ready_replicas(*fresh) >= wanted && there() == wanted; }
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

void scale(Cluster& cluster, Map& set, std::int64_t replicas) {
    if (spec_replicas(set) == replicas) return;
    const Map* old = copy_of(set, set.owner());
    set_number(map_at(set, {"spec"}), "replicas", replicas);
    set_number(metadata(set), "generation", number_at(&set, {"metadata", "generation"}) + 1);
    cluster.replace(cluster.kinds().builtin("apps", "ReplicaSet"), set, *old, {});
}

// The set of the template as it is now: made, or brought back as the newest revision.
void take_fresh(Cluster& cluster, const Map& deployment, const std::string& hash, Rollout& rollout,
                Document& document) {
    const Kind& sets = cluster.kinds().builtin("apps", "ReplicaSet");
    if (!rollout.fresh) {
        const Kind& deployments = cluster.kinds().builtin("apps", "Deployment");
        rollout.fresh = new_replica_set(document, deployments, deployment, hash, rollout.newest + 1);
        cluster.insert(sets, *rollout.fresh, {});
    } else if (revision_of(*rollout.fresh) < rollout.newest) {
        const Map* old = copy_of(*rollout.fresh, document);
        set_text(map_at(metadata(*rollout.fresh), {"annotations"}), kRevision,
                 std::to_string(rollout.newest + 1));
        cluster.replace(sets, *rollout.fresh, *old, {});
    }
}

void grow(Cluster& cluster, Rollout& rollout) {
    const std::int64_t there = spec_replicas(*rollout.fresh);
    if (there > rollout.wanted) return scale(cluster, *rollout.fresh, rollout.wanted);
    if (rollout.recreate && sum_of(rollout.old, spec_replicas) > 0) return;
    const std::int64_t room = rollout.most - rollout.pods();
    if (room > 0) scale(cluster, *rollout.fresh, std::min(rollout.wanted, there + room));
}

// Pods that are not ready go first, then as many ready ones as can be spared.
void shrink_old(Cluster& cluster, Rollout& rollout) {
    for (Map* set : rollout.old) {
        const std::int64_t ready = ready_replicas(*set);
        const std::int64_t unready = spec_replicas(*set) - ready;
        const std::int64_t spare =
            std::min(ready, std::max<std::int64_t>(0, rollout.ready() - rollout.least));
        const std::int64_t less = std::min(spec_replicas(*set), unready + spare);
        if (less <= 0) continue;
        scale(cluster, *set, spec_replicas(*set) - less);
        // The pods that go are not ready any more; the set's own status follows with its next look.
        const std::int64_t gone = std::max<std::int64_t>(0, less - unready);
        set_count(map_at(*set, {"status"}), "readyReplicas", ready - gone);
    }
}

void set_status(Map& deployment, const Rollout& rollout, const std::string& now) {
    const std::int64_t ready = rollout.ready();
    Map& status = map_at(deployment, {"status"});
    set_number(status, "observedGeneration", number_at(&deployment, {"metadata", "generation"}));
    set_count(status, "replicas", rollout.there());
    set_count(status, "updatedReplicas", status_replicas(*rollout.fresh));
    set_count(status, "readyReplicas", ready);
    set_count(status, "availableReplicas", ready);
    set_number(status, "terminatingReplicas", 0);
    set_count(status, "unavailableReplicas", std::max(rollout.wanted, rollout.there()) - ready);
    const bool available = ready >= rollout.least;
    set_condition(
        deployment, "Available", available ? "True" : "False",
        available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
        now, true);
    const std::string subject = "ReplicaSet \"" + name_of(*rollout.fresh) + "\"";
    set_condition(
        deployment, "Progressing", "True", rollout.done() ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
        subject + (rollout.done() ? " has successfully progressed." : " is progressing."), now, true);
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
    for (Map* set : all) {
        rollout.newest = std::max(rollout.newest, revision_of(*set));
        if (hash_of(*set) == hash)
            rollout.fresh = set;
        else
            rollout.old.push_back(set);
    }
    take_fresh(cluster_, deployment, hash, rollout, document);
    if (!truth_at(&deployment, {"spec", "paused"})) {
        grow(cluster_, rollout);
        shrink_old(cluster_, rollout);
    }
    const Map* old = copy_of(deployment, deployment.owner());
    set_text(map_at(metadata(deployment), {"annotations"}), kRevision,
             std::to_string(revision_of(*rollout.fresh)));
    set_status(deployment, rollout, cluster_.now());
    save_status(deployments, deployment, *old);
    // Versions beyond the limit are forgotten, the oldest first.
    const std::int64_t limit = number_at(&deployment, {"spec", "revisionHistoryLimit"}, 10);
    if (!rollout.done() || std::int64_t(rollout.old.size()) <= limit) return;
    std::sort(rollout.old.begin(), rollout.old.end(),
              [](const Map* a, const Map* b) { return revision_of(*a) < revision_of(*b); });
    for (std::size_t i = 0; i + std::size_t(limit) < rollout.old.size(); ++i) {
        if (spec_replicas(*rollout.old[i]) == 0)
            cluster_.remove(sets, *rollout.old[i], Propagation::Background);
    }
}

}  // namespace yare::sandbox
