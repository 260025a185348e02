#include "api.h"

using namespace yare;
using test::kDeployments;
using test::now_from;
using test::SandboxApi;

namespace {

const std::string kPods = "/api/v1/namespaces/default/pods";
const std::string kSets = "/apis/apps/v1/namespaces/default/replicasets";
const std::string kStuck = R"({"sandbox.yare.dev/pod":"stuck"})";

std::string condition(const test::Reply& object, std::string_view type) {
    const Value conditions = object.body.path({"status", "conditions"});
    if (!conditions.is_list()) return "none";
    for (const Value& item : conditions.items()) {
        if (item.path({"type"}).string_or("") == type) {
            return std::string(item.path({"status"}).as_string()) + " " +
                   std::string(item.path({"reason"}).string_or("-"));
        }
    }
    return "none";
}

}  // namespace

TEST_CASE("a deployment becomes ready", "[sandbox][controllers]") {
    SandboxApi api;
    CHECK(api.post(kDeployments, test::deployment("web")).at({"status"}) == "{}");
    const test::Reply web = api.get(kDeployments + "/web");
    CHECK(web.at({"status", "readyReplicas"}) == "2");
    CHECK(web.at({"status", "observedGeneration"}) == "1");
    CHECK(condition(web, "Available") == "True MinimumReplicasAvailable");
    CHECK(condition(web, "Progressing") == "True NewReplicaSetAvailable");
    CHECK(web.at({"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "1");
    const test::Reply pods = api.get(kPods + "?labelSelector=app%3Dweb");
    REQUIRE(pods.body.path({"items"}).items().size() == 2);
    for (const Value& pod : pods.body.path({"items"}).items()) {
        CHECK(pod.path({"status", "phase"}).as_string() == "Running");
        CHECK(pod.path({"metadata", "ownerReferences"}).items()[0].path({"kind"}).as_string() ==
              "ReplicaSet");
    }
}

TEST_CASE("a new template rolls out, an old one comes back with its set", "[sandbox][controllers]") {
    SandboxApi api;
    api.post(kDeployments, test::deployment("web", "web:1"));
    const std::string first =
        api.get(kSets).body.path({"items"}).items()[0].path({"metadata", "name"}).as_string().data();
    api.put(kDeployments + "/web", test::deployment("web", "web:2"));
    test::Reply web = api.get(kDeployments + "/web");
    CHECK(web.at({"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "2");
    CHECK(web.at({"status", "updatedReplicas"}) == "2");
    CHECK(web.at({"status", "replicas"}) == "2");
    CHECK(api.get(kSets).body.path({"items"}).items().size() == 2);
    CHECK(api.get(kPods).body.path({"items"}).items().size() == 2);
    api.put(kDeployments + "/web", test::deployment("web", "web:1"));
    web = api.get(kDeployments + "/web");
    CHECK(web.at({"metadata", "annotations", "deployment.kubernetes.io/revision"}) == "3");
    CHECK(api.get(kSets).body.path({"items"}).items().size() == 2);
}

TEST_CASE("pods that are stuck hold a roll-out, and the old ones stay", "[sandbox][controllers]") {
    SandboxApi api;
    api.post(kDeployments, test::deployment("web", "web:1", "{}", 4));
    api.put(kDeployments + "/web", test::deployment("web", "web:2", kStuck, 4));
    const test::Reply web = api.get(kDeployments + "/web");
    // A quarter more, a quarter missing.
    CHECK(web.at({"status", "readyReplicas"}) == "3");
    CHECK(web.at({"status", "replicas"}) == "5");
    CHECK(web.at({"status", "updatedReplicas"}) == "2");
    CHECK(condition(web, "Progressing") == "True ReplicaSetUpdated");
    api.put(kDeployments + "/web", test::deployment("web", "web:3", "{}", 4));
    CHECK(api.get(kDeployments + "/web").at({"status", "readyReplicas"}) == "4");
    CHECK(api.get(kPods).body.path({"items"}).items().size() == 4);
}

TEST_CASE("a stuck deployment never becomes available", "[sandbox][controllers]") {
    SandboxApi api;
    api.post(kDeployments, test::deployment("web", "web:1", R"({"test.yare.dev/pod":"stuck"})"));
    const test::Reply web = api.get(kDeployments + "/web");
    CHECK(web.at({"status", "unavailableReplicas"}) == "2");
    CHECK(web.at({"status", "readyReplicas"}) == "");
    CHECK(condition(web, "Available") == "False MinimumReplicasUnavailable");
}

TEST_CASE("a delay is waited for on the sandbox's clock", "[sandbox][controllers]") {
    SandboxApi api;
    api.post(kDeployments, test::deployment("web", "web:1", R"({"sandbox.yare.dev/delay":"1500ms"})"));
    const auto watch = api.watch(kDeployments + "?watch=1");
    now_from(*watch);
    CHECK(api.get(kDeployments + "/web").at({"status", "readyReplicas"}) == "");
    api.clock.advance(std::chrono::milliseconds(1600));
    CHECK(now_from(*watch).find(R"("readyReplicas":2)") != std::string::npos);
    CHECK(api.get(kDeployments + "/web").at({"status", "readyReplicas"}) == "2");
}

TEST_CASE("jobs complete, or fail after their tries", "[sandbox][controllers]") {
    SandboxApi api;
    const std::string jobs = "/apis/batch/v1/namespaces/default/jobs";
    const auto job = [](const std::string& name, const std::string& annotations) {
        return R"({"metadata":{"name":")" + name +
               R"("},"spec":{"backoffLimit":2,"template":{"metadata":{"annotations":)" + annotations +
               R"(},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})";
    };
    api.post(jobs, job("good", "{}"));
    const test::Reply good = api.get(jobs + "/good");
    CHECK(good.at({"status", "succeeded"}) == "1");
    CHECK(condition(good, "Complete") == "True CompletionsReached");
    CHECK(good.at({"metadata", "labels", "job-name"}) == "good");
    api.post(jobs, job("bad", R"({"sandbox.yare.dev/pod":"fail"})"));
    const test::Reply bad = api.get(jobs + "/bad");
    CHECK(bad.at({"status", "failed"}) == "3");
    CHECK(condition(bad, "Failed") == "True BackoffLimitExceeded");
    CHECK(condition(bad, "Complete") == "none");
}

TEST_CASE("a stateful set makes its pods in order, with their claims", "[sandbox][controllers]") {
    SandboxApi api;
    const std::string sets = "/apis/apps/v1/namespaces/default/statefulsets";
    const auto body = [](const std::string& image) {
        return R"({"metadata":{"name":"db"},"spec":{"replicas":3,"serviceName":"db","selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},
            "spec":{"containers":[{"name":"c","image":")" +
               image + R"(","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}},"volumeClaimTemplates":[
            {"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}})";
    };
    REQUIRE(api.post(sets, body("db:1")).status == 201);
    CHECK(api.get(sets + "/db").at({"status", "readyReplicas"}) == "3");
    CHECK(api.get(kPods + "/db-2").at({"status", "phase"}) == "Running");
    CHECK(api.get("/api/v1/namespaces/default/persistentvolumeclaims/data-db-0").at({"status", "phase"}) ==
          "Bound");
    api.put(sets + "/db", body("db:2"));
    CHECK(api.get(sets + "/db").at({"status", "updatedReplicas"}) == "3");
    CHECK(api.get(kPods + "/db-0").at({"spec", "containers"}).find("db:2") != std::string::npos);
    api.merge(sets + "/db", R"({"spec":{"replicas":1}})");
    CHECK(api.get(kPods + "/db-1").status == 404);
    CHECK(api.get(kPods + "/db-0").status == 200);
}

TEST_CASE("a daemon set has one pod on the one node", "[sandbox][controllers]") {
    SandboxApi api;
    const std::string sets = "/apis/apps/v1/namespaces/default/daemonsets";
    api.post(
        sets,
        R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}})");
    const test::Reply set = api.get(sets + "/d");
    CHECK(set.at({"status", "numberReady"}) == "1");
    CHECK(set.at({"status", "updatedNumberScheduled"}) == "1");
    CHECK(set.at({"status", "observedGeneration"}) == "1");
}

TEST_CASE("services get addresses and keep them", "[sandbox][controllers]") {
    SandboxApi api;
    const std::string services = "/api/v1/namespaces/default/services";
    const test::Reply made =
        api.post(services, R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}})");
    CHECK(made.at({"spec", "clusterIP"}).starts_with("10.96."));
    CHECK(made.at({"spec", "ports"}) == R"([{"port":80,"protocol":"TCP","targetPort":80}])");
    const test::Reply kept =
        api.put(services + "/s", R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":81}]}})");
    CHECK(kept.at({"spec", "clusterIP"}) == made.at({"spec", "clusterIP"}));
    api.post(services, R"({"metadata":{"name":"lb"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}})");
    CHECK(api.get(services + "/lb").at({"status", "loadBalancer", "ingress"}) ==
          R"([{"ip":"127.0.0.1","ipMode":"VIP"}])");
    CHECK(api.post(services, R"({"metadata":{"name":"h"},"spec":{"clusterIP":"None","selector":{"a":"b"}}})")
              .at({"spec", "clusterIPs"}) == R"(["None"])");
}

TEST_CASE("a namespace comes with its service account", "[sandbox][controllers]") {
    SandboxApi api;
    api.post("/api/v1/namespaces", R"({"metadata":{"name":"n"}})");
    const test::Reply space = api.get("/api/v1/namespaces/n");
    CHECK(space.at({"status", "phase"}) == "Active");
    CHECK(space.at({"metadata", "labels"}) == R"({"kubernetes.io/metadata.name":"n"})");
    CHECK(api.get("/api/v1/namespaces/n/serviceaccounts/default").status == 200);
}
