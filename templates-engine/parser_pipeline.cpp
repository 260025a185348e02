// Pipelines, commands and operands.
#include <algorithm>
#include <cstring>
#include <utility>

#include "builtins.h"
#include "number.h"
#include "parsing.h"
#include "yare/templates/quote.h"

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
        for (const KnownVariable& variable : body_->variables) {
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
    for (const KnownVariable& known : body_->variables) {
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

}  // namespace yare::templates
