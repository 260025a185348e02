#include "yare/templates/literals.h"

#include "yare/base/ascii.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

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

std::optional<UnquotedRune> unquote_rune(std::string_view& text, char quote) {
    if (text.empty()) return std::nullopt;
    const char first = text[0];
    if (first == quote && (quote == '\'' || quote == '"')) return std::nullopt;
    if (first != '\\') {
        const utf8::Rune rune = utf8::decode(text);
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
            if (auto rune = take_hex(text, letter == 'u' ? 4 : 8); rune && utf8::is_rune(*rune)) {
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
            utf8::append(out, rune->code);
        }
        if (quote == '\'' && !body.empty()) return std::nullopt;
    }
    if (quote == '\'' && out.empty()) return std::nullopt;
    return out;
}

}  // namespace yare::templates
