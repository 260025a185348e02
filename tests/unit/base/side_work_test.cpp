#include "yare/base/side_work.h"

#include <pthread.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <thread>

#include "yare/test/catch.h"

using namespace yare;

namespace {

struct Square {
    unsigned number = 0;
    unsigned square = 0;
    unsigned times = 0;
};

}  // namespace

TEST_CASE("pieces are done once each and come back in order", "[base][side_work]") {
    const std::size_t worth_waking = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{1000000});
    SecondThread second;
    SecondThread* const with = GENERATE(true, false) ? &second : nullptr;
    SideWork<Square> side(with, worth_waking, [](Square& piece, std::size_t) {
        piece.square = piece.number * piece.number;
        ++piece.times;
    });
    for (unsigned i = 0; i < 5000; ++i) side.add({i, 0, 0}, 1);
    unsigned next = 0;
    for (const Square& piece : std::move(side).finish()) {
        if (piece.number != next || piece.square != next * next || piece.times != 1) FAIL("piece " << next);
        ++next;
    }
    CHECK(next == 5000);
}

TEST_CASE("what is not begun is left undone when nobody waits for it", "[base][side_work]") {
    SecondThread second;
    std::atomic<unsigned> begun{0};
    {
        SideWork<std::unique_ptr<int>> side(
            &second, 1, [&](std::unique_ptr<int>& piece, std::size_t) { begun += unsigned(*piece); });
        for (int i = 0; i < 100; ++i) side.add(std::make_unique<int>(1), 1);
    }
    CHECK(begun <= 100);
}

TEST_CASE("each thread is told which of the two it is", "[base][side_work]") {
    SecondThread second;
    std::array<unsigned, SideWork<int>::kWorkers> done{};
    SideWork<int> side(&second, 1, [&](int&, std::size_t worker) { ++done[worker]; });
    for (int i = 0; i < 10000; ++i) side.add(i, 1);
    CHECK(std::move(side).finish().size() == 10000);
    CHECK(done[0] + done[1] == 10000);
}

TEST_CASE("one thread has several works, more than it takes, and some after a rest", "[base][side_work]") {
    SecondThread second;
    for (int round = 0; round < 50; ++round) {
        std::deque<SideWork<unsigned>> works;
        for (int i = 0; i < 12; ++i) {
            auto& work = works.emplace_back(&second, 1, [](unsigned& piece, std::size_t) { piece *= 2; });
            for (unsigned piece = 0; piece < 100; ++piece) work.add(piece, 1);
        }
        if (round % 25 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));  // it sleeps by then
        for (auto& work : works) {
            work.add(100, 1);
            const std::vector<unsigned> done = std::move(work).finish();
            REQUIRE(done.size() == 101);
            for (unsigned piece = 0; piece < done.size(); ++piece) {
                if (done[piece] != 2 * piece) FAIL("piece " << piece << " is " << done[piece]);
            }
        }
    }
}

TEST_CASE("no signal is delivered to the second thread", "[base][side_work]") {
    SecondThread second;
    std::atomic<bool> seen = false;
    std::atomic<bool> blocked = true;
    SideWork<int> side(&second, 1, [&](int&, std::size_t worker) {
        if (worker == 0) return;
        sigset_t mask;
        pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        blocked = sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGTERM) == 1;
        seen = true;
    });
    for (int i = 0; i < 100; ++i) side.add(i, 1);
    if (!second.has_begun()) return;  // one processor
    while (!seen) std::this_thread::yield();
    CHECK(blocked);
    sigset_t own;
    pthread_sigmask(SIG_SETMASK, nullptr, &own);
    CHECK(sigismember(&own, SIGINT) == 0);
}
