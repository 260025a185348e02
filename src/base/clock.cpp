#include "yare/base/clock.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <limits>
#include <mutex>
#include <sstream>

#include "yare/base/assert.h"

namespace yare::inline base {

namespace {

class RealClock final : public Clock {
  public:
    std::chrono::system_clock::time_point now() override { return std::chrono::system_clock::now(); }
    std::chrono::steady_clock::time_point monotonic() override { return std::chrono::steady_clock::now(); }
    bool sleep(std::chrono::milliseconds time, const Cancellation& cancellation) override {
        std::mutex mutex;
        std::condition_variable_any woken;
        std::unique_lock lock(mutex);
        woken.wait_for(lock, cancellation, time, [] { return false; });
        return !cancellation.stop_requested();
    }
};

// Small requests (a letter of a password each) come out of a store, so that not every one asks the system.
class RealRandom final : public Random {
  public:
    void fill(std::span<std::byte> out) override {
        if (out.size() > store_.size()) return ask(out);
        const std::lock_guard lock(mutex_);
        if (out.size() > left_) {
            ask(store_);
            left_ = store_.size();
        }
        left_ -= out.size();
        // What was handed out is not kept.
        const std::span<std::byte> taken = std::span(store_).subspan(left_, out.size());
        std::ranges::copy(taken, out.begin());
        std::ranges::fill(taken, std::byte{0});
    }

  private:
    static void ask(std::span<std::byte> out) {
        while (!out.empty()) {
            const ssize_t got = getrandom(out.data(), out.size(), 0);
            YARE_ASSERT(got > 0 || errno == EINTR, "the system gives random bytes");
            if (got > 0) out = out.subspan(std::size_t(got));
        }
    }

    std::mutex mutex_;
    std::array<std::byte, 512> store_{};
    std::size_t left_ = 0;
};

class RealProcess final : public Process {
  public:
    std::int64_t id() override { return getpid(); }

    std::string host_name() override {
        std::array<char, 256> name{};
        return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
    }

    std::string boot_id() override {
        std::string id;
        std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
        return id;
    }

    std::uint64_t start_ticks(std::int64_t pid) override {
        std::string stat;
        std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/stat"), stat);
        // Field 22; the second, the program's name in parentheses, may hold anything.
        std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
        std::string field;
        for (int i = 3; i <= 22 && fields >> field; ++i) {
            if (i == 3 && field == "Z") return 0;  // dead, and not yet waited for
        }
        return fields ? std::strtoull(field.c_str(), nullptr, 10) : 0;
    }
};

}  // namespace

std::uint64_t Random::below(std::uint64_t bound) {
    YARE_ASSERT(bound > 0, "there is a number below the bound");
    // Numbers past the last whole multiple of bound would favour the small ones.
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
    for (;;) {
        std::uint64_t number = 0;
        fill(std::as_writable_bytes(std::span(&number, 1)));
        if (number < limit) return number % bound;
    }
}

std::unique_ptr<Clock> real_clock() { return std::make_unique<RealClock>(); }
std::unique_ptr<Random> real_random() { return std::make_unique<RealRandom>(); }
std::unique_ptr<Process> real_process() { return std::make_unique<RealProcess>(); }

}  // namespace yare::inline base
