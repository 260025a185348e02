// White space as Go's strings.TrimSpace sees it: Unicode's, in UTF-8.
#pragma once

#include <string_view>

namespace yare::render {

// How many bytes the white-space character at the front takes; 0 when there is none.
inline std::size_t leading_space(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const unsigned first = byte(0);
    if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
    if (first < 0xC2) return 0;
    if (first == 0xC2) return byte(1) == 0x85 || byte(1) == 0xA0 ? 2 : 0;
    if (first == 0xE1) return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0;
    if (first == 0xE2) {
        if (byte(1) == 0x80 &&
            ((byte(2) >= 0x80 && byte(2) <= 0x8A) || byte(2) == 0xA8 || byte(2) == 0xA9 || byte(2) == 0xAF)) {
            return 3;
        }
        return byte(1) == 0x81 && byte(2) == 0x9F ? 3 : 0;
    }
    return first == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0;
}

inline std::string_view trim_left_space(std::string_view text) {
    while (const std::size_t bytes = leading_space(text)) text.remove_prefix(bytes);
    return text;
}

inline std::string_view trim_right_space(std::string_view text) {
    for (;;) {
        bool cut = false;
        for (std::size_t bytes = 1; bytes <= 3 && bytes <= text.size() && !cut; ++bytes) {
            if (leading_space(text.substr(text.size() - bytes)) != bytes) continue;
            text.remove_suffix(bytes);
            cut = true;
        }
        if (!cut) return text;
    }
}

inline std::string_view trim_space(std::string_view text) { return trim_right_space(trim_left_space(text)); }

}  // namespace yare::render
