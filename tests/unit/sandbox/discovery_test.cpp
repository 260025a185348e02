#include "api.h"

using namespace yare;
using test::SandboxApi;

TEST_CASE("the server says what it is and that it is well", "[sandbox][discovery]") {
    SandboxApi api;
    CHECK(api.get("/version").at({"gitVersion"}) == "v1.36.3");
    for (const char* path : {"/healthz", "/readyz", "/livez"}) CHECK(api.get(path).text == "ok");
    CHECK(api.get("/nonsense").status == 404);
}

TEST_CASE("groups and versions are listed in both forms", "[sandbox][discovery]") {
    SandboxApi api;
    CHECK(api.get("/api").at({"versions"}) == R"(["v1"])");
    const std::string groups = api.get("/apis").text;
    for (const char* version :
         {"apps/v1", "batch/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1", "policy/v1",
          "autoscaling/v2", "apiextensions.k8s.io/v1", "admissionregistration.k8s.io/v1",
          "coordination.k8s.io/v1", "storage.k8s.io/v1", "scheduling.k8s.io/v1", "discovery.k8s.io/v1",
          "events.k8s.io/v1", "certificates.k8s.io/v1", "node.k8s.io/v1", "flowcontrol.apiserver.k8s.io/v1",
          "apiregistration.k8s.io/v1"}) {
        INFO(version);
        CHECK(groups.find("\"groupVersion\":\"" + std::string(version) + "\"") != std::string::npos);
        CHECK(api.get("/apis/" + std::string(version)).at({"groupVersion"}) == version);
    }
    CHECK(groups.find("alpha") == std::string::npos);
    CHECK(api.get("/apis/autoscaling").at({"preferredVersion", "version"}) == "v2");
    CHECK(api.get("/apis/nonsense/v1").status == 404);
    const test::Reply all =
        api.send("GET", "/apis", "", "",
                 {{"Accept",
                   "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"}});
    CHECK(all.at({"kind"}) == "APIGroupDiscoveryList");
    CHECK(all.headers.front().value ==
          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    CHECK(all.text.find(R"("shortNames":["deploy"])") != std::string::npos);
}

TEST_CASE("a version lists its types and their subresources", "[sandbox][discovery]") {
    SandboxApi api;
    const std::string core = api.get("/api/v1").text;
    for (const char* name :
         {"pods", "pods/log", "pods/status", "namespaces", "services", "secrets", "persistentvolumeclaims"}) {
        INFO(name);
        CHECK(core.find("\"name\":\"" + std::string(name) + "\"") != std::string::npos);
    }
}

TEST_CASE("OpenAPI says enough for clients to trust the server's checks", "[sandbox][discovery]") {
    SandboxApi api;
    const test::Reply index = api.get("/openapi/v3");
    CHECK(index.at({"paths", "apis/apps/v1", "serverRelativeURL"})
              .starts_with("/openapi/v3/apis/apps/v1?hash="));
    const test::Reply apps = api.get("/openapi/v3/apis/apps/v1");
    const Value patch =
        apps.body.path({"paths", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}", "patch"});
    CHECK(patch.path({"x-kubernetes-group-version-kind", "kind"}).string_or("") == "Deployment");
    CHECK(write_json(patch.path({"parameters"})).value().find("fieldValidation") != std::string::npos);
    const Value containers =
        apps.body.path({"components", "schemas", "io.k8s.api.core.v1.PodSpec", "properties", "containers"});
    CHECK(containers.path({"x-kubernetes-patch-merge-key"}).string_or("") == "name");
    CHECK(api.get("/openapi/v3/apis/nonsense/v1").status == 404);
}

TEST_CASE("everybody may do everything", "[sandbox][discovery]") {
    SandboxApi api;
    const test::Reply review =
        api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                 R"({"spec":{"resourceAttributes":{"verb":"create","resource":"pods"}}})");
    CHECK(review.status == 201);
    CHECK(review.at({"status", "allowed"}) == "true");
}

TEST_CASE("what would need a running container says so", "[sandbox][discovery]") {
    SandboxApi api;
    api.post("/api/v1/namespaces/default/pods",
             R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}})");
    const test::Reply exec = api.send("POST", "/api/v1/namespaces/default/pods/p/exec?command=ls");
    CHECK(exec.status == 403);
    CHECK(exec.message() == "pods \"p\" is forbidden: the sandbox runs no containers: \"exec\" is not there");
    CHECK(api.get("/api/v1/namespaces/default/pods/p/exec?command=ls").message() == exec.message());
    CHECK(api.get("/api/v1/namespaces/default/pods/p/log").text ==
          "this is the sandbox: no container runs, so there is no log\n");
}
