// Pos: a place in some text, four bytes wide. Only a SourceMap can say which text, line and column it is.
#pragma once

#include <cstdint>

namespace yare::inline base {

struct Pos {
    std::uint32_t offset = 0;  // into the SourceMap's joined text; 0 is "nowhere"

    constexpr bool valid() const { return offset != 0; }
    constexpr Pos operator+(std::uint32_t bytes) const { return valid() ? Pos{offset + bytes} : Pos{}; }
    friend constexpr bool operator==(Pos, Pos) = default;
};

}  // namespace yare::inline base
