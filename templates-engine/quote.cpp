#include "yare/templates/quote.h"

#include <utf8proc.h>

#include "yare/base/ascii.h"

namespace yare::templates {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::uint32_t kMaxRune = 0x10FFFF;

bool valid_rune(std::uint32_t rune) { return rune <= kMaxRune && (rune < 0xD800 || rune > 0xDFFF); }

utf8proc_category_t category(std::uint32_t rune) { return utf8proc_category(utf8proc_int32_t(rune)); }

void append_hex(std::string& out, std::uint32_t number, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kHex[(number >> shift) & 15];
}

// The letter behind the backslash for a rune that has a short escape, or 0.
char short_escape(std::uint32_t rune) {
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

void append_escaped(std::string& out, std::uint32_t rune, char quote, bool ascii) {
    if (rune == std::uint32_t(quote) || rune == '\\') {
        out += '\\';
        out += char(rune);
    } else if (rune < 0x80 ? rune >= ' ' && rune != 0x7f : !ascii && is_print(rune)) {
        append_rune(out, rune);
    } else if (const char letter = short_escape(rune)) {
        out += '\\';
        out += letter;
    } else if (rune < ' ' || rune == 0x7f) {
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

std::string quote_text(std::string_view text, bool ascii) {
    std::string out = "\"";
    out.reserve(text.size() + 2);
    while (!text.empty()) {
        const Rune rune = decode_rune(text);
        if (rune.code == kRuneError && rune.width == 1) {
            out += "\\x";
            append_hex(out, std::uint8_t(text[0]), 2);
        } else {
            append_escaped(out, rune.code, '"', ascii);
        }
        text.remove_prefix(rune.width);
    }
    return out += '"';
}

// Reads `digits` hexadecimal digits off the front of `text`.
std::optional<std::uint32_t> take_hex(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const int digit = ascii::hex_value(text[i]);
        if (digit < 0) return std::nullopt;
        number = number << 4 | std::uint32_t(digit);
    }
    text.remove_prefix(digits);
    return number;
}

// Octal: the first digit is taken already.
std::optional<std::uint32_t> take_octal(std::string_view& text, char first) {
    if (text.size() < 2) return std::nullopt;
    std::uint32_t number = std::uint32_t(first - '0');
    for (std::size_t i = 0; i < 2; ++i) {
        if (text[i] < '0' || text[i] > '7') return std::nullopt;
        number = number << 3 | std::uint32_t(text[i] - '0');
    }
    text.remove_prefix(2);
    return number <= 255 ? std::optional(number) : std::nullopt;
}

}  // namespace

Rune decode_rune(std::string_view text) {
    if (text.empty()) return {kRuneError, 0};
    const auto first = std::uint8_t(text[0]);
    if (first < 0x80) return {first, 1};
    const std::uint32_t width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (first < 0xC2 || first > 0xF4 || text.size() < width) return {kRuneError, 1};
    std::uint32_t code = first & (0x7Fu >> width);
    for (std::uint32_t i = 1; i < width; ++i) {
        const auto next = std::uint8_t(text[i]);
        if ((next & 0xC0) != 0x80) return {kRuneError, 1};
        code = code << 6 | (next & 0x3Fu);
    }
    if (code < kSmallest[width] || !valid_rune(code)) return {kRuneError, 1};
    return {code, width};
}

void append_rune(std::string& out, std::uint32_t rune) {
    if (!valid_rune(rune)) rune = kRuneError;
    if (rune < 0x80) {
        out += char(rune);
    } else if (rune < 0x800) {
        out += char(0xC0 | rune >> 6);
        out += char(0x80 | (rune & 0x3F));
    } else if (rune < 0x10000) {
        out += char(0xE0 | rune >> 12);
        out += char(0x80 | (rune >> 6 & 0x3F));
        out += char(0x80 | (rune & 0x3F));
    } else {
        out += char(0xF0 | rune >> 18);
        out += char(0x80 | (rune >> 12 & 0x3F));
        out += char(0x80 | (rune >> 6 & 0x3F));
        out += char(0x80 | (rune & 0x3F));
    }
}

bool is_letter(std::uint32_t rune) {
    if (rune < 0x80) return ascii::is_letter(rune);
    const utf8proc_category_t found = category(rune);
    return found >= UTF8PROC_CATEGORY_LU && found <= UTF8PROC_CATEGORY_LO;
}

bool is_digit(std::uint32_t rune) {
    if (rune < 0x80) return ascii::is_digit(rune);
    return category(rune) == UTF8PROC_CATEGORY_ND;
}

bool is_print(std::uint32_t rune) {
    if (rune < 0x80) return rune >= ' ' && rune < 0x7f;
    const utf8proc_category_t found = category(rune);
    return found >= UTF8PROC_CATEGORY_LU && found <= UTF8PROC_CATEGORY_SO;
}

std::string go_quote(std::string_view text) { return quote_text(text, false); }
std::string go_quote_ascii(std::string_view text) { return quote_text(text, true); }

std::string go_quote_rune(std::uint32_t rune, bool ascii) {
    std::string out = "'";
    append_escaped(out, valid_rune(rune) ? rune : kRuneError, '\'', ascii);
    return out += '\'';
}

std::optional<UnquotedRune> unquote_rune(std::string_view& text, char quote) {
    if (text.empty()) return std::nullopt;
    const char first = text[0];
    if (first == quote && (quote == '\'' || quote == '"')) return std::nullopt;
    if (first != '\\') {
        const Rune rune = decode_rune(text);
        text.remove_prefix(rune.width);
        return UnquotedRune{rune.code, rune.code >= 0x80};
    }
    if (text.size() < 2) return std::nullopt;
    const char letter = text[1];
    text.remove_prefix(2);
    switch (letter) {
        case 'a':
            return UnquotedRune{'\a', false};
        case 'b':
            return UnquotedRune{'\b', false};
        case 'f':
            return UnquotedRune{'\f', false};
        case 'n':
            return UnquotedRune{'\n', false};
        case 'r':
            return UnquotedRune{'\r', false};
        case 't':
            return UnquotedRune{'\t', false};
        case 'v':
            return UnquotedRune{'\v', false};
        case '\\':
            return UnquotedRune{'\\', false};
        case '\'':
        case '"':
            if (letter != quote) return std::nullopt;
            return UnquotedRune{std::uint32_t(letter), false};
        case 'x':
            if (auto byte = take_hex(text, 2)) return UnquotedRune{*byte, false};
            return std::nullopt;
        case 'u':
        case 'U':
            if (auto rune = take_hex(text, letter == 'u' ? 4 : 8); rune && valid_rune(*rune)) {
                return UnquotedRune{*rune, true};
            }
            return std::nullopt;
        default:
            if (letter < '0' || letter > '7') return std::nullopt;
            if (auto byte = take_octal(text, letter)) return UnquotedRune{*byte, false};
            return std::nullopt;
    }
}

std::optional<std::string> go_unquote(std::string_view literal) {
    if (literal.size() < 2 || literal.front() != literal.back()) return std::nullopt;
    const char quote = literal.front();
    std::string_view body = literal.substr(1, literal.size() - 2);
    std::string out;
    out.reserve(body.size());
    if (quote == '`') {
        if (body.find('`') != std::string_view::npos) return std::nullopt;
        for (const char c : body) {
            if (c != '\r') out += c;  // Go: raw literals drop carriage returns
        }
        return out;
    }
    if ((quote != '"' && quote != '\'') || body.find('\n') != std::string_view::npos) return std::nullopt;
    while (!body.empty()) {
        const auto rune = unquote_rune(body, quote);
        if (!rune) return std::nullopt;
        if (rune->code < 0x80 || !rune->multibyte) {
            out += char(rune->code);
        } else {
            append_rune(out, rune->code);
        }
        if (quote == '\'' && !body.empty()) return std::nullopt;
    }
    if (quote == '\'' && out.empty()) return std::nullopt;
    return out;
}

}  // namespace yare::templates
