#include "yare/kube/watch.h"

#include <atomic>
#include <string>
#include <thread>

#include "scripted_server.h"
#include "yare/test/catch.h"

using namespace yare;
using test::json;
using test::ScriptedServer;

namespace {

constexpr const char* kList = "GET /api/v1/namespaces/n/configmaps?limit=500";

std::string watch_from(const std::string& version) {
    return "GET /api/v1/namespaces/n/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=" +
           version + "&timeoutSeconds=300";
}

std::string object(const std::string& name, const std::string& version) {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"n","name":")" + name +
           R"(","resourceVersion":")" + version + R"(","labels":{"first":")" + name.substr(0, 1) + "\"}}}";
}

std::string event(const std::string& type, const std::string& name, const std::string& version) {
    return R"({"type":")" + type + R"(","object":)" + object(name, version) + "}\n";
}

net::Response list_of(const std::string& version, const std::string& items) {
    return json(R"({"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":")" + version +
                R"("},"items":[)" + items + "]}");
}

const char* name_of(kube::Change::Type type) {
    static constexpr const char* kNames[] = {"added", "modified", "deleted", "synced"};
    return kNames[int(type)];
}

std::string text_of(const kube::Change& change) {
    std::string out = name_of(change.type);
    if (change.object)
        out +=
            " " + std::string(change.object->name()) + "@" + std::string(change.object->resource_version());
    if (change.previous) out += " was " + std::string(change.previous->resource_version());
    return out;
}

struct Following : ScriptedServer {
    kube::Client client{config(), http, options()};
    kube::WatchTarget target{"v1", "ConfigMap", "n", {}, {}};
    std::vector<std::string> told;

    // Follows until `count` changes have been told.
    Result<void> follow(std::size_t count) {
        return kube::follow(
            client, target,
            [&](const kube::Change& change) {
                told.push_back(text_of(change));
                return told.size() < count;
            },
            {}, clock);
    }
};

}  // namespace

TEST_CASE_METHOD(ScriptedServer, "a watch gives its events one by one, and an error as such",
                 "[kube][watch]") {
    answers.emplace(
        "GET /api/v1/namespaces/n/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=5",
        json(
            event("ADDED", "a", "6") + event("DELETED", "a", "7") + "\n" +
            R"({"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410,"message":"too old"}})" +
            "\n"));
    kube::Client client(config(), http, options());
    auto stream = client.watch("v1", "ConfigMap", {.namespace_name = "n", .resource_version = "5"});
    REQUIRE(stream);
    auto next = stream->next();
    REQUIRE((next && *next));
    CHECK((*next)->type == kube::WatchEvent::Type::Added);
    CHECK((*next)->object.name() == "a");
    next = stream->next();
    REQUIRE((next && *next));
    CHECK((*next)->type == kube::WatchEvent::Type::Deleted);
    next = stream->next();
    REQUIRE_FALSE(next);
    CHECK(next.error().code() == ErrorCode::Conflict);
    CHECK(next.error().text() == "too old");
    CHECK(stream->status().code == 410);
    next = stream->next();
    REQUIRE(next);
    CHECK_FALSE(*next);
}

TEST_CASE_METHOD(Following, "following lists, watches from there, and resumes where a stream ended",
                 "[kube][watch]") {
    answers.emplace(kList, list_of("5", object("a", "1") + "," + object("b", "2")));
    answers.emplace(watch_from("5"), json(event("MODIFIED", "a", "6") + event("BOOKMARK", "", "8")));
    answers.emplace(watch_from("8"), json(event("ADDED", "c", "9") + event("DELETED", "b", "10")));
    REQUIRE(follow(6));
    CHECK(told == std::vector<std::string>{"added a@1", "added b@2", "synced", "modified a@6 was 1",
                                           "added c@9", "deleted b@10 was 2"});
    CHECK(asked[kList] == 1);
}

TEST_CASE_METHOD(Following, "what happened while the server had forgotten us is told as differences",
                 "[kube][watch]") {
    answers.emplace(kList, list_of("5", object("a", "1") + "," + object("b", "2") + "," + object("c", "3")));
    answers.emplace(kList,
                    list_of("20", object("a", "1") + "," + object("c", "15") + "," + object("d", "16")));
    SECTION("told by status") {
        answers.emplace(
            watch_from("5"),
            json(
                R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410,"message":"old"})",
                410));
    }
    SECTION("told in the stream") {
        answers.emplace(
            watch_from("5"),
            json(
                R"({"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Gone","code":410}})"
                "\n"));
    }
    REQUIRE(follow(7));
    CHECK(told == std::vector<std::string>{"added a@1", "added b@2", "added c@3", "synced",
                                           "modified c@15 was 3", "added d@16", "deleted b@2 was 2"});
}

TEST_CASE_METHOD(Following,
                 "a server that is away is tried again with growing pauses, one that refuses is not",
                 "[kube][watch]") {
    answers.emplace(kList, json("", 503));
    answers.emplace(kList, json("", 503));
    answers.emplace(kList, list_of("5", object("a", "1")));
    const auto before = clock.now();
    REQUIRE(follow(1));
    CHECK(clock.now() - before == std::chrono::milliseconds(200 + 400));
    answers.erase(kList);
    answers.emplace(
        kList,
        json(
            R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"no"})",
            403));
    const auto refused = follow(9);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::Forbidden);
}

TEST_CASE_METHOD(ScriptedServer, "an informer keeps a store that is asked by name and by index",
                 "[kube][watch]") {
    answers.emplace(kList, list_of("5", object("ant", "1") + "," + object("bee", "2")));
    answers.emplace(watch_from("5"), json(event("ADDED", "ape", "6") + event("DELETED", "bee", "7") +
                                          event("BOOKMARK", "", "9")));
    answers.emplace(watch_from("9"), json(""));
    kube::Client client(config(), http, options());
    kube::Informer informer(client, {"v1", "ConfigMap", "n", {}, {}}, clock);
    informer.store().add_index("first", [](const Value& value) {
        return std::vector<std::string>{
            std::string(value.path({"metadata", "labels", "first"}).string_or(""))};
    });
    std::atomic<bool> gone{false};
    informer.add_handler([&](const kube::Change& change) {
        if (change.type != kube::Change::Type::Deleted) return;
        gone = true;
        gone.notify_all();
    });
    informer.start();
    REQUIRE(informer.wait_synced({}));
    gone.wait(false);
    CHECK(informer.store().size() == 2);
    CHECK(informer.store().find("n", "ant")->resource_version() == "1");
    CHECK(informer.store().find("n", "bee") == nullptr);
    CHECK(informer.store().by_index("first", "a").size() == 2);
    CHECK(informer.store().by_index("first", "b").empty());
    CHECK_FALSE(informer.failure());
}

TEST_CASE_METHOD(ScriptedServer, "an informer that may not list says so", "[kube][watch]") {
    answers.emplace(
        kList,
        json(
            R"({"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"no"})",
            403));
    kube::Client client(config(), http, options());
    kube::Informer informer(client, {"v1", "ConfigMap", "n", {}, {}}, clock);
    informer.start();
    CHECK(informer.wait_synced({}).error().text() == "no");
    CHECK(informer.failure()->code() == ErrorCode::Forbidden);
}

TEST_CASE("a work queue hands out each key once, and again when it came meanwhile", "[kube][watch]") {
    kube::WorkQueue queue;
    queue.add("a");
    queue.add("b");
    queue.add("a");
    CHECK(queue.take({}) == "a");
    queue.add("a");
    queue.add("a");
    CHECK(queue.take({}) == "b");
    CHECK(queue.size() == 0);  // "a" is being worked on
    queue.done("a");
    CHECK(queue.take({}) == "a");
    queue.done("a");
    queue.done("b");
    CHECK(queue.size() == 0);
    queue.shut_down();
    queue.add("c");
    CHECK_FALSE(queue.take({}));
}

TEST_CASE("a work queue gives failed keys back later, and wakes for a cancellation", "[kube][watch]") {
    kube::WorkQueue queue({.first = std::chrono::milliseconds(1), .longest = std::chrono::milliseconds(2)});
    queue.retry("a");
    queue.retry("a");
    CHECK(queue.take({}) == "a");
    queue.done("a");
    queue.forget("a");
    std::stop_source source;
    std::jthread stopper([&] { source.request_stop(); });
    CHECK_FALSE(kube::WorkQueue().take(source.get_token()));
    // From several threads, every key is taken by exactly one.
    kube::WorkQueue shared;
    std::atomic<int> taken{0};
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < 3; ++i) {
            workers.emplace_back([&] {
                while (auto key = shared.take({})) {
                    ++taken;
                    shared.done(*key);
                }
            });
        }
        for (int i = 0; i < 100; ++i) shared.add(std::to_string(i));
        while (taken < 100) std::this_thread::yield();
        shared.shut_down();
    }
    CHECK(taken == 100);
}
