// ReplicaSets and DaemonSets: pods in the number that is wanted.
#include <algorithm>

#include "controllers.h"
#include "object.h"
#include "workload_parts.h"

namespace yare::sandbox {

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
    const std::int64_t ready = count_ready(there);
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

void Controllers::sync_daemon_set(Map& set) {
    const Kind& sets = kind("apps", "DaemonSet");
    const Kind& pods = kind("", "Pod");
    Document document;
    std::vector<Map*> there = owned(document, pods, set);
    drop_deleting(there);
    const std::string revision = template_hash(Value(&set).path({"spec", "template"}));
    const auto is_current = [&](const Map* pod) { return is_of_revision(*pod, revision); };
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
    const std::int64_t ready = count_ready(there);
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
