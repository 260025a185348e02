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
    std::uint32_t width = 1;  // in bytes
    bool valid = false;
};

// Whether there is such a code point: none of the surrogates, none beyond the last.
inline bool is_rune(char32_t code) { return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF); }

inline bool is_continuation(char c) { return (std::uint8_t(c) & 0xC0) == 0x80; }

// The rune that begins at `at`; of no width at the end of the text.
inline Rune decode(std::string_view text, std::size_t at = 0) {
    if (at >= text.size()) return {kReplacement, 0, false};
    const auto first = std::uint8_t(text[at]);
    if (first < 0x80) return {first, 1, true};
    if (first < 0xC2 || first > 0xF4) return {};
    const std::uint32_t width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (text.size() - at < width) return {};
    char32_t code = first & (0x7F >> width);
    for (std::size_t i = 1; i < width; ++i) {
        if (!is_continuation(text[at + i])) return {};
        code = code << 6 | char32_t(text[at + i] & 0x3F);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[width] || !is_rune(code)) return {};
    return {code, width, true};
}

// The rune that ends the text.
inline Rune decode_last(std::string_view text) {
    if (text.empty()) return {kReplacement, 0, false};
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 4 && is_continuation(text[start])) --start;
    const Rune rune = decode(text, start);
    return start + rune.width == text.size() ? rune : Rune();
}

// What is no rune becomes U+FFFD.
inline void append(std::string& out, char32_t code) {
    if (!is_rune(code)) code = kReplacement;
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

// The rune at `at`, which moves behind it.
inline char32_t next(std::string_view text, std::size_t& at) {
    const Rune rune = decode(text, at);
    at += rune.width;
    return rune.code;
}

// utf8.RuneCountInString.
inline std::size_t count(std::string_view text) {
    std::size_t runes = 0;
    for (std::size_t at = 0; at < text.size(); ++runes) next(text, at);
    return runes;
}

inline bool valid(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (std::uint8_t(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const Rune rune = decode(text, at);
        if (!rune.valid) return false;
        at += rune.width;
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
            out.append(text.substr(at, rune.width));
        else
            out.append(kReplacementText);
        at += rune.width;
    }
    return out;
}

}  // namespace yare::inline data::utf8
