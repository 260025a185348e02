// Pipelines, commands and operands.
#include <algorithm>
#include <cstring>
#include <utility>

#include "callee.h"
#include "number.h"
#include "parsing.h"
#include "yare/data/go_text.h"
#include "yare/templates/literals.h"

namespace yare::templates {

namespace {

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

}  // namespace

// The value of a literal: a view into the text where it stands there as it is.
std::string_view Parser::unquoted(const Token& token, bool& good) {
    const std::string_view body = token.text.substr(1, token.text.size() - 2);
    if (token.plain) return body;
    const char trap = token.type == TokenType::RawString ? '\r' : '\\';
    if (body.find(trap) == std::string_view::npos && is_ascii(body)) return body;
    const auto value = go_unquote(token.text);
    good = value.has_value();
    return good ? arena_.copy(std::string_view(*value)) : std::string_view{};
}

PipeNode* Parser::pipeline(std::string_view context, TokenType end) {
    const Token& first = peek();
    PipeNode* pipe = make(PipeNode{{NodeType::Pipe, first.offset}, false, {}, {}});
    Declared declared;
    const std::size_t seen = variables_.size();
    if (first.type == TokenType::Variable && !declarations(context, *pipe, declared)) return nullptr;
    const std::size_t base = pile_.size();
    while (true) {
        const Token& token = peek();
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
        CommandNode* made = command();
        if (!made) return nullptr;
        pile_.push_back(made);
    }
    ++at_;
    pipe->commands = take_pile(base);
    if (pipe->commands.empty()) return fail("missing value for " + std::string(context));
    if (pipe->commands.size() > 1 && !check_stages(*pipe)) return nullptr;
    if (declared.size == 0) return pipe;
    // Go: a variable is there once its pipeline has run; in `$x := $x` the second is an outer one.
    declare(declared.all(), pipe->assigns);
    if (!pipe->assigns) {
        for (std::size_t i = 0; i < declared.size; ++i) {
            variables_[seen + i].slot = declared.items[i].slot;
            variables_[seen + i].live = true;
        }
    }
    pipe->declarations = arena_.copy(std::span<const Declaration>(declared.all()));
    return pipe;
}

// "$x := ", "$x = ", "$i, $x := ": what may stand in front of a pipeline.
bool Parser::declarations(std::string_view context, PipeNode& pipe, Declared& out) {
    while (true) {
        const Token& token = peek();
        if (token.type != TokenType::Variable) return true;
        ++at_;
        const Token& operation = peek();
        const bool comma = operation.type == TokenType::Char && operation.text == ",";
        if (operation.type != TokenType::Assign && operation.type != TokenType::Declare && !comma) {
            --at_;  // not a declaration: the variable is an operand
            return true;
        }
        ++at_;
        out.items[out.size++] = {token.text, kNoSlot};
        variables_.push_back({token.text, kNoSlot, false});
        if (!comma) {
            pipe.assigns = operation.type == TokenType::Assign;
            return true;
        }
        if (context != "range" || out.size >= out.items.size()) {
            fail("too many declarations in " + std::string(context));
            return false;
        }
        const TokenType follower = peek().type;
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
        for (const KnownVariable& variable : known_variables()) {
            if (variable.live && variable.name == declaration.name) declaration.slot = variable.slot;
        }
    }
}

// What is behind a pipe takes an argument.
bool Parser::check_stages(const PipeNode& pipe) {
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

// Up to a pipe, which it takes, or an end.
CommandNode* Parser::command() {
    CommandNode* out = make(CommandNode{{NodeType::Command, at_->offset}, {}, nullptr});
    const std::size_t base = pile_.size();
    while (true) {
        bool failed = false;
        Node* node = operand(failed);
        if (failed) return nullptr;
        if (node) pile_.push_back(node);
        const Token& token = peek();
        if (token.type == TokenType::RightDelimiter || token.type == TokenType::RightParenthesis) break;
        if (token.type == TokenType::Pipe) {
            ++at_;
            break;
        }
        if (!node || !token.spaced) return unexpected(token, "operand");
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
    if (arena_.exhausted()) {
        failed = true;
        return too_large();
    }
    if (peek().type == TokenType::Field) return field();
    Node* node = term(failed);
    return node && !failed && at_field() ? with_fields(node, failed) : node;
}

// The fields from here on, without a space between them.
FieldPath Parser::take_names() {
    names_.clear();
    do names_.push_back(field_names_.find(next().text.substr(1), arena_));
    while (at_field());
    auto* out = arena_.make_array<const FieldName*>(names_.size());
    std::copy(names_.begin(), names_.end(), out);
    return {out, names_.size()};
}

// Go: what has more than one field begins at the second.
Node* Parser::field() {
    FieldNode* out = make(FieldNode{{NodeType::Field, at_->offset}, {}});
    const Token& second = at_[1];
    if (second.type == TokenType::Field && !second.spaced) out->offset = second.offset;
    out->names = take_names();
    return out;
}

// Fields behind another operand. Behind a variable they are its own; Go then says that the whole begins at
// the first of them.
Node* Parser::with_fields(Node* node, bool& failed) {
    const std::uint32_t offset = at_->offset;
    const FieldPath names = take_names();
    switch (node->type) {
        case NodeType::Variable: {
            const auto& plain = as<VariableNode>(*node);
            return make(VariableNode{{NodeType::Variable, offset}, plain.name, plain.slot, names});
        }
        case NodeType::Bool:
        case NodeType::String:
        case NodeType::Number:
        case NodeType::Nil:
        case NodeType::Dot: {
            std::string text;
            append_node(text, *node);
            failed = true;
            // Go: a space behind it is what was read last.
            const std::uint32_t last = at_->spaced ? at_[-1].end() : last_offset();
            return fail("unexpected . after term " + go_quote(text), last);
        }
        default:
            return make(ChainNode{{NodeType::Chain, offset}, node, names});
    }
}

Node* Parser::term(bool& failed) {
    const Token& token = peek();
    Node* out = nullptr;
    switch (token.type) {
        case TokenType::Identifier:
            ++at_;
            out = function_name(token);
            break;
        case TokenType::Dot:
            ++at_;
            return make(Node{NodeType::Dot, token.offset});
        case TokenType::Nil:
            ++at_;
            return make(Node{NodeType::Nil, token.offset});
        case TokenType::Variable:
            ++at_;
            out = variable(token);
            break;
        case TokenType::Bool:
            ++at_;
            return make(BoolNode{{NodeType::Bool, token.offset}, token.text == "true"});
        case TokenType::CharConstant:
        case TokenType::Complex:
        case TokenType::Number:
            ++at_;
            out = number(token);
            break;
        case TokenType::LeftParenthesis:
            ++at_;
            return parenthesized(failed);
        case TokenType::String:
        case TokenType::RawString:
            ++at_;
            out = string(token);
            break;
        default:
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
    const Callee callee = find_callee(token.text, dialect_);
    if (!callee.function) return fail("function " + go_quote(token.text) + " not defined");
    return make(
        IdentifierNode{{NodeType::Identifier, token.offset}, token.text, callee.function, callee.builtin});
}

Node* Parser::variable(const Token& token) {
    bool seen = false;
    std::uint32_t slot = kNoSlot;
    for (const KnownVariable& known : known_variables()) {
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
    const std::string_view text = unquoted(token, good);
    if (!good) return fail("invalid syntax");
    if (text.find("{{") != std::string_view::npos) out_.inner_texts.push_back(text);
    return make(StringNode{{NodeType::String, token.offset}, token.text, text});
}

}  // namespace yare::templates
