#include "yare/base/side_work.h"

#include <array>
#include <atomic>
#include <memory>

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
    SideWork<Square> side(worth_waking, [](Square& piece, SideWork<Square>::Worker) {
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
    std::atomic<unsigned> begun{0};
    {
        SideWork<std::unique_ptr<int>> side(
            1, [&](std::unique_ptr<int>& piece, SideWork<std::unique_ptr<int>>::Worker) {
                begun += unsigned(*piece);
            });
        for (int i = 0; i < 100; ++i) side.add(std::make_unique<int>(1), 1);
    }
    CHECK(begun <= 100);
}

TEST_CASE("each thread is told which of the two it is", "[base][side_work]") {
    std::array<unsigned, 2> done{};
    SideWork<int> side(1, [&](int&, SideWork<int>::Worker worker) { ++done[worker]; });
    for (int i = 0; i < 10000; ++i) side.add(i, 1);
    CHECK(std::move(side).finish().size() == 10000);
    CHECK(done[0] + done[1] == 10000);
}
