#include "yare/kube/client.h"

#include <string>

#include "scripted_server.h"
#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;
using test::json;
using test::ScriptedServer;

namespace {

constexpr const char* kMap =
    R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"n","uid":"u","resourceVersion":"7"},"data":{"k":"<v>","big":9007199254740993}})";

std::string refusal(const std::string& reason, int code, const std::string& message) {
    return R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":")" + reason + R"(","code":)" +
           std::to_string(code) + R"(,"message":")" + message + "\"}";
}

std::string header_of(const net::Request& request, std::string_view name) {
    std::string out;
    for (const net::Header& header : request.headers) {
        if (header.name == name) out += (out.empty() ? "" : ", ") + header.value;
    }
    return out;
}

}  // namespace

TEST_CASE_METHOD(ScriptedServer, "discovery says where kinds are served", "[kube][client]") {
    kube::Client client(config(), http, options());
    auto mapping = client.mapping("apps/v1", "Deployment");
    REQUIRE(mapping);
    CHECK(mapping->path("n", "a") == "/apis/apps/v1/namespaces/n/deployments/a");
    CHECK(mapping->path("", "") == "/apis/apps/v1/deployments");
    CHECK(client.mapping("v1", "Namespace")->path("n", "a") == "/api/v1/namespaces/a");
    CHECK(client.preferred_mapping("apps", "Deployment")->api_version == "apps/v1");
    CHECK(client.find_resource("cm")->kind == "ConfigMap");
    CHECK(client.find_resource("deployments.v1beta1.apps")->api_version == "apps/v1beta1");
    CHECK(client.api_versions().value() ==
          std::vector<std::string>{"apps/v1", "apps/v1/Deployment", "apps/v1/Scale", "apps/v1beta1",
                                   "apps/v1beta1/Deployment", "v1", "v1/ConfigMap", "v1/Namespace"});
    CHECK(http->lines() == std::vector<std::string>{"GET https://api/api", "GET https://api/apis"});
}

TEST_CASE_METHOD(ScriptedServer, "a kind that is not served is looked for once more, then told",
                 "[kube][client]") {
    kube::Client client(config(), http, options());
    const auto mapping = client.mapping("x.io/v1", "Foo");
    REQUIRE_FALSE(mapping);
    CHECK(mapping.error().code() == ErrorCode::NotFound);
    CHECK(mapping.error().text() == "no matches for kind \"Foo\" in version \"x.io/v1\"");
    CHECK(http->requests().size() == 4);
}

TEST_CASE_METHOD(ScriptedServer, "a server of the older kind is asked group by group", "[kube][client]") {
    answers.clear();
    answers = {
        {"GET /api", json(R"({"kind":"APIVersions","versions":["v1"]})")},
        {"GET /apis",
         json(R"({"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1beta1"},
            {"groupVersion":"apps/v1"}],"preferredVersion":{"groupVersion":"apps/v1"}}]})")},
        {"GET /api/v1",
         json(
             R"({"resources":[{"name":"pods","kind":"Pod","namespaced":true},{"name":"pods/log","kind":"Pod"},
            {"name":"pods/eviction","kind":"Eviction"}]})")},
        {"GET /apis/apps/v1",
         json(R"({"resources":[{"name":"deployments","kind":"Deployment","namespaced":true}]})")},
        {"GET /apis/apps/v1beta1", json("", 503)}};
    kube::Client client(config(), http, options());
    CHECK(client.mapping("v1", "Pod")->path("n", "p") == "/api/v1/namespaces/n/pods/p");
    CHECK(client.api_versions().value() == std::vector<std::string>{"apps/v1", "apps/v1/Deployment",
                                                                    "apps/v1beta1", "v1", "v1/Eviction",
                                                                    "v1/Pod"});
}

TEST_CASE_METHOD(ScriptedServer, "what discovery said is kept on disk until it is old or forgotten",
                 "[kube][client]") {
    auto with_cache = options();
    with_cache.cache_directory = "/cache";
    const auto requests_of_a_run = [&] {
        const std::size_t before = http->requests().size();
        kube::Client client(config(), http, with_cache);
        CHECK(client.mapping("v1", "ConfigMap").value().short_names == std::vector<std::string>{"cm"});
        return http->requests().size() - before;
    };
    CHECK(requests_of_a_run() == 2);
    REQUIRE(files.stat("/cache/api/yare-discovery.json"));
    CHECK(requests_of_a_run() ==
          (files.stat("/cache/api/yare-discovery.json")->modified + with_cache.cache_life >= clock.now()
               ? 0
               : 2));
    REQUIRE(files.write("/cache/api/yare-discovery.json", "{"));
    CHECK(requests_of_a_run() == 2);  // a broken cache is no cache
    kube::Client client(config(), http, with_cache);
    client.forget_discovery();
    CHECK_FALSE(files.stat("/cache/api/yare-discovery.json"));
}

TEST_CASE_METHOD(ScriptedServer, "each verb is one request of its own form", "[kube][client]") {
    kube::Client client(config(), http, options());
    REQUIRE(client.mapping("v1", "ConfigMap"));
    const auto object = kube::parse_object(kMap);
    const kube::ObjectRef ref{"v1", "ConfigMap", "n", "a"};
    const auto sent = [&](kube::Pending pending) {
        (void)pending.wait();
        const net::Request request = http->requests().back();
        return request.method + " " + request.url + " " + header_of(request, "Content-Type") + " " +
               request.body;
    };
    CHECK(sent(client.get(ref)) == "GET https://api/api/v1/namespaces/n/configmaps/a  ");
    CHECK(sent(client.create(object->root(), {.dry_run = true})) ==
          "POST https://api/api/v1/namespaces/n/configmaps?dryRun=All&fieldManager=helm application/json " +
              kube::object_json(object->root()).value());
    CHECK(sent(client.update(object->root(), {.field_validation = "Strict", .subresource = "status"})) ==
          "PUT https://api/api/v1/namespaces/n/configmaps/a/status?fieldManager=helm&fieldValidation=Strict "
          "application/json " +
              kube::object_json(object->root()).value());
    CHECK(sent(client.apply(object->root(), {.force = true, .write = {.field_validation = "Strict"}})) ==
          "PATCH "
          "https://api/api/v1/namespaces/n/configmaps/a?fieldManager=helm&fieldValidation=Strict&force=true "
          "application/apply-patch+yaml " +
              kube::object_json(object->root()).value());
    CHECK(sent(client.patch(ref, kube::PatchKind::Merge, "{}")) ==
          "PATCH https://api/api/v1/namespaces/n/configmaps/a?fieldManager=helm application/merge-patch+json "
          "{}");
    CHECK(sent(client.patch(ref, kube::PatchKind::StrategicMerge, "{}")) ==
          "PATCH https://api/api/v1/namespaces/n/configmaps/a?fieldManager=helm "
          "application/strategic-merge-patch+json {}");
    CHECK(sent(client.patch(ref, kube::PatchKind::Json, "[]")) ==
          "PATCH https://api/api/v1/namespaces/n/configmaps/a?fieldManager=helm application/json-patch+json "
          "[]");
    CHECK(
        sent(client.remove(ref,
                           {.propagation = kube::Propagation::Foreground, .grace_seconds = 0, .uid = "u"})) ==
        "DELETE https://api/api/v1/namespaces/n/configmaps/a application/json "
        R"({"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions","preconditions":{"uid":"u"},"propagationPolicy":"Foreground"})");
    CHECK(client.get({"v1", "ConfigMap", "", "a"}).wait().error().text() ==
          "an empty namespace may not be set when a resource name is provided");
}

TEST_CASE_METHOD(ScriptedServer, "an object comes back with its numbers and texts as they are",
                 "[kube][client]") {
    answers.emplace("GET /api/v1/namespaces/n/configmaps/a", json(kMap));
    kube::Client client(config(), http, options());
    auto object = client.get({"v1", "ConfigMap", "n", "a"}).wait();
    REQUIRE(object);
    CHECK(object->name() == "a");
    CHECK(object->resource_version() == "7");
    CHECK(kube::object_json(object->root()).value() ==
          R"({"apiVersion":"v1","data":{"big":9007199254740993,"k":"<v>"},"kind":"ConfigMap",)"
          R"("metadata":{"name":"a","namespace":"n","resourceVersion":"7","uid":"u"}})");
    CHECK(kube::copy_object(object->root()).ref() == kube::ObjectRef{"v1", "ConfigMap", "n", "a"});
}

TEST_CASE_METHOD(ScriptedServer, "refusals carry the server's words, a code to decide on, and the causes",
                 "[kube][client]") {
    const std::string path = "GET /api/v1/namespaces/n/configmaps/a";
    kube::Client client(config(), http, options());
    struct Row {
        net::Response response;
        ErrorCode code;
        std::string text;
    };
    const std::vector<Row> rows{
        {json(refusal("NotFound", 404, "configmaps a not found"), 404), ErrorCode::NotFound,
         "configmaps a not found"},
        {json(refusal("AlreadyExists", 409, "exists"), 409), ErrorCode::AlreadyExists, "exists"},
        {json(refusal("Conflict", 409, "changed"), 409), ErrorCode::Conflict, "changed"},
        {json(refusal("Forbidden", 403, "no"), 403), ErrorCode::Forbidden, "no"},
        {json(refusal("Invalid", 422, "bad"), 422), ErrorCode::Invalid, "bad"},
        {json(refusal("InternalError", 500, "broken"), 500), ErrorCode::Unavailable, "broken"},
        {json("", 401), ErrorCode::Forbidden,
         "the server has asked for the client to provide credentials (get configmaps a)"},
        {json("", 404), ErrorCode::NotFound,
         "the server could not find the requested resource (get configmaps a)"},
        {json("", 418), ErrorCode::Invalid,
         "the server responded with the status code 418 but did not return more information (get configmaps "
         "a)"},
        {{.status = 502, .headers = {{"Content-Type", "text/plain"}}, .body = "oh \"no\"\n"},
         ErrorCode::Unavailable,
         "an error on the server (\"oh \\\"no\\\"\") has prevented the request from succeeding (get "
         "configmaps a)"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        answers.erase(path);
        asked.clear();
        answers.emplace(path, row.response);
        auto got = client.get({"v1", "ConfigMap", "n", "a"}).wait();
        REQUIRE_FALSE(got);
        CHECK(got.error().code() == row.code);
        CHECK(got.error().text() == row.text);
    }
    answers.erase(path);
    answers.emplace(
        path,
        json(
            R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","code":409,"message":"m",
        "details":{"name":"a","group":"g","kind":"k","causes":[{"reason":"FieldManagerConflict","message":"conflict with \"x\"","field":".data.k"}]}})",
            409));
    auto pending = client.get({"v1", "ConfigMap", "n", "a"});
    REQUIRE_FALSE(pending.wait());
    CHECK(pending.status().reason == "Conflict");
    CHECK(pending.status().name == "a");
    REQUIRE(pending.status().causes.size() == 1);
    CHECK(pending.status().causes[0].field == ".data.k");
}

TEST_CASE_METHOD(ScriptedServer, "a request that the server puts off is sent again after the time asked for",
                 "[kube][client]") {
    const std::string path = "GET /api/v1/namespaces/n/configmaps/a";
    net::Response later = json("", 429);
    later.headers.push_back({"Retry-After", "3"});
    answers.emplace(path, later);
    answers.emplace(path, later);
    answers.emplace(path, json(kMap));
    kube::Client client(config(), http, options());
    const auto before = clock.now();
    CHECK(client.get({"v1", "ConfigMap", "n", "a"}).wait());
    CHECK(clock.now() - before == std::chrono::seconds(6));
    auto few = options();
    few.retries = 1;
    asked.clear();
    kube::Client impatient(config(), http, few);
    auto got = impatient.get({"v1", "ConfigMap", "n", "a"}).wait();
    REQUIRE_FALSE(got);
    CHECK(got.error().code() == ErrorCode::Unavailable);
}

TEST_CASE_METHOD(ScriptedServer, "lists come in pages, and their items know their kind", "[kube][client]") {
    const std::string base = "GET /api/v1/namespaces/n/configmaps?labelSelector=a%3Db&limit=2";
    answers.emplace(
        base,
        json(R"({"kind":"ConfigMapList","apiVersion":"v1","metadata":{"continue":"c1","resourceVersion":"5"},
        "items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]})"));
    answers.emplace(base + "&continue=c1",
                    json(R"({"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"5"},
        "items":[{"metadata":{"name":"c"}}]})"));
    kube::Client client(config(), http, options());
    auto list = client.list("v1", "ConfigMap", {.namespace_name = "n", .label_selector = "a=b", .limit = 2});
    REQUIRE(list);
    REQUIRE(list->items.size() == 3);
    CHECK(kube::object_ref(list->items[2]) == kube::ObjectRef{"v1", "ConfigMap", "", "c"});
    CHECK(list->resource_version == "5");
    SECTION("a next page that the server has forgotten makes it begin again, in one") {
        answers.erase(base + "&continue=c1");
        answers.emplace(base + "&continue=c1", json(refusal("Expired", 410, "gone"), 410));
        answers.emplace(
            "GET /api/v1/namespaces/n/configmaps?labelSelector=a%3Db",
            json(
                R"({"kind":"ConfigMapList","metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"z"}}]})"));
        list = client.list("v1", "ConfigMap", {.namespace_name = "n", .label_selector = "a=b", .limit = 2});
        REQUIRE(list);
        CHECK(list->items.size() == 1);
        CHECK(list->resource_version == "9");
    }
}

TEST_CASE_METHOD(ScriptedServer, "every request says who asks", "[kube][client]") {
    auto who = config();
    who.impersonation = {.user = "u", .uid = "id", .groups = {"g1", "g2"}, .extra = {{"a/b", {"v"}}}};
    SECTION("by a token") { who.token = "t"; }
    SECTION("by name and password") { who.user_name = "n", who.password = "p"; }
    SECTION("by a token file, read again after a while") {
        who.token_file = "/token";
        files.add("/token", "one\n");
        kube::Client client(who, http, options());
        const auto token = [&] {
            (void)client.get_text("/x");
            return header_of(http->requests().back(), "Authorization");
        };
        CHECK(token() == "Bearer one");
        files.add("/token", "two");
        CHECK(token() == "Bearer one");
        clock.advance(std::chrono::seconds(61));
        CHECK(token() == "Bearer two");
    }
    kube::Client client(who, http, options());
    (void)client.get_text("/x");
    const net::Request request = http->requests().back();
    CHECK(header_of(request, "Impersonate-User") == "u");
    CHECK(header_of(request, "Impersonate-Uid") == "id");
    CHECK(header_of(request, "Impersonate-Group") == "g1, g2");
    CHECK(header_of(request, "Impersonate-Extra-a%2Fb") == "v");
    CHECK(header_of(request, "User-Agent") == "Helm/4.3");
    if (!who.token.empty()) CHECK(header_of(request, "Authorization") == "Bearer t");
    if (!who.user_name.empty()) CHECK(header_of(request, "Authorization") == "Basic bjpw");
}

TEST_CASE_METHOD(ScriptedServer, "an exec plugin is asked when its token has run out or was refused",
                 "[kube][client]") {
    auto who = config();
    who.exec = kube::ExecPlugin{
        .api_version = "client.authentication.k8s.io/v1", .command = "login", .interactive_mode = "Never"};
    who.environment = {{"HOME", "/home/u"}};
    int runs = 0;
    auto with_plugin = options();
    std::string info;
    with_plugin.run_exec = [&](const kube::ExecPlugin&,
                               const kube::Environment& environment) -> Result<std::string> {
        info = kube::lookup_variable(environment, "KUBERNETES_EXEC_INFO");
        return R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"expirationTimestamp":"2026-01-02T04:04:05Z","token":"t)" +
               std::to_string(++runs) + "\"}}";
    };
    kube::Client client(who, http, with_plugin);
    const auto token = [&] {
        (void)client.get_text("/x");
        return header_of(http->requests().back(), "Authorization");
    };
    CHECK(token() == "Bearer t1");
    CHECK(token() == "Bearer t1");
    clock.advance(std::chrono::hours(1));
    CHECK(token() == "Bearer t2");
    answers.emplace("GET /x", json("", 401));
    clock.advance(-std::chrono::hours(1));
    CHECK(token() == "Bearer t2");
    CHECK(token() == "Bearer t3");
    CHECK(
        info ==
        R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}})");
}

TEST_CASE_METHOD(ScriptedServer, "an exec plugin is run with its environment and without input",
                 "[kube][client]") {
    auto who = config();
    who.environment = {{"PATH", "/usr/bin:/bin"}, {"TOKEN", "t"}};
    const auto outcome = [&](const kube::ExecPlugin& plugin) {
        who.exec = plugin;
        kube::Client client(who, http, options());
        const auto answer = client.get_text("/x");
        return answer ? header_of(http->requests().back(), "Authorization") : answer.error().text();
    };
    kube::ExecPlugin plugin{
        .api_version = "client.authentication.k8s.io/v1",
        .command = "sh",
        .arguments = {"-c", R"(cat && printf '{"kind":"ExecCredential","apiVersion":)"
                            R"("client.authentication.k8s.io/v1","status":{"token":"%s"}}' $TOKEN)"},
        .interactive_mode = "Never"};
    answers.emplace("GET /x", json(""));
    CHECK(outcome(plugin) == "Bearer t");
    plugin.arguments = {"-c", "exit 3"};
    CHECK(outcome(plugin).ends_with("getting credentials: exec: executable sh failed with exit code 3"));
    plugin.command = "no-such-program";
    plugin.install_hint = "It is installed by hand.";
    const std::string missing = outcome(plugin);
    CHECK(missing.find("getting credentials: exec: executable no-such-program not found\n\n") !=
          std::string::npos);
    CHECK(missing.ends_with("\n\nIt is installed by hand."));
}

TEST_CASE_METHOD(ScriptedServer, "a cluster that cannot be asked is unreachable, in Helm's words",
                 "[kube][client]") {
    kube::Client client(config(), http, options());
    answers.emplace("GET /version", json(refusal("Unauthorized", 401, "Unauthorized"), 401));
    const auto reachable = client.check_reachable();
    REQUIRE_FALSE(reachable);
    CHECK(reachable.error().text() ==
          "kubernetes cluster unreachable: the server has asked for the client to provide credentials");
    answers.erase("GET /version");
    answers.emplace("GET /version",
                    json(R"({"major":"1","minor":"36","gitVersion":"v1.36.3","platform":"linux/amd64"})"));
    CHECK(client.server_version()->git_version == "v1.36.3");
}

TEST_CASE_METHOD(ScriptedServer, "what the server warns of is collected, each text once", "[kube][client]") {
    net::Response response = json(kMap);
    response.headers.push_back({"Warning", R"(299 - "unknown field \"spec.x\"")"});
    response.headers.push_back({"warning", R"(299 - "second")"});
    response.headers.push_back({"Warning", R"(110 - "stale")"});
    answers.emplace("GET /api/v1/namespaces/n/configmaps/a", response);
    kube::Client client(config(), http, options());
    REQUIRE(client.get({"v1", "ConfigMap", "n", "a"}).wait());
    CHECK(client.take_warnings() == std::vector<std::string>{"unknown field \"spec.x\"", "second"});
    REQUIRE(client.get({"v1", "ConfigMap", "n", "a"}).wait());
    CHECK(client.take_warnings().empty());
}
