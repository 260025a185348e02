// Letters and digits of ASCII, whatever the locale is. For bytes and for code points alike.
#pragma once

#include <string>
#include <string_view>

namespace yare::ascii {

template <typename Char>
constexpr bool is_digit(Char c) {
    return c >= '0' && c <= '9';
}
template <typename Char>
constexpr bool is_lower(Char c) {
    return c >= 'a' && c <= 'z';
}
template <typename Char>
constexpr bool is_upper(Char c) {
    return c >= 'A' && c <= 'Z';
}
template <typename Char>
constexpr bool is_letter(Char c) {
    return is_lower(c) || is_upper(c);
}
template <typename Char>
constexpr bool is_alphanumeric(Char c) {
    return is_letter(c) || is_digit(c);
}
template <typename Char>
constexpr bool is_hex_digit(Char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What is no letter stays.
template <typename Char>
constexpr Char lower(Char c) {
    return is_upper(c) ? Char(c + ('a' - 'A')) : c;
}
template <typename Char>
constexpr Char upper(Char c) {
    return is_lower(c) ? Char(c - ('a' - 'A')) : c;
}

inline std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower(c);
    return out;
}
inline std::string uppered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = upper(c);
    return out;
}

}  // namespace yare::ascii
