// StatefulSets: pods with numbers, made and replaced one after the other, each with its own claims.
#include <algorithm>

#include "controllers.h"
#include "object.h"
#include "workload_parts.h"

namespace yare::sandbox {
namespace {

struct Numbered {
    const Map* set = nullptr;
    std::string revision;
    std::int64_t wanted = 0;
    std::vector<Map*> pods;  // by number
    bool in_order = true;

    std::int64_t number_of_pod(const Map& pod) const {
        return std::atoll(name_of(pod).substr(name_of(*set).size() + 1).c_str());
    }
    Map* find(std::int64_t number) const {
        for (Map* pod : pods) {
            if (number_of_pod(*pod) == number) return pod;
        }
        return nullptr;
    }
};

Numbered numbered_of(const Map& set, std::vector<Map*> pods) {
    const Value from(const_cast<Map*>(&set));
    Numbered all{&set,
                 name_of(set) + "-" + template_hash(from.path({"spec", "template"})),
                 spec_replicas(set),
                 {},
                 true};
    all.in_order = text_of(from, {"spec", "podManagementPolicy"}) != "Parallel";
    drop_deleting(pods);
    all.pods = std::move(pods);
    std::sort(all.pods.begin(), all.pods.end(),
              [&](const Map* a, const Map* b) { return all.number_of_pod(*a) < all.number_of_pod(*b); });
    return all;
}

// From the last to the first: what is too much, then one pod of an old version. True when something went.
bool remove_pods(Cluster& cluster, Numbered& all) {
    const Value from(const_cast<Map*>(all.set));
    const bool by_hand = text_of(from, {"spec", "updateStrategy", "type"}) == "OnDelete";
    const std::int64_t first = number_at(from, {"spec", "updateStrategy", "rollingUpdate", "partition"});
    const bool settled = count_ready(all.pods) == std::int64_t(all.pods.size());
    bool removed = false;
    for (auto pod = all.pods.rbegin(); pod != all.pods.rend(); ++pod) {
        const std::int64_t number = all.number_of_pod(**pod);
        const bool outdated = !by_hand && number >= first && !is_of_revision(**pod, all.revision);
        const bool replaced = outdated && !removed && (settled || !is_ready(**pod));
        if (number < all.wanted && !replaced) continue;
        cluster.remove(cluster.kinds().builtin("", "Pod"), **pod, Propagation::Background);
        removed = true;
        *pod = nullptr;
    }
    std::erase(all.pods, nullptr);
    return removed;
}

void add_claims(Cluster& cluster, const Map& set, const std::string& pod, Document& document) {
    const Kind& claims = cluster.kinds().builtin("", "PersistentVolumeClaim");
    for (const Value& from : items_at(Value(const_cast<Map*>(&set)), {"spec", "volumeClaimTemplates"})) {
        Map* claim = deep_copy(from, document).map_or_null();
        const std::string name = name_of(*claim) + "-" + pod;
        if (cluster.exists(claims, namespace_of(set), name)) continue;
        set_text(metadata(*claim), "name", name);
        set_text(metadata(*claim), "namespace", namespace_of(set));
        cluster.insert(claims, *claim, {});
    }
}

void set_status(Map& set, const Numbered& all) {
    const auto there = std::int64_t(all.pods.size());
    const std::int64_t current = std::count_if(
        all.pods.begin(), all.pods.end(), [&](const Map* pod) { return is_of_revision(*pod, all.revision); });
    Map& status = map_at(set, {"status"});
    set_number(status, "observedGeneration", number_at(&set, {"metadata", "generation"}));
    set_number(status, "replicas", there);
    set_count(status, "readyReplicas", count_ready(all.pods));
    set_number(status, "availableReplicas", count_ready(all.pods));
    set_count(status, "updatedReplicas", current);
    set_text(status, "updateRevision", all.revision);
    if (text_of(&status, {"currentRevision"}).empty() || current == there)
        set_text(status, "currentRevision", all.revision);
    const bool settled = text_of(&status, {"currentRevision"}) == all.revision;
    set_count(status, "currentReplicas", settled ? current : there - current);
    set_number(status, "collisionCount", 0);
}

}  // namespace

void Controllers::sync_stateful_set(Map& set) {
    const Kind& sets = kind("apps", "StatefulSet");
    const Kind& pods = kind("", "Pod");
    Document document;
    Numbered all = numbered_of(set, owned(document, pods, set));
    // A pod that went brings us back; then its successor is made.
    const bool waits = remove_pods(cluster_, all);
    for (std::int64_t i = 0; i < all.wanted && !waits; ++i) {
        if (const Map* there = all.find(i)) {
            if (all.in_order && !is_ready(*there)) break;
            continue;
        }
        const std::string name = name_of(set) + "-" + std::to_string(i);
        Map* pod = new_pod(document, sets, set, Value(&set).path({"spec", "template"}), name);
        Map& labels = map_at(metadata(*pod), {"labels"});
        set_text(labels, "controller-revision-hash", all.revision);
        set_text(labels, "statefulset.kubernetes.io/pod-name", name);
        set_text(labels, "apps.kubernetes.io/pod-index", std::to_string(i));
        set_text(map_at(*pod, {"spec"}), "hostname", name);
        add_claims(cluster_, set, name, document);
        cluster_.insert(pods, *pod, {});
        all.pods.push_back(pod);
        if (all.in_order) break;
    }
    const Map* old = copy_of(set, set.owner());
    set_status(set, all);
    save_status(sets, set, *old);
}

}  // namespace yare::sandbox
