// Looking through text many bytes at a time.
#pragma once

#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace yare::inline data {

// True when a YAML text has nothing in it that needs thought: no control characters but line feeds and tabs,
// no carriage returns, valid UTF-8 without byte order marks and without line breaks of other scripts.
bool only_ordinary_characters(std::string_view text);

// True when all bytes are below 0x7F.
bool only_low_characters(std::string_view text);

// The first of four characters from `at` on, or `end`.
template <char a, char b, char c, char d>
inline const char* find_one_of_or_end(const char* at, const char* end) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i left =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(a)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b)));
        const __m128i right =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(d)));
        const int mask = _mm_movemask_epi8(_mm_or_si128(left, right));
        if (mask != 0) return at + __builtin_ctz(unsigned(mask));
    }
#endif
    while (at != end && *at != a && *at != b && *at != c && *at != d) ++at;
    return at;
}

// The same where one of them is known to come before `end`.
template <char a, char b, char c, char d>
inline const char* find_one_of(const char* at, const char* end) {
    // Short scalars are the rule: a few characters are looked at one by one first.
    for (int i = 0; i < 8; ++i, ++at) {
        if (*at == a || *at == b || *at == c || *at == d) return at;
    }
    return find_one_of_or_end<a, b, c, d>(at, end);
}

}  // namespace yare::inline data
