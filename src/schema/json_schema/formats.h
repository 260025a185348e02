// The formats that Helm's validator knows, with its words for what is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yare::schema {

struct FormatRule {
    std::string_view name;
    // What is wrong with a text, or nothing.
    std::optional<std::string> (*problem)(std::string_view text);
};

// Null for formats that it does not know, which take everything.
const FormatRule* find_format(std::string_view name);

}  // namespace yare::schema
