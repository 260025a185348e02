#include "escapes.h"

#include "yare/data/go_text.h"
#include "yare/data/markup.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

void append_js_code(std::string& out, std::uint32_t code) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    out += "\\u";
    for (int shift = code > 0xFFFFF ? 20 : code > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
        out += kDigits[code >> shift & 15];
    }
}

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const std::string_view entity = c == '\0' ? "\uFFFD" : markup_entity(c);
        if (entity.empty())
            out += c;
        else
            out += entity;
    }
    return out;
}

std::string js_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        const std::string_view bytes = text.substr(0, rune.width);
        text.remove_prefix(rune.width);
        switch (rune.code) {
            case '\\':
            case '\'':
            case '"':
                out += '\\';
                out += bytes;
                break;
            case '<':
            case '>':
            case '&':
            case '=':
                append_js_code(out, rune.code);
                break;
            default:
                if (rune.code >= ' ' && (rune.code < 0x80 || is_printable(rune.code))) {
                    out += bytes;
                } else {
                    append_js_code(out, rune.code);
                }
        }
    }
    return out;
}

std::string query_escaped(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = std::uint8_t(c);
        if (byte < 0x80 &&
            (is_letter(byte) || is_digit(byte) || c == '-' || c == '_' || c == '.' || c == '~')) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out;
}

}  // namespace yare::templates
