#include "yare/release/lease.h"

#include "timestamps.h"

namespace yare::release {

namespace {
using namespace std::chrono_literals;
constexpr std::chrono::milliseconds kPoll = 1s;
}  // namespace

Holder this_holder(Process& process) {
    const std::int64_t id = process.id();
    return {process.host_name(), process.boot_id(), id, process.start_ticks(id)};
}

std::string describe(const Holder& holder) {
    return "process " + std::to_string(holder.process) + " on " + holder.host;
}

Lease make_lease(const Holder& holder, Clock& clock) {
    return {holder, format_time(clock.now() + kLeaseTime)};
}

Liveness judge(const Holder& holder, Process& process) {
    if (holder.boot.empty() || holder.boot != process.boot_id() || holder.host != process.host_name()) {
        return Liveness::Unknown;
    }
    // Another process may have the number by now; it cannot have the start time too.
    return process.start_ticks(holder.process) == holder.start_ticks ? Liveness::Alive : Liveness::Dead;
}

Result<bool> wait_until_dead(Stored& stored, Storage& storage, Clock& clock, Process& process,
                             const Cancellation& cancellation) {
    if (!stored.lease) return true;
    switch (judge(stored.lease->holder, process)) {
        case Liveness::Dead:
            return true;
        case Liveness::Alive:
            return false;
        case Liveness::Unknown:
            break;
    }
    const auto start = clock.monotonic();
    while (clock.monotonic() - start < kLeaseTime) {
        if (!clock.sleep(kPoll, cancellation)) return Error(ErrorCode::Cancelled, "context canceled");
        Stored now = YARE_TRY(storage.get(stored.release.name, stored.release.revision));
        const bool same = now.version == stored.version;
        stored = std::move(now);
        if (!same) return false;
    }
    return true;
}

HeldRecord::HeldRecord(Storage& storage, Clock& clock, Release release, Holder holder, std::string version)
    : storage_(storage),
      clock_(clock),
      release_(std::move(release)),
      name_(release_.name),
      revision_(release_.revision),
      holder_(std::move(holder)),
      version_(std::move(version)),
      renewed_(clock.monotonic()) {}

HeldRecord::~HeldRecord() { stop(); }

void HeldRecord::stop() {
    keeper_.request_stop();
    if (keeper_.joinable()) keeper_.join();
}

void HeldRecord::keep() {
    keeper_ = std::jthread([this](const std::stop_token& stop) { stay_renewed(stop); });
}

void HeldRecord::stay_renewed(const Cancellation& stop) {
    std::chrono::milliseconds pause = kLeaseRenewal;
    // A failure that may pass is tried again soon.
    while (clock_.sleep(pause, stop) && !lost_.stop_requested()) {
        pause = renew() ? std::chrono::milliseconds(kLeaseRenewal) : kPoll;
    }
}

Result<void> HeldRecord::check() {
    const std::lock_guard lock(mutex_);
    if (!lost_.stop_requested() && clock_.monotonic() - renewed_ <= kLeaseTime - kLeaseMargin) return {};
    return write_locked(
        [this] { return storage_.mark(name_, revision_, make_lease(holder_, clock_), version_); });
}

Result<void> HeldRecord::renew() {
    const std::lock_guard lock(mutex_);
    return write_locked(
        [this] { return storage_.mark(name_, revision_, make_lease(holder_, clock_), version_); });
}

Result<void> HeldRecord::write(const std::optional<Lease>& lease) {
    const std::lock_guard lock(mutex_);
    return write_locked([&] { return storage_.update(release_, lease, version_); });
}

Result<void> HeldRecord::write_locked(const std::function<Result<std::string>()>& request) {
    if (lost_.stop_requested()) {
        return Error(ErrorCode::Conflict,
                     "the lease on " + record_key(name_, revision_) +
                         " was lost: somebody else has taken over, or deleted the record");
    }
    const auto before = clock_.monotonic();  // what the answer takes does not count as ours
    Result<std::string> version = request();
    if (!version) {
        const ErrorCode code = version.error().code();
        if (code == ErrorCode::Conflict || code == ErrorCode::NotFound) lost_.request_stop();
        return std::move(version).error();
    }
    version_ = std::move(*version);
    renewed_ = before;
    return {};
}

Result<void> HeldRecord::save() { return write(make_lease(holder_, clock_)); }

Result<void> HeldRecord::finish() {
    stop();
    return write(std::nullopt);
}

}  // namespace yare::release
