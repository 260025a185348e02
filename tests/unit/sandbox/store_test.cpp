#include "store.h"

#include <cstdio>
#include <cstdlib>

#include "api.h"

using namespace yare;
using sandbox::ChangeType;
using sandbox::Store;

TEST_CASE("a transaction that is rolled back leaves nothing", "[sandbox][store]") {
    const std::unique_ptr<Store> store = Store::open(":memory:").value();
    store->begin();
    store->put("configmaps", {"n", "a", 0, "{}", "{}"}, ChangeType::Added, "{}", {});
    REQUIRE(store->commit());
    CHECK(store->version() == 1);
    store->begin();
    store->put("configmaps", {"n", "b", 0, "{}", "{}"}, ChangeType::Added, "{}", {});
    CHECK(store->version() == 2);
    store->roll_back();
    CHECK(store->version() == 1);
    CHECK(store->find("configmaps", "n", "a"));
    CHECK_FALSE(store->find("configmaps", "n", "b"));
    CHECK(store->changes_after(0, "configmaps", "", 10).size() == 1);
}

TEST_CASE("lists go by namespace and name", "[sandbox][store]") {
    const std::unique_ptr<Store> store = Store::open(":memory:").value();
    store->begin();
    for (const auto& [space, name] :
         {std::pair("b", "x"), std::pair("a", "y"), std::pair("a", "x"), std::pair("ab", "a")}) {
        store->put("pods", {space, name, 0, "{}", "{}"}, ChangeType::Added, "{}", {"owner"});
    }
    REQUIRE(store->commit());
    std::string order;
    for (const sandbox::Row& row : store->list("pods", "", std::nullopt, 0).rows)
        order += row.space + "/" + row.name + " ";
    CHECK(order == "a/x a/y ab/a b/x ");
    CHECK(store->list("pods", "a", std::nullopt, 0).rows.size() == 2);
    CHECK(store->dependents("owner").size() == 4);
    const sandbox::Page page = store->list("pods", "", Store::Cursor{"a", "x"}, 1);
    CHECK(page.rows.at(0).name == "y");
    CHECK(page.more);
    CHECK(page.remaining == 2);
}

TEST_CASE("objects outlive the process, in their file", "[sandbox][store]") {
    char name[] = "/tmp/yare-sandbox-test-XXXXXX";
    const int file = mkstemp(name);
    REQUIRE(file >= 0);
    std::string version;
    {
        test::SandboxApi api(name);
        api.post(test::kDeployments, test::deployment("web"));
        version = api.get(test::kDeployments).at({"metadata", "resourceVersion"});
        // One database, one sandbox.
        CHECK_FALSE(sandbox::Sandbox::open(name, api.clock, api.random));
    }
    {
        test::SandboxApi api(name);
        CHECK(api.get(test::kDeployments + "/web").at({"status", "readyReplicas"}) == "2");
        CHECK(api.get(test::kDeployments).at({"metadata", "resourceVersion"}) == version);
        CHECK(api.get(test::kDeployments + "?watch=1&resourceVersion=" + version).status == 200);
    }
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((std::string(name) + suffix).c_str());
    const Result<std::unique_ptr<Store>> nowhere = Store::open("/nonexistent/folder/file");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().text() == "open /nonexistent/folder/file: unable to open database file");
}
