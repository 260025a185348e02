// The few classes of characters that functions ask for, past those of quote.h, as Go's unicode package has
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "yare/data/go_text.h"
#include "yare/templates/quote.h"

namespace yare::templates {

using data::is_space;
using data::trim_space;

// The last rune of a text.
Rune decode_last_rune(std::string_view text);
std::size_t count_runes(std::string_view text);

bool is_upper(std::uint32_t code);
bool is_lower(std::uint32_t code);
bool is_title(std::uint32_t code);
bool is_number(std::uint32_t code);  // Nd, Nl, No
bool is_punct(std::uint32_t code);
std::uint32_t to_upper(std::uint32_t code);
std::uint32_t to_lower(std::uint32_t code);
std::uint32_t to_title(std::uint32_t code);

}  // namespace yare::templates
