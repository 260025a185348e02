// Clock and Random: the edges to time and chance. Tests fix both.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace yare::inline base {

// Cancellation is the standard's: a std::stop_token is handed down, and whoever waits gives up when it is
// asked to.
using Cancellation = std::stop_token;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual std::chrono::system_clock::time_point now() = 0;
    // Only for differences; never set back.
    virtual std::chrono::steady_clock::time_point monotonic() = 0;
    // Returns early, with false, when cancelled.
    virtual bool sleep(std::chrono::milliseconds time, const Cancellation& cancellation) = 0;
};

class Random {
  public:
    virtual ~Random() = default;
    // Fit for passwords and keys.
    virtual void fill(std::span<std::byte> out) = 0;
    // From 0 to bound-1, all equally likely; bound > 0.
    std::uint64_t below(std::uint64_t bound);
};

// What a lease holder is known by: a process on a host since its start.
class Process {
  public:
    virtual ~Process() = default;
    virtual std::int64_t id() = 0;
    virtual std::string host_name() = 0;
    // Changes with each start of the machine; empty when not known.
    virtual std::string boot_id() = 0;
    // Something that tells this process from a later one with the same id: its start time in clock ticks
    // since boot.
    virtual std::uint64_t start_ticks(std::int64_t pid) = 0;  // 0: no such process
};

std::unique_ptr<Clock> real_clock();
std::unique_ptr<Random> real_random();
std::unique_ptr<Process> real_process();

}  // namespace yare::inline base
