// The rules of kstatus. Each kind's rule goes through its counts in a fixed order and stops at the first that
// falls short, so the message names what is waited for next.
#include "yare/kube/status.h"

#include <array>
#include <ctime>
#include <limits>

#include "fields.h"
#include "yare/kube/object.h"

namespace yare::kube {

std::vector<Condition> conditions_of(const Value& object) {
    std::vector<Condition> out;
    for (const Value& item : list_at(object, {"status", "conditions"})) {
        out.push_back({text_at(item, {"type"}), text_at(item, {"status"}), text_at(item, {"reason"}),
                       text_at(item, {"message"})});
    }
    return out;
}

namespace {

using Verdict = std::optional<Status>;

Status in_progress(std::string reason, std::string message) {
    return {State::InProgress, std::move(message), std::move(reason)};
}
Status current(std::string message) { return {State::Current, std::move(message), {}}; }
Status failed(std::string reason, std::string message) {
    return {State::Failed, std::move(message), std::move(reason)};
}

std::string of(std::int64_t have, std::int64_t want) {
    return std::to_string(have) + "/" + std::to_string(want);
}

// "Ready: 1/3" when there are fewer than wanted.
Verdict fewer(const char* what, const char* reason, std::int64_t have, std::int64_t want) {
    if (have >= want) return std::nullopt;
    return in_progress(reason, std::string(what) + ": " + of(have, want));
}

Verdict too_many(std::int64_t have, std::int64_t want) {
    if (have <= want) return std::nullopt;
    return in_progress("ExtraPods", "Pending termination: " + std::to_string(have - want));
}

// The first that has something to say.
template <typename... Rules>
Verdict first_of(Rules... rules) {
    Verdict out;
    ((out ? void() : void(out = std::move(rules))), ...);
    return out;
}

// -- what holds for all kinds --

Verdict generic_status(const Value& object) {
    if (!text_at(object, {"metadata", "deletionTimestamp"}).empty()) {
        return Status{State::Terminating, "Resource scheduled for deletion", {}};
    }
    const Value generation = object.path({"metadata", "generation"});
    const Value observed = object.path({"status", "observedGeneration"});
    if (generation.is_integer() && observed.is_integer() &&
        generation.as_integer() != observed.as_integer()) {
        return in_progress("LatestGenerationNotObserved", text_at(object, {"kind"}) + " generation is " +
                                                              std::to_string(generation.as_integer()) +
                                                              ", but latest observed generation is " +
                                                              std::to_string(observed.as_integer()));
    }
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("Reconciling", "True")) return in_progress(condition.reason, condition.message);
        if (condition.is("Stalled", "True")) return failed(condition.reason, condition.message);
    }
    return std::nullopt;
}

Status status_by_ready_condition(const Value& object) {
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("Ready", "True")) return current("Resource is Ready");
        if (condition.is("Ready", "False") || condition.is("Ready", "Unknown")) {
            return in_progress(condition.reason, condition.message);
        }
    }
    return current("Resource is current");
}

// -- the kinds that have rules of their own --

Status stateful_set_status(const Value& object) {
    if (text_at(object, {"spec", "updateStrategy", "type"}) == "OnDelete") {
        return current("StatefulSet is using the ondelete update strategy");
    }
    const auto status = [&](std::string_view key) { return integer_at(object, {"status", key}, 0); };
    const std::int64_t wanted = integer_at(object, {"spec", "replicas"}, 1);
    const std::int64_t replicas = status("replicas");
    const std::int64_t updated = status("updatedReplicas");
    if (auto verdict = first_of(fewer("Replicas", "LessReplicas", replicas, wanted),
                                fewer("Ready", "LessReady", status("readyReplicas"), wanted),
                                too_many(replicas, wanted))) {
        return *verdict;
    }
    const std::int64_t partition =
        integer_at(object, {"spec", "updateStrategy", "rollingUpdate", "partition"}, -1);
    if (partition != -1) {
        if (auto verdict = fewer("updated", "PartitionRollout", updated, wanted - partition)) return *verdict;
        return current("Partition rollout complete. updated: " + std::to_string(updated));
    }
    if (auto verdict = fewer("current", "LessCurrent", status("currentReplicas"), wanted)) return *verdict;
    if (text_at(object, {"status", "currentRevision"}) != text_at(object, {"status", "updateRevision"})) {
        return in_progress("RevisionMismatch", "Waiting for updated revision to match current");
    }
    return current("All replicas scheduled as expected. Replicas: " + std::to_string(replicas));
}

Status deployment_status(const Value& object) {
    // Without a deadline (or with the largest number, which means none) the controller sets no Progressing
    // condition.
    constexpr std::int64_t kNoDeadline = std::numeric_limits<std::int32_t>::max();
    bool progressing = integer_at(object, {"spec", "progressDeadlineSeconds"}, kNoDeadline) == kNoDeadline;
    bool available = false;
    for (const Condition& condition : conditions_of(object)) {
        if (condition.type == "Progressing" && condition.reason == "ProgressDeadlineExceeded") {
            return failed(condition.reason, "Progress deadline exceeded");
        }
        progressing |= condition.is("Progressing", "True") && condition.reason == "NewReplicaSetAvailable";
        available |= condition.is("Available", "True");
    }
    const auto status = [&](std::string_view key) { return integer_at(object, {"status", key}, 0); };
    const std::int64_t wanted = integer_at(object, {"spec", "replicas"}, 1);
    const std::int64_t replicas = status("replicas");
    const std::int64_t updated = status("updatedReplicas");
    if (auto verdict = first_of(fewer("Replicas", "LessReplicas", replicas, wanted),
                                fewer("Updated", "LessUpdated", updated, wanted), too_many(replicas, wanted),
                                fewer("Available", "LessAvailable", status("availableReplicas"), updated),
                                fewer("Ready", "LessReady", status("readyReplicas"), wanted))) {
        return *verdict;
    }
    if (!progressing) return in_progress("ReplicaSetNotAvailable", "ReplicaSet not Available");
    if (!available) return in_progress("DeploymentNotAvailable", "Deployment not Available");
    return current("Deployment is available. Replicas: " + std::to_string(replicas));
}

Status replica_set_status(const Value& object) {
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("ReplicaFailure", "True")) {
            return in_progress("ReplicaFailure", "Replica Failure condition. Check Pods");
        }
    }
    const auto status = [&](std::string_view key) { return integer_at(object, {"status", key}, 0); };
    const std::int64_t wanted = integer_at(object, {"spec", "replicas"}, 1);
    const std::int64_t replicas = status("replicas");
    if (auto verdict = first_of(fewer("Labelled", "LessLabelled", status("fullyLabeledReplicas"), wanted),
                                fewer("Available", "LessAvailable", status("availableReplicas"), wanted),
                                fewer("Ready", "LessReady", status("readyReplicas"), wanted),
                                too_many(replicas, wanted))) {
        return *verdict;
    }
    return current("ReplicaSet is available. Replicas: " + std::to_string(replicas));
}

Status daemon_set_status(const Value& object) {
    if (!object.path({"metadata", "generation"}).is_integer()) {
        return in_progress("NoGeneration", text_at(object, {"kind"}) + " metadata.generation not found");
    }
    if (!object.path({"status", "observedGeneration"}).is_integer()) {
        return in_progress("NoObservedGeneration",
                           text_at(object, {"kind"}) + " status.observedGeneration not found");
    }
    const auto status = [&](std::string_view key) { return integer_at(object, {"status", key}, 0); };
    const std::int64_t wanted = integer_at(object, {"status", "desiredNumberScheduled"}, -1);
    if (wanted == -1) return in_progress("NoDesiredNumber", "Missing .status.desiredNumberScheduled");
    if (auto verdict = first_of(fewer("Current", "LessCurrent", status("currentNumberScheduled"), wanted),
                                fewer("Updated", "LessUpdated", status("updatedNumberScheduled"), wanted),
                                fewer("Available", "LessAvailable", status("numberAvailable"), wanted),
                                fewer("Ready", "LessReady", status("numberReady"), wanted))) {
        return *verdict;
    }
    return current("All replicas scheduled as expected. Replicas: " + std::to_string(wanted));
}

Status claim_status(const Value& object) {
    const std::string phase = text_at(object, {"status", "phase"}, "unknown");
    if (phase == "Bound") return current("PVC is Bound");
    return in_progress("NotBound", "PVC is not Bound. phase: " + phase);
}

std::string crash_looping_containers(const Value& object) {
    std::string names;
    for (const Value& container : list_at(object, {"status", "containerStatuses"})) {
        if (text_at(container, {"state", "waiting", "reason"}) != "CrashLoopBackOff") continue;
        if (!names.empty()) names += ",";
        names += text_at(container, {"name"});
    }
    return names;
}

std::optional<TimePoint> time_at(const Value& object, Path path) {
    std::tm parts{};
    const std::string text = text_at(object, path);
    if (!strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts)) return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

Status pending_pod_status(const Value& object, TimePoint now) {
    // A pod may wait this long for a node before it counts as one that finds none.
    constexpr std::chrono::seconds kScheduleWindow{15};
    for (const Condition& condition : conditions_of(object)) {
        if (!condition.is("PodScheduled", "False")) continue;
        if (condition.reason != "Unschedulable") break;
        const auto created = time_at(object, {"metadata", "creationTimestamp"});
        if (created && now - kScheduleWindow < *created) {
            return in_progress("PodNotScheduled", "Pod has not been scheduled");
        }
        return failed("PodUnschedulable", "Pod could not be scheduled");
    }
    return in_progress("PodPending", "Pod is in the Pending phase");
}

Result<Status> pod_status(const Value& object, TimePoint now) {
    const std::string phase = text_at(object, {"status", "phase"});
    if (phase.empty()) return in_progress("PodNotObserved", "Pod phase not available");
    if (phase == "Succeeded") return current("Pod has completed successfully");
    if (phase == "Failed") return current("Pod has completed, but not successfully");
    if (phase == "Pending") return pending_pod_status(object, now);
    if (phase != "Running") return Error(ErrorCode::Invalid, "unknown phase " + phase);
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("Ready", "True")) return current("Pod is Ready");
    }
    const std::string names = crash_looping_containers(object);
    if (!names.empty()) return failed("ContainerCrashLooping", "Containers in CrashLoop state: " + names);
    return in_progress("PodRunningNotReady", "Pod is running but is not Ready");
}

Verdict ended_job_status(const Value& object) {
    const std::int64_t parallelism = integer_at(object, {"spec", "parallelism"}, 1);
    const std::int64_t completions = integer_at(object, {"spec", "completions"}, parallelism);
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("Complete", "True")) {
            return current("Job Completed. succeeded: " +
                           of(integer_at(object, {"status", "succeeded"}, 0), completions));
        }
        if (condition.is("Failed", "True")) {
            return failed("JobFailed", "Job Failed. failed: " +
                                           of(integer_at(object, {"status", "failed"}, 0), completions));
        }
    }
    return std::nullopt;
}

// Helm: a Job that has started is Current for kstatus; who needs its end asks run_status.
Status job_status(const Value& object) {
    if (auto verdict = ended_job_status(object)) return *verdict;
    if (text_at(object, {"status", "startTime"}).empty())
        return in_progress("JobNotStarted", "Job not started");
    const auto count = [&](std::string_view key) {
        return std::to_string(integer_at(object, {"status", key}, 0));
    };
    return current("Job in progress. success:" + count("succeeded") + ", active: " + count("active") +
                   ", failed: " + count("failed"));
}

Status service_status(const Value& object) {
    if (text_at(object, {"spec", "type"}, "ClusterIP") == "LoadBalancer" &&
        text_at(object, {"spec", "clusterIP"}).empty()) {
        return in_progress("NoIPAssigned", "ClusterIP not set. Service type: LoadBalancer");
    }
    return current("Service is ready");
}

Status definition_status(const Value& object) {
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("NamesAccepted", "False")) return failed(condition.reason, condition.message);
        if (condition.is("Established", "True")) return current("CRD is established");
        if (condition.is("Established", "False") && condition.reason != "Installing") {
            return failed(condition.reason, condition.message);
        }
    }
    return in_progress("Installing", "Install in progress");
}

std::string group_kind(const Value& object) {
    const std::string group = split_api_version(text_at(object, {"apiVersion"})).group;
    const std::string kind = text_at(object, {"kind"});
    return group.empty() ? kind : group + "/" + kind;
}

Status always_ready(const Value&) { return current("Resource is always ready"); }
Status budget_status(const Value&) { return current("AllowedDisruptions has been computed."); }

using Rule = Status (*)(const Value&);
struct KindRule {
    std::string_view group_kind;
    Rule rule;
};
constexpr std::array<KindRule, 15> kRules{{
    {"Service", service_status},
    {"Secret", always_ready},
    {"ConfigMap", always_ready},
    {"PersistentVolumeClaim", claim_status},
    {"apps/StatefulSet", stateful_set_status},
    {"apps/DaemonSet", daemon_set_status},
    {"extensions/DaemonSet", daemon_set_status},
    {"apps/Deployment", deployment_status},
    {"extensions/Deployment", deployment_status},
    {"apps/ReplicaSet", replica_set_status},
    {"extensions/ReplicaSet", replica_set_status},
    {"policy/PodDisruptionBudget", budget_status},
    {"batch/CronJob", always_ready},
    {"batch/Job", job_status},
    {"apiextensions.k8s.io/CustomResourceDefinition", definition_status},
}};

}  // namespace

std::string_view state_name(State state) {
    switch (state) {
        case State::InProgress:
            return "InProgress";
        case State::Current:
            return "Current";
        case State::Failed:
            return "Failed";
        case State::Terminating:
            return "Terminating";
        case State::NotFound:
            return "NotFound";
        case State::Unknown:
            break;
    }
    return "Unknown";
}

Result<Status> object_status(const Value& object, TimePoint now) {
    if (auto verdict = generic_status(object)) return *verdict;
    const std::string kind = group_kind(object);
    if (kind == "Pod") return pod_status(object, now);
    for (const KindRule& entry : kRules) {
        if (entry.group_kind == kind) return entry.rule(object);
    }
    return status_by_ready_condition(object);
}

Result<Status> run_status(const Value& object, TimePoint now) {
    const std::string kind = group_kind(object);
    if (kind != "Pod" && kind != "batch/Job") return object_status(object, now);
    if (auto verdict = generic_status(object)) return *verdict;
    if (kind == "batch/Job") {
        auto verdict = ended_job_status(object);
        return verdict ? *verdict : in_progress("JobInProgress", "Job in progress");
    }
    const std::string phase = text_at(object, {"status", "phase"});
    const std::string name = "pod " + std::string(object_name(object));
    if (phase == "Succeeded") return current(name + " succeeded");
    if (phase == "Failed") return failed("PodFailed", name + " failed");
    return in_progress("PodInProgress", "Pod in progress");
}

CompletionStatus completion_status(const Value& object) {
    const std::string kind = group_kind(object);
    if (kind == "Pod") {
        const std::string phase = text_at(object, {"status", "phase"});
        if (phase == "Succeeded") return {Completion::Succeeded, {}};
        if (phase == "Failed")
            return {Completion::Failed, "pod " + std::string(object_name(object)) + " failed"};
        return {};
    }
    if (kind != "batch/Job") return {Completion::Succeeded, {}};
    for (const Condition& condition : conditions_of(object)) {
        if (condition.is("Complete", "True")) return {Completion::Succeeded, {}};
        if (condition.is("Failed", "True")) {
            return {Completion::Failed,
                    "job " + std::string(object_name(object)) + " failed: " + condition.reason};
        }
    }
    return {};
}

}  // namespace yare::kube
