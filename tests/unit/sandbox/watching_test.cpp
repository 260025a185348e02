#include <thread>

#include "api.h"

using namespace yare;
using test::kMaps;
using test::now_from;
using test::SandboxApi;

namespace {

// "ADDED a, MODIFIED a" of a watch's lines.
std::string told(sandbox::Watch& watch) {
    const std::string text = now_from(watch);
    std::string out;
    Document document;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = text.find('\n', begin);
        const Result<Value> line = read_json(std::string_view(text).substr(begin, end - begin), document);
        if (!line) return text;
        out += (out.empty() ? "" : ", ") + std::string(line->path({"type"}).as_string()) + " " +
               std::string(line->path({"object", "metadata", "name"}).string_or("-"));
        begin = end + 1;
    }
    return out;
}

}  // namespace

TEST_CASE("a watch tells what is there and what happens", "[sandbox][watching]") {
    SandboxApi api;
    api.post(kMaps, R"({"metadata":{"name":"a"}})");
    const auto watch = api.watch(kMaps + "?watch=true");
    CHECK(told(*watch) == "ADDED a, ADDED kube-root-ca.crt");
    CHECK(told(*watch).empty());
    api.post(kMaps, R"({"metadata":{"name":"b"}})");
    api.merge(kMaps + "/a", R"({"data":{"x":"1"}})");
    api.remove(kMaps + "/b");
    CHECK(told(*watch) == "ADDED b, MODIFIED a, DELETED b");
}

TEST_CASE("a watch goes on from a version", "[sandbox][watching]") {
    SandboxApi api;
    const std::string version = api.get(kMaps).at({"metadata", "resourceVersion"});
    api.post(kMaps, R"({"metadata":{"name":"a"}})");
    CHECK(told(*api.watch(kMaps + "?watch=1&resourceVersion=" + version)) == "ADDED a");
    CHECK(api.get(kMaps + "?watch=1&resourceVersion=abc").status == 400);
}

TEST_CASE("a watch sees objects move in and out of its selection", "[sandbox][watching]") {
    SandboxApi api;
    const auto watch = api.watch(kMaps + "?watch=1&labelSelector=x%3D1");
    api.post(kMaps, R"({"metadata":{"name":"a"}})");
    CHECK(told(*watch).empty());
    api.merge(kMaps + "/a", R"({"metadata":{"labels":{"x":"1"}}})");
    api.merge(kMaps + "/a", R"({"data":{"k":"v"}})");
    api.merge(kMaps + "/a", R"({"metadata":{"labels":{"x":"2"}}})");
    api.remove(kMaps + "/a");
    CHECK(told(*watch) == "ADDED a, MODIFIED a, DELETED a");
    const auto one = api.watch(kMaps + "?watch=1&fieldSelector=metadata.name%3Db");
    api.post(kMaps, R"({"metadata":{"name":"b"}})");
    api.post(kMaps, R"({"metadata":{"name":"c"}})");
    CHECK(told(*one) == "ADDED b");
}

TEST_CASE("a watch that asks for it is told where the beginning ends", "[sandbox][watching]") {
    SandboxApi api;
    const auto watch = api.watch(
        kMaps + "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
    const std::string text = now_from(*watch);
    CHECK(text.find(R"("type":"ADDED")") != std::string::npos);
    CHECK(text.find(R"("k8s.io/initial-events-end":"true")") != std::string::npos);
}

TEST_CASE("bookmarks come by the clock, and a watch ends by it", "[sandbox][watching]") {
    SandboxApi api;
    const std::string version = api.get(kMaps).at({"metadata", "resourceVersion"});
    const auto watch =
        api.watch(kMaps + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=90&resourceVersion=" + version);
    CHECK(told(*watch).empty());
    api.clock.advance(std::chrono::seconds(61));
    CHECK(told(*watch) == "BOOKMARK -");
    api.clock.advance(std::chrono::seconds(30));
    CHECK_FALSE(watch->next(std::chrono::milliseconds(0), {}));
}

TEST_CASE("a version that is too old is gone", "[sandbox][watching]") {
    SandboxApi api;
    const std::string old =
        api.post(kMaps, R"({"metadata":{"name":"a"}})").at({"metadata", "resourceVersion"});
    for (int i = 0; i < 11500; ++i) api.merge(kMaps + "/a", R"({"data":{"x":")" + std::to_string(i) + "\"}}");
    const auto watch = api.watch(kMaps + "?watch=1&resourceVersion=" + old);
    const std::string text = now_from(*watch);
    CHECK(text.find(R"("type":"ERROR")") != std::string::npos);
    CHECK(text.find("too old resource version: " + old) != std::string::npos);
    CHECK(text.find(R"("code":410)") != std::string::npos);
    CHECK_FALSE(watch->next(std::chrono::milliseconds(0), {}));
}

TEST_CASE("a watch of another namespace hears nothing", "[sandbox][watching]") {
    SandboxApi api;
    const auto here = api.watch("/api/v1/namespaces/kube-system/configmaps?watch=1&resourceVersion=" +
                                api.get(kMaps).at({"metadata", "resourceVersion"}));
    const auto all = api.watch("/api/v1/configmaps?watch=1&resourceVersion=" +
                               api.get(kMaps).at({"metadata", "resourceVersion"}));
    api.post(kMaps, R"({"metadata":{"name":"a"}})");
    CHECK(told(*here).empty());
    CHECK(told(*all) == "ADDED a");
}

TEST_CASE("a client without a socket sees watches as they happen", "[sandbox][watching]") {
    SandboxApi api;
    const auto client = sandbox::in_process_client(*api.sandbox);
    std::stop_source stop;
    net::Request request;
    request.url = "http://sandbox" + kMaps +
                  "?watch=1&resourceVersion=" + api.get(kMaps).at({"metadata", "resourceVersion"});
    request.streaming = true;
    const auto exchange = client->start(request, stop.get_token());
    REQUIRE(exchange->wait());
    std::jthread writer([&] { api.post(kMaps, R"({"metadata":{"name":"a"}})"); });
    const Result<std::optional<std::string>> piece = exchange->next();
    REQUIRE(piece);
    REQUIRE(*piece);
    CHECK((*piece)->find(R"("type":"ADDED")") != std::string::npos);
    std::jthread stopper([&] { stop.request_stop(); });
    const Result<std::optional<std::string>> end = exchange->next();
    CHECK_FALSE(end);
    CHECK(end.error().code() == ErrorCode::Cancelled);
    const Result<net::Response> plain = client->send({.url = "http://sandbox/version"});
    REQUIRE(plain);
    CHECK(plain->status == 200);
}

TEST_CASE("watches end when they are told to", "[sandbox][watching]") {
    SandboxApi api;
    const auto watch = api.watch(kMaps + "?watch=1");
    now_from(*watch);
    api.sandbox->end_watches();
    CHECK_FALSE(watch->next(std::chrono::seconds(10), {}));
}
