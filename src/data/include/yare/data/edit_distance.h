// How far two names are apart: for "did you mean".
#pragma once

#include <cstddef>
#include <string_view>

namespace yare::inline data {

// Single-letter edits between two words, whatever their case.
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace yare::inline data
