#include "yare/base/arena.h"

#include <array>

#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("an arena gives aligned memory of any size", "[base][arena]") {
    Arena arena;
    for (const std::size_t size : {1u, 3u, 100u, 20000u, 3000000u}) {
        for (const std::size_t alignment : {1u, 8u, 16u, 64u}) {
            void* memory = arena.allocate(size, alignment);
            CHECK(reinterpret_cast<std::uintptr_t>(memory) % alignment == 0);
            std::memset(memory, 1, size);
        }
    }
    CHECK(arena.copy("text") == "text");
    CHECK(arena.copy("").empty());
    const std::array<int, 3> numbers{1, 2, 3};
    CHECK(arena.copy(std::span<const int>(numbers))[2] == 3);
}

TEST_CASE("past its limit an arena still gives, and says so", "[base][arena]") {
    Arena arena(1000);
    CHECK(arena.fits(1000));
    CHECK_FALSE(arena.fits(1001));
    arena.make_array<char>(900);
    CHECK_FALSE(arena.exhausted());
    CHECK_FALSE(arena.fits(200));
    arena.make_array<char>(5000);
    CHECK(arena.exhausted());
}

TEST_CASE("a moved arena keeps its memory", "[base][arena]") {
    Arena first;
    const std::string_view text = first.copy("stays");
    Arena second = std::move(first);
    CHECK(text == "stays");
    CHECK(second.used() > 0);
    CHECK(first.used() == 0);  // NOLINT(bugprone-use-after-move): a moved-from arena is empty
    CHECK(first.copy("new") == "new");
}
