// Texts as Go sees them: which characters print, which are blank, and how "%q" quotes. Many of Helm's
// messages and some of its rules for charts rest on these.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yare::inline data {

// unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII blank.
bool is_printable(char32_t rune);
// unicode.IsLetter and unicode.IsDigit.
bool is_letter(char32_t rune);
bool is_digit(char32_t rune);
// unicode.IsSpace.
bool is_space(char32_t rune);
// strings.TrimSpace.
std::string_view trim_space(std::string_view text);

// strconv.Quote, fmt's "%q"; QuoteToASCII.
enum class QuoteWith { Unicode, Ascii };
std::string go_quote(std::string_view text, QuoteWith with = QuoteWith::Unicode);
// strconv.QuoteRune: 'x'.
std::string go_quote_rune(char32_t rune, QuoteWith with = QuoteWith::Unicode);

}  // namespace yare::inline data
