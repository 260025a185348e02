#include "lexer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "yare/templates/format.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

constexpr std::uint32_t kEnd = 0xFFFFFFFF;
constexpr std::size_t kLeftSize = 2;
constexpr std::size_t kRightSize = 2;

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

// The letters, digits and underscore of ASCII; false for all other bytes.
constexpr std::array<bool, 256> kWord = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) {
        out[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return out;
}();

// What may stand behind a word, beside the right delimiter and the end.
constexpr std::array<bool, 256> kTerminator = [] {
    std::array<bool, 256> out{};
    for (const char c : std::string_view(" \t\r\n.,|:)(")) out[std::uint8_t(c)] = true;
    return out;
}();

bool is_space(std::uint32_t rune) { return rune == ' ' || rune == '\t' || rune == '\r' || rune == '\n'; }
bool is_space(char c) { return is_space(std::uint32_t(std::uint8_t(c))); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(std::uint32_t rune) {
    if (rune < 0x80) return kWord[rune];
    return rune != kEnd && (is_letter(rune) || is_digit(rune));
}

std::size_t find_left(std::string_view text, std::size_t from) {
    while (from < text.size()) {
        const auto* found =
            static_cast<const char*>(std::memchr(text.data() + from, '{', text.size() - from));
        if (!found) break;
        const auto at = std::size_t(found - text.data());
        if (at + 1 < text.size() && text[at + 1] == '{') return at;
        from = at + 1;
    }
    return std::string_view::npos;
}

// "{{- " trims before the action: a minus and white space behind the delimiter.
bool left_trim_marker(std::string_view text) {
    return text.size() >= 2 && text[0] == '-' && is_space(text[1]);
}
constexpr std::size_t kTrimMarker = 2;

// "U+002D '-'", as "%#U".
std::string describe_rune(std::uint32_t rune) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out = "U+";
    int digits = 4;
    while (digits < 8 && rune >> (digits * 4) != 0) ++digits;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kDigits[rune >> shift & 15];
    if (is_print(rune)) {
        out += " '";
        append_rune(out, rune);
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
    for (int runes = 0; runes < 10 && !rest.empty(); ++runes) rest.remove_prefix(decode_rune(rest).width);
    return go_quote(token.text.substr(0, token.text.size() - rest.size())) + "...";
}

bool Lexer::at_terminator() const {
    if (at_ >= text_.size()) return true;
    return kTerminator[std::uint8_t(text_[at_])] || at_right(at_);
}

std::uint32_t Lexer::peek() const {
    if (at_ >= text_.size()) return kEnd;
    const auto first = std::uint8_t(text_[at_]);
    return first < 0x80 ? first : decode_rune(text_.substr(at_)).code;
}

std::uint32_t Lexer::take() {
    if (at_ >= text_.size()) return kEnd;
    if (const auto first = std::uint8_t(text_[at_]); first < 0x80) {
        ++at_;
        return first;
    }
    const Rune rune = decode_rune(text_.substr(at_));
    at_ += rune.width;
    return rune.code;
}

bool Lexer::at_right_delimiter(bool& trims) const {
    trims = is_space(byte(at_)) && byte(at_ + 1) == '-' && at_right(at_ + kTrimMarker);
    return trims || at_right(at_);
}

bool Lexer::accept(std::string_view set) {
    if (at_ >= text_.size() || set.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
}

void Lexer::accept_run(std::string_view set) {
    while (accept(set)) {
    }
}

void Lexer::skip_spaces() {
    std::size_t at = at_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    at_ = at;
}

bool Lexer::skip_alphanumeric() {
    while (true) {
        const char* const end = text_.data() + text_.size();
        const char* at = text_.data() + at_;
        while (at != end && kWord[std::uint8_t(*at)]) ++at;
        at_ = std::size_t(at - text_.data());
        if (at == end || std::uint8_t(*at) < 0x80 || !is_alphanumeric(peek())) break;
        take();
    }
    return at_terminator();
}

void Lexer::error(std::string message, Token& out) {
    message_ = std::move(message);
    out = {TokenType::Error, std::uint32_t(start_), message_};
    text_ = {};
    at_ = start_ = 0;
}

void Lexer::next(Token& out) {
    if (in_action_) return scan_action(out);
    while (!scan_text(out)) {
    }
}

// Text up to the next action; false when there was only a comment, which leaves no token.
bool Lexer::scan_text(Token& out) {
    const std::size_t found = find_left(text_, at_);
    if (found == std::string_view::npos) {
        at_ = text_.size();
        token(at_ > start_ ? TokenType::Text : TokenType::End, out);
        return true;
    }
    if (found > at_) {
        const std::string_view before = text_.substr(at_, found - at_);
        std::size_t kept = before.size();
        if (left_trim_marker(text_.substr(found + kLeftSize))) {
            while (kept > 0 && is_space(before[kept - 1])) --kept;
        }
        at_ += kept;
        token(TokenType::Text, out);
        at_ = found;
        drop();
        if (kept > 0) return true;
    }
    at_ += kLeftSize;
    const std::size_t marker = left_trim_marker(text_.substr(at_)) ? kTrimMarker : 0;
    if (byte(at_ + marker) == '/' && byte(at_ + marker + 1) == '*') {
        at_ += marker;
        drop();
        return scan_comment(out);
    }
    token(TokenType::LeftDelimiter, out);
    at_ += marker;
    drop();
    in_action_ = true;
    parentheses_ = 0;
    return true;
}

// True when it ended in an error.
bool Lexer::scan_comment(Token& out) {
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) {
        error("unclosed comment", out);
        return true;
    }
    at_ = end + 2;
    bool trims = false;
    if (!at_right_delimiter(trims)) {
        error("comment ends before closing delimiter", out);
        return true;
    }
    at_ += kRightSize + (trims ? kTrimMarker : 0);
    if (trims) skip_spaces();
    drop();
    return false;
}

void Lexer::scan_right_delimiter(Token& out) {
    bool trims = false;
    at_right_delimiter(trims);
    if (trims) {
        at_ += kTrimMarker;
        drop();
    }
    at_ += kRightSize;
    token(TokenType::RightDelimiter, out);
    if (trims) {
        skip_spaces();
        drop();
    }
    in_action_ = false;
}

void Lexer::scan_action(Token& out) {
    if (at_ >= text_.size()) return error("unclosed action", out);
    switch (text_[at_]) {
        case '}':
            if (!at_right(at_)) break;
            return parentheses_ == 0 ? scan_right_delimiter(out) : error("unclosed left paren", out);
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            return scan_space(out);
        case '.':
            if (at_ + 1 >= text_.size() || is_ascii_digit(text_[at_ + 1])) return scan_number(out);
            ++at_;
            return scan_field_or_variable(TokenType::Field, out);
        case '$':
            ++at_;
            return scan_field_or_variable(TokenType::Variable, out);
        case '"':
            ++at_;
            return scan_quoted('"', TokenType::String, "unterminated quoted string", out);
        case '\'':
            ++at_;
            return scan_quoted('\'', TokenType::CharConstant, "unterminated character constant", out);
        case '`':
            ++at_;
            return scan_raw_string(out);
        case '(':
            ++at_;
            ++parentheses_;
            return token(TokenType::LeftParenthesis, out);
        case ')':
            ++at_;
            if (--parentheses_ < 0) return error("unexpected right paren", out);
            return token(TokenType::RightParenthesis, out);
        case '|':
            ++at_;
            return token(TokenType::Pipe, out);
        case '=':
            ++at_;
            return token(TokenType::Assign, out);
        case ':':
            ++at_;
            return take() == '=' ? token(TokenType::Declare, out) : error("expected :=", out);
        default:
            break;
    }
    scan_other(out);
}

void Lexer::scan_other(Token& out) {
    const char first = text_[at_];
    if (first == '+' || first == '-' || is_ascii_digit(first)) return scan_number(out);
    const std::uint32_t rune = take();
    if (is_alphanumeric(rune)) return scan_identifier(out);
    if (rune < 0x80 && is_print(rune)) return token(TokenType::Char, out);
    error("unrecognized character in action: " + describe_rune(rune), out);
}

void Lexer::scan_space(Token& out) {
    skip_spaces();
    // The last of them may belong to a trim marker in front of the right delimiter.
    if (byte(at_) != '-' || !at_right(at_ + 1)) return token(TokenType::Space, out);
    --at_;
    if (at_ != start_) return token(TokenType::Space, out);
    return parentheses_ == 0 ? scan_right_delimiter(out) : error("unclosed left paren", out);
}

void Lexer::scan_identifier(Token& out) {
    if (!skip_alphanumeric()) return error("bad character " + describe_rune(peek()), out);
    token(word_type(text_.substr(start_, at_ - start_)), out);
}

void Lexer::scan_field_or_variable(TokenType type, Token& out) {
    if (at_terminator()) return token(type == TokenType::Variable ? type : TokenType::Dot, out);
    if (!skip_alphanumeric()) return error("bad character " + describe_rune(peek()), out);
    token(type, out);
}

// Takes in more than numbers ("0x0.2", "089"): what is wrong, the parser finds.
bool Lexer::scan_one_number() {
    accept("+-");
    std::string_view digits = "0123456789_";
    bool decimal = true;
    bool hexadecimal = false;
    if (accept("0")) {
        if (accept("xX")) {
            digits = "0123456789abcdefABCDEF_";
            hexadecimal = true;
        } else if (accept("oO")) {
            digits = "01234567_";
        } else if (accept("bB")) {
            digits = "01_";
        }
        decimal = digits.size() == 11;
    }
    accept_run(digits);
    if (accept(".")) accept_run(digits);
    if ((decimal && accept("eE")) || (hexadecimal && accept("pP"))) {
        accept("+-");
        accept_run("0123456789_");
    }
    accept("i");
    if (!is_alphanumeric(peek())) return true;
    take();
    return false;
}

void Lexer::scan_number(Token& out) {
    bool good = scan_one_number();
    bool complex = false;
    if (good && (peek() == '+' || peek() == '-')) {
        complex = true;
        good = scan_one_number() && text_[at_ - 1] == 'i';
    }
    if (!good) return error("bad number syntax: " + go_quote(text_.substr(start_, at_ - start_)), out);
    token(complex ? TokenType::Complex : TokenType::Number, out);
}

void Lexer::scan_quoted(char quote, TokenType type, std::string_view unterminated, Token& out) {
    for (std::size_t at = at_; at < text_.size() && text_[at] != '\n'; ++at) {
        if (text_[at] == quote) {
            at_ = at + 1;
            return token(type, out);
        }
        if (text_[at] != '\\') continue;
        ++at;
        if (at >= text_.size() || text_[at] == '\n') break;
    }
    error(std::string(unterminated), out);
}

void Lexer::scan_raw_string(Token& out) {
    const std::size_t end = text_.find('`', at_);
    if (end == std::string_view::npos) return error("unterminated raw quoted string", out);
    at_ = end + 1;
    token(TokenType::RawString, out);
}

}  // namespace yare::templates
