// Parser: the state of one text's parse. Templates and actions are in parser.cpp, pipelines in
// parser_pipeline.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lexer.h"
#include "parser.h"
#include "yare/base/stack_guard.h"

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
    std::size_t variables = 0;  // where its own begin, among those of all
    std::uint32_t next_slot = 1;
    std::uint32_t slots = 1;
    bool in_action = false;
    std::uint32_t action_offset = 0;  // where the action under way began
    int ranges = 0;                   // loops around
};

class Parser {
  public:
    Parser(std::string_view name, const Source& source, Arena& arena, FieldNames& names, ParsedText& out,
           Failure& failure, Dialect dialect)
        : name_(name),
          source_(source),
          arena_(arena),
          field_names_(names),
          out_(out),
          failure_(failure),
          dialect_(dialect),
          lexer_(source.text),
          stack_(kParseStack) {
        // Enough for most texts: growing step by step takes a small one longer than all else.
        variables_.reserve(16);
        pile_.reserve(64);
        names_.reserve(8);
    }

    bool parse();

  private:
    // Tokens. A reference holds until the next run is read, which is when an action is over. Go's lexer gives
    // one token at a time, and messages name the line of the last one that it gave: seen_ knows how far was
    // looked ahead.
    const Token& peek() {
        seen_ = std::max(seen_, at_ + 1);
        return *at_;
    }
    const Token& next() {
        seen_ = std::max(seen_, at_ + 1);
        return *at_++;
    }
    // The same where an action may just have ended.
    const Token& peek_item() {
        if (at_ == run_.data() + run_.size()) {
            run_ = lexer_.read_run();
            seen_ = at_ = run_.data();
        }
        return peek();
    }
    // Whether a field follows immediately.
    bool at_field() {
        if (at_->spaced) return false;
        return peek().type == TokenType::Field;
    }
    std::uint32_t last_offset() const { return seen_[-1].offset; }
    bool expect(TokenType type, std::string_view context);

    // Failing: each returns null, so that a caller can return it as its own.
    std::nullptr_t fail(std::string message) { return fail(std::move(message), last_offset()); }
    std::nullptr_t fail(std::string message, std::uint32_t offset);
    std::nullptr_t too_large();
    std::nullptr_t unexpected(const Token& token, std::string_view context);
    std::size_t line_of(std::uint32_t offset) const;

    // Templates.
    void begin(ParsedBody& body);
    void end(const ParsedBody& body, ParsedBody* outer);
    Template** known(std::string_view name);
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
    struct Declared {
        std::array<Declaration, 2> items{};
        std::size_t size = 0;
        std::span<Declaration> all() { return {items.data(), size}; }
    };
    PipeNode* pipeline(std::string_view context, TokenType end);
    bool declarations(std::string_view context, PipeNode& pipe, Declared& out);
    void declare(std::span<Declaration> declared, bool assigns);
    bool check_stages(const PipeNode& pipe);
    inline CommandNode* command();
    inline Node* operand(bool& failed);
    inline Node* term(bool& failed);
    Node* parenthesized(bool& failed);
    inline Node* field();
    Node* with_fields(Node* node, bool& failed);
    inline FieldPath take_names();
    inline Node* function_name(const Token& token);
    inline Node* variable(const Token& token);
    Node* number(const Token& token);
    inline Node* string(const Token& token);

    template <typename T>
    T* make(T node) {
        return arena_.make<T>(node);
    }
    // The nodes put on the pile since it was `base` high, as a list of the tree.
    std::span<Node* const> take_pile(std::size_t base) {
        const std::size_t size = pile_.size() - base;
        Node** taken = arena_.make_array<Node*>(size);
        std::copy(pile_.data() + base, pile_.data() + base + size, taken);
        pile_.resize(base);
        return {taken, size};
    }
    std::string_view unquoted(const Token& token, bool& good);
    std::span<KnownVariable> known_variables() { return std::span(variables_).subspan(body_->variables); }

    std::string_view name_;
    const Source& source_;
    Arena& arena_;
    FieldNames& field_names_;
    ParsedText& out_;
    Failure& failure_;
    Dialect dialect_;
    Lexer lexer_;
    StackGuard stack_;
    ParsedBody* body_ = nullptr;
    std::span<const Token> run_;
    const Token* at_ = nullptr;             // the next of them
    const Token* seen_ = nullptr;           // behind the last one that was looked at
    std::vector<KnownVariable> variables_;  // of the body under way, and those around it
    std::vector<Node*> pile_;               // of the lists and commands under way
    // Where templates beyond the first few are in out_.templates.
    std::unordered_map<std::string_view, std::size_t> by_name_;
    std::vector<const FieldName*> names_;  // of the chain under way
};

}  // namespace yare::templates
