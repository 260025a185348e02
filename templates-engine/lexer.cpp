#include "lexer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "byte_class.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

constexpr std::uint32_t kNoRune = 0xFFFFFFFF;
constexpr std::ptrdiff_t kDelimiterSize = 2;
constexpr std::ptrdiff_t kTrimMarker = 2;  // a minus and white space behind "{{", or the other way round

TokenType word_type(std::string_view word) {
    switch (word.size()) {
        case 2:
            return word == "if" ? TokenType::KeywordIf : TokenType::Identifier;
        case 3:
            if (word == "end") return TokenType::KeywordEnd;
            return word == "nil" ? TokenType::Nil : TokenType::Identifier;
        case 4:
            if (word == "else") return TokenType::KeywordElse;
            if (word == "with") return TokenType::KeywordWith;
            return word == "true" ? TokenType::Bool : TokenType::Identifier;
        case 5:
            if (word == "range") return TokenType::KeywordRange;
            if (word == "block") return TokenType::KeywordBlock;
            if (word == "break") return TokenType::KeywordBreak;
            return word == "false" ? TokenType::Bool : TokenType::Identifier;
        case 6:
            return word == "define" ? TokenType::KeywordDefine : TokenType::Identifier;
        case 8:
            if (word == "template") return TokenType::KeywordTemplate;
            return word == "continue" ? TokenType::KeywordContinue : TokenType::Identifier;
        default:
            return TokenType::Identifier;
    }
}

const char* skip_spaces(const char* at, const char* end) {
    while (at != end && is(*at, kSpace)) ++at;
    return at;
}

// kNoRune at the end.
std::uint32_t rune_at(const char* at, const char* end) {
    if (at == end) return kNoRune;
    return std::uint8_t(*at) < 0x80 ? std::uint8_t(*at) : utf8::decode({at, std::size_t(end - at)}).code;
}

bool is_alphanumeric(std::uint32_t rune) {
    if (rune < 0x80) return is(char(rune), kWord);
    return rune != kNoRune && (is_letter(rune) || is_digit(rune));
}

// The next "{{", or the end.
const char* find_left(const char* at, const char* end) {
    while (at < end) {
        at = static_cast<const char*>(std::memchr(at, '{', std::size_t(end - at)));
        if (!at) break;
        if (at + 1 < end && at[1] == '{') return at;
        ++at;
    }
    return end;
}

// Behind the left delimiter: "- " trims the text before the action.
bool left_trims(const char* at, const char* end) {
    return end - at >= kTrimMarker && at[0] == '-' && is(at[1], kSpace);
}

bool at_right(const char* at, const char* end) { return end - at >= 2 && at[0] == '}' && at[1] == '}'; }

// In front of the right delimiter: " -" trims the text behind the action.
bool right_trims(const char* at, const char* end) {
    return end - at >= kTrimMarker && is(at[0], kSpace) && at[1] == '-' && at_right(at + kTrimMarker, end);
}

// Over letters and digits, where the first one is none of ASCII.
const char* skip_wide_word(const char* at, const char* end) {
    while (at != end && is_alphanumeric(rune_at(at, end))) {
        at += utf8::decode({at, std::size_t(end - at)}).width;
    }
    return at;
}

// Over letters and digits.
[[gnu::always_inline]] inline const char* skip_word(const char* at, const char* end) {
    at = skip_word_bytes(at, end);
    return at == end || std::uint8_t(*at) < 0x80 ? at : skip_wide_word(at, end);
}

// Whether a word may end here.
bool at_terminator(const char* at, const char* end) {
    return at == end || is(*at, kTerminator) || at_right(at, end);
}

// Takes in more than numbers ("0x0.2", "089"): what is wrong, the parser finds.
struct NumberScan {
    const char* at;
    const char* end;

    bool accept(std::string_view set) {
        if (at == end || set.find(*at) == std::string_view::npos) return false;
        ++at;
        return true;
    }
    void digits(std::string_view set) {
        while (accept(set)) {
        }
    }

    bool number() {
        if (at != end && *at >= '1' && *at <= '9') {
            const char* behind = at + 1;
            while (behind != end && is(*behind, kDigit)) ++behind;
            if (behind != end && is(*behind, kSpace)) return at = behind, true;  // what most are
        }
        std::string_view known = "0123456789_";
        bool decimal = true;
        bool hexadecimal = false;
        accept("+-");
        if (accept("0")) {
            if (accept("xX")) {
                known = "0123456789abcdefABCDEF_";
                hexadecimal = true;
            } else if (accept("oO")) {
                known = "01234567_";
            } else if (accept("bB")) {
                known = "01_";
            }
            decimal = known.size() == 11;
        }
        digits(known);
        if (accept(".")) digits(known);
        if ((decimal && accept("eE")) || (hexadecimal && accept("pP"))) {
            accept("+-");
            digits("0123456789_");
        }
        accept("i");
        if (!is_alphanumeric(rune_at(at, end))) return true;
        at += utf8::decode({at, std::size_t(end - at)}).width;
        return false;
    }
};

// "U+002D '-'", as "%#U".
std::string describe_rune(std::uint32_t rune) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out = "U+";
    int digits = 4;
    while (digits < 8 && rune >> (digits * 4) != 0) ++digits;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[rune >> shift & 15];
    if (is_printable(rune)) {
        out += " '";
        utf8::append(out, rune);
        out += '\'';
    }
    return out;
}

}  // namespace

std::string describe(const Token& token) {
    if (token.type == TokenType::End) return "EOF";
    if (token.type == TokenType::Error) return std::string(token.text);
    if (token.type >= TokenType::KeywordBlock) return "<" + std::string(token.text) + ">";
    if (token.text.size() <= 10) return go_quote(token.text);
    std::string_view rest = token.text;
    for (int runes = 0; runes < 10 && !rest.empty(); ++runes) rest.remove_prefix(utf8::decode(rest).width);
    return go_quote(token.text.substr(0, token.text.size() - rest.size())) + "...";
}

std::span<const Token> Lexer::read_run() {
    next_ = run_.data();
    if (read_text()) read_action();
    return {run_.data(), next_};
}

void Lexer::grow() {
    constexpr std::size_t kFirstRun = 64;
    const std::size_t size = run_.size();
    run_.resize(size == 0 ? kFirstRun : size * 2);
    next_ = run_.data() + size;
    limit_ = run_.data() + run_.size();
}

const char* Lexer::add(TokenType type, bool spaced, const char* start, const char* at) {
    if (next_ == limit_) [[unlikely]]
        grow();
    Token& token = *next_++;
    token.type = type;
    token.spaced = spaced;
    token.plain = false;
    token.offset = offset(start);
    token.text = std::string_view(start, std::size_t(at - start));
    return at;
}

const char* Lexer::error(std::string message, const char* start) {
    message_ = std::move(message);
    add(TokenType::Error, false, start, start);
    next_[-1].text = message_;
    begin_ = at_ = end_;  // nobody asks where the Ends behind it are
    return nullptr;
}

// Text up to the next action; true where there is none, and the action's left delimiter was read. A comment
// leaves no token.
bool Lexer::read_text() {
    while (true) {
        const char* const found = find_left(at_, end_);
        if (found == end_) {
            at_ = add(at_ == end_ ? TokenType::End : TokenType::Text, false, at_, end_);
            return false;
        }
        const bool trims = left_trims(found + kDelimiterSize, end_);
        const char* text_end = found;
        while (trims && text_end > at_ && is(text_end[-1], kSpace)) --text_end;
        const char* const text = std::exchange(at_, found);
        if (text_end > text) {
            add(TokenType::Text, false, text, text_end);
            return false;
        }
        const char* const inside = found + kDelimiterSize + (trims ? kTrimMarker : 0);
        if (end_ - inside < 2 || inside[0] != '/' || inside[1] != '*') {
            add(TokenType::LeftDelimiter, false, found, found + kDelimiterSize);
            at_ = inside;
            parentheses_ = 0;
            return true;
        }
        if (!skip_comment(inside)) return false;
    }
}

bool Lexer::skip_comment(const char* at) {
    const std::string_view rest(at, std::size_t(end_ - at));
    const std::size_t close = rest.find("*/", 2);
    if (close == std::string_view::npos) return error("unclosed comment", at) != nullptr;
    const std::string_view behind = rest.substr(close + 2);
    const bool trims = right_trims(behind.data(), end_);
    if (!trims && !behind.starts_with("}}")) {
        return error("comment ends before closing delimiter", at) != nullptr;
    }
    at_ = behind.data() + kDelimiterSize + (trims ? kTrimMarker : 0);
    if (trims) at_ = skip_spaces(at_, end_);
    return true;
}

void Lexer::read_action() {
    const char* at = at_;
    while (at != nullptr) {
        const char* start = at;
        if (start != end_ && is(*start, kSpace)) start = skip_spaces(start + 1, end_);
        if (start == end_) {
            error("unclosed action", start);
        } else if (at != start && *start == '-' && at_right(start + 1, end_)) {
            // The last of the spaces is part of the delimiter's trim marker.
            return end_action(start - 1, true, start - 1 > at);
        } else if (*start == '}' && at_right(start, end_)) {
            return end_action(start, false, start > at);
        }
        at = start == end_ ? nullptr : read_token(start, start > at);
    }
}

// From the trim marker or the right delimiter on.
void Lexer::end_action(const char* at, bool trims, bool spaced) {
    if (parentheses_ != 0) {
        error("unclosed left paren", at);
        return;
    }
    if (trims) at += kTrimMarker;
    at_ = add(TokenType::RightDelimiter, spaced, at, at + kDelimiterSize);
    if (trims) at_ = skip_spaces(at_, end_);
}

const char* Lexer::read_token(const char* start, bool spaced) {
    switch (*start) {
        case '.':
            if (start + 1 == end_ || is(start[1], kDigit)) return read_number(start, spaced);
            return read_name(TokenType::Field, start, spaced);
        case '$':
            return read_name(TokenType::Variable, start, spaced);
        case '"':
            return read_quoted(TokenType::String, start, spaced);
        case '\'':
            return read_quoted(TokenType::CharConstant, start, spaced);
        case '`':
            return read_raw_string(start, spaced);
        case '(':
            ++parentheses_;
            return add(TokenType::LeftParenthesis, spaced, start, start + 1);
        case ')':
            if (--parentheses_ < 0) return error("unexpected right paren", start);
            return add(TokenType::RightParenthesis, spaced, start, start + 1);
        case '|':
            return add(TokenType::Pipe, spaced, start, start + 1);
        case '=':
            return add(TokenType::Assign, spaced, start, start + 1);
        case ':':
            if (start + 1 == end_ || start[1] != '=') return error("expected :=", start);
            return add(TokenType::Declare, spaced, start, start + 2);
        default:
            if (is(*start, kWord) && !is(*start, kDigit)) return read_word(start, start + 1, spaced);
            return read_other(start, spaced);
    }
}

// What is no letter of ASCII, nor begins anything else.
const char* Lexer::read_other(const char* start, bool spaced) {
    if (*start == '+' || *start == '-' || is(*start, kDigit)) return read_number(start, spaced);
    const utf8::Rune rune = utf8::decode({start, std::size_t(end_ - start)});
    const char* const at = start + rune.width;
    if (is_alphanumeric(rune.code)) return read_word(start, at, spaced);
    if (rune.code < 0x80 && is_printable(rune.code)) return add(TokenType::Char, spaced, start, at);
    return error("unrecognized character in action: " + describe_rune(rune.code), start);
}

const char* Lexer::bad_character(const char* start, const char* at) {
    return error("bad character " + describe_rune(rune_at(at, end_)), start);
}

const char* Lexer::read_word(const char* start, const char* at, bool spaced) {
    at = skip_word(at, end_);
    if (!at_terminator(at, end_)) return bad_character(start, at);
    return add(word_type({start, std::size_t(at - start)}), spaced, start, at);
}

// A field or variable; their first character alone is the dot or $.
const char* Lexer::read_name(TokenType type, const char* start, bool spaced) {
    const char* const at = skip_word(start + 1, end_);
    if (!at_terminator(at, end_)) return bad_character(start, at);
    return add(at == start + 1 && type == TokenType::Field ? TokenType::Dot : type, spaced, start, at);
}

const char* Lexer::read_quoted(TokenType type, const char* start, bool spaced) {
    const char quote = *start;
    bool plain = true;
    for (const char* at = start + 1; at < end_; ++at) {
        if (!is(*at, kQuotedStop)) continue;
        if (*at == quote) {
            add(type, spaced, start, at + 1);
            next_[-1].plain = plain;
            return at + 1;
        }
        if (*at == '\n') break;
        if (*at == '\'' || *at == '"') continue;
        plain = false;
        if (*at != '\\') continue;
        ++at;
        if (at == end_ || *at == '\n') break;
    }
    return error(type == TokenType::String ? "unterminated quoted string" : "unterminated character constant",
                 start);
}

const char* Lexer::read_raw_string(const char* start, bool spaced) {
    const auto* close = static_cast<const char*>(std::memchr(start + 1, '`', std::size_t(end_ - start - 1)));
    if (!close) return error("unterminated raw quoted string", start);
    return add(TokenType::RawString, spaced, start, close + 1);
}

const char* Lexer::read_number(const char* start, bool spaced) {
    NumberScan scan{start, end_};
    bool good = scan.number();
    const bool complex = good && scan.at != end_ && (*scan.at == '+' || *scan.at == '-');
    if (complex) good = scan.number() && scan.at[-1] == 'i';
    if (!good) {
        return error("bad number syntax: " + go_quote({start, std::size_t(scan.at - start)}), start);
    }
    return add(complex ? TokenType::Complex : TokenType::Number, spaced, start, scan.at);
}

}  // namespace yare::templates
