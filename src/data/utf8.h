// UTF-8 as Go decodes it: a byte that begins nothing valid is one U+FFFD by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace yare::inline data::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;
inline constexpr std::string_view kReplacementText = "\xEF\xBF\xBD";

struct Rune {
    char32_t code = kReplacement;
    std::size_t size = 1;
    bool valid = false;
};

// The rune at `at`, which must be inside `text`.
inline Rune decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? std::uint8_t(text[at + i]) : std::uint8_t{0};
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return {first, 1, true};
    if (first >= 0xC2 && first <= 0xDF && follows(1)) {
        return {char32_t(char32_t(first & 0x1F) << 6 | (byte(1) & 0x3F)), 2, true};
    }
    if (first >= 0xE0 && first <= 0xEF && follows(1) && follows(2)) {
        const char32_t code =
            char32_t(char32_t(first & 0x0F) << 12 | char32_t(byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
        if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) return {code, 3, true};
    }
    if (first >= 0xF0 && first <= 0xF4 && follows(1) && follows(2) && follows(3)) {
        const char32_t code = char32_t(char32_t(first & 0x07) << 18 | char32_t(byte(1) & 0x3F) << 12 |
                                       char32_t(byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
        if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
    }
    return {};
}

inline void append(std::string& out, char32_t code) {
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xC0 | code >> 6);
        out += char(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += char(0xE0 | code >> 12);
        out += char(0x80 | (code >> 6 & 0x3F));
        out += char(0x80 | (code & 0x3F));
    } else {
        out += char(0xF0 | code >> 18);
        out += char(0x80 | (code >> 12 & 0x3F));
        out += char(0x80 | (code >> 6 & 0x3F));
        out += char(0x80 | (code & 0x3F));
    }
}

inline bool valid(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (std::uint8_t(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const Rune rune = decode(text, at);
        if (!rune.valid) return false;
        at += rune.size;
    }
    return true;
}

// The text with every invalid byte replaced by U+FFFD.
inline std::string sanitized(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Rune rune = decode(text, at);
        if (rune.valid)
            out.append(text.substr(at, rune.size));
        else
            out.append(kReplacementText);
        at += rune.size;
    }
    return out;
}

}  // namespace yare::inline data::utf8
