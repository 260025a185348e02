#include "yaml_emit.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "byte_scan.h"
#include "line_breaks.h"
#include "yaml_scalar.h"
#include "yare/data/utf8.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kLongestSimpleKey = 128;

// What a byte may mean for the style of a string.
enum class Byte : std::uint8_t { Ordinary, Space, LineFeed, Colon, Hash, High, Tab, Unprintable };

constexpr std::array<Byte, 256> kBytes = [] {
    std::array<Byte, 256> bytes{};
    for (std::size_t c = 0; c < 0x20; ++c) bytes[c] = Byte::Unprintable;
    for (std::size_t c = 0x80; c < 256; ++c) bytes[c] = Byte::High;
    bytes[0x7F] = Byte::Unprintable;
    bytes[' '] = Byte::Space;
    bytes['\n'] = Byte::LineFeed;
    bytes['\t'] = Byte::Tab;
    bytes[':'] = Byte::Colon;
    bytes['#'] = Byte::Hash;
    return bytes;
}();

// Where one of four characters comes next, or the end.
template <char a, char b, char c, char d>
std::size_t next_of(std::string_view text, std::size_t from) {
    const char* const end = text.data() + text.size();
    return std::size_t(find_one_of_or_end<a, b, c, d>(text.data() + from, end) - text.data());
}

bool is_blank(std::string_view text, std::size_t at) {
    return at >= text.size() || text[at] == ' ' || text[at] == '\t';
}

// The breaks beyond ASCII: next line, line separator, paragraph separator. Their length, or 0.
bool printable(char32_t code) {
    if (code < 0x80) return code == '\n' || (code >= 0x20 && code < 0x7F);
    return code >= 0xA0 && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF && code < 0x10000;
}

bool starts_as_indicator(std::string_view text) {
    if (text.starts_with("---") || text.starts_with("...")) return true;
    switch (text[0]) {
        case '#':
        case ',':
        case '[':
        case ']':
        case '{':
        case '}':
        case '&':
        case '*':
        case '!':
        case '|':
        case '>':
        case '\'':
        case '"':
        case '%':
        case '@':
        case '`':
            return true;
        case '?':
        case ':':
        case '-':
            return is_blank(text, 1);
        default:
            return false;
    }
}

// Where spaces and breaks stand next to each other or at the ends.
struct Whitespace {
    bool leading = false;
    bool trailing_space = false;
    bool trailing_break = false;
    bool break_space = false;
    bool space_break = false;
    bool previous_space = false;
    bool previous_break = false;

    void space(std::size_t at, std::size_t size) {
        if (at == 0) leading = true;
        if (at + 1 == size) trailing_space = true;
        if (previous_break) break_space = true;
        previous_space = true;
        previous_break = false;
    }
    void line_break(std::size_t at, std::size_t width, std::size_t size) {
        if (at == 0) leading = true;
        if (at + width == size) trailing_break = true;
        if (previous_space) space_break = true;
        previous_space = false;
        previous_break = true;
    }
    void other() { previous_space = previous_break = false; }
};

void append_hex(std::string& out, char32_t code, int digits) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kHex[code >> shift & 15];
}

void append_escape(std::string& out, char32_t code) {
    out += '\\';
    switch (code) {
        case 0x00:
            out += '0';
            return;
        case 0x07:
            out += 'a';
            return;
        case 0x08:
            out += 'b';
            return;
        case 0x09:
            out += 't';
            return;
        case 0x0A:
            out += 'n';
            return;
        case 0x0B:
            out += 'v';
            return;
        case 0x0C:
            out += 'f';
            return;
        case 0x0D:
            out += 'r';
            return;
        case 0x1B:
            out += 'e';
            return;
        case 0x22:
            out += '"';
            return;
        case 0x5C:
            out += '\\';
            return;
        case 0x85:
            out += 'N';
            return;
        case 0xA0:
            out += '_';
            return;
        case 0x2028:
            out += 'L';
            return;
        case 0x2029:
            out += 'P';
            return;
        default:
            break;
    }
    const int digits = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
    out += digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    append_hex(out, code, digits);
}

}  // namespace

Analysis analyze(std::string_view text, Dialect dialect) {
    Analysis result;
    if (text.empty()) {
        result.block_allowed = false;
        return result;
    }
    bool indicators = starts_as_indicator(text);
    bool special = false;
    bool tabs = false;
    Whitespace white;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t width = 1;
        switch (kBytes[std::uint8_t(text[at])]) {
            case Byte::Ordinary:
                while (at + 1 < text.size() && kBytes[std::uint8_t(text[at + 1])] == Byte::Ordinary) ++at;
                white.other();
                break;
            case Byte::Space:
                white.space(at, text.size());
                break;
            case Byte::LineFeed:
                result.multiline = result.has_line_feed = true;
                white.line_break(at, 1, text.size());
                break;
            case Byte::Colon:
                if (is_blank(text, at + 1)) indicators = true;
                white.other();
                break;
            case Byte::Hash:
                if (at > 0 && (is_blank(text, at - 1) || white.previous_break)) indicators = true;
                white.other();
                break;
            case Byte::Tab:
                (dialect == Dialect::V3 ? tabs : special) = true;
                white.other();
                break;
            case Byte::Unprintable:
                special = true;
                if (text[at] == '\r') {
                    result.multiline = true;
                    white.line_break(at, 1, text.size());
                } else {
                    white.other();
                }
                break;
            case Byte::High: {
                const utf8::Rune rune = utf8::decode(text, at);
                width = rune.width;
                if (!printable(rune.code)) special = true;
                if (wide_break(text, at) != 0) {
                    result.multiline = true;
                    white.line_break(at, width, text.size());
                } else {
                    white.other();
                }
                break;
            }
        }
        at += width;
    }
    const bool ends = white.leading || white.trailing_space || white.trailing_break;
    if (ends || white.break_space || white.space_break || special || tabs || result.multiline || indicators) {
        result.plain_allowed = false;
    }
    if (white.break_space || white.space_break || special || tabs) result.single_quoted_allowed = false;
    if (white.trailing_space || white.space_break || special) result.block_allowed = false;
    return result;
}

bool Emitter::past_width() const {
    if (!folds() || out_.size() - line_start_ <= kWidth) return false;
    std::size_t runes = 0;
    for (std::size_t at = line_start_; at < out_.size(); ++at) {
        if ((out_[at] & '\xC0') != '\x80') ++runes;
    }
    return runes > kWidth;
}

void Emitter::indicator(std::string_view text, bool need_space, bool is_space, bool is_indention) {
    if (need_space) space();
    out_ += text;
    whitespace_ = is_space;
    indention_ = indention_ && is_indention;
}

void Emitter::indent(int columns) {
    const auto wanted = std::size_t(std::max(columns, 0));
    const std::size_t column = out_.size() - line_start_;
    if (!indention_ || column > wanted || (column == wanted && !whitespace_)) line_break();
    const std::size_t now = out_.size() - line_start_;
    if (now < wanted) out_.append(wanted - now, ' ');
    whitespace_ = indention_ = true;
}

void Emitter::word(std::string_view text) {
    space();
    out_ += text;
    whitespace_ = indention_ = false;
}

void Emitter::string(std::string_view text, int columns) {
    string(text, analyze(text, dialect_), columns, false);
}

void Emitter::key(std::string_view text, int map_indent) {
    indent(map_indent);
    const Analysis analysis = analyze(text, dialect_);
    if (text.size() <= kLongestSimpleKey && !analysis.multiline) {
        string(text, analysis, map_indent + 2, true);
        indicator(":", false, false, false);
        return;
    }
    indicator("?", true, false, true);
    string(text, analysis, map_indent + 2, false);
    indent(map_indent);
    indicator(":", true, false, true);
}

void Emitter::string(std::string_view text, const Analysis& analysis, int columns, bool simple_key) {
    const bool may_fold = !simple_key && folds();
    if (analysis.has_line_feed) {
        if (analysis.block_allowed && !simple_key)
            literal(text, columns);
        else
            double_quoted(text, columns, may_fold);
        return;
    }
    const bool other =
        dialect_ == Dialect::V3 ? reads_as_other_than_string_v3(text) : reads_as_other_than_string(text);
    const bool bare = !other && !is_base60(text);
    if (bare && analysis.plain_allowed) {
        plain(text, columns, may_fold);
    } else if (bare && analysis.single_quoted_allowed) {
        single_quoted(text, columns, may_fold);
    } else {
        double_quoted(text, columns, may_fold);
    }
}

void Emitter::plain(std::string_view text, int columns, bool may_fold) {
    space();
    if (!may_fold || out_.size() - line_start_ + text.size() <= kWidth) {
        out_ += text;
    } else {
        bool after_space = false;
        std::size_t from = 0;
        for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
            after_space = at > 0 && text[at - 1] == ' ';
            out_ += text.substr(from, at - from);
            from = at;
            if (!after_space && past_width() && text[at + 1] != ' ') {
                indention_ = false;
                indent(columns);
                from = at + 1;
            }
        }
        out_ += text.substr(from);
    }
    whitespace_ = indention_ = false;
}

// Writes a break that is no line feed, and puts the next character at the indent.
std::size_t Emitter::other_break(std::string_view text, std::size_t at) {
    const std::size_t width = any_break(text, at);
    out_ += text.substr(at, width);
    line_start_ = out_.size();
    indention_ = true;
    return at + width;
}

void Emitter::single_quoted(std::string_view text, int columns, bool may_fold) {
    indicator("'", true, false, false);
    bool after_space = false;
    bool after_break = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            const bool inside = at > 0 && at + 1 < text.size();
            if (may_fold && !after_space && inside && text[at + 1] != ' ' && past_width()) {
                indent(columns);
            } else {
                out_ += ' ';
            }
            after_space = true;
            ++at;
        } else if (any_break(text, at) != 0) {
            at = other_break(text, at);
            after_break = true;
        } else {
            if (after_break) indent(columns);
            const std::size_t end = next_of<' ', '\'', '\xC2', '\xE2'>(text, at + 1);
            if (text[at] == '\'') out_ += '\'';
            out_ += text.substr(at, end - at);
            at = end;
            indention_ = after_space = after_break = false;
        }
    }
    indicator("'", false, false, false);
}

void Emitter::double_quoted(std::string_view text, int columns, bool may_fold) {
    indicator("\"", true, false, false);
    // Helm: the emitter looks for a byte order mark at the start of the string whatever character it is at,
    // so one there has all the others escaped.
    const bool all_escaped = text.starts_with("\xEF\xBB\xBF");
    bool after_space = false;
    for (std::size_t at = 0; at < text.size();) {
        const utf8::Rune rune = utf8::decode(text, at);
        const bool plain = printable(rune.code) || rune.code >= 0x10000;
        // Helm: the emitter's test for printable characters ends at U+FFFD.
        if (all_escaped || !plain || rune.code >= 0x10000 || any_break(text, at) != 0 || rune.code == '"' ||
            rune.code == '\\') {
            append_escape(out_, rune.code);
            at += rune.width;
            after_space = false;
        } else if (rune.code == ' ') {
            if (may_fold && !after_space && at > 0 && at + 1 < text.size() && past_width()) {
                indent(columns);
                if (text[at + 1] == ' ') out_ += '\\';
            } else {
                out_ += ' ';
            }
            after_space = true;
            ++at;
        } else {
            out_ += text.substr(at, rune.width);
            at += rune.width;
            after_space = false;
        }
    }
    indicator("\"", false, false, false);
}

void Emitter::literal(std::string_view text, int columns) {
    indicator("|", true, false, false);
    if (text[0] == ' ' || any_break(text, 0) != 0) out_ += '2';
    std::size_t last = text.size() - 1;
    while (utf8::is_continuation(text[last])) --last;
    if (any_break(text, last) == 0) {
        out_ += '-';
    } else if (last == 0) {
        out_ += '+';
    } else {
        --last;
        while (utf8::is_continuation(text[last])) --last;
        if (any_break(text, last) != 0) out_ += '+';
    }
    line_break();
    indention_ = whitespace_ = true;
    bool after_break = true;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') {
            line_break();
            ++at;
            indention_ = after_break = true;
        } else if (any_break(text, at) != 0) {
            at = other_break(text, at);
            after_break = true;
        } else {
            if (after_break) indent(columns);
            const std::size_t end = next_of<'\n', '\n', '\xC2', '\xE2'>(text, at + 1);
            out_ += text.substr(at, end - at);
            at = end;
            indention_ = after_break = false;
        }
    }
}

}  // namespace yare::inline data::yaml
