#include "yare/data/go_text.h"

#include <utf8proc.h>

namespace yare::inline data {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// How many bytes the character takes that begins with `first`, and the least code point that may be written
// so.
struct Form {
    std::size_t length;
    char32_t bits;
    char32_t least;
};
Form form_of(unsigned char first) {
    if (first < 0x80) return {1, first, 0};
    if (first >= 0xC2 && first < 0xE0) return {2, char32_t(first & 0x1F), 0x80};
    if (first >= 0xE0 && first < 0xF0) return {3, char32_t(first & 0x0F), 0x800};
    if (first >= 0xF0 && first < 0xF5) return {4, char32_t(first & 0x07), 0x10000};
    return {0, 0, 0};
}

}  // namespace

char32_t next_rune(std::string_view text, std::size_t& at, bool& valid) {
    valid = true;
    const Form form = form_of(static_cast<unsigned char>(text[at]));
    char32_t rune = form.bits;
    bool good = form.length != 0 && at + form.length <= text.size();
    for (std::size_t index = 1; good && index < form.length; ++index) {
        const auto byte = static_cast<unsigned char>(text[at + index]);
        good = is_continuation(byte);
        rune = (rune << 6) | (byte & 0x3F);
    }
    if (good && (rune < form.least || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))) good = false;
    if (!good) {
        valid = false;
        ++at;
        return kReplacement;
    }
    at += form.length;
    return rune;
}

void append_rune(std::string& out, char32_t rune) {
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) rune = kReplacement;
    if (rune < 0x80) {
        out += char(rune);
    } else if (rune < 0x800) {
        out += char(0xC0 | (rune >> 6));
        out += char(0x80 | (rune & 0x3F));
    } else if (rune < 0x10000) {
        out += char(0xE0 | (rune >> 12));
        out += char(0x80 | ((rune >> 6) & 0x3F));
        out += char(0x80 | (rune & 0x3F));
    } else {
        out += char(0xF0 | (rune >> 18));
        out += char(0x80 | ((rune >> 12) & 0x3F));
        out += char(0x80 | ((rune >> 6) & 0x3F));
        out += char(0x80 | (rune & 0x3F));
    }
}

bool is_printable(char32_t rune) {
    if (rune < 0x80) return rune >= 0x20 && rune < 0x7F;
    switch (utf8proc_category(utf8proc_int32_t(rune))) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return false;
        default:
            return true;
    }
}

bool is_space(char32_t rune) {
    if (rune < 0x100) return (rune >= 0x09 && rune <= 0x0D) || rune == 0x20 || rune == 0x85 || rune == 0xA0;
    return rune == 0x1680 || (rune >= 0x2000 && rune <= 0x200A) || rune == 0x2028 || rune == 0x2029 ||
           rune == 0x202F || rune == 0x205F || rune == 0x3000;
}

std::string_view trim_space(std::string_view text) {
    bool valid = true;
    while (!text.empty()) {
        std::size_t length = 0;
        if (!is_space(next_rune(text, length, valid))) break;
        text.remove_prefix(length);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 &&
               is_continuation(static_cast<unsigned char>(text[start])))
            --start;
        std::size_t end = start;
        if (!is_space(next_rune(text, end, valid)) || end != text.size()) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

namespace {

void append_hex(std::string& out, std::uint32_t number, int digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[(number >> shift) & 0xF];
}

void append_escaped(std::string& out, char32_t rune) {
    switch (rune) {
        case '\a':
            out += "\\a";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\v':
            out += "\\v";
            return;
        default:
            break;
    }
    if (rune < ' ' || rune == 0x7F) {
        out += "\\x";
        append_hex(out, rune, 2);
    } else if (rune < 0x10000) {
        out += "\\u";
        append_hex(out, rune, 4);
    } else {
        out += "\\U";
        append_hex(out, rune, 8);
    }
}

}  // namespace

std::string go_quote(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        bool valid = true;
        const char32_t rune = next_rune(text, at, valid);
        if (!valid) {
            out += "\\x";
            append_hex(out, byte, 2);
        } else if (rune == '"' || rune == '\\') {
            out += '\\';
            out += char(rune);
        } else if (is_printable(rune)) {
            append_rune(out, rune);
        } else {
            append_escaped(out, rune);
        }
    }
    return out += '"';
}

}  // namespace yare::inline data
