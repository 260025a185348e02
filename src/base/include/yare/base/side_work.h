// SideWork: pieces of work that a second thread does while the first still makes the next ones; at the end
// both do what is left.
//
//     SideWork<Piece> side(16384, [](Piece& piece, SideWork<Piece>::Worker) { ... });
//     while (...) side.add(piece, cost);
//     std::deque<Piece> done = std::move(side).finish();
//
// Pieces are begun in the order in which they come, and none moves. Small amounts of work start no thread,
// nor does a machine with one processor; then finish() does all.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "yare/base/processors.h"

namespace yare::inline base {

template <typename Piece>
class SideWork {
  public:
    // Which thread works: what it keeps for itself may be in an array of two.
    enum Worker : unsigned { First, Second };
    using Work = std::function<void(Piece&, Worker)>;

    // The second thread is told of new pieces when their costs have come to `worth_waking`.
    SideWork(std::size_t worth_waking, Work work) : worth_waking_(worth_waking), work_(std::move(work)) {}
    SideWork(const SideWork&) = delete;
    SideWork& operator=(const SideWork&) = delete;
    // What nobody has begun with is left undone.
    ~SideWork() { close(); }

    void add(Piece piece, std::size_t cost) {
        {
            const std::lock_guard lock(mutex_);
            pieces_.push_back(std::move(piece));
        }
        cost_ += cost;
        if (cost_ < worth_waking_) return;
        cost_ = 0;
        thread_.joinable() ? changed_.notify_one() : start();
    }

    // All pieces, done, in the order in which they came.
    std::deque<Piece> finish() && {
        while (Piece* piece = take(Wait::No)) work_(*piece, First);
        close();
        return std::move(pieces_);
    }

  private:
    enum class Wait { No, Yes };

    void start() {
        if (alone_ || !has_two_processors()) return;
        try {
            thread_ = std::thread([this] {
                while (Piece* piece = take(Wait::Yes)) work_(*piece, Second);
            });
        } catch (const std::system_error&) {
            alone_ = true;  // no thread is to be had: finish() does all
        }
    }

    Piece* take(Wait wait) {
        std::unique_lock lock(mutex_);
        if (wait == Wait::Yes) changed_.wait(lock, [this] { return closed_ || taken_ < pieces_.size(); });
        if (closed_ || taken_ == pieces_.size()) return nullptr;
        return &pieces_[taken_++];
    }

    void close() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }

    const std::size_t worth_waking_;
    const Work work_;
    std::size_t cost_ = 0;  // since the second thread was last told
    bool alone_ = false;
    std::mutex mutex_;  // of all below
    std::condition_variable changed_;
    std::deque<Piece> pieces_;
    std::size_t taken_ = 0;
    bool closed_ = false;
    std::thread thread_;
};

}  // namespace yare::inline base
