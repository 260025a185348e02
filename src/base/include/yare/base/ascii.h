// Letters and digits of ASCII, whatever the locale is. For bytes and for code points, and for the algorithms
// to take:
//
//     std::ranges::all_of(text, ascii::is_digit)
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace yare::ascii {

inline constexpr auto is_digit = [](auto c) { return c >= '0' && c <= '9'; };
inline constexpr auto is_lower = [](auto c) { return c >= 'a' && c <= 'z'; };
inline constexpr auto is_upper = [](auto c) { return c >= 'A' && c <= 'Z'; };
inline constexpr auto is_letter = [](auto c) { return is_lower(c) || is_upper(c); };
inline constexpr auto is_alphanumeric = [](auto c) { return is_letter(c) || is_digit(c); };
// "[A-Za-z0-9_]"
inline constexpr auto is_word = [](auto c) { return is_alphanumeric(c) || c == '_'; };
inline constexpr auto is_hex_digit = [](auto c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
};

// 0 to 15, or -1 for what is no hexadecimal digit.
inline constexpr auto hex_value = [](auto c) {
    if (is_digit(c)) return int(c - '0');
    if (c >= 'a' && c <= 'f') return int(c - 'a' + 10);
    return c >= 'A' && c <= 'F' ? int(c - 'A' + 10) : -1;
};

// What is no letter stays.
inline constexpr auto lower = [](auto c) { return is_upper(c) ? decltype(c)(c + ('a' - 'A')) : c; };
inline constexpr auto upper = [](auto c) { return is_lower(c) ? decltype(c)(c - ('a' - 'A')) : c; };

inline std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}
inline std::string uppered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), upper);
    return out;
}

inline bool equal_fold(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace yare::ascii
