// Comparing what HTTP says may be written in any case.
#pragma once

#include <algorithm>
#include <string_view>

namespace yare::net {

inline char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

inline bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

}  // namespace yare::net
