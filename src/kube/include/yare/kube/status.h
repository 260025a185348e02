// What state an object is in, judged from the object alone.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::kube {

enum class State { InProgress, Current, Failed, Terminating, NotFound, Unknown };
std::string_view state_name(State state);

struct Status {
    State state = State::Unknown;
    std::string message{};  // for people: "Available: 0/3"
    std::string reason{};   // for the Reconciling or Stalled condition: "LessAvailable"
};

using TimePoint = std::chrono::system_clock::time_point;

// The rules of kstatus. `now` counts for Pods that wait for a node.
Result<Status> object_status(const Value& object, TimePoint now);

// A Job or Pod judged by whether it has run to its end, as kstatus-style verdicts: what Helm's watcher asks
// of hooks and of Jobs under --wait-for-jobs. Everything else as object_status.
Result<Status> run_status(const Value& object, TimePoint now);

// Whether an object runs to an end by itself, and whether it has: for hooks (Job, Pod); all else is Succeeded
// at once.
enum class Completion { Running, Succeeded, Failed };
struct CompletionStatus {
    Completion completion = Completion::Running;
    std::string message{};  // why it failed
};
CompletionStatus completion_status(const Value& object);

// -- Helm's older rules (`--wait=legacy`) --

struct LegacyOptions {
    bool jobs = false;            // a Job counts when it is complete
    bool paused_as_ready = true;  // a paused Deployment counts
    // For a Deployment: what find_new_replica_set gave, nil if there is none. For a ReplicaSet or
    // ReplicationController: the pods are judged by the caller with legacy_ready.
    Value new_replica_set{};
};
// Invalid when it can never become ready (a failed Job).
Result<bool> legacy_ready(const Value& object, const LegacyOptions& options);
// The ReplicaSet that has the Deployment's present pod template and belongs to it; nil if there is none.
Value find_new_replica_set(const Value& deployment, std::span<const Value> replica_sets);

}  // namespace yare::kube
