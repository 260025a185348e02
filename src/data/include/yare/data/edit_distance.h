// How far two names are apart: for "did you mean".
#pragma once

#include <cstddef>
#include <string_view>

namespace yare::inline data {

// Single-letter edits between two words, whatever their case. Where they are more than `most`, only that they
// are: any such number may come back. The work is the length times `most`.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most = std::size_t(-1));

}  // namespace yare::inline data
