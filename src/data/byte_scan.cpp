#include "byte_scan.h"

#include "yare/data/utf8.h"

namespace yare::inline data {

namespace {

bool ordinary(char32_t code) {
    if (code < 0x20) return code == '\n' || code == '\t';
    if (code < 0x7F) return true;
    if (code < 0xA0) return false;
    return code != 0x2028 && code != 0x2029 && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

bool only_ordinary_characters(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
#ifdef __SSE2__
        for (; text.size() - at >= 16; at += 16) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
            // Bytes from 0x80 on are negative, so below the blank too.
            const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
            const __m128i known = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                               _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
            const __m128i strange =
                _mm_or_si128(_mm_andnot_si128(known, low), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
            const int mask = _mm_movemask_epi8(strange);
            if (mask == 0) continue;
            at += unsigned(__builtin_ctz(unsigned(mask)));
            break;
        }
        if (at >= text.size()) break;
#endif
        const utf8::Rune rune = utf8::decode(text, at);
        if (!rune.valid || !ordinary(rune.code)) return false;
        at += rune.width;
    }
    return true;
}

bool only_low_characters(std::string_view text) {
    std::size_t at = 0;
#ifdef __SSE2__
    for (; text.size() - at >= 16; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const __m128i strange = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)), bytes);
        if (_mm_movemask_epi8(strange) != 0) return false;
    }
#endif
    for (; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) >= 0x7F) return false;
    }
    return true;
}

}  // namespace yare::inline data
