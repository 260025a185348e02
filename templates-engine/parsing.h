// Parser: the state of one text's parse. Templates and actions are in parser.cpp, pipelines in
// parser_pipeline.cpp.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lexer.h"
#include "parser.h"
#include "stack_guard.h"

namespace yare::templates {

// Of the machine's stack; some thousands of nested parentheses. Go counts them and stops at 10000.
// Frames are more than twice as large under the address sanitizer.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define YARE_LARGE_FRAMES
#endif
#endif
#if defined(YARE_LARGE_FRAMES) || defined(__SANITIZE_ADDRESS__)
inline constexpr std::size_t kParseStack = std::size_t{7} << 20;
#else
inline constexpr std::size_t kParseStack = std::size_t{3} << 20;
#endif

// Tokens that are kept: the parser steps back over three at most (a variable, a space, and what it looked
// at).
inline constexpr std::size_t kKeptTokens = 8;

// A variable that the text has named so far. Go's parser only asks whether a name was seen; which variable it
// is, Go finds while it runs. Here the parser finds it, so it also knows whether the program can come by the
// declaration at all: what the first part of an if declares is seen, but not live, in its else.
struct KnownVariable {
    std::string_view name;
    std::uint32_t slot = kNoSlot;
    bool live = false;
};

// The state that each template of a text has for itself.
struct ParsedBody {
    std::vector<KnownVariable> variables{{"$", 0, true}};
    std::uint32_t next_slot = 1;
    std::uint32_t slots = 1;
    bool in_action = false;
    std::uint32_t action_offset = 0;  // where the action under way began
    int ranges = 0;                   // loops around
};

class Parser {
  public:
    Parser(std::string_view name, const Source& source, Arena& arena, SymbolTable& symbols, ParsedText& out,
           Failure& failure)
        : name_(name),
          source_(source),
          arena_(arena),
          symbols_(symbols),
          out_(out),
          failure_(failure),
          lexer_(source.text),
          stack_(kParseStack) {}

    bool parse();

  private:
    // Tokens. A reference holds while no more than kKeptTokens others are read.
    const Token& peek() {
        if (at_ == read_) read();
        return kept(at_);
    }
    const Token& next() {
        if (at_ == read_) read();
        return kept(at_++);
    }
    // Go: spaces that were looked over are gone.
    const Token& peek_non_space() {
        while (peek().type == TokenType::Space) ++at_;
        return kept(at_);
    }
    const Token& next_non_space() {
        peek_non_space();
        return kept(at_++);
    }
    Token& kept(std::size_t index) { return tokens_[index % kKeptTokens]; }
    void back_up() { --at_; }
    void read() {
        Token& token = kept(read_++);
        lexer_.next(token);
        last_offset_ = token.offset;
    }
    bool expect(TokenType type, std::string_view context);

    // Failing: each returns null, so that a caller can return it as its own.
    std::nullptr_t fail(std::string message);
    std::nullptr_t unexpected(const Token& token, std::string_view context);
    std::size_t line_of(std::uint32_t offset) const;

    // Templates.
    bool add(std::string_view name, const ListNode* root);
    bool parse_definition();
    ListNode* item_list(Node*& end);
    Node* text_or_action();
    Node* action();
    Node* loop_jump(NodeType type, std::string_view keyword, std::uint32_t offset);
    Node* branch(NodeType type, std::string_view context);
    bool else_part(NodeType type, std::string_view context, const Node& end, BranchNode& out);
    Node* else_control();
    Node* block_control();
    Node* template_control();
    bool template_name(const Token& token, std::string_view context, std::string_view& name);
    Node* template_call(std::uint32_t offset, std::string_view name, const PipeNode* pipe);

    // Pipelines. What is inline is defined and called in parser_pipeline.cpp alone.
    PipeNode* pipeline(std::string_view context, TokenType end);
    bool declarations(std::string_view context, PipeNode& pipe, std::vector<Declaration>& out);
    inline void declare(std::span<Declaration> declared, bool assigns);
    inline bool check_pipeline(const PipeNode& pipe, std::string_view context);
    inline CommandNode* command();
    inline Node* operand(bool& failed);
    inline Node* term(bool& failed);
    Node* parenthesized(bool& failed);
    inline Node* function_name(const Token& token);
    inline Node* variable(const Token& token);
    Node* number(const Token& token);
    inline Node* string(const Token& token);
    Node* with_fields(Node* node, bool& failed);
    FieldName field_name(std::string_view text) { return {symbols_.intern(text), text}; }

    template <typename T>
    T* make(T node) {
        return arena_.make<T>(node);
    }
    template <typename T>
    std::span<T> keep(const std::vector<T>& items) {
        return arena_.copy(std::span<const T>(items));
    }
    // The nodes put on the pile since it was `base` high, as a list of the tree.
    std::span<Node* const> take_pile(std::size_t base) {
        const std::size_t size = pile_.size() - base;
        Node** taken = arena_.make_array<Node*>(size);
        for (std::size_t i = 0; i < size; ++i) taken[i] = pile_[base + i];
        pile_.resize(base);
        return {taken, size};
    }
    std::string_view unquoted(std::string_view literal, bool& good);

    std::string_view name_;
    const Source& source_;
    Arena& arena_;
    SymbolTable& symbols_;
    ParsedText& out_;
    Failure& failure_;
    Lexer lexer_;
    StackGuard stack_;
    ParsedBody* body_ = nullptr;
    std::array<Token, kKeptTokens> tokens_;  // a ring of those read last
    std::size_t read_ = 0;                   // how many were read
    std::size_t at_ = 0;                     // which of them is next
    std::uint32_t last_offset_ = 0;          // of the token read last
    std::vector<Node*> pile_;                // of the lists and commands under way
    std::vector<FieldName> names_;           // of the chain under way
};

}  // namespace yare::templates
