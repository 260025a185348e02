#include "yare/kube/status.h"

#include <string>
#include <vector>

#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

// 2026-01-02T03:04:05Z
const kube::TimePoint kNow{std::chrono::seconds(1767323045)};

Value read(const std::string& text, Document& document) {
    auto value = read_yaml(text, document, {.numbers = Numbers::KeepIntegers});
    REQUIRE(value);
    return *value;
}

std::string print(const Result<kube::Status>& status) {
    if (!status) return "error: " + status.error().text();
    return std::string(kube::state_name(status->state)) + " | " + status->reason + " | " + status->message;
}

struct Row {
    const char* object;
    const char* expected;
};

}  // namespace

TEST_CASE("an object's status says what is waited for next", "[kube][status]") {
    const std::vector<Row> rows{
        // All kinds.
        {"{apiVersion: a/v1, kind: A, metadata: {deletionTimestamp: now, generation: 2}, status: "
         "{observedGeneration: 1}}",
         "Terminating |  | Resource scheduled for deletion"},
        {"{apiVersion: a/v1, kind: A, metadata: {generation: 2}, status: {observedGeneration: 1}}",
         "InProgress | LatestGenerationNotObserved | A generation is 2, but latest observed generation is 1"},
        {"{apiVersion: a/v1, kind: A, status: {conditions: [{type: Reconciling, status: 'True', reason: R, "
         "message: m}]}}",
         "InProgress | R | m"},
        {"{apiVersion: a/v1, kind: A, status: {conditions: [{type: Stalled, status: 'True', reason: R, "
         "message: m}]}}",
         "Failed | R | m"},
        {"{apiVersion: a/v1, kind: A, status: {conditions: [{type: Ready, status: 'False', reason: R, "
         "message: m}]}}",
         "InProgress | R | m"},
        {"{apiVersion: a/v1, kind: A, status: {conditions: [{type: Ready, status: 'True'}]}}",
         "Current |  | Resource is Ready"},
        {"{apiVersion: a/v1, kind: A}", "Current |  | Resource is current"},
        {"{apiVersion: v1, kind: Secret}", "Current |  | Resource is always ready"},
        {"{apiVersion: v1, kind: ConfigMap, status: {conditions: [{type: Ready, status: 'False'}]}}",
         "Current |  | Resource is always ready"},
        // Deployments.
        {"{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 2}, status: {replicas: 1}}",
         "InProgress | LessReplicas | Replicas: 1/2"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {replicas: 1}}",
         "InProgress | LessUpdated | Updated: 0/1"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {replicas: 3, updatedReplicas: 1}}",
         "InProgress | ExtraPods | Pending termination: 2"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {replicas: 1, updatedReplicas: 1}}",
         "InProgress | LessAvailable | Available: 0/1"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {replicas: 1, updatedReplicas: 1, "
         "availableReplicas: 1}}",
         "InProgress | LessReady | Ready: 0/1"},
        {"{apiVersion: apps/v1, kind: Deployment, spec: {progressDeadlineSeconds: 600}, status: {replicas: "
         "1, "
         "updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1}}",
         "InProgress | ReplicaSetNotAvailable | ReplicaSet not Available"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {replicas: 1, updatedReplicas: 1, "
         "availableReplicas: 1, "
         "readyReplicas: 1}}",
         "InProgress | DeploymentNotAvailable | Deployment not Available"},
        {"{apiVersion: apps/v1, kind: Deployment, spec: {progressDeadlineSeconds: 600}, status: {replicas: "
         "1, "
         "updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1, conditions: [{type: Progressing, "
         "status: 'True', "
         "reason: NewReplicaSetAvailable}, {type: Available, status: 'True'}]}}",
         "Current |  | Deployment is available. Replicas: 1"},
        {"{apiVersion: apps/v1, kind: Deployment, status: {conditions: [{type: Progressing, status: 'False', "
         "reason: "
         "ProgressDeadlineExceeded}]}}",
         "Failed | ProgressDeadlineExceeded | Progress deadline exceeded"},
        // ReplicaSets.
        {"{apiVersion: apps/v1, kind: ReplicaSet, status: {replicas: 1}}",
         "InProgress | LessLabelled | Labelled: 0/1"},
        {"{apiVersion: apps/v1, kind: ReplicaSet, status: {conditions: [{type: ReplicaFailure, status: "
         "'True'}]}}",
         "InProgress | ReplicaFailure | Replica Failure condition. Check Pods"},
        {"{apiVersion: apps/v1, kind: ReplicaSet, spec: {replicas: 0}}",
         "Current |  | ReplicaSet is available. Replicas: 0"},
        // StatefulSets.
        {"{apiVersion: apps/v1, kind: StatefulSet, spec: {updateStrategy: {type: OnDelete}}}",
         "Current |  | StatefulSet is using the ondelete update strategy"},
        {"{apiVersion: apps/v1, kind: StatefulSet, status: {replicas: 1}}",
         "InProgress | LessReady | Ready: 0/1"},
        {"{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 3, updateStrategy: {rollingUpdate: "
         "{partition: 1}}}, "
         "status: {replicas: 3, readyReplicas: 3, updatedReplicas: 1}}",
         "InProgress | PartitionRollout | updated: 1/2"},
        {"{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 3, updateStrategy: {rollingUpdate: "
         "{partition: 1}}}, "
         "status: {replicas: 3, readyReplicas: 3, updatedReplicas: 2}}",
         "Current |  | Partition rollout complete. updated: 2"},
        {"{apiVersion: apps/v1, kind: StatefulSet, status: {replicas: 1, readyReplicas: 1}}",
         "InProgress | LessCurrent | current: 0/1"},
        {"{apiVersion: apps/v1, kind: StatefulSet, status: {replicas: 1, readyReplicas: 1, currentReplicas: "
         "1, "
         "currentRevision: a, updateRevision: b}}",
         "InProgress | RevisionMismatch | Waiting for updated revision to match current"},
        // DaemonSets.
        {"{apiVersion: apps/v1, kind: DaemonSet}",
         "InProgress | NoGeneration | DaemonSet metadata.generation not found"},
        {"{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}}",
         "InProgress | NoObservedGeneration | DaemonSet status.observedGeneration not found"},
        {"{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}, status: {observedGeneration: 1}}",
         "InProgress | NoDesiredNumber | Missing .status.desiredNumberScheduled"},
        {"{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}, status: {observedGeneration: 1, "
         "desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: "
         "1}}",
         "InProgress | LessAvailable | Available: 1/2"},
        {"{apiVersion: apps/v1, kind: DaemonSet, metadata: {generation: 1}, status: {observedGeneration: 1, "
         "desiredNumberScheduled: 0}}",
         "Current |  | All replicas scheduled as expected. Replicas: 0"},
        // Pods.
        {"{apiVersion: v1, kind: Pod}", "InProgress | PodNotObserved | Pod phase not available"},
        {"{apiVersion: v1, kind: Pod, status: {phase: Odd}}", "error: unknown phase Odd"},
        {"{apiVersion: v1, kind: Pod, status: {phase: Failed}}",
         "Current |  | Pod has completed, but not successfully"},
        {"{apiVersion: v1, kind: Pod, status: {phase: Running}}",
         "InProgress | PodRunningNotReady | Pod is running but is not Ready"},
        {"{apiVersion: v1, kind: Pod, status: {phase: Running, containerStatuses: [{name: a, state: "
         "{waiting: {reason: "
         "CrashLoopBackOff}}}, {name: b, state: {running: {}}}, {name: c, state: {waiting: {reason: "
         "CrashLoopBackOff}}}]}}",
         "Failed | ContainerCrashLooping | Containers in CrashLoop state: a,c"},
        {"{apiVersion: v1, kind: Pod, metadata: {creationTimestamp: '2026-01-02T03:03:51Z'}, status: {phase: "
         "Pending, "
         "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}}",
         "InProgress | PodNotScheduled | Pod has not been scheduled"},
        {"{apiVersion: v1, kind: Pod, metadata: {creationTimestamp: '2026-01-02T03:03:49Z'}, status: {phase: "
         "Pending, "
         "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}}",
         "Failed | PodUnschedulable | Pod could not be scheduled"},
        // The rest.
        {"{apiVersion: v1, kind: Service}", "Current |  | Service is ready"},
        {"{apiVersion: v1, kind: Service, spec: {type: LoadBalancer}}",
         "InProgress | NoIPAssigned | ClusterIP not set. Service type: LoadBalancer"},
        {"{apiVersion: v1, kind: PersistentVolumeClaim}",
         "InProgress | NotBound | PVC is not Bound. phase: unknown"},
        {"{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Bound}}",
         "Current |  | PVC is Bound"},
        {"{apiVersion: policy/v1, kind: PodDisruptionBudget}",
         "Current |  | AllowedDisruptions has been computed."},
        {"{apiVersion: batch/v1, kind: Job}", "InProgress | JobNotStarted | Job not started"},
        {"{apiVersion: batch/v1, kind: Job, status: {startTime: x, active: 1}}",
         "Current |  | Job in progress. success:0, active: 1, failed: 0"},
        {"{apiVersion: batch/v1, kind: Job, spec: {completions: 2}, status: {succeeded: 2, conditions: "
         "[{type: Complete, "
         "status: 'True'}]}}",
         "Current |  | Job Completed. succeeded: 2/2"},
        {"{apiVersion: batch/v1, kind: Job, status: {failed: 3, conditions: [{type: Failed, status: "
         "'True'}]}}",
         "Failed | JobFailed | Job Failed. failed: 3/1"},
        {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}",
         "InProgress | Installing | Install in progress"},
        {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: [{type: "
         "NamesAccepted, "
         "status: 'False', reason: Clash, message: taken}]}}",
         "Failed | Clash | taken"},
        {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: [{type: "
         "Established, "
         "status: 'True'}]}}",
         "Current |  | CRD is established"},
    };
    for (const Row& row : rows) {
        INFO(row.object);
        Document document;
        CHECK(print(kube::object_status(read(row.object, document), kNow)) == row.expected);
    }
}

TEST_CASE("a Job or Pod that must run to its end is current only then", "[kube][status]") {
    const std::vector<Row> rows{
        {"{apiVersion: batch/v1, kind: Job, status: {startTime: x, active: 1}}",
         "InProgress | JobInProgress | Job in progress"},
        {"{apiVersion: batch/v1, kind: Job, status: {succeeded: 1, conditions: [{type: Complete, status: "
         "'True'}]}}",
         "Current |  | Job Completed. succeeded: 1/1"},
        {"{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {phase: Running, conditions: [{type: "
         "Ready, status: "
         "'True'}]}}",
         "InProgress | PodInProgress | Pod in progress"},
        {"{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {phase: Succeeded}}",
         "Current |  | pod p succeeded"},
        {"{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {phase: Failed}}",
         "Failed | PodFailed | pod p failed"},
        {"{apiVersion: v1, kind: Secret}", "Current |  | Resource is always ready"},
    };
    for (const Row& row : rows) {
        INFO(row.object);
        Document document;
        CHECK(print(kube::run_status(read(row.object, document), kNow)) == row.expected);
    }
}

TEST_CASE("completion of hooks", "[kube][status]") {
    const auto text = [](const char* object) {
        Document document;
        const kube::CompletionStatus status = kube::completion_status(read(object, document));
        static constexpr const char* kNames[] = {"running", "succeeded", "failed"};
        return std::string(kNames[int(status.completion)]) + " " + status.message;
    };
    CHECK(text("{apiVersion: batch/v1, kind: Job}") == "running ");
    CHECK(text("{apiVersion: batch/v1, kind: Job, metadata: {name: j}, status: {conditions: [{type: Failed, "
               "status: "
               "'True', reason: BackoffLimitExceeded}]}}") == "failed job j failed: BackoffLimitExceeded");
    CHECK(text("{apiVersion: v1, kind: Pod, metadata: {name: p}, status: {phase: Failed}}") ==
          "failed pod p failed");
    CHECK(text("{apiVersion: v1, kind: Pod, status: {phase: Succeeded}}") == "succeeded ");
    CHECK(text("{apiVersion: v1, kind: ConfigMap}") == "succeeded ");
}

TEST_CASE("readiness by the older rules", "[kube][status]") {
    const std::vector<Row> rows{
        {"{apiVersion: v1, kind: Pod, status: {conditions: [{type: Ready, status: 'True'}]}}", "yes"},
        {"{apiVersion: v1, kind: Pod, status: {phase: Succeeded}}", "no"},
        {"{apiVersion: v1, kind: Service, spec: {type: ExternalName}}", "yes"},
        {"{apiVersion: v1, kind: Service, spec: {type: ClusterIP}}", "no"},
        {"{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, clusterIP: 1.2.3.4}}", "no"},
        {"{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, clusterIP: 1.2.3.4, externalIPs: "
         "[1.1.1.1]}}",
         "yes"},
        {"{apiVersion: v1, kind: Service, spec: {type: LoadBalancer, clusterIP: 1.2.3.4}, status: "
         "{loadBalancer: {ingress: "
         "[{ip: 1.1.1.1}]}}}",
         "yes"},
        {"{apiVersion: v1, kind: PersistentVolumeClaim, status: {phase: Pending}}", "no"},
        {"{apiVersion: apps/v1, kind: Deployment, spec: {paused: true}}", "yes"},
        {"{apiVersion: apps/v1, kind: Deployment}", "no"},
        {"{apiVersion: apps/v1, kind: StatefulSet, metadata: {generation: 1}, status: {observedGeneration: "
         "1}}",
         "yes"},
        {"{apiVersion: apps/v1, kind: StatefulSet, spec: {updateStrategy: {type: RollingUpdate}}, status: "
         "{updatedReplicas: 1, readyReplicas: 1, currentRevision: a, updateRevision: b}}",
         "no"},
        {"{apiVersion: apps/v1, kind: StatefulSet, spec: {replicas: 2, updateStrategy: {type: RollingUpdate, "
         "rollingUpdate: {partition: 1}}}, status: {updatedReplicas: 1, readyReplicas: 2, currentRevision: "
         "a, "
         "updateRevision: b}}",
         "yes"},
        {"{apiVersion: apps/v1, kind: DaemonSet, spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: "
         "{maxUnavailable: 50%}}}, status: {desiredNumberScheduled: 3, updatedNumberScheduled: 3, "
         "numberReady: 1}}",
         "yes"},
        {"{apiVersion: apps/v1, kind: DaemonSet, spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: "
         "{maxUnavailable: 1}}}, status: {desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: "
         "1}}",
         "no"},
        {"{apiVersion: apps/v1, kind: ReplicaSet, metadata: {generation: 1}}", "no"},
        {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}", "no"},
        {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, status: {conditions: [{type: "
         "NamesAccepted, "
         "status: 'False'}]}}",
         "yes"},
        {"{apiVersion: batch/v1, kind: Job, spec: {completions: 1}}", "no"},
        {"{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: ns}, spec: {backoffLimit: 1}, "
         "status: {failed: "
         "2}}",
         "error: job is failed: ns/j"},
        {"{apiVersion: a/v1, kind: A}", "yes"},
    };
    for (const Row& row : rows) {
        INFO(row.object);
        Document document;
        kube::LegacyOptions options;
        options.jobs = true;
        const auto ready = kube::legacy_ready(read(row.object, document), options);
        CHECK((ready ? (*ready ? "yes" : "no") : "error: " + ready.error().text()) == row.expected);
    }
    Document document;
    CHECK(kube::legacy_ready(read("{apiVersion: batch/v1, kind: Job, spec: {completions: 1}}", document), {})
              .value());
}

TEST_CASE("a Deployment is ready by its newest ReplicaSet", "[kube][status]") {
    Document document;
    const Value deployment = read(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {uid: u, generation: 3}, spec: {replicas: 4, "
        "template: "
        "{metadata: {labels: {app: web}}, spec: {x: 2}}, strategy: {type: RollingUpdate, rollingUpdate: "
        "{maxSurge: 25%, "
        "maxUnavailable: 25%}}}, status: {observedGeneration: 3}}",
        document);
    const auto replica_set = [&](const std::string& name, const std::string& spec, const std::string& ready) {
        return read("{metadata: {name: " + name +
                        ", ownerReferences: [{uid: u, controller: true}]}, spec: {template: {metadata: "
                        "{labels: {app: web, "
                        "pod-template-hash: h}}, spec: {x: " +
                        spec + "}}}, status: {readyReplicas: " + ready + "}}",
                    document);
    };
    const Value old_set = replica_set("old", "1", "4");
    const Value new_set = replica_set("new", "2", "3");
    const Value sets[] = {old_set, new_set};
    const Value found = kube::find_new_replica_set(deployment, sets);
    CHECK(found.path({"metadata", "name"}).string_or("") == "new");
    kube::LegacyOptions options;
    options.new_replica_set = found;
    CHECK(kube::legacy_ready(deployment, options).value());  // one of four may be away
    options.new_replica_set = replica_set("new", "2", "2");
    CHECK_FALSE(kube::legacy_ready(deployment, options).value());
    CHECK(kube::find_new_replica_set(deployment, std::span<const Value>(&old_set, 1)).is_nil());
}
