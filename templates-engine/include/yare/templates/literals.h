// Go's string literals, as strconv reads them (go_text.h writes them).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yare::templates {

// strconv.Unquote: "...", `...` and '...'; nothing for what is no Go literal.
std::optional<std::string> go_unquote(std::string_view literal);

// One rune of a literal's body, taken off its front (strconv.UnquoteChar); nothing for a bad escape.
struct UnquotedRune {
    std::uint32_t code = 0;
    bool multibyte = false;  // to be written as UTF-8 rather than as the byte it is
};
std::optional<UnquotedRune> unquote_rune(std::string_view& text, char quote);

}  // namespace yare::templates
