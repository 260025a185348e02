// What single bytes of an action can be.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "yare/base/ascii.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace yare::templates {

// What a byte can be, as bits.
using ByteClass = std::uint8_t;
inline constexpr ByteClass kWord = 1;         // the letters, digits and underscore of ASCII
inline constexpr ByteClass kTerminator = 2;   // may stand behind a word, as may a delimiter and the end
inline constexpr ByteClass kSpace = 4;        // what Go takes for white space in an action
inline constexpr ByteClass kDigit = 8;        // a decimal one
inline constexpr ByteClass kQuotedStop = 16;  // a look is due at it inside quotes

inline constexpr std::array<std::uint8_t, 256> kClasses = [] {
    std::array<std::uint8_t, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) {
        if (ascii::is_word(c)) out[c] |= kWord;
        if (ascii::is_digit(c)) out[c] |= kDigit;
        if (c >= 0x80) out[c] |= kQuotedStop;
    }
    for (const char c : std::string_view(" \t\r\n.,|:)(")) out[std::uint8_t(c)] |= kTerminator;
    for (const char c : std::string_view(" \t\r\n")) out[std::uint8_t(c)] |= kSpace;
    for (const char c : std::string_view("\"'\\\n")) out[std::uint8_t(c)] |= kQuotedStop;
    return out;
}();

inline bool is(char c, ByteClass wanted) { return (kClasses[std::uint8_t(c)] & wanted) != 0; }

#ifdef __SSE2__
// Which of 16 bytes lie between two of ASCII.
inline __m128i between(__m128i bytes, char first, char last) {
    // There are only comparisons with signs: the range is moved to where the least numbers are.
    const __m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8(char(-128 - first)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8(char(-128 + (last - first) + 1)));
}

// The bytes of kWord among 16, as bits.
inline std::uint32_t word_bytes(const char* at) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i letters = between(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z');
    const __m128i others = _mm_or_si128(between(bytes, '0', '9'), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
    return std::uint32_t(_mm_movemask_epi8(_mm_or_si128(letters, others)));
}
#endif

// Over the letters, digits and underscores of ASCII.
[[gnu::always_inline]] inline const char* skip_word_bytes(const char* at, const char* end) {
#ifdef __SSE2__
    constexpr std::uint32_t kAll = 0xFFFF;
    for (; end - at >= 16; at += 16) {
        const std::uint32_t others = word_bytes(at) ^ kAll;
        if (others != 0) return at + __builtin_ctz(others);
    }
#endif
    while (at != end && is(*at, kWord)) ++at;
    return at;
}

}  // namespace yare::templates
