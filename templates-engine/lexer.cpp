#include "lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "yare/templates/format.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

constexpr std::uint32_t kEnd = 0xFFFFFFFF;
constexpr std::string_view kLeft = "{{";
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

// The letters, digits and underscore of ASCII.
constexpr std::array<bool, 128> kWord = [] {
    std::array<bool, 128> out{};
    for (std::size_t c = 0; c < out.size(); ++c) {
        out[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return out;
}();

bool is_space(std::uint32_t rune) { return rune == ' ' || rune == '\t' || rune == '\r' || rune == '\n'; }
bool is_space(char c) { return is_space(std::uint32_t(std::uint8_t(c))); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(std::uint32_t rune) {
    if (rune < kWord.size()) return kWord[rune];
    return rune != kEnd && (is_letter(rune) || is_digit(rune));
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

bool Lexer::at_terminator() const {
    if (at_ >= text_.size()) return true;
    switch (text_[at_]) {
        case ' ':
        case '\t':
        case '\r':
        case '\n':
        case '.':
        case ',':
        case '|':
        case ':':
        case ')':
        case '(':
            return true;
        default:
            return at_right(at_);
    }
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
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool Lexer::skip_alphanumeric() {
    while (true) {
        while (at_ < text_.size() && std::uint8_t(text_[at_]) < 0x80 && kWord[std::uint8_t(text_[at_])])
            ++at_;
        if (!is_alphanumeric(peek())) break;
        take();
    }
    return at_terminator();
}

Token Lexer::token(TokenType type) {
    const Token out{type, std::uint32_t(start_), text_.substr(start_, at_ - start_)};
    drop();
    return out;
}

Token Lexer::error(std::string message) {
    message_ = std::move(message);
    const Token out{TokenType::Error, std::uint32_t(start_), message_};
    text_ = {};
    at_ = start_ = 0;
    return out;
}

Token Lexer::next() {
    if (in_action_) return scan_action();
    Token out;
    while (!scan_text(out)) {
    }
    return out;
}

// Text up to the next action; false when there was only a comment, which leaves no token.
bool Lexer::scan_text(Token& out) {
    const std::size_t found = text_.find(kLeft, at_);
    if (found == std::string_view::npos) {
        at_ = text_.size();
        out = token(at_ > start_ ? TokenType::Text : TokenType::End);
        return true;
    }
    if (found > at_) {
        const std::string_view before = text_.substr(at_, found - at_);
        std::size_t kept = before.size();
        if (left_trim_marker(text_.substr(found + kLeft.size()))) {
            while (kept > 0 && is_space(before[kept - 1])) --kept;
        }
        at_ += kept;
        out = token(TokenType::Text);
        at_ = found;
        drop();
        if (kept > 0) return true;
    }
    at_ += kLeft.size();
    const std::size_t marker = left_trim_marker(text_.substr(at_)) ? kTrimMarker : 0;
    if (byte(at_ + marker) == '/' && byte(at_ + marker + 1) == '*') {
        at_ += marker;
        drop();
        return scan_comment(out);
    }
    out = token(TokenType::LeftDelimiter);
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
        out = error("unclosed comment");
        return true;
    }
    at_ = end + 2;
    bool trims = false;
    if (!at_right_delimiter(trims)) {
        out = error("comment ends before closing delimiter");
        return true;
    }
    at_ += kRightSize + (trims ? kTrimMarker : 0);
    if (trims) skip_spaces();
    drop();
    return false;
}

Token Lexer::scan_right_delimiter() {
    bool trims = false;
    at_right_delimiter(trims);
    if (trims) {
        at_ += kTrimMarker;
        drop();
    }
    at_ += kRightSize;
    const Token out = token(TokenType::RightDelimiter);
    if (trims) {
        skip_spaces();
        drop();
    }
    in_action_ = false;
    return out;
}

Token Lexer::scan_action() {
    if (at_ >= text_.size()) return error("unclosed action");
    const char first = text_[at_];
    switch (first) {
        case '}':
            if (!at_right(at_)) break;
            return parentheses_ == 0 ? scan_right_delimiter() : error("unclosed left paren");
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            return scan_space();
        case '.':
            if (at_ + 1 >= text_.size() || is_ascii_digit(text_[at_ + 1])) return scan_number();
            ++at_;
            return scan_field_or_variable(TokenType::Field);
        case '$':
            ++at_;
            return scan_field_or_variable(TokenType::Variable);
        case '"':
            ++at_;
            return scan_quoted('"', TokenType::String, "unterminated quoted string");
        case '\'':
            ++at_;
            return scan_quoted('\'', TokenType::CharConstant, "unterminated character constant");
        case '`':
            ++at_;
            return scan_raw_string();
        case '(':
            ++at_;
            ++parentheses_;
            return token(TokenType::LeftParenthesis);
        case ')':
            ++at_;
            return --parentheses_ < 0 ? error("unexpected right paren") : token(TokenType::RightParenthesis);
        case '|':
            ++at_;
            return token(TokenType::Pipe);
        case '=':
            ++at_;
            return token(TokenType::Assign);
        case ':':
            ++at_;
            return take() == '=' ? token(TokenType::Declare) : error("expected :=");
        default:
            break;
    }
    if (first == '+' || first == '-' || is_ascii_digit(first)) return scan_number();
    const std::uint32_t rune = take();
    if (is_alphanumeric(rune)) return scan_identifier();
    if (rune < 0x80 && is_print(rune)) return token(TokenType::Char);
    return error("unrecognized character in action: " + describe_rune(rune));
}

Token Lexer::scan_space() {
    skip_spaces();
    // The last of them may belong to a trim marker in front of the right delimiter.
    if (byte(at_) != '-' || !at_right(at_ + 1)) return token(TokenType::Space);
    --at_;
    if (at_ != start_) return token(TokenType::Space);
    return parentheses_ == 0 ? scan_right_delimiter() : error("unclosed left paren");
}

Token Lexer::scan_identifier() {
    if (!skip_alphanumeric()) return error("bad character " + describe_rune(peek()));
    return token(word_type(text_.substr(start_, at_ - start_)));
}

Token Lexer::scan_field_or_variable(TokenType type) {
    if (at_terminator()) return token(type == TokenType::Variable ? type : TokenType::Dot);
    if (!skip_alphanumeric()) return error("bad character " + describe_rune(peek()));
    return token(type);
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

Token Lexer::scan_number() {
    bool good = scan_one_number();
    bool complex = false;
    if (good && (peek() == '+' || peek() == '-')) {
        complex = true;
        good = scan_one_number() && text_[at_ - 1] == 'i';
    }
    if (!good) return error("bad number syntax: " + go_quote(text_.substr(start_, at_ - start_)));
    return token(complex ? TokenType::Complex : TokenType::Number);
}

Token Lexer::scan_quoted(char quote, TokenType type, std::string_view unterminated) {
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
        if (text_[at_] == quote) {
            ++at_;
            return token(type);
        }
        if (text_[at_] != '\\') continue;
        ++at_;
        if (at_ >= text_.size() || text_[at_] == '\n') break;
    }
    return error(std::string(unterminated));
}

Token Lexer::scan_raw_string() {
    const std::size_t end = text_.find('`', at_);
    if (end == std::string_view::npos) return error("unterminated raw quoted string");
    at_ = end + 1;
    return token(TokenType::RawString);
}

}  // namespace yare::templates
