#include "yare/data/go_text.h"

#include <utf8proc.h>

#include "yare/base/ascii.h"
#include "yare/data/utf8.h"

namespace yare::inline data {

bool is_printable(char32_t rune) {
    if (rune < 0x80) return rune >= ' ' && rune < 0x7F;
    const utf8proc_category_t found = utf8proc_category(utf8proc_int32_t(rune));
    return found >= UTF8PROC_CATEGORY_LU && found <= UTF8PROC_CATEGORY_SO;
}

bool is_letter(char32_t rune) {
    if (rune < 0x80) return ascii::is_letter(rune);
    const utf8proc_category_t found = utf8proc_category(utf8proc_int32_t(rune));
    return found >= UTF8PROC_CATEGORY_LU && found <= UTF8PROC_CATEGORY_LO;
}

bool is_digit(char32_t rune) {
    if (rune < 0x80) return ascii::is_digit(rune);
    return utf8proc_category(utf8proc_int32_t(rune)) == UTF8PROC_CATEGORY_ND;
}

bool is_space(char32_t rune) {
    if (rune < 0x100) return (rune >= 0x09 && rune <= 0x0D) || rune == 0x20 || rune == 0x85 || rune == 0xA0;
    return rune == 0x1680 || (rune >= 0x2000 && rune <= 0x200A) || rune == 0x2028 || rune == 0x2029 ||
           rune == 0x202F || rune == 0x205F || rune == 0x3000;
}

std::string_view trim_space(std::string_view text) {
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        if (!is_space(rune.code)) break;
        text.remove_prefix(rune.width);
    }
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode_last(text);
        if (!is_space(rune.code)) break;
        text.remove_suffix(rune.width);
    }
    return text;
}

namespace {

void append_hex(std::string& out, std::uint32_t number, int digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[(number >> shift) & 0xF];
}

// The letter behind the backslash for a rune that has a short escape, or 0.
char short_escape(char32_t rune) {
    switch (rune) {
        case '\a':
            return 'a';
        case '\b':
            return 'b';
        case '\f':
            return 'f';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        case '\v':
            return 'v';
        default:
            return 0;
    }
}

void append_quoted(std::string& out, char32_t rune, char quote, QuoteWith with) {
    if (rune == char32_t(quote) || rune == '\\') {
        out += '\\';
        out += char(rune);
    } else if (is_printable(rune) && (rune < 0x80 || with == QuoteWith::Unicode)) {
        utf8::append(out, rune);
    } else if (const char letter = short_escape(rune)) {
        out += '\\';
        out += letter;
    } else if (rune < ' ' || rune == 0x7F) {
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

std::string go_quote(std::string_view text, QuoteWith with) {
    std::string out = "\"";
    out.reserve(text.size() + 2);
    for (std::size_t at = 0; at < text.size();) {
        const utf8::Rune rune = utf8::decode(text, at);
        if (rune.valid) {
            append_quoted(out, rune.code, '"', with);
        } else {
            out += "\\x";
            append_hex(out, std::uint8_t(text[at]), 2);
        }
        at += rune.width;
    }
    return out += '"';
}

std::string go_quote_rune(char32_t rune, QuoteWith with) {
    std::string out = "'";
    append_quoted(out, utf8::is_rune(rune) ? rune : utf8::kReplacement, '\'', with);
    return out += '\'';
}

}  // namespace yare::inline data
