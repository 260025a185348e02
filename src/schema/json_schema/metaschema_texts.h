// The schemas that the drafts publish for schemas.
#pragma once

#include <optional>
#include <string_view>

namespace yare::schema {

// Nothing for the address of anything else.
std::optional<std::string_view> text_of_a_draft(std::string_view url);

}  // namespace yare::schema
