// Texts as Go sees them: which characters print, which are blank, and how "%q" quotes. Many of Helm's
// messages and some of its rules for charts rest on these.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yare::inline data {

// The character that begins at text[at], moving `at` behind it. Bytes that are no UTF-8 give U+FFFD, one at a
// time, with `valid` set to false.
char32_t next_rune(std::string_view text, std::size_t& at, bool& valid);
void append_rune(std::string& out, char32_t rune);

// unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII blank.
bool is_printable(char32_t rune);
// unicode.IsSpace.
bool is_space(char32_t rune);
// strings.TrimSpace.
std::string_view trim_space(std::string_view text);

// strconv.Quote, fmt's "%q".
std::string go_quote(std::string_view text);

}  // namespace yare::inline data
