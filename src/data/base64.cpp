#include "yare/data/base64.h"

#include <array>
#include <cstdint>

namespace yare::inline data {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xff;

constexpr std::array<std::uint8_t, 256> make_reverse() {
    std::array<std::uint8_t, 256> table{};
    table.fill(kNone);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) table[std::uint8_t(kAlphabet[i])] = std::uint8_t(i);
    return table;
}
constexpr std::array<std::uint8_t, 256> kReverse = make_reverse();

// Four characters at once; false when one of them is not of the alphabet (padding and line ends included).
bool decode_four(const char* in, char* out) {
    const std::uint32_t a = kReverse[std::uint8_t(in[0])];
    const std::uint32_t b = kReverse[std::uint8_t(in[1])];
    const std::uint32_t c = kReverse[std::uint8_t(in[2])];
    const std::uint32_t d = kReverse[std::uint8_t(in[3])];
    if ((a | b | c | d) & 0xc0) return false;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    out[0] = char(bits >> 16);
    out[1] = char(bits >> 8);
    out[2] = char(bits);
    return true;
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    std::size_t at = 0;
    for (; at + 3 <= bytes.size(); at += 3) {
        const std::uint32_t bits = std::uint32_t(std::uint8_t(bytes[at])) << 16 |
                                   std::uint32_t(std::uint8_t(bytes[at + 1])) << 8 |
                                   std::uint8_t(bytes[at + 2]);
        const std::array<char, 4> four{kAlphabet[bits >> 18], kAlphabet[bits >> 12 & 63],
                                       kAlphabet[bits >> 6 & 63], kAlphabet[bits & 63]};
        out.append(four.data(), four.size());
    }
    const std::size_t left = bytes.size() - at;
    if (left == 0) return;
    std::uint32_t bits = std::uint32_t(std::uint8_t(bytes[at])) << 16;
    if (left == 2) bits |= std::uint32_t(std::uint8_t(bytes[at + 1])) << 8;
    out += kAlphabet[bits >> 18];
    out += kAlphabet[bits >> 12 & 63];
    out += left == 2 ? kAlphabet[bits >> 6 & 63] : '=';
    out += '=';
}

std::string base64(std::string_view bytes) {
    std::string out;
    append_base64(out, bytes);
    return out;
}

std::optional<std::string> decode_base64(std::string_view text, std::size_t* bad_at) {
    const auto fail = [&](std::size_t at) {
        if (bad_at) *bad_at = at;
        return std::nullopt;
    };
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t filled = 0;
    std::size_t at = 0;
    while (at + 4 <= text.size() && decode_four(text.data() + at, out.data() + filled)) {
        at += 4;
        filled += 3;
    }
    // The slow rest: line ends, padding, errors.
    std::uint32_t bits = 0;
    int count = 0;
    for (; at < text.size() && text[at] != '='; ++at) {
        if (text[at] == '\n' || text[at] == '\r') continue;
        const std::uint8_t six = kReverse[std::uint8_t(text[at])];
        if (six == kNone) return fail(at);
        bits = bits << 6 | six;
        if (++count == 4) {
            out[filled++] = char(bits >> 16);
            out[filled++] = char(bits >> 8);
            out[filled++] = char(bits);
            bits = 0;
            count = 0;
        }
    }
    int padding = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '\n' || text[at] == '\r') continue;
        // Go: where the second of two is missing, the first is what is wrong.
        if (text[at] != '=' && count == 2 && padding == 1) return fail(at - 1);
        if (text[at] != '=' || count < 2 || ++padding > 4 - count) return fail(at);
    }
    // Go: a group that breaks off is told by its beginning, one with too little padding by the end.
    if (count != 0 && padding == 0) return fail(text.size() - std::size_t(count));
    if (count != 0 && padding != 4 - count) return fail(text.size());
    if (count >= 2) out[filled++] = char(bits >> (count == 2 ? 4 : 10));
    if (count == 3) out[filled++] = char(bits >> 2);
    out.resize(filled);
    return out;
}

}  // namespace yare::inline data
