// Lexer: a template's text as tokens, a run at a time: a text between actions, or a whole action. What is a
// keyword never depends on the parser, so reading ahead changes nothing.
//
// White space is no token: a token says whether some stands before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
    bool spaced = false;  // white space before it
    bool plain = false;   // a String of ASCII without escapes: its value is what stands between the quotes
    std::uint32_t offset = 0;
    std::string_view text;  // into the template, or the lexer's own for an Error

    std::uint32_t end() const { return offset + std::uint32_t(text.size()); }
};

// As messages show a token: EOF, <if>, "name", "a long nam"...
std::string describe(const Token& token);

class Lexer {
  public:
    explicit Lexer(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    // What comes next, good until the next call: a Text; an action from its left delimiter to its right one;
    // the End. A run that is wrong ends with an Error, and behind that there are only Ends.
    std::span<const Token> read_run();

  private:
    std::uint32_t offset(const char* at) const { return std::uint32_t(at - begin_); }
    // Adds what stands between `start` and `at`, and gives back `at`. What is inline, lexer.cpp alone calls:
    // most tokens are a few bytes, and a call costs as much as reading one.
    [[gnu::always_inline]] inline const char* add(TokenType type, bool spaced, const char* start,
                                                  const char* at);
    void grow();
    // Null, which ends an action.
    const char* error(std::string message, const char* start);

    bool read_text();
    bool skip_comment(const char* at);
    void read_action();

    // Each reads the token at `start` and gives back where it ends, or null after an error.
    [[gnu::always_inline]] inline const char* read_token(const char* start, bool spaced);
    [[gnu::always_inline]] inline const char* read_word(const char* start, const char* at, bool spaced);
    [[gnu::always_inline]] inline const char* read_name(TokenType type, const char* start, bool spaced);
    const char* read_quoted(TokenType type, const char* start, bool spaced);
    const char* read_raw_string(const char* start, bool spaced);
    const char* read_number(const char* start, bool spaced);
    const char* read_other(const char* start, bool spaced);
    const char* bad_character(const char* start, const char* at);
    void end_action(const char* at, bool trims, bool spaced);

    const char* begin_;
    const char* at_;
    const char* end_;
    int parentheses_ = 0;
    std::vector<Token> run_;  // as large as any was so far
    Token* next_ = nullptr;   // the next free one of the run under way
    Token* limit_ = nullptr;  // of run_
    std::string message_;
};

}  // namespace yare::templates
