// SideWork: pieces of work that a second thread does while the first still makes the next ones; at the end
// both do what is left.
//
//     SideWork<Piece> side(second_thread, 16384, [](Piece& piece, std::size_t worker) { ... });
//     while (...) side.add(piece, cost);
//     std::vector<Piece> done = std::move(side).finish();
//
// Pieces are begun in the order in which they come, and none moves before it is done. Without a second thread
// (a null one, one processor) finish() does all.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "yare/base/second_thread.h"

namespace yare::inline base {

template <typename Piece>
class SideWork final : SecondThread::Work {
  public:
    // `worker` is 0 for the first thread and 1 for the second: each may have something of its own.
    using Do = std::function<void(Piece&, std::size_t worker)>;
    static constexpr std::size_t kWorkers = 2;

    // The second thread is woken when the costs of new pieces have come to `worth_waking`. Where it has not
    // begun, they have to come to much more.
    SideWork(SecondThread* second, std::size_t worth_waking, Do work)
        : second_(second), worth_waking_(worth_waking), do_(std::move(work)) {}
    SideWork(const SideWork&) = delete;
    SideWork& operator=(const SideWork&) = delete;
    // What nobody has begun with is left undone.
    ~SideWork() { close(); }

    void add(Piece piece, std::size_t cost) {
        const std::size_t number = added_.load(std::memory_order_relaxed);
        const Place place(number);
        if (place.at == 0) chunks_[place.chunk] = std::make_unique<Piece[]>(Place::size(place.chunk));
        chunks_[place.chunk][place.at] = std::move(piece);
        added_ = number + 1;
        cost_ += cost;
        if (!second_ || cost_ < (second_->has_begun() ? worth_waking_ : worth_waking_ * kBeginning)) return;
        cost_ = 0;
        if (state_ == State::Shared) {
            second_->wake();
        } else if (state_ == State::NotBegun) {
            state_ = second_->add(*this) ? State::Shared : State::Alone;
        }
    }

    // All pieces, done, in the order in which they came.
    std::vector<Piece> finish() && {
        while (Piece* piece = take()) do_(*piece, 0);
        close();
        std::vector<Piece> out;
        out.reserve(added_);
        for (std::size_t i = 0; i < added_; ++i) out.push_back(std::move(piece(i)));
        return out;
    }

  private:
    // Where a piece lies: chunks of 64, 128, 256, ... pieces, so that none moves when there are more.
    struct Place {
        static constexpr std::size_t kFirst = 64;
        static std::size_t size(std::size_t chunk) { return kFirst << chunk; }
        explicit Place(std::size_t number)
            : chunk(std::size_t(std::bit_width(number / kFirst + 1)) - 1),
              at(number - (size(chunk) - kFirst)) {}
        std::size_t chunk;
        std::size_t at;
    };

    bool step() override {
        Piece* piece = take();
        if (piece) do_(*piece, 1);
        return piece != nullptr;
    }

    Piece& piece(std::size_t number) {
        const Place place(number);
        return chunks_[place.chunk][place.at];
    }

    Piece* take() {
        std::size_t next = taken_;
        while (next < added_) {
            if (taken_.compare_exchange_weak(next, next + 1)) return &piece(next);
        }
        return nullptr;
    }

    void close() {
        if (std::exchange(state_, State::Alone) == State::Shared) second_->remove(*this);
    }

    // To begin a thread and to end it takes about as long as waking it so many times.
    static constexpr std::size_t kBeginning = 16;

    enum class State { NotBegun, Shared, Alone };
    SecondThread* const second_;
    const std::size_t worth_waking_;
    const Do do_;
    std::size_t cost_ = 0;  // since the second thread was last told
    State state_ = State::NotBegun;
    std::array<std::unique_ptr<Piece[]>, 40> chunks_;
    std::atomic<std::size_t> added_ = 0;
    std::atomic<std::size_t> taken_ = 0;
};

}  // namespace yare::inline base
