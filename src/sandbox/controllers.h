// Controllers: what follows from the objects that are there. They run after each write, in its transaction,
// until nothing is left to do, so whoever reads next sees a settled cluster; watches see each step.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cluster.h"

namespace yare::sandbox {

class Controllers {
  public:
    explicit Controllers(Cluster& cluster) : cluster_(cluster) {}
    // Until no object is waiting to be looked at.
    void run();
    // Pods whose delay is over.
    void run_due();
    // Until the next of them; nullopt when none waits, zero when one is late.
    std::optional<std::chrono::milliseconds> until_due() const;
    // After opening a database: waits that were under way begin anew.
    void recover();

  private:
    void look_at(const Dirty& dirty);
    // collecting.cpp: what is deleted, and what hangs on it
    void collect(const Dirty& gone);
    void sync_deleting(const Kind& kind, Map& object);
    void empty_namespace(Map& object);
    void empty_definition(Map& object);
    // workloads.cpp
    void sync_deployment(Map& deployment);
    void sync_replica_set(Map& set);
    void sync_stateful_set(Map& set);
    void sync_daemon_set(Map& set);
    // jobs.cpp
    void sync_job(Map& job);
    // pods.cpp
    void sync_pod(Map& pod);
    std::optional<std::chrono::milliseconds> delay_left(const Map& pod);
    // small.cpp
    void sync_namespace(Map& object);
    void sync_service(Map& service);
    void sync_claim(Map& claim);
    void sync_definition(Map& definition);
    void sync_budget(Map& budget);

    Map* load(Document& document, const Dirty& dirty) {
        return cluster_.load(document, *dirty.kind, dirty.space, dirty.name);
    }
    void mark_owner(const Map& object);
    void mark_budgets(std::string_view space);
    std::vector<Map*> owned(Document& document, const Kind& kind, const Map& owner);
    // Writes the status when it differs.
    void save_status(const Kind& kind, Map& object, const Map& old);
    Map* new_pod(Document& document, const Kind& owner_kind, const Map& owner, const Value& pod_template,
                 const std::string& name);
    const Kind& kind(std::string_view group, std::string_view name) const {
        return cluster_.kinds().builtin(group, name);
    }

    Cluster& cluster_;
    std::map<std::string, std::chrono::steady_clock::time_point> due_;  // by the pod's uid
    std::map<std::string, Dirty> waiting_;                              // the pods, by uid
};

// Sets a condition in status.conditions; its time moves only when its status does.
void set_condition(Map& object, std::string_view type, std::string_view status, std::string_view reason,
                   std::string_view message, const std::string& now, bool with_update_time = false);

// "25%" of `whole`, or a plain number.
std::int64_t share_of(const Value& value, std::int64_t whole, bool up);
// The hash that names a pod template.
std::string template_hash(const Value& pod_template);

}  // namespace yare::sandbox
