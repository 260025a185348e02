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
    Token next();

  private:
    std::uint32_t peek() const;  // the next rune, kEnd at the end
    std::uint32_t take();
    char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
    bool at_right(std::size_t at) const { return byte(at) == '}' && byte(at + 1) == '}'; }
    bool at_right_delimiter(bool& trims) const;
    bool at_terminator() const;
    bool accept(std::string_view set);
    void accept_run(std::string_view set);
    void skip_spaces();
    bool skip_alphanumeric();

    Token token(TokenType type);
    Token error(std::string message);
    void drop() { start_ = at_; }  // what was read since the last token

    bool scan_text(Token& out);
    bool scan_comment(Token& out);
    Token scan_action();
    Token scan_right_delimiter();
    Token scan_space();
    Token scan_identifier();
    Token scan_field_or_variable(TokenType type);
    Token scan_number();
    bool scan_one_number();
    Token scan_quoted(char quote, TokenType type, std::string_view unterminated);
    Token scan_raw_string();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
    int parentheses_ = 0;
    bool in_action_ = false;
    std::string message_;
};

}  // namespace yare::templates
