#include "parser.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "builtins.h"
#include "lexer.h"
#include "number.h"
#include "stack_guard.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

// Of the machine's stack; some thousands of nested parentheses. Go counts them and stops at 10000.
// Frames are more than twice as large under the address sanitizer.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define YARE_LARGE_FRAMES
#endif
#endif
#if defined(YARE_LARGE_FRAMES) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kParseStack = std::size_t{7} << 20;
#else
constexpr std::size_t kParseStack = std::size_t{3} << 20;
#endif

// Tokens that are kept: the parser steps back over three at most (a variable, a space, and what it looked
// at).
constexpr std::size_t kKeptTokens = 8;

// A variable that the text has named so far. Go's parser only asks whether a name was seen; which variable it
// is, Go finds while it runs. Here the parser finds it, so it also knows whether the program can come by the
// declaration at all: what the first part of an if declares is seen, but not live, in its else.
struct Variable {
    std::string_view name;
    std::uint32_t slot = kNoSlot;
    bool live = false;
};

// The state that each template of a text has for itself.
struct Body {
    std::vector<Variable> variables{{"$", 0, true}};
    std::uint32_t next_slot = 1;
    std::uint32_t slots = 1;
    bool in_action = false;
    std::uint32_t action_offset = 0;  // where the action under way began
    int ranges = 0;                   // loops around
};

bool is_white_rune(std::uint32_t rune) {
    return rune == ' ' || (rune >= '\t' && rune <= '\r') || rune == 0x85 || rune == 0xA0 || rune == 0x1680 ||
           (rune >= 0x2000 && rune <= 0x200a) || rune == 0x2028 || rune == 0x2029 || rune == 0x202f ||
           rune == 0x205f || rune == 0x3000;
}

bool is_white(std::string_view text) {
    while (!text.empty()) {
        const Rune rune = decode_rune(text);
        if (!is_white_rune(rune.code)) return false;
        text.remove_prefix(rune.width);
    }
    return true;
}

// Eight bytes at a time: raw strings hold whole documents.
bool is_ascii(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    std::uint64_t seen = 0;
    while (text.size() >= sizeof seen) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        seen |= word;
        text.remove_prefix(sizeof word);
    }
    for (const char c : text) seen |= std::uint8_t(c);
    return (seen & kHighBits) == 0;
}

// Helm and Go: a template of this kind does not replace an earlier one of its name.
bool is_empty(const ListNode& list) {
    return std::all_of(list.nodes.begin(), list.nodes.end(), [](const Node* node) {
        return node->type == NodeType::Text && is_white(as<TextNode>(*node).text);
    });
}

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
    void read();
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

    // Pipelines.
    PipeNode* pipeline(std::string_view context, TokenType end);
    bool declarations(std::string_view context, PipeNode& pipe, std::vector<Declaration>& out);
    void declare(std::span<Declaration> declared, bool assigns);
    bool check_pipeline(const PipeNode& pipe, std::string_view context);
    CommandNode* command();
    Node* operand(bool& failed);
    Node* term(bool& failed);
    Node* parenthesized(bool& failed);
    Node* function_name(const Token& token);
    Node* variable(const Token& token);
    Node* number(const Token& token);
    Node* string(const Token& token);
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
    Body* body_ = nullptr;
    std::array<Token, kKeptTokens> tokens_;  // a ring of those read last
    std::size_t read_ = 0;                   // how many were read
    std::size_t at_ = 0;                     // which of them is next
    std::uint32_t last_offset_ = 0;          // of the token read last
    std::vector<Node*> pile_;                // of the lists and commands under way
    std::vector<FieldName> names_;           // of the chain under way
};

void Parser::read() {
    Token& token = kept(read_++);
    lexer_.next(token);
    last_offset_ = token.offset;
}

bool Parser::expect(TokenType type, std::string_view context) {
    const Token token = next_non_space();
    if (token.type == type) return true;
    unexpected(token, context);
    return false;
}

std::nullptr_t Parser::fail(std::string message) {
    failure_.kind = FailureKind::Parse;
    failure_.parse_name = std::string(name_);
    // Go: the line of the last token that was read, which may be one ahead of the one that is wrong.
    failure_.parse_line = line_of(last_offset_);
    failure_.pos = source_.at(std::min<std::size_t>(last_offset_, source_.text.size()));
    failure_.message = std::move(message);
    return nullptr;
}

std::nullptr_t Parser::unexpected(const Token& token, std::string_view context) {
    if (token.type != TokenType::Error)
        return fail("unexpected " + describe(token) + " in " + std::string(context));
    std::string message(token.text);
    const std::size_t begun = line_of(body_->action_offset);
    if (body_->in_action && begun != line_of(token.offset)) {
        message += token.text.ends_with(" action") ? " started at " : " in action started at ";
        message += std::string(name_) + ":" + std::to_string(begun);
    }
    return fail(std::move(message));
}

std::size_t Parser::line_of(std::uint32_t offset) const {
    const std::string_view before =
        source_.text.substr(0, std::min<std::size_t>(offset, source_.text.size()));
    return 1 + std::size_t(std::count(before.begin(), before.end(), '\n'));
}

bool Parser::parse() {
    Body body;
    body_ = &body;
    const std::size_t base = pile_.size();
    const std::uint32_t offset = peek().offset;
    while (peek().type != TokenType::End) {
        if (peek().type == TokenType::LeftDelimiter) {
            const std::size_t delimiter = at_++;
            if (next_non_space().type == TokenType::KeywordDefine) {
                if (!parse_definition()) return false;
                continue;
            }
            at_ = delimiter;
        }
        Node* node = text_or_action();
        if (!node) return false;
        if (node->type == NodeType::End || node->type == NodeType::Else) {
            std::string text;
            append_node(text, *node);
            fail("unexpected " + text);
            return false;
        }
        pile_.push_back(node);
    }
    return add(name_, make(ListNode{{NodeType::List, offset}, take_pile(base)}));
}

bool Parser::add(std::string_view name, const ListNode* root) {
    const bool empty = is_empty(*root);
    Template* made = make(Template{name, &source_, root, body_->slots, empty});
    const auto same = std::find_if(out_.templates.begin(), out_.templates.end(),
                                   [&](const Template* other) { return other->name == name; });
    if (same == out_.templates.end()) {
        out_.templates.push_back(made);
    } else if ((*same)->empty) {
        *same = made;
    } else if (!empty) {
        fail("template: multiple definition of template " + go_quote(name));
        return false;
    }
    return true;
}

bool Parser::parse_definition() {
    constexpr std::string_view kContext = "define clause";
    Body* outer = std::exchange(body_, nullptr);
    Body body;
    body_ = &body;
    const Token token = next_non_space();
    if (token.type != TokenType::String && token.type != TokenType::RawString) {
        unexpected(token, kContext);
        return false;
    }
    std::string_view name;
    Node* end = nullptr;
    if (!template_name(token, kContext, name) || !expect(TokenType::RightDelimiter, kContext)) return false;
    ListNode* root = item_list(end);
    if (!root) return false;
    if (end->type != NodeType::End) {
        fail("unexpected {{else}} in " + std::string(kContext));
        return false;
    }
    if (!add(name, root)) return false;
    body_ = outer;
    return true;
}

// Up to an end or else, which it gives back in `end`.
ListNode* Parser::item_list(Node*& end) {
    const std::size_t base = pile_.size();
    const std::uint32_t offset = peek_non_space().offset;
    if (stack_.exhausted()) return fail("max nesting depth exceeded");
    while (peek_non_space().type != TokenType::End) {
        Node* node = text_or_action();
        if (!node) return nullptr;
        if (node->type == NodeType::End || node->type == NodeType::Else) {
            end = node;
            return make(ListNode{{NodeType::List, offset}, take_pile(base)});
        }
        pile_.push_back(node);
    }
    return fail("unexpected EOF");
}

Node* Parser::text_or_action() {
    const Token& token = next_non_space();
    if (token.type == TokenType::Text) return make(TextNode{{NodeType::Text, token.offset}, token.text});
    if (token.type != TokenType::LeftDelimiter) return unexpected(token, "input");
    body_->in_action = true;
    body_->action_offset = token.offset;
    Node* node = action();
    if (node) body_->in_action = false;
    return node;
}

Node* Parser::action() {
    const Token& token = next_non_space();
    switch (token.type) {
        case TokenType::KeywordBlock:
            return block_control();
        case TokenType::KeywordBreak:
            return loop_jump(NodeType::Break, "{{break}}", token.offset);
        case TokenType::KeywordContinue:
            return loop_jump(NodeType::Continue, "{{continue}}", token.offset);
        case TokenType::KeywordElse:
            return else_control();
        case TokenType::KeywordEnd:
            return expect(TokenType::RightDelimiter, "end") ? make(Node{NodeType::End, token.offset})
                                                            : nullptr;
        case TokenType::KeywordIf:
            return branch(NodeType::If, "if");
        case TokenType::KeywordRange:
            return branch(NodeType::Range, "range");
        case TokenType::KeywordTemplate:
            return template_control();
        case TokenType::KeywordWith:
            return branch(NodeType::With, "with");
        default:
            break;
    }
    back_up();
    const std::uint32_t offset = peek().offset;
    const PipeNode* pipe = pipeline("command", TokenType::RightDelimiter);
    return pipe ? make(ActionNode{{NodeType::Action, offset}, pipe}) : nullptr;
}

Node* Parser::loop_jump(NodeType type, std::string_view keyword, std::uint32_t offset) {
    const Token token = next_non_space();
    if (token.type != TokenType::RightDelimiter) return unexpected(token, keyword);
    if (body_->ranges == 0) return fail(std::string(keyword) + " outside {{range}}");
    return make(Node{type, offset});
}

Node* Parser::branch(NodeType type, std::string_view context) {
    if (stack_.exhausted()) return fail("max nesting depth exceeded");
    const std::size_t seen = body_->variables.size();
    const std::uint32_t slot = body_->next_slot;
    const PipeNode* pipe = pipeline(context, TokenType::RightDelimiter);
    if (!pipe) return nullptr;
    const std::size_t own = body_->variables.size();
    if (type == NodeType::Range) ++body_->ranges;
    Node* end = nullptr;
    const ListNode* list = item_list(end);
    if (!list) return nullptr;
    if (type == NodeType::Range) --body_->ranges;
    for (std::size_t i = own; i < body_->variables.size(); ++i) body_->variables[i].live = false;
    BranchNode* out = make(BranchNode{{type, pipe->offset}, pipe, list, nullptr});
    if (end->type == NodeType::Else && !else_part(type, context, *end, *out)) return nullptr;
    body_->variables.resize(seen);
    body_->next_slot = slot;
    return out;
}

// "else if" and "else with" are an if or with of their own inside the else, whose end ends both.
bool Parser::else_part(NodeType type, std::string_view context, const Node& end, BranchNode& out) {
    const TokenType same = type == NodeType::If ? TokenType::KeywordIf : TokenType::KeywordWith;
    if (type != NodeType::Range && peek().type == same) {
        next();
        Node* inner = branch(type, context);
        if (!inner) return false;
        out.else_list = make(ListNode{{NodeType::List, end.offset}, {arena_.make<Node*>(inner), 1}});
        return true;
    }
    Node* last = nullptr;
    out.else_list = item_list(last);
    if (!out.else_list) return false;
    if (last->type == NodeType::End) return true;
    fail("expected end; found {{else}}");
    return false;
}

Node* Parser::else_control() {
    const Token token = peek_non_space();
    if (token.type != TokenType::KeywordIf && token.type != TokenType::KeywordWith) {
        if (!expect(TokenType::RightDelimiter, "else")) return nullptr;
    }
    return make(Node{NodeType::Else, token.offset});
}

Node* Parser::block_control() {
    constexpr std::string_view kContext = "block clause";
    const Token token = next_non_space();
    std::string_view name;
    if (!template_name(token, kContext, name)) return nullptr;
    const PipeNode* pipe = pipeline(kContext, TokenType::RightDelimiter);
    if (!pipe) return nullptr;
    const std::uint32_t last = last_offset_;
    Body* outer = body_;
    Body body;
    body_ = &body;
    Node* end = nullptr;
    const ListNode* root = item_list(end);
    if (!root) return nullptr;
    if (end->type != NodeType::End) {
        // Go: the template around the block complains, and it has read no further than the block's name.
        body_ = outer;
        last_offset_ = last;
        return fail("unexpected {{else}} in " + std::string(kContext));
    }
    if (!add(name, root)) return nullptr;
    body_ = outer;
    return template_call(token.offset, name, pipe);
}

Node* Parser::template_control() {
    constexpr std::string_view kContext = "template clause";
    const Token token = next_non_space();
    std::string_view name;
    if (!template_name(token, kContext, name)) return nullptr;
    const PipeNode* pipe = nullptr;
    if (next_non_space().type != TokenType::RightDelimiter) {
        back_up();
        pipe = pipeline(kContext, TokenType::RightDelimiter);
        if (!pipe) return nullptr;
    }
    return template_call(token.offset, name, pipe);
}

Node* Parser::template_call(std::uint32_t offset, std::string_view name, const PipeNode* pipe) {
    TemplateNode* node = make(TemplateNode{{NodeType::Template, offset}, name, pipe, nullptr});
    out_.calls.push_back(node);
    return node;
}

bool Parser::template_name(const Token& token, std::string_view context, std::string_view& name) {
    if (token.type != TokenType::String && token.type != TokenType::RawString) {
        unexpected(token, context);
        return false;
    }
    bool good = true;
    name = unquoted(token.text, good);
    if (!good) fail("invalid syntax");
    return good;
}

// The value of a literal: a view into the text where it stands there as it is.
std::string_view Parser::unquoted(std::string_view literal, bool& good) {
    const std::string_view body = literal.substr(1, literal.size() - 2);
    const char trap = literal[0] == '`' ? '\r' : '\\';
    if (body.find(trap) == std::string_view::npos && is_ascii(body)) return body;
    const auto value = go_unquote(literal);
    good = value.has_value();
    return good ? arena_.copy(std::string_view(*value)) : std::string_view{};
}

PipeNode* Parser::pipeline(std::string_view context, TokenType end) {
    PipeNode* pipe = make(PipeNode{{NodeType::Pipe, peek_non_space().offset}, false, {}, {}});
    std::vector<Declaration> declared;
    const std::size_t seen = body_->variables.size();
    if (!declarations(context, *pipe, declared)) return nullptr;
    const std::size_t base = pile_.size();
    while (true) {
        const Token& token = next_non_space();
        if (token.type == end) break;
        switch (token.type) {
            case TokenType::Bool:
            case TokenType::CharConstant:
            case TokenType::Complex:
            case TokenType::Dot:
            case TokenType::Field:
            case TokenType::Identifier:
            case TokenType::Number:
            case TokenType::Nil:
            case TokenType::RawString:
            case TokenType::String:
            case TokenType::Variable:
            case TokenType::LeftParenthesis:
                break;
            default:
                return unexpected(token, context);
        }
        back_up();
        CommandNode* made = command();
        if (!made) return nullptr;
        pile_.push_back(made);
    }
    pipe->commands = take_pile(base);
    if (!check_pipeline(*pipe, context)) return nullptr;
    // Go: a variable is there once its pipeline has run; in `$x := $x` the second is an outer one.
    declare(declared, pipe->assigns);
    if (!pipe->assigns) {
        for (std::size_t i = 0; i < declared.size(); ++i) {
            body_->variables[seen + i].slot = declared[i].slot;
            body_->variables[seen + i].live = true;
        }
    }
    pipe->declarations = keep(declared);
    return pipe;
}

// "$x := ", "$x = ", "$i, $x := ": what may stand in front of a pipeline.
bool Parser::declarations(std::string_view context, PipeNode& pipe, std::vector<Declaration>& out) {
    while (true) {
        const Token& token = peek_non_space();
        if (token.type != TokenType::Variable) return true;
        const std::size_t begin = at_++;
        const Token& operation = peek_non_space();
        const bool comma = operation.type == TokenType::Char && operation.text == ",";
        if (operation.type != TokenType::Assign && operation.type != TokenType::Declare && !comma) {
            at_ = begin;  // not a declaration: the variable is an operand
            return true;
        }
        next_non_space();
        out.push_back({token.text, kNoSlot});
        body_->variables.push_back({token.text, kNoSlot, false});
        if (!comma) {
            pipe.assigns = operation.type == TokenType::Assign;
            return true;
        }
        if (context != "range" || out.size() >= 2) {
            fail("too many declarations in " + std::string(context));
            return false;
        }
        const TokenType follower = peek_non_space().type;
        if (follower != TokenType::Variable && follower != TokenType::RightDelimiter &&
            follower != TokenType::RightParenthesis) {
            fail("range can only initialize variables");
            return false;
        }
    }
}

void Parser::declare(std::span<Declaration> declared, bool assigns) {
    for (Declaration& declaration : declared) {
        if (!assigns) {
            declaration.slot = body_->next_slot++;
            body_->slots = std::max(body_->slots, body_->next_slot);
            continue;
        }
        for (const Variable& variable : body_->variables) {
            if (variable.live && variable.name == declaration.name) declaration.slot = variable.slot;
        }
    }
}

bool Parser::check_pipeline(const PipeNode& pipe, std::string_view context) {
    if (pipe.commands.empty()) {
        fail("missing value for " + std::string(context));
        return false;
    }
    for (std::size_t i = 1; i < pipe.commands.size(); ++i) {
        switch (as<CommandNode>(*pipe.commands[i]).args[0]->type) {
            case NodeType::Bool:
            case NodeType::Dot:
            case NodeType::Nil:
            case NodeType::Number:
            case NodeType::String:
                fail("non executable command in pipeline stage " + std::to_string(i + 1));
                return false;
            default:
                break;
        }
    }
    return true;
}

CommandNode* Parser::command() {
    CommandNode* out = make(CommandNode{{NodeType::Command, peek_non_space().offset}, {}, nullptr});
    const std::size_t base = pile_.size();
    while (true) {
        peek_non_space();
        bool failed = false;
        Node* node = operand(failed);
        if (failed) return nullptr;
        if (node) pile_.push_back(node);
        const Token& token = next();
        if (token.type == TokenType::Space) continue;
        if (token.type == TokenType::RightDelimiter || token.type == TokenType::RightParenthesis) {
            back_up();
        } else if (token.type != TokenType::Pipe) {
            return unexpected(token, "operand");
        }
        break;
    }
    if (pile_.size() == base) return fail("empty command");
    out->args = take_pile(base);
    if (out->args.size() > 1 && out->args[0]->type == NodeType::Identifier &&
        out->args[1]->type == NodeType::String &&
        as<IdentifierNode>(*out->args[0]).builtin == Builtin::Include) {
        out_.includes.push_back(out);
    }
    return out;
}

// Null without a failure: the next token is no operand.
Node* Parser::operand(bool& failed) {
    Node* node = term(failed);
    return node && !failed && peek().type == TokenType::Field ? with_fields(node, failed) : node;
}

// Fields behind a field or variable are more of its fields; Go then says that the whole begins at the first
// of those.
Node* Parser::with_fields(Node* node, bool& failed) {
    const std::uint32_t offset = peek().offset;
    names_.clear();
    if (node->type == NodeType::Field) names_.push_back(as<FieldNode>(*node).names[0]);
    while (peek().type == TokenType::Field) names_.push_back(field_name(next().text.substr(1)));
    switch (node->type) {
        case NodeType::Field:
            return make(FieldNode{{NodeType::Field, offset}, keep(names_)});
        case NodeType::Variable: {
            const auto& plain = as<VariableNode>(*node);
            return make(VariableNode{{NodeType::Variable, offset}, plain.name, plain.slot, keep(names_)});
        }
        case NodeType::Bool:
        case NodeType::String:
        case NodeType::Number:
        case NodeType::Nil:
        case NodeType::Dot: {
            std::string text;
            append_node(text, *node);
            failed = true;
            return fail("unexpected . after term " + go_quote(text));
        }
        default:
            return make(ChainNode{{NodeType::Chain, offset}, node, keep(names_)});
    }
}

Node* Parser::term(bool& failed) {
    const Token& token = next_non_space();
    Node* out = nullptr;
    switch (token.type) {
        case TokenType::Identifier:
            out = function_name(token);
            break;
        case TokenType::Dot:
            return make(Node{NodeType::Dot, token.offset});
        case TokenType::Nil:
            return make(Node{NodeType::Nil, token.offset});
        case TokenType::Variable:
            out = variable(token);
            break;
        case TokenType::Field:
            return make(FieldNode{{NodeType::Field, token.offset},
                                  {arena_.make<FieldName>(field_name(token.text.substr(1))), 1}});
        case TokenType::Bool:
            return make(BoolNode{{NodeType::Bool, token.offset}, token.text == "true"});
        case TokenType::CharConstant:
        case TokenType::Complex:
        case TokenType::Number:
            out = number(token);
            break;
        case TokenType::LeftParenthesis:
            return parenthesized(failed);
        case TokenType::String:
        case TokenType::RawString:
            out = string(token);
            break;
        default:
            back_up();
            return nullptr;
    }
    failed = out == nullptr;
    return out;
}

Node* Parser::parenthesized(bool& failed) {
    Node* out = stack_.exhausted()
                    ? fail("max expression depth exceeded")
                    : static_cast<Node*>(pipeline("parenthesized pipeline", TokenType::RightParenthesis));
    failed = out == nullptr;
    return out;
}

Node* Parser::function_name(const Token& token) {
    const Callee callee = find_callee(token.text);
    if (!callee.function) return fail("function " + go_quote(token.text) + " not defined");
    return make(
        IdentifierNode{{NodeType::Identifier, token.offset}, token.text, callee.function, callee.builtin});
}

Node* Parser::variable(const Token& token) {
    bool seen = false;
    std::uint32_t slot = kNoSlot;
    for (const Variable& known : body_->variables) {
        if (known.name != token.text) continue;
        seen = true;
        if (known.live) slot = known.slot;
    }
    if (!seen) return fail("undefined variable " + go_quote(token.text));
    return make(VariableNode{{NodeType::Variable, token.offset}, token.text, slot, {}});
}

Node* Parser::number(const Token& token) {
    NumberNode* node = make(NumberNode{});
    node->type = NodeType::Number;
    node->offset = token.offset;
    node->text = token.text;
    std::string problem = read_number(*node, token.type);
    if (!problem.empty()) return fail(std::move(problem));
    return node;
}

Node* Parser::string(const Token& token) {
    bool good = true;
    const std::string_view text = unquoted(token.text, good);
    if (!good) return fail("invalid syntax");
    return make(StringNode{{NodeType::String, token.offset}, token.text, text});
}

}  // namespace

bool parse_template(std::string_view name, const Source& source, Arena& arena, SymbolTable& symbols,
                    ParsedText& out, Failure& failure) {
    return Parser(name, source, arena, symbols, out, failure).parse();
}

}  // namespace yare::templates
