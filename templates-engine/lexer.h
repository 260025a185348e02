// Lexer: a template's text as tokens. It looks ahead nowhere; the parser pulls one token at a time, because
// what is a keyword never depends on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace yare::templates {

enum class TokenType : std::uint8_t {
    Error,  // text is the message
    Bool,
    Char,          // some printable ASCII character, such as a comma
    CharConstant,  // 'x'
    Complex,
    Assign,
    Declare,
    End,    // of the text
    Field,  // .name
    Identifier,
    LeftDelimiter,
    LeftParenthesis,
    Number,
    Pipe,
    RawString,
    RightDelimiter,
    RightParenthesis,
    Space,
    String,
    Text,
    Variable,  // $ or $name
    // Keywords from here on.
    KeywordBlock,
    KeywordBreak,
    KeywordContinue,
    Dot,
    KeywordDefine,
    KeywordElse,
    KeywordEnd,
    KeywordIf,
    Nil,
    KeywordRange,
    KeywordTemplate,
    KeywordWith,
};

struct Token {
    TokenType type = TokenType::End;
    std::uint32_t offset = 0;
    std::string_view text;  // into the template, or the lexer's own for an Error
};

// As messages show a token: EOF, <if>, "name", "a long nam"...
std::string describe(const Token& token);

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}
    void next(Token& out);

  private:
    std::uint32_t peek() const;  // the next rune, kEnd at the end
    std::uint32_t take();
    char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
    bool at_right(std::size_t at) const { return byte(at) == '}' && byte(at + 1) == '}'; }
    bool at_right_delimiter(bool& trims) const;
    inline bool at_terminator() const;  // lexer.cpp alone calls it
    bool accept(std::string_view set);
    void accept_run(std::string_view set);
    void skip_spaces();
    bool skip_alphanumeric();

    // Each scan fills in a token that begins at start_.
    void token(TokenType type, Token& out) {
        out.type = type;
        out.offset = std::uint32_t(start_);
        out.text = std::string_view(text_.data() + start_, at_ - start_);
        drop();
    }
    void error(std::string message, Token& out);
    void drop() { start_ = at_; }  // what was read since the last token

    bool scan_text(Token& out);
    bool scan_comment(Token& out);
    void scan_action(Token& out);
    void scan_right_delimiter(Token& out);
    void scan_space(Token& out);
    void scan_other(Token& out);
    void scan_identifier(Token& out);
    void scan_field_or_variable(TokenType type, Token& out);
    void scan_number(Token& out);
    bool scan_one_number();
    void scan_quoted(char quote, TokenType type, std::string_view unterminated, Token& out);
    void scan_raw_string(Token& out);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
    int parentheses_ = 0;
    bool in_action_ = false;
    std::string message_;
};

}  // namespace yare::templates
