#include "yare/release/storage.h"

#include "selector.h"
#include "yare/data/json.h"
#include "yare/release/codec.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"

namespace {

using namespace yare;
using namespace yare::release;

Release make(const std::string& name, std::int64_t revision, Status status = Status::Deployed) {
    Release release;
    release.name = name;
    release.namespace_name = "demo";
    release.revision = revision;
    release.info.status = status;
    return release;
}

}  // namespace

TEST_CASE("the key of a record names the release and the revision", "[release][storage]") {
    CHECK(record_key("web", 12) == "sh.helm.release.v1.web.v12");
}

TEST_CASE("records are made once, changed by version, and removed", "[release][storage]") {
    const std::unique_ptr<Storage> storage = memory_storage("demo");
    const Result<std::string> first = storage->create(make("web", 1), std::nullopt);
    REQUIRE(first);
    const Result<std::string> again = storage->create(make("web", 1), std::nullopt);
    REQUIRE_FALSE(again);
    CHECK(again.error().text() == "release: already exists");
    CHECK(again.error().code() == ErrorCode::AlreadyExists);

    const Result<std::string> second = storage->update(make("web", 1, Status::Failed), std::nullopt, *first);
    REQUIRE(second);
    const Result<std::string> stale = storage->update(make("web", 1), std::nullopt, *first);
    REQUIRE_FALSE(stale);
    CHECK(stale.error().code() == ErrorCode::Conflict);
    CHECK(storage->get("web", 1)->release.info.status == Status::Failed);

    CHECK_FALSE(storage->remove("web", 1, *first));
    REQUIRE(storage->remove("web", 1, *second));
    const Result<Stored> gone = storage->get("web", 1);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().text() == "release: not found");
}

TEST_CASE("a history is told oldest first, by number and not by text", "[release][storage]") {
    const std::unique_ptr<Storage> storage = memory_storage("demo");
    for (const std::int64_t revision : {10, 2, 1, 9})
        REQUIRE(storage->create(make("web", revision), std::nullopt));
    REQUIRE(storage->create(make("other", 3), std::nullopt));
    Diagnostics diagnostics;
    const Result<std::vector<RecordHead>> history = storage->history("web", diagnostics);
    REQUIRE(history);
    std::string revisions;
    for (const RecordHead& head : *history) revisions += std::to_string(head.revision) + " ";
    CHECK(revisions == "1 2 9 10 ");
    CHECK(storage->last("web", diagnostics)->release.revision == 10);
    CHECK(storage->history("nope", diagnostics).error().text() == "release: not found");
}

TEST_CASE("queries go by status and labels", "[release][storage]") {
    const std::unique_ptr<Storage> storage = memory_storage("demo");
    Release labelled = make("a", 1);
    labelled.labels = {{"team", "x"}};
    REQUIRE(storage->create(labelled, std::nullopt));
    REQUIRE(storage->create(make("b", 1, Status::Failed), std::nullopt));
    Diagnostics diagnostics;
    Query failed;
    failed.status = Status::Failed;
    CHECK(storage->heads(failed, diagnostics)->front().name == "b");
    Query team;
    team.selector = "team=x";
    const Result<std::vector<RecordHead>> found = storage->heads(team, diagnostics);
    REQUIRE(found->size() == 1);
    CHECK(found->front().name == "a");
    CHECK(found->front().labels == Labels{{"team", "x"}});
}

TEST_CASE("label selectors are understood as far as equality goes", "[release][storage]") {
    struct Row {
        const char* selector;
        bool selected;
    };
    const Labels labels{{"team", "x"}, {"tier", "web"}};
    const Row rows[] = {
        {"", true},
        {"team=x", true},
        {"team==x", true},
        {"team = x", false},
        {"team=y", false},
        {"team!=y", true},
        {"team!=x", false},
        {"other!=x", true},
        {"team", true},
        {"other", false},
        {"!other", true},
        {"!team", false},
        {"team=x,tier=web", true},
        {"team=x,tier=db", false},
        {" team=x , tier ", true},
    };
    for (const Row& row : rows) {
        INFO(row.selector);
        const Result<bool> selected = selects(row.selector, labels);
        if (!selected) {
            CHECK(std::string(row.selector) == "team = x");
            continue;
        }
        CHECK(*selected == row.selected);
    }
    const Result<bool> set = selects("team in (x,y)", labels);
    REQUIRE_FALSE(set);
}
