#include "api.h"

using namespace yare;
using test::kMaps;
using test::SandboxApi;

TEST_CASE("what is deleted is gone", "[sandbox][deleting]") {
    SandboxApi api;
    const std::string uid = api.post(kMaps, R"({"metadata":{"name":"a"}})").at({"metadata", "uid"});
    const test::Reply gone = api.remove(kMaps + "/a");
    CHECK(gone.status == 200);
    CHECK(gone.at({"status"}) == "Success");
    CHECK(gone.at({"details", "uid"}) == uid);
    CHECK(api.get(kMaps + "/a").status == 404);
    CHECK(api.remove(kMaps + "/a").message() == "configmaps \"a\" not found");
}

TEST_CASE("a finalizer holds an object until it is taken off", "[sandbox][deleting]") {
    SandboxApi api;
    api.post(kMaps, R"({"metadata":{"name":"a","finalizers":["x.y/z"]}})");
    const test::Reply held = api.remove(kMaps + "/a");
    CHECK(held.at({"kind"}) == "ConfigMap");
    CHECK(held.at({"metadata", "deletionTimestamp"}) == "2026-01-02T03:04:05Z");
    CHECK(api.get(kMaps + "/a").status == 200);
    CHECK(api.merge(kMaps + "/a", R"({"metadata":{"finalizers":null}})").status == 200);
    CHECK(api.get(kMaps + "/a").status == 404);
}

TEST_CASE("preconditions guard a deletion", "[sandbox][deleting]") {
    SandboxApi api;
    const test::Reply made = api.post(kMaps, R"({"metadata":{"name":"a"}})");
    const test::Reply wrong = api.remove(kMaps + "/a", R"({"preconditions":{"uid":"other"}})");
    CHECK(wrong.status == 409);
    CHECK(wrong.message() ==
          "Operation cannot be fulfilled on configmaps \"a\": Precondition failed: UID in precondition: "
          "other, UID in object meta: " +
              made.at({"metadata", "uid"}));
    CHECK(api.remove(kMaps + "/a", R"({"preconditions":{"resourceVersion":")" +
                                       made.at({"metadata", "resourceVersion"}) + "\"}}")
              .status == 200);
}

TEST_CASE("dependents follow their owner, or stay, as asked", "[sandbox][deleting]") {
    SandboxApi api;
    const std::string sets = "/apis/apps/v1/namespaces/default/replicasets";
    const std::string pods = "/api/v1/namespaces/default/pods";
    const auto count = [&](const std::string& path) {
        return api.get(path).body.path({"items"}).items().size();
    };
    for (const char* policy : {"Background", "Foreground", "Orphan"}) {
        INFO(policy);
        api.post(test::kDeployments, test::deployment("web"));
        REQUIRE(count(sets) == 1);
        REQUIRE(count(pods) == 2);
        CHECK(api.remove(test::kDeployments + "/web?propagationPolicy=" + policy).status == 200);
        CHECK(api.get(test::kDeployments + "/web").status == 404);
        const bool orphaned = std::string(policy) == "Orphan";
        CHECK(count(sets) == (orphaned ? 1 : 0));
        CHECK(count(pods) == (orphaned ? 2 : 0));
        if (orphaned)
            CHECK(
                api.get(sets).body.path({"items"}).items()[0].path({"metadata", "ownerReferences"}).is_nil());
    }
    CHECK(api.remove(test::kDeployments + "/web?propagationPolicy=Never").status == 422);
}

TEST_CASE("an object with two owners outlives one of them", "[sandbox][deleting]") {
    SandboxApi api;
    const std::string a = api.post(kMaps, R"({"metadata":{"name":"a"}})").at({"metadata", "uid"});
    const std::string b = api.post(kMaps, R"({"metadata":{"name":"b"}})").at({"metadata", "uid"});
    const auto owner = [](const std::string& name, const std::string& uid) {
        return R"({"apiVersion":"v1","kind":"ConfigMap","name":")" + name + R"(","uid":")" + uid + "\"}";
    };
    api.post(kMaps,
             R"({"metadata":{"name":"c","ownerReferences":[)" + owner("a", a) + "," + owner("b", b) + "]}}");
    api.remove(kMaps + "/a");
    CHECK(api.get(kMaps + "/c").body.path({"metadata", "ownerReferences"}).items().size() == 1);
    api.remove(kMaps + "/b");
    CHECK(api.get(kMaps + "/c").status == 404);
}

TEST_CASE("a namespace goes with all that is in it", "[sandbox][deleting]") {
    SandboxApi api;
    api.post("/api/v1/namespaces", R"({"metadata":{"name":"n"}})");
    api.post("/api/v1/namespaces/n/configmaps", R"({"metadata":{"name":"a","finalizers":["x.y/z"]}})");
    api.post("/apis/apps/v1/namespaces/n/deployments", test::deployment("web"));
    const test::Reply going = api.remove("/api/v1/namespaces/n");
    CHECK(going.at({"status", "phase"}) == "Terminating");
    CHECK(api.get("/api/v1/namespaces/n/pods").body.path({"items"}).items().empty());
    const test::Reply refused = api.post("/api/v1/namespaces/n/secrets", R"({"metadata":{"name":"s"}})");
    CHECK(refused.status == 403);
    CHECK(refused.message() ==
          "secrets \"s\" is forbidden: unable to create new content in namespace n because it is being "
          "terminated");
    CHECK(api.get("/api/v1/namespaces/n").status == 200);
    api.merge("/api/v1/namespaces/n/configmaps/a", R"({"metadata":{"finalizers":null}})");
    CHECK(api.get("/api/v1/namespaces/n").status == 404);
    CHECK(api.remove("/api/v1/namespaces/kube-system").message() ==
          "namespaces \"kube-system\" is forbidden: this namespace may not be deleted");
}

TEST_CASE("a collection is deleted by selection", "[sandbox][deleting]") {
    SandboxApi api;
    api.post(kMaps, R"({"metadata":{"name":"a","labels":{"x":"1"}}})");
    api.post(kMaps, R"({"metadata":{"name":"b"}})");
    CHECK(api.remove(kMaps + "?labelSelector=x%3D1").status == 200);
    CHECK(api.get(kMaps + "/a").status == 404);
    CHECK(api.get(kMaps + "/b").status == 200);
}

TEST_CASE("the pods of a job stay unless the policy says otherwise", "[sandbox][deleting]") {
    SandboxApi api;
    const std::string jobs = "/apis/batch/v1/namespaces/default/jobs";
    api.post(
        jobs,
        R"({"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})");
    const test::Reply gone = api.remove(jobs + "/j");
    bool warned = false;
    for (const net::Header& header : gone.headers)
        warned = warned || (header.name == "Warning" &&
                            header.value.find("child pods are preserved") != std::string::npos);
    CHECK(warned);
    CHECK(api.get("/api/v1/namespaces/default/pods").body.path({"items"}).items().size() == 1);
}
