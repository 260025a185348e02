#include "api.h"

using namespace yare;
using test::kMaps;
using test::SandboxApi;

TEST_CASE("an object that is made gets what a server gives", "[sandbox][objects]") {
    SandboxApi api;
    const test::Reply made = api.post(kMaps, R"({"metadata":{"name":"a"},"data":{"x":"1"}})");
    CHECK(made.status == 201);
    CHECK(made.at({"kind"}) == "ConfigMap");
    CHECK(made.at({"apiVersion"}) == "v1");
    CHECK(made.at({"metadata", "namespace"}) == "default");
    CHECK(made.at({"metadata", "creationTimestamp"}) == "2026-01-02T03:04:05Z");
    CHECK(made.at({"metadata", "uid"}).size() == 36);
    const test::Reply read = api.get(kMaps + "/a");
    CHECK(read.status == 200);
    CHECK(read.at({"data", "x"}) == "1");
    CHECK(read.at({"metadata", "resourceVersion"}) == made.at({"metadata", "resourceVersion"}));
}

TEST_CASE("what is not there is told in the API server's words", "[sandbox][objects]") {
    SandboxApi api;
    const test::Reply none = api.get("/apis/apps/v1/namespaces/default/deployments/web");
    CHECK(none.status == 404);
    CHECK(none.message() == "deployments.apps \"web\" not found");
    CHECK(none.at({"reason"}) == "NotFound");
    CHECK(none.at({"details", "group"}) == "apps");
    CHECK(api.get("/api/v1/namespaces/default/nonsense").message() ==
          "the server could not find the requested resource");
    const test::Reply nowhere =
        api.post("/api/v1/namespaces/missing/configmaps", R"({"metadata":{"name":"a"}})");
    CHECK(nowhere.status == 404);
    CHECK(nowhere.message() == "namespaces \"missing\" not found");
}

TEST_CASE("a name is taken once", "[sandbox][objects]") {
    SandboxApi api;
    CHECK(api.post(kMaps, R"({"metadata":{"name":"a"}})").status == 201);
    const test::Reply again = api.post(kMaps, R"({"metadata":{"name":"a"}})");
    CHECK(again.status == 409);
    CHECK(again.message() == "configmaps \"a\" already exists");
    CHECK(again.at({"reason"}) == "AlreadyExists");
}

TEST_CASE("generateName makes names that differ", "[sandbox][objects]") {
    SandboxApi api;
    const std::string body = R"({"metadata":{"generateName":"job-"}})";
    const std::string first = api.post(kMaps, body).at({"metadata", "name"});
    const std::string second = api.post(kMaps, body).at({"metadata", "name"});
    CHECK(first.starts_with("job-"));
    CHECK(first.size() == 9);
    CHECK(first != second);
}

TEST_CASE("an update from an old version is a conflict", "[sandbox][objects]") {
    SandboxApi api;
    const std::string old =
        api.post(kMaps, R"({"metadata":{"name":"a"},"data":{"x":"1"}})").at({"metadata", "resourceVersion"});
    const std::string body =
        R"({"metadata":{"name":"a","resourceVersion":")" + old + R"("},"data":{"x":"2"}})";
    CHECK(api.put(kMaps + "/a", body).status == 200);
    const test::Reply late = api.put(kMaps + "/a", body);
    CHECK(late.status == 409);
    CHECK(late.message() ==
          "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply "
          "your changes to the latest version and "
          "try again");
    CHECK(late.at({"reason"}) == "Conflict");
}

TEST_CASE("an update that changes nothing gives no new version", "[sandbox][objects]") {
    SandboxApi api;
    const test::Reply made = api.post(kMaps, R"({"metadata":{"name":"a"},"data":{"x":"1"}})");
    const test::Reply same = api.put(kMaps + "/a", R"({"metadata":{"name":"a"},"data":{"x":"1"}})");
    CHECK(same.status == 200);
    CHECK(same.at({"metadata", "resourceVersion"}) == made.at({"metadata", "resourceVersion"}));
}

TEST_CASE("generation counts changes of the spec, not of the status", "[sandbox][objects]") {
    SandboxApi api;
    api.post(test::kDeployments, test::deployment("web"));
    CHECK(api.get(test::kDeployments + "/web").at({"metadata", "generation"}) == "1");
    api.merge(test::kDeployments + "/web", R"({"metadata":{"labels":{"a":"b"}}})");
    CHECK(api.get(test::kDeployments + "/web").at({"metadata", "generation"}) == "1");
    api.merge(test::kDeployments + "/web", R"({"spec":{"replicas":3}})");
    CHECK(api.get(test::kDeployments + "/web").at({"metadata", "generation"}) == "2");
    // The main resource does not change the status, the status subresource nothing else.
    CHECK(
        api.merge(test::kDeployments + "/web", R"({"status":{"replicas":77}})").at({"status", "replicas"}) ==
        "3");
    const test::Reply status = api.merge(test::kDeployments + "/web/status",
                                         R"({"status":{"collisionCount":5},"spec":{"replicas":9}})");
    CHECK(status.at({"status", "collisionCount"}) == "5");
    CHECK(status.at({"spec", "replicas"}) == "3");
}

TEST_CASE("lists are selected by labels and fields", "[sandbox][objects]") {
    SandboxApi api;
    for (const char* item :
         {R"({"metadata":{"name":"a","labels":{"app":"web","tier":"x"}}})",
          R"({"metadata":{"name":"b","labels":{"app":"web"}}})", R"({"metadata":{"name":"c"}})"}) {
        api.post(kMaps, item);
    }
    struct Row {
        const char* query;
        std::vector<std::string> names;
    };
    const Row rows[] = {
        {"labelSelector=app%3Dweb", {"a", "b"}},
        {"labelSelector=app%3Dweb,tier", {"a"}},
        {"labelSelector=app%3Dweb,%21tier", {"b"}},
        {"labelSelector=app!=web", {"c", "kube-root-ca.crt"}},
        {"labelSelector=app+in+(web,db)", {"a", "b"}},
        {"labelSelector=app+notin+(web)", {"c", "kube-root-ca.crt"}},
        {"fieldSelector=metadata.name%3Db", {"b"}},
        {"fieldSelector=metadata.name!=b", {"a", "c", "kube-root-ca.crt"}},
        {"fieldSelector=metadata.name%3Da,metadata.namespace%3Ddefault", {"a"}},
    };
    for (const Row& row : rows) {
        INFO(row.query);
        const test::Reply list = api.get(kMaps + "?" + row.query);
        std::vector<std::string> names;
        for (const Value& item : list.body.path({"items"}).items())
            names.emplace_back(item.path({"metadata", "name"}).as_string());
        CHECK(names == row.names);
        CHECK(list.at({"kind"}) == "ConfigMapList");
    }
    CHECK(api.get(kMaps + "?fieldSelector=data.x%3D1").message() == "field label not supported: data.x");
}

TEST_CASE("secrets are selected by type", "[sandbox][objects]") {
    SandboxApi api;
    const std::string secrets = "/api/v1/namespaces/default/secrets";
    api.post(secrets, R"({"metadata":{"name":"a"},"type":"helm.sh/release.v1"})");
    api.post(secrets, R"({"metadata":{"name":"b"},"stringData":{"k":"v"}})");
    const test::Reply list = api.get(secrets + "?fieldSelector=type%3Dhelm.sh/release.v1");
    CHECK(list.body.path({"items"}).items().size() == 1);
    const test::Reply b = api.get(secrets + "/b");
    CHECK(b.at({"data", "k"}) == "dg==");
    CHECK(b.at({"stringData"}) == "");
    CHECK(b.at({"type"}) == "Opaque");
}

TEST_CASE("a long list comes in chunks", "[sandbox][objects]") {
    SandboxApi api;
    for (char c = 'a'; c < 'f'; ++c) api.post(kMaps, std::string(R"({"metadata":{"name":")") + c + R"("}})");
    std::string names, token;
    int pages = 0;
    do {
        const test::Reply page = api.get(kMaps + "?limit=2" + (token.empty() ? "" : "&continue=" + token));
        for (const Value& item : page.body.path({"items"}).items())
            names += std::string(item.path({"metadata", "name"}).as_string()) + " ";
        token = page.at({"metadata", "continue"});
        if (++pages == 1) CHECK(page.at({"metadata", "remainingItemCount"}) == "4");
    } while (!token.empty());
    CHECK(names == "a b c d e kube-root-ca.crt ");
    CHECK(pages == 3);
    CHECK(api.get(kMaps + "?limit=2&continue=nonsense").status == 400);
}

TEST_CASE("a dry run changes nothing", "[sandbox][objects]") {
    SandboxApi api;
    CHECK(api.post(kMaps + "?dryRun=All", R"({"metadata":{"name":"a"}})").status == 201);
    CHECK(api.get(kMaps + "/a").status == 404);
    api.post(kMaps, R"({"metadata":{"name":"a"},"data":{"x":"1"}})");
    CHECK(api.send("PATCH", kMaps + "/a?dryRun=All", R"({"data":{"x":"2"}})", "application/merge-patch+json")
              .at({"data", "x"}) == "2");
    CHECK(api.get(kMaps + "/a").at({"data", "x"}) == "1");
    CHECK(api.remove(kMaps + "/a?dryRun=All").status == 200);
    CHECK(api.remove(kMaps + "/a", R"({"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]})").status ==
          200);
    CHECK(api.get(kMaps + "/a").status == 200);
}

TEST_CASE("kubectl's tables have the columns of their type", "[sandbox][objects]") {
    SandboxApi api;
    api.post(test::kDeployments, test::deployment("web"));
    api.clock.advance(std::chrono::minutes(5));
    const test::Reply table =
        api.send("GET", test::kDeployments, "", "",
                 {{"Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"}});
    CHECK(table.at({"kind"}) == "Table");
    const Value row = table.body.path({"rows"}).items()[0];
    CHECK(write_json(row.path({"cells"})).value() == R"(["web","2/2","2","2","5m","c","web:1","app=web"])");
    CHECK(row.path({"object", "kind"}).as_string() == "PartialObjectMetadata");
    const test::Reply meta = api.send(
        "GET", test::kDeployments, "", "",
        {{"Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"}});
    CHECK(meta.at({"kind"}) == "PartialObjectMetadataList");
    CHECK(meta.body.path({"items"}).items()[0].path({"spec"}).is_nil());
}

TEST_CASE("scale shows and sets how many", "[sandbox][objects]") {
    SandboxApi api;
    api.post(test::kDeployments, test::deployment("web"));
    const test::Reply scale = api.get(test::kDeployments + "/web/scale");
    CHECK(scale.at({"kind"}) == "Scale");
    CHECK(scale.at({"spec", "replicas"}) == "2");
    CHECK(scale.at({"status", "selector"}) == "app=web");
    CHECK(
        api.merge(test::kDeployments + "/web/scale", R"({"spec":{"replicas":4}})").at({"spec", "replicas"}) ==
        "4");
    CHECK(api.get(test::kDeployments + "/web").at({"status", "readyReplicas"}) == "4");
}

TEST_CASE("both versions of an autoscaler are one object", "[sandbox][objects]") {
    SandboxApi api;
    const std::string name = "namespaces/default/horizontalpodautoscalers";
    CHECK(api.post("/apis/autoscaling/v1/" + name,
                   R"({"metadata":{"name":"a"},"spec":{"maxReplicas":3,"targetCPUUtilizationPercentage":50,
        "scaleTargetRef":{"kind":"Deployment","name":"web","apiVersion":"apps/v1"}}})")
              .status == 201);
    const test::Reply newer = api.get("/apis/autoscaling/v2/" + name + "/a");
    CHECK(newer.at({"apiVersion"}) == "autoscaling/v2");
    CHECK(
        newer.at({"spec", "metrics"}) ==
        R"([{"resource":{"name":"cpu","target":{"averageUtilization":50,"type":"Utilization"}},"type":"Resource"}])");
    CHECK(api.get("/apis/autoscaling/v1/" + name + "/a").at({"spec", "targetCPUUtilizationPercentage"}) ==
          "50");
}
