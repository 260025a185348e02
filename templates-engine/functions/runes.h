// The few classes of characters that functions ask for, past those of go_text.h, as Go's unicode package has
// them.
#pragma once

#include <cstdint>

namespace yare::templates {

bool is_upper(std::uint32_t code);
bool is_lower(std::uint32_t code);
bool is_title(std::uint32_t code);
bool is_number(std::uint32_t code);  // Nd, Nl, No
bool is_punct(std::uint32_t code);
std::uint32_t to_upper(std::uint32_t code);
std::uint32_t to_lower(std::uint32_t code);
std::uint32_t to_title(std::uint32_t code);

}  // namespace yare::templates
