// Time that stands still until it is moved, and chance that repeats.
#pragma once

#include <cstring>

#include "yare/base/clock.h"

namespace yare::test {

// 2026-01-02T03:04:05Z. Sleeping moves it on.
class FixedClock final : public Clock {
  public:
    std::chrono::system_clock::time_point now() override { return start_ + moved_; }
    std::chrono::steady_clock::time_point monotonic() override {
        return std::chrono::steady_clock::time_point(std::chrono::hours(1) + moved_);
    }
    bool sleep(std::chrono::milliseconds time, const Cancellation& cancellation) override {
        advance(time);
        return !cancellation.stop_requested();
    }
    void advance(std::chrono::milliseconds time) { moved_ += time; }

  private:
    std::chrono::system_clock::time_point start_{std::chrono::seconds(1767323045)};
    std::chrono::milliseconds moved_{0};
};

class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed = 1) : state_(seed) {}
    void fill(std::span<std::byte> out) override {
        for (std::byte& byte : out) {  // splitmix64, a byte at a time
            state_ += 0x9E3779B97F4A7C15;
            std::uint64_t mixed = state_;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            byte = std::byte(mixed >> 56);
        }
    }

  private:
    std::uint64_t state_;
};

// One process of a host that can be made to die.
class FakeProcess final : public Process {
  public:
    std::int64_t id() override { return pid; }
    std::string host_name() override { return host; }
    std::string boot_id() override { return boot; }
    std::uint64_t start_ticks(std::int64_t asked) override { return asked == pid ? start : other_start; }

    std::int64_t pid = 100;
    std::string host = "host-a";
    std::string boot = "boot-1";
    std::uint64_t start = 5000;
    std::uint64_t other_start = 0;  // of every other process: 0, dead
};

}  // namespace yare::test
