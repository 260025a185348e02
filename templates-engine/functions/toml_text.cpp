#include "toml_text.h"

#include <algorithm>
#include <cstdio>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

bool is_control(std::uint32_t rune) {
    return (rune < ' ' && rune != '\t' && rune != '\r' && rune != '\n') || rune == 0x7F;
}

std::string hex_byte(std::uint8_t byte) {
    char text[8];
    std::snprintf(text, sizeof text, "0x%02x", byte);
    return text;
}

void append_short_escape(std::string& out, char letter) {
    constexpr std::string_view kLetters = "btnfre\"\\";
    constexpr std::string_view kMeanings = "\b\t\n\f\r\x1b\"\\";
    out += kMeanings[kLetters.find(letter)];
}

}  // namespace

bool is_toml_bare(std::uint32_t rune) { return ascii::is_alphanumeric(rune) || rune == '_' || rune == '-'; }

std::string toml_rune_text(std::uint32_t rune) {
    std::string out;
    utf8::append(out, rune);
    return out;
}

void append_toml_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view kSpecial = "\"\\\b\t\n\f\r";
    constexpr std::string_view kLetters = "\"\\btnfr";
    out += '"';
    for (const char c : text) {
        const std::size_t special = kSpecial.find(c);
        if (special != std::string_view::npos) {
            out += '\\';
            out += kLetters[special];
        } else if ((c >= 0 && c < ' ') || c == 0x7F) {
            out += "\\u00";
            out += "0123456789abcdef"[c >> 4];
            out += "0123456789abcdef"[c & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_toml_key(std::string& out, std::string_view key) {
    if (!key.empty() && std::ranges::all_of(key, is_toml_bare))
        out += key;
    else
        append_toml_quoted(out, key);
}

std::uint32_t TomlScanner::next() {
    if (failed() || at_ >= text_.size()) {
        at_end_ = true;
        return kEnd;
    }
    if (text_[at_] == '\n') ++line_;
    const utf8::Rune rune = utf8::decode(text_.substr(at_));
    if (rune.code == utf8::kReplacement && rune.width == 1) {
        fail("invalid UTF-8 byte: " + hex_byte(std::uint8_t(text_[at_])));
        return kEnd;
    }
    const bool lone_return = rune.code == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n');
    if (is_control(rune.code) || lone_return) {
        fail_at(line_,
                "TOML files cannot contain control characters: '" + hex_byte(std::uint8_t(rune.code)) + "'");
        return kEnd;
    }
    at_ += rune.width;
    return rune.code;
}

std::uint32_t TomlScanner::peek() {
    const std::size_t at = at_;
    const int line = line_;
    const std::uint32_t rune = next();
    at_ = at;
    line_ = line;
    at_end_ = false;
    return rune;
}

bool TomlScanner::accept(std::uint32_t wanted) {
    if (peek() != wanted || failed()) return false;
    next();
    return true;
}

void TomlScanner::back() {
    if (at_end_) {
        at_end_ = false;
        return;
    }
    --at_;
    if (text_[at_] == '\n') --line_;
}

void TomlScanner::skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    peek();
}

void TomlScanner::skip_comment() {
    for (std::uint32_t rune = peek(); rune != kEnd && rune != '\n' && rune != '\r'; rune = peek()) next();
}

bool TomlScanner::fail_at(int line, std::string message) {
    if (failed()) return false;
    error_ = std::move(message);
    error_line_ = line;
    return false;
}

bool TomlScanner::fail(std::string message) {
    const bool after_feed = at_end_ && at_ > 0 && text_[at_ - 1] == '\n';
    return fail_at(after_feed ? line_ - 1 : line_, std::move(message));
}

bool TomlScanner::scan_hex(std::size_t start, int digits, const char* name, char letter) {
    for (int i = 0; i < digits; ++i) {
        if (ascii::is_hex_digit(next())) continue;
        return fail("expected " + std::string(name) + " hexadecimal digits after '\\" + letter +
                    "', but got " + go_quote(since(start)) + " instead");
    }
    return true;
}

// What stands behind a backslash; `start` is where the text began.
bool TomlScanner::scan_escape(std::size_t start) {
    const std::uint32_t letter = next();
    switch (letter) {
        case 'e':
        case 'b':
        case 't':
        case 'n':
        case 'f':
        case 'r':
        case '"':
        case '\\':
        case ' ':  // with a line feed behind it
        case '\t':
            return true;
        case 'x':
            return scan_hex(start, 2, "two", 'x');
        case 'u':
            return scan_hex(start, 4, "four", 'u');
        case 'U':
            return scan_hex(start, 8, "eight", 'U');
        default: {
            std::string message = "invalid escape in string '\\";
            utf8::append(message, letter);
            return fail_at(at_end_ ? line_ - 1 : line_, message + "'");
        }
    }
}

bool TomlScanner::read_string(std::string& out) {
    const std::size_t start = at_;
    while (true) {
        const std::uint32_t rune = next();
        if (rune == kEnd) return fail("unexpected EOF; expected '\"'");
        if (rune == '\n' || rune == '\r') return fail_at(line_ - 1, "strings cannot contain newlines");
        if (rune == '"') return unescape(text_.substr(start, at_ - start - 1), out);
        if (rune == '\\' && !scan_escape(start)) return false;
    }
}

bool TomlScanner::read_raw_string(std::string& out) {
    const std::size_t start = at_;
    while (true) {
        const std::uint32_t rune = next();
        if (rune == kEnd) return fail("unexpected EOF; expected \"'\"");
        if (rune == '\n' || rune == '\r') return fail_at(line_ - 1, "strings cannot contain newlines");
        if (rune == '\'') {
            out = text_.substr(start, at_ - start - 1);
            return true;
        }
    }
}

bool TomlScanner::read_long(char quote, std::string_view& raw) {
    const std::size_t start = at_;
    const std::string three(3, quote);
    const std::string five(5, quote);
    while (true) {
        const std::uint32_t rune = next();
        if (rune == kEnd) {
            const char* around = quote == '"' ? "'" : "\"";
            return fail(std::string("unexpected EOF; expected ").append(around).append(three).append(around));
        }
        if (rune == '\\' && quote == '"') {
            const std::uint32_t behind = peek();
            if (behind == '\n' || behind == '\r')
                next();
            else if (!scan_escape(start))
                return false;
        }
        if (rune != std::uint32_t(quote) || !text_.substr(at_ - 1).starts_with(three)) continue;
        at_ += 2;
        if (peek() != std::uint32_t(quote)) break;
        // Up to two quotes may stand before the closing three.
        if (since(start).ends_with(five) && !(quote == '"' && since(start).ends_with("\\" + five))) {
            const char* around = quote == '"' ? "'" : "\"";
            return fail(std::string("unexpected ").append(around).append(three).append(three).append(around));
        }
        at_ -= 2;
    }
    if (failed()) return false;
    raw = text_.substr(start, at_ - start - 3);
    if (raw.starts_with('\n'))
        raw.remove_prefix(1);
    else if (raw.starts_with("\r\n"))
        raw.remove_prefix(2);
    return true;
}

bool TomlScanner::read_long_string(std::string& out) {
    std::string_view raw;
    return read_long('"', raw) && unescape(raw, out);
}

bool TomlScanner::read_long_raw_string(std::string& out) {
    std::string_view raw;
    if (!read_long('\'', raw)) return false;
    out = raw;
    return true;
}

bool TomlScanner::unescape_code(std::string_view digits, std::string& out) {
    const Parsed<std::uint64_t> code = parse_uint(digits, 16);
    if (code.value > 0x10FFFF || (code.value >= 0xD800 && code.value < 0xE000))
        return fail_at(line_, "Escaped character '\\u" + std::string(digits) + "' is not valid UTF-8.");
    utf8::append(out, std::uint32_t(code.value));
    return true;
}

bool TomlScanner::unescape(std::string_view raw, std::string& out) {
    out.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            out += raw[i];
            continue;
        }
        const char letter = raw[i + 1];
        if (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r') {
            const std::size_t end = std::min(raw.find_first_not_of(" \t\r\n", i + 1), raw.size());
            if (raw.substr(i, end - i).find('\n') == std::string_view::npos)
                return fail_at(line_, "invalid escape: '\\" + std::string(1, letter) + "'");
            i = end - 1;
            continue;
        }
        const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        if (digits == 0)
            append_short_escape(out, letter);
        else if (!unescape_code(raw.substr(i + 2, digits), out))
            return false;
        i += 1 + digits;
    }
    return true;
}

}  // namespace yare::templates
