// Watches: the log of changes, handed out as it grows.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "call.h"
#include "cluster.h"

namespace yare::sandbox {

// What watches and requests share: the lock on the cluster, and the news that it has changed.
struct Exchange {
    std::mutex lock;
    std::condition_variable_any news;
    std::uint64_t ended = 0;  // grows when all watches are to end
    Cluster* cluster = nullptr;
    // Lets what is due happen; called with the lock held.
    virtual void tick_locked() = 0;
    virtual std::optional<std::chrono::milliseconds> until_due() = 0;
    virtual ~Exchange() = default;
};

// Called with the lock held.
Answer start_watch(Exchange& exchange, Call& call);

}  // namespace yare::sandbox
