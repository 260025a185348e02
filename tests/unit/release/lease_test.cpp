#include "yare/release/lease.h"

#include "yare/test/catch.h"
#include "yare/test/fixed.h"

namespace {

using namespace yare;
using namespace yare::release;
using namespace std::chrono_literals;

Release pending(std::int64_t revision = 2) {
    Release release;
    release.name = "web";
    release.namespace_name = "demo";
    release.revision = revision;
    release.info.status = Status::PendingUpgrade;
    return release;
}

// A clock that does something else while somebody sleeps, as another process would.
class BusyClock final : public Clock {
  public:
    std::chrono::system_clock::time_point now() override { return fixed.now(); }
    std::chrono::steady_clock::time_point monotonic() override { return fixed.monotonic(); }
    bool sleep(std::chrono::milliseconds time, const Cancellation& cancellation) override {
        ++sleeps;
        if (meanwhile) meanwhile();
        return fixed.sleep(time, cancellation);
    }
    test::FixedClock fixed;
    int sleeps = 0;
    std::function<void()> meanwhile;
};

struct Fixture {
    BusyClock clock;
    test::FakeProcess process;
    std::unique_ptr<Storage> storage = memory_storage("demo");
    Diagnostics diagnostics;
    Holder elsewhere{"host-b", "boot-9", 7, 70};

    Stored store(const Holder& holder) {
        Stored stored{pending(), "", make_lease(holder, clock)};
        stored.version = *storage->create(stored.release, stored.lease);
        return stored;
    }
};

}  // namespace

TEST_CASE("a holder on this host whose process is gone is dead at once", "[release][lease]") {
    Fixture fixture;
    Stored stored = fixture.store({"host-a", "boot-1", 99, 4000});
    const Result<bool> dead = wait_until_dead(stored, *fixture.storage, fixture.clock, fixture.process, {});
    REQUIRE(dead);
    CHECK(*dead);
    CHECK(fixture.clock.sleeps == 0);
}

TEST_CASE("a process that has a dead holder's number is not the holder", "[release][lease]") {
    test::FakeProcess process;
    process.other_start = 9000;
    CHECK(judge({"host-a", "boot-1", 99, 4000}, process) == Liveness::Dead);
    CHECK(judge({"host-a", "boot-1", 99, 9000}, process) == Liveness::Alive);
    CHECK(judge({"host-a", "boot-0", 99, 4000}, process) == Liveness::Unknown);
    CHECK(judge({"host-b", "boot-1", 99, 4000}, process) == Liveness::Unknown);
    CHECK(judge({"host-a", "", 99, 4000}, process) == Liveness::Unknown);
}

TEST_CASE("a holder elsewhere is dead when its record has not changed for a lease's time",
          "[release][lease]") {
    Fixture fixture;
    Stored stored = fixture.store(fixture.elsewhere);
    const Result<bool> dead = wait_until_dead(stored, *fixture.storage, fixture.clock, fixture.process, {});
    REQUIRE(dead);
    CHECK(*dead);
    CHECK(fixture.clock.sleeps == 15);
}

TEST_CASE("a holder elsewhere that renews its lease is alive, whatever its clock says", "[release][lease]") {
    Fixture fixture;
    Stored stored = fixture.store(fixture.elsewhere);
    fixture.clock.meanwhile = [&] {
        if (fixture.clock.sleeps == 4)
            (void)fixture.storage->mark("web", 2, Lease{fixture.elsewhere, "1999"}, "");
    };
    const Result<bool> dead = wait_until_dead(stored, *fixture.storage, fixture.clock, fixture.process, {});
    REQUIRE(dead);
    CHECK_FALSE(*dead);
    CHECK(fixture.clock.sleeps == 4);
}

TEST_CASE("waiting for a holder ends when it is cancelled", "[release][lease]") {
    Fixture fixture;
    Stored stored = fixture.store(fixture.elsewhere);
    std::stop_source stop;
    fixture.clock.meanwhile = [&] { stop.request_stop(); };
    const Result<bool> dead =
        wait_until_dead(stored, *fixture.storage, fixture.clock, fixture.process, stop.get_token());
    REQUIRE_FALSE(dead);
    CHECK(dead.error().code() == ErrorCode::Cancelled);
}

TEST_CASE("a held record is saved with its lease and finished without", "[release][lease]") {
    Fixture fixture;
    const Holder me = this_holder(fixture.process);
    Stored stored = fixture.store(me);
    HeldRecord record(*fixture.storage, fixture.clock, stored.release, me, stored.version);
    record.release().info.description = "working";
    REQUIRE(record.save());
    CHECK(fixture.storage->get("web", 2)->lease->holder == me);
    REQUIRE(record.renew());
    record.release().info.status = Status::Deployed;
    REQUIRE(record.finish());
    const Result<Stored> last = fixture.storage->get("web", 2);
    CHECK_FALSE(last->lease);
    CHECK(last->release.info.status == Status::Deployed);
    CHECK(last->release.info.description == "working");
}

TEST_CASE("a holder that somebody has taken over from stops writing", "[release][lease]") {
    Fixture fixture;
    const Holder me = this_holder(fixture.process);
    Stored stored = fixture.store(me);
    HeldRecord record(*fixture.storage, fixture.clock, stored.release, me, stored.version);
    Release taken = pending();
    taken.info.status = Status::Failed;
    REQUIRE(fixture.storage->update(taken, std::nullopt, stored.version));
    CHECK_FALSE(record.renew());
    CHECK(record.lost().stop_requested());
    const Result<void> finished = record.finish();
    REQUIRE_FALSE(finished);
    CHECK(finished.error().text() ==
          "the lease on sh.helm.release.v1.web.v2 was lost: somebody else has taken over, or deleted the "
          "record");
    CHECK(fixture.storage->get("web", 2)->release.info.status == Status::Failed);
}

TEST_CASE("a holder renews its lease before it writes on, three seconds before the end", "[release][lease]") {
    Fixture fixture;
    const Holder me = this_holder(fixture.process);
    Stored stored = fixture.store(me);
    HeldRecord record(*fixture.storage, fixture.clock, stored.release, me, stored.version);
    fixture.clock.fixed.advance(12s);
    REQUIRE(record.check());
    CHECK(fixture.storage->get("web", 2)->version == stored.version);  // there was time enough
    fixture.clock.fixed.advance(1ms);
    REQUIRE(record.check());
    CHECK(fixture.storage->get("web", 2)->version != stored.version);
}

TEST_CASE("a holder whose time is over does not write when somebody else has come", "[release][lease]") {
    Fixture fixture;
    const Holder me = this_holder(fixture.process);
    Stored stored = fixture.store(me);
    HeldRecord record(*fixture.storage, fixture.clock, stored.release, me, stored.version);
    fixture.clock.fixed.advance(20s);
    REQUIRE(fixture.storage->mark("web", 2, make_lease(fixture.elsewhere, fixture.clock), stored.version));
    const Result<void> check = record.check();
    REQUIRE_FALSE(check);
    CHECK(check.error().code() == ErrorCode::Conflict);
    CHECK(record.lost().stop_requested());
    CHECK_FALSE(record.save());
    CHECK(fixture.storage->get("web", 2)->lease->holder == fixture.elsewhere);
}
