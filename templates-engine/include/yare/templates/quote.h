// Go's string literals: what strconv reads and writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yare::templates {

// strconv.Quote, or QuoteToASCII.
std::string go_quote(std::string_view text);
std::string go_quote_ascii(std::string_view text);
// strconv.QuoteRune and QuoteRuneToASCII: 'x'.
std::string go_quote_rune(std::uint32_t rune, bool ascii = false);
// strconv.Unquote: "...", `...` and '...'; nothing for what is no Go literal.
std::optional<std::string> go_unquote(std::string_view literal);

// One rune of a literal's body, taken off its front (strconv.UnquoteChar); nothing for a bad escape.
struct UnquotedRune {
    std::uint32_t code = 0;
    bool multibyte = false;  // to be written as UTF-8 rather than as the byte it is
};
std::optional<UnquotedRune> unquote_rune(std::string_view& text, char quote);

// UTF-8 as Go reads it: a byte that begins no rune is U+FFFD, one byte wide.
struct Rune {
    std::uint32_t code = 0;
    std::uint32_t width = 0;
};
inline constexpr std::uint32_t kRuneError = 0xFFFD;
Rune decode_rune(std::string_view text);
void append_rune(std::string& out, std::uint32_t rune);
bool is_letter(std::uint32_t rune);
bool is_digit(std::uint32_t rune);
bool is_print(std::uint32_t rune);

}  // namespace yare::templates
