// An API server as a table: what it serves, and an answer for each request, without a network.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "yare/kube/client.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"
#include "yare/test/scripted_http.h"

namespace yare::test {

inline net::Response json(std::string body, int status = 200) {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

struct ScriptedServer {
    // "GET /api/v1/..." -> the answer; several for one key are given in turn, the last again and again.
    std::multimap<std::string, net::Response> answers;
    std::map<std::string, int> asked;
    FixedClock clock;
    MemoryFileSystem files;
    std::shared_ptr<ScriptedHttp> http = std::make_shared<ScriptedHttp>(
        [this](const net::Request& request) -> Result<net::Response> { return answer(request); });

    ScriptedServer() {
        const std::string type = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        net::Response core = json(
            R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
            {"resource":"configmaps","singularResource":"configmap","shortNames":["cm"],"scope":"Namespaced","responseKind":{"kind":"ConfigMap"},"verbs":["get"]},
            {"resource":"namespaces","scope":"Cluster","responseKind":{"kind":"Namespace"}}]}]}]})");
        net::Response groups = json(
            R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[
            {"version":"v1","resources":[{"resource":"deployments","scope":"Namespaced","responseKind":{"kind":"Deployment"},
              "subresources":[{"subresource":"scale","responseKind":{"group":"autoscaling","version":"v1","kind":"Scale"}}]}]},
            {"version":"v1beta1","resources":[{"resource":"deployments","scope":"Namespaced","responseKind":{"kind":"Deployment"}}]},
            {"version":"v9","freshness":"Stale","resources":[]}]}]})");
        core.headers = {{"content-type", type}};
        groups.headers = {{"content-type", type}};
        answers = {{"GET /api", core}, {"GET /apis", groups}};
    }

    Result<net::Response> answer(const net::Request& request) {
        const std::string path = request.url.substr(request.url.find('/', 8));
        const std::string key = request.method + " " + path;
        auto [begin, end] = answers.equal_range(key);
        if (begin == end)
            return json(
                R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"no answer for )" +
                    key + "\"}",
                404);
        for (int skip = asked[key]++; skip > 0 && std::next(begin) != end; --skip) ++begin;
        return begin->second;
    }

    kube::ClientOptions options() {
        kube::ClientOptions out;
        out.files = &files;
        out.clock = &clock;
        return out;
    }
    kube::RestConfig config() const {
        kube::RestConfig out;
        out.server = "https://api";
        return out;
    }
};

}  // namespace yare::test
