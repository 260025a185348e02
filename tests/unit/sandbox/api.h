// A sandbox in memory, spoken to in a line: api.post("/api/v1/namespaces/default/configmaps", {...}).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/json.h"
#include "yare/sandbox/sandbox.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"

namespace yare::test {

struct Reply {
    int status = 0;
    std::string text;
    std::vector<net::Header> headers;
    std::unique_ptr<Document> document = std::make_unique<Document>();
    Value body;

    std::string at(std::initializer_list<std::string_view> path) const {
        const Value value = body.path(path);
        if (value.is_string()) return std::string(value.as_string());
        return value.is_nil() ? "" : write_json(value).value();
    }
    std::string message() const { return at({"message"}); }
};

class SandboxApi {
  public:
    explicit SandboxApi(const std::string& database = ":memory:") { open(database); }
    void open(const std::string& database) {
        sandbox.reset();
        Result<std::unique_ptr<sandbox::Sandbox>> opened = sandbox::Sandbox::open(database, clock, random);
        REQUIRE(opened);
        sandbox = std::move(opened).value();
    }

    Reply send(std::string method, std::string path, std::string body = {},
               std::string type = "application/json", std::vector<net::Header> headers = {}) {
        net::Request request;
        request.method = std::move(method);
        request.url = "http://sandbox" + path;
        request.body = std::move(body);
        request.headers = std::move(headers);
        if (!request.body.empty()) request.headers.push_back({"Content-Type", std::move(type)});
        sandbox::Answer answer = sandbox->handle(request);
        Reply reply;
        reply.status = answer.response.status;
        reply.text = answer.response.body;
        reply.headers = answer.response.headers;
        if (Result<Value> value = read_json(reply.text, *reply.document, {.numbers = Numbers::KeepIntegers}))
            reply.body = *value;
        return reply;
    }
    Reply get(std::string path) { return send("GET", std::move(path)); }
    Reply post(std::string path, std::string body) { return send("POST", std::move(path), std::move(body)); }
    Reply put(std::string path, std::string body) { return send("PUT", std::move(path), std::move(body)); }
    Reply remove(std::string path, std::string body = {}) {
        return send("DELETE", std::move(path), std::move(body));
    }
    Reply merge(std::string path, std::string body) {
        return send("PATCH", std::move(path), std::move(body), "application/merge-patch+json");
    }
    Reply strategic(std::string path, std::string body) {
        return send("PATCH", std::move(path), std::move(body), "application/strategic-merge-patch+json");
    }
    Reply apply(std::string path, std::string body) {
        return send("PATCH", std::move(path), std::move(body), "application/apply-patch+yaml");
    }
    // All that a watch has to say right now.
    std::unique_ptr<sandbox::Watch> watch(std::string path) {
        net::Request request;
        request.url = std::move(path);
        sandbox::Answer answer = sandbox->handle(request);
        REQUIRE(answer.watch);
        return std::move(answer.watch);
    }

    FixedClock clock;
    SeededRandom random;
    std::unique_ptr<sandbox::Sandbox> sandbox;
};

inline std::string now_from(sandbox::Watch& watch) {
    return watch.next(std::chrono::milliseconds(0), {}).value_or("(end)");
}

inline const std::string kMaps = "/api/v1/namespaces/default/configmaps";
inline const std::string kDeployments = "/apis/apps/v1/namespaces/default/deployments";

inline std::string deployment(const std::string& name, const std::string& image = "web:1",
                              const std::string& annotations = "{}", int replicas = 2) {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":")" + name +
           R"("},"spec":{"replicas":)" + std::to_string(replicas) + R"(,"selector":{"matchLabels":{"app":")" +
           name + R"("}},"template":{"metadata":{"labels":{"app":")" + name + R"("},"annotations":)" +
           annotations + R"(},"spec":{"containers":[{"name":"c","image":")" + image + R"("}]}}}})";
}

}  // namespace yare::test
