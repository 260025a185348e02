// Helm's older rules of readiness.
#include <algorithm>
#include <charconv>

#include "fields.h"
#include "yare/kube/object.h"
#include "yare/kube/status.h"

namespace yare::kube {

namespace {

bool generation_observed(const Value& object) {
    return integer_at(object, {"status", "observedGeneration"}, 0) ==
           integer_at(object, {"metadata", "generation"}, 0);
}

// A count or a percentage of `total`; nullopt when it is neither.
std::optional<std::int64_t> scaled(const Value& value, std::int64_t total, bool round_up) {
    if (value.is_integer()) return value.as_integer();
    if (!value.is_string() || !value.as_string().ends_with('%')) return std::nullopt;
    const std::string_view digits = value.as_string().substr(0, value.as_string().size() - 1);
    std::int64_t percent = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
    return (percent * total + (round_up ? 99 : 0)) / 100;
}

// How many pods of a Deployment may be away while it rolls. Never so few, together with maxSurge, that
// nothing can move.
std::int64_t deployment_max_unavailable(const Value& deployment) {
    const std::int64_t replicas = integer_at(deployment, {"spec", "replicas"}, 1);
    if (text_at(deployment, {"spec", "strategy", "type"}) != "RollingUpdate" || replicas == 0) return 0;
    const Value rolling = deployment.path({"spec", "strategy", "rollingUpdate"});
    const auto surge = scaled(rolling.path({"maxSurge"}), replicas, true);
    const auto unavailable = scaled(rolling.path({"maxUnavailable"}), replicas, false);
    if (surge.value_or(0) == 0 && unavailable.value_or(0) == 0) return std::min<std::int64_t>(1, replicas);
    return std::min(unavailable.value_or(0), replicas);
}

bool deployment_ready(const Value& deployment, const LegacyOptions& options) {
    if (truth_at(deployment, {"spec", "paused"})) return options.paused_as_ready;
    if (options.new_replica_set.is_nil()) return false;
    if (!generation_observed(options.new_replica_set) || !generation_observed(deployment)) return false;
    const std::int64_t wanted =
        integer_at(deployment, {"spec", "replicas"}, 1) - deployment_max_unavailable(deployment);
    return integer_at(options.new_replica_set, {"status", "readyReplicas"}, 0) >= wanted;
}

bool daemon_set_ready(const Value& set) {
    if (!generation_observed(set)) return false;
    if (text_at(set, {"spec", "updateStrategy", "type"}) != "RollingUpdate") return true;
    const std::int64_t wanted = integer_at(set, {"status", "desiredNumberScheduled"}, 0);
    if (integer_at(set, {"status", "updatedNumberScheduled"}, 0) != wanted) return false;
    const Value limit = set.path({"spec", "updateStrategy", "rollingUpdate", "maxUnavailable"});
    const std::int64_t unavailable = scaled(limit, wanted, true).value_or(wanted);
    return integer_at(set, {"status", "numberReady"}, 0) >= wanted - unavailable;
}

bool stateful_set_ready(const Value& set) {
    if (!generation_observed(set)) return false;
    if (text_at(set, {"spec", "updateStrategy", "type"}) != "RollingUpdate") return true;
    const std::int64_t replicas = integer_at(set, {"spec", "replicas"}, 1);
    const std::int64_t partition =
        integer_at(set, {"spec", "updateStrategy", "rollingUpdate", "partition"}, 0);
    if (integer_at(set, {"status", "updatedReplicas"}, 0) < replicas - partition) return false;
    if (integer_at(set, {"status", "readyReplicas"}, 0) != replicas) return false;
    // While only a part rolls the revisions never meet.
    return partition != 0 ||
           text_at(set, {"status", "currentRevision"}) == text_at(set, {"status", "updateRevision"});
}

bool service_ready(const Value& service) {
    const std::string type = text_at(service, {"spec", "type"});
    if (type == "ExternalName") return true;
    if (text_at(service, {"spec", "clusterIP"}).empty()) return false;
    if (type != "LoadBalancer" || !list_at(service, {"spec", "externalIPs"}).empty()) return true;
    return service.path({"status", "loadBalancer", "ingress"}).is_list();
}

bool definition_ready(const Value& definition) {
    for (const Condition& condition : conditions_of(definition)) {
        // Helm: a clash of names counts as ready, so that the work goes on.
        if (condition.is("Established", "True") || condition.is("NamesAccepted", "False")) return true;
    }
    return false;
}

Result<bool> job_ready(const Value& job) {
    constexpr std::int64_t kBackoffLimit = 6;  // what the server sets
    if (integer_at(job, {"status", "failed"}, 0) > integer_at(job, {"spec", "backoffLimit"}, kBackoffLimit)) {
        return Error(ErrorCode::Invalid, "job is failed: " + std::string(object_namespace(job)) + "/" +
                                             std::string(object_name(job)));
    }
    const Value completions = job.path({"spec", "completions"});
    return !completions.is_integer() ||
           integer_at(job, {"status", "succeeded"}, 0) >= completions.as_integer();
}

bool pod_ready(const Value& pod) {
    const auto conditions = conditions_of(pod);
    return std::any_of(conditions.begin(), conditions.end(),
                       [](const Condition& condition) { return condition.is("Ready", "True"); });
}

bool owned_by(const Value& object, std::string_view uid) {
    for (const Value& owner : list_at(object, {"metadata", "ownerReferences"})) {
        if (truth_at(owner, {"controller"}) && text_at(owner, {"uid"}) == uid) return true;
    }
    return false;
}

// Pod templates are the same but for the label that the controller adds to tell ReplicaSets apart.
bool same_template(const Value& left, const Value& right) {
    Document document;
    Value copies[] = {deep_copy(left, document), deep_copy(right, document)};
    for (Value& copy : copies) {
        if (Map* labels = copy.path({"metadata", "labels"}).map_or_null()) labels->erase("pod-template-hash");
    }
    return deep_equal(copies[0], copies[1]);
}

}  // namespace

Result<bool> legacy_ready(const Value& object, const LegacyOptions& options) {
    const std::string api_version = text_at(object, {"apiVersion"});
    const std::string kind = text_at(object, {"kind"});
    if (api_version == "v1") {
        if (kind == "Pod") return pod_ready(object);
        if (kind == "PersistentVolumeClaim") return text_at(object, {"status", "phase"}) == "Bound";
        if (kind == "Service") return service_ready(object);
        if (kind == "ReplicationController") return generation_observed(object);
    }
    if (api_version.starts_with("apps/") || api_version.starts_with("extensions/")) {
        if (kind == "Deployment") return deployment_ready(object, options);
        if (kind == "DaemonSet") return daemon_set_ready(object);
        if (kind == "StatefulSet") return stateful_set_ready(object);
        if (kind == "ReplicaSet") return generation_observed(object);
    }
    if (kind == "CustomResourceDefinition") return definition_ready(object);
    if (kind == "Job" && api_version.starts_with("batch/") && options.jobs) return job_ready(object);
    return true;
}

Value find_new_replica_set(const Value& deployment, std::span<const Value> replica_sets) {
    // The oldest of equals, as the controller itself decides.
    Value found;
    for (const Value& set : replica_sets) {
        if (!owned_by(set, object_uid(deployment))) continue;
        if (!same_template(set.path({"spec", "template"}), deployment.path({"spec", "template"}))) continue;
        const auto age = [](const Value& value) {
            return std::pair(text_at(value, {"metadata", "creationTimestamp"}),
                             std::string(object_name(value)));
        };
        if (found.is_nil() || age(set) < age(found)) found = set;
    }
    return found;
}

}  // namespace yare::kube
