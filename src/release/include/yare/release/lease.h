// The lease on a pending record: who works on it, and whether that one is still alive.
//
// A lease lasts 15 s and is renewed every 5. No clocks are compared: a waiter judges by the record's version
// staying the same on its own monotonic clock. A holder on this host and boot whose process is gone is dead
// at once. A holder stops writing 3 s before its lease ends, and on any conflict, so two never write at once.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/release/record.h"
#include "yare/release/storage.h"

namespace yare::release {

inline constexpr std::chrono::seconds kLeaseTime{15};
inline constexpr std::chrono::seconds kLeaseRenewal{5};
inline constexpr std::chrono::seconds kLeaseMargin{3};

Holder this_holder(Process& process);
// "holder@host (process 12)", for messages.
std::string describe(const Holder& holder);

enum class Liveness {
    Dead,     // surely: same host and boot, and the process is gone
    Alive,    // surely: same host and boot, and the process runs
    Unknown,  // somewhere else: only waiting tells
};
Liveness judge(const Holder& holder, Process& process);

// Watches a pending record until its holder is known to be dead (true: it may be taken over with the version
// in `stored`), or has renewed or finished (false; `stored` is then as it was seen last).
Result<bool> wait_until_dead(Stored& stored, Storage& storage, Clock& clock, Process& process,
                             const Cancellation& cancellation);

// A record that this process works on. Creating or taking one over starts a thread that renews the lease;
// `save` and `finish` go through the same lock, so that a renewal never meets our own write.
class HeldRecord {
  public:
    // `version` is the one storage gave for the record as it stands, with the lease already in it.
    HeldRecord(Storage& storage, Clock& clock, Release release, Holder holder, std::string version);
    HeldRecord(const HeldRecord&) = delete;
    HeldRecord& operator=(const HeldRecord&) = delete;
    ~HeldRecord();  // stops renewing; the lease stays behind unless finish() was called

    // Renews on a thread of its own from now on.
    void keep();

    // What save() and finish() write. Only for the thread that executes.
    Release& release() { return release_; }
    // Writes the record with the lease renewed.
    Result<void> save();
    // Writes the record without a lease, and stops renewing.
    Result<void> finish();
    // Stops renewing, and leaves the record as it is.
    void stop();
    // Renews once; what the thread does every five seconds. Once the lease is lost it stays lost.
    Result<void> renew();

    // Cancelled when somebody has taken the record over.
    Cancellation lost() const { return lost_.get_token(); }
    // Asked before each write to the cluster: renews first where the lease is nearly over.
    Result<void> check();

  private:
    using Steady = std::chrono::steady_clock;
    Result<void> write(const std::optional<Lease>& lease);
    Result<void> write_locked(const std::function<Result<std::string>()>& request);
    void stay_renewed(const Cancellation& stop);

    Storage& storage_;
    Clock& clock_;
    Release release_;
    const std::string name_;  // what a renewal needs, so that it never reads release_
    const std::int64_t revision_;
    const Holder holder_;
    std::string version_;
    Steady::time_point renewed_;
    mutable std::mutex mutex_;
    std::stop_source lost_;
    std::jthread keeper_;  // last: it is joined before anything else goes
};

// A lease of this holder, from now on.
Lease make_lease(const Holder& holder, Clock& clock);

}  // namespace yare::release
