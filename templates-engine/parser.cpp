// Templates, actions and control structures of a text.
#include "parser.h"

#include <algorithm>
#include <utility>

#include "parsing.h"
#include "unclosed.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

bool is_white_rune(std::uint32_t rune) {
    return rune == ' ' || (rune >= '\t' && rune <= '\r') || rune == 0x85 || rune == 0xA0 || rune == 0x1680 ||
           (rune >= 0x2000 && rune <= 0x200a) || rune == 0x2028 || rune == 0x2029 || rune == 0x202f ||
           rune == 0x205f || rune == 0x3000;
}

bool is_white(std::string_view text) {
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        if (!is_white_rune(rune.code)) return false;
        text.remove_prefix(rune.width);
    }
    return true;
}

// Helm and Go: a template of this kind does not replace an earlier one of its name.
bool is_empty(const ListNode& list) {
    return std::all_of(list.nodes.begin(), list.nodes.end(), [](const Node* node) {
        return node->type == NodeType::Text && is_white(as<TextNode>(*node).text);
    });
}

}  // namespace

bool Parser::expect(TokenType type, std::string_view context) {
    const Token& token = next();
    if (token.type == type) return true;
    unexpected(token, context);
    return false;
}

// Go: at the last token that was read, which may be one ahead of the one that is wrong.
std::nullptr_t Parser::fail(std::string message, std::uint32_t offset) {
    failure_.kind = FailureKind::Parse;
    failure_.parse_name = std::string(name_);
    failure_.parse_line = line_of(offset);
    failure_.pos = source_.at(std::min<std::size_t>(offset, source_.text.size()));
    failure_.message = std::move(message);
    const std::size_t begun = line_of(body_->action_offset);
    if (body_->in_action && begun != failure_.parse_line) {
        failure_.notes.push_back("the action begins at " + source_.name + ":" + std::to_string(begun));
    }
    return nullptr;
}

std::nullptr_t Parser::unexpected(const Token& token, std::string_view context) {
    if (token.type != TokenType::Error) {
        fail("unexpected " + describe(token) + " in " + std::string(context));
        if (token.type == TokenType::KeywordDefine) note_unclosed(source_, failure_);
        return nullptr;
    }
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

// A template's own variables and slots; the one around it has its again afterwards.
void Parser::begin(ParsedBody& body) {
    body.variables = variables_.size();
    variables_.push_back({"$", 0, true});
    body_ = &body;
}

void Parser::end(const ParsedBody& body, ParsedBody* outer) {
    variables_.resize(body.variables);
    body_ = outer;
}

bool Parser::parse() {
    ParsedBody body;
    begin(body);
    const std::size_t base = pile_.size();
    const std::uint32_t offset = peek_item().offset;
    while (peek_item().type != TokenType::End) {
        if (at_->type == TokenType::LeftDelimiter && at_[1].type == TokenType::KeywordDefine) {
            at_ += 2;
            if (!parse_definition()) return false;
            continue;
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

// The template of that name, if the text has defined it already. Few are looked through; many by their names.
Template** Parser::known(std::string_view name) {
    constexpr std::size_t kFew = 64;
    std::vector<Template*>& all = out_.templates;
    const std::size_t few = std::min(all.size(), kFew);
    for (std::size_t i = 0; i < few; ++i) {
        if (all[i]->name == name) return &all[i];
    }
    while (by_name_.size() + few < all.size()) {
        const std::size_t next = by_name_.size() + few;
        by_name_.emplace(all[next]->name, next);
    }
    if (by_name_.empty()) return nullptr;
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &all[found->second];
}

bool Parser::add(std::string_view name, const ListNode* root) {
    const bool empty = is_empty(*root);
    Template* made = make(Template{name, &source_, root, body_->slots, empty});
    Template** same = known(name);
    if (!same) {
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
    ParsedBody* outer = body_;
    ParsedBody body;
    begin(body);
    const Token& token = next();
    if (token.type != TokenType::String && token.type != TokenType::RawString) {
        unexpected(token, kContext);
        return false;
    }
    std::string_view name;
    Node* close = nullptr;
    if (!template_name(token, kContext, name) || !expect(TokenType::RightDelimiter, kContext)) return false;
    ListNode* root = item_list(close);
    if (!root) return false;
    if (close->type != NodeType::End) {
        fail("unexpected {{else}} in " + std::string(kContext));
        return false;
    }
    if (!add(name, root)) return false;
    end(body, outer);
    return true;
}

// Up to an end or else, which it gives back in `end`.
ListNode* Parser::item_list(Node*& end) {
    const std::size_t base = pile_.size();
    const std::uint32_t offset = peek_item().offset;
    if (stack_.exhausted()) return fail("max nesting depth exceeded");
    while (peek_item().type != TokenType::End) {
        Node* node = text_or_action();
        if (!node) return nullptr;
        if (node->type == NodeType::End || node->type == NodeType::Else) {
            end = node;
            return make(ListNode{{NodeType::List, offset}, take_pile(base)});
        }
        pile_.push_back(node);
    }
    fail("unexpected EOF");
    note_unclosed(source_, failure_);
    return nullptr;
}

// The text may be large, and each of its letters a node.
std::nullptr_t Parser::too_large() {
    fail("templates need more than " + std::to_string(arena_.limit()) + " bytes of memory");
    failure_.code = ErrorCode::TooLarge;
    return nullptr;
}

Node* Parser::text_or_action() {
    if (arena_.exhausted()) return too_large();
    const Token& token = next();
    if (token.type == TokenType::Text) return make(TextNode{{NodeType::Text, token.offset}, token.text});
    if (token.type != TokenType::LeftDelimiter) return unexpected(token, "input");
    body_->in_action = true;
    body_->action_offset = token.offset;
    Node* node = action();
    if (node) body_->in_action = false;
    return node;
}

Node* Parser::action() {
    const Token& token = peek();
    const std::uint32_t offset = token.offset;
    switch (token.type) {
        case TokenType::KeywordBlock:
            return ++at_, block_control();
        case TokenType::KeywordBreak:
            return ++at_, loop_jump(NodeType::Break, "{{break}}", offset);
        case TokenType::KeywordContinue:
            return ++at_, loop_jump(NodeType::Continue, "{{continue}}", offset);
        case TokenType::KeywordElse:
            return ++at_, else_control();
        case TokenType::KeywordEnd:
            ++at_;
            return expect(TokenType::RightDelimiter, "end") ? make(Node{NodeType::End, offset}) : nullptr;
        case TokenType::KeywordIf:
            return ++at_, branch(NodeType::If, "if");
        case TokenType::KeywordRange:
            return ++at_, branch(NodeType::Range, "range");
        case TokenType::KeywordTemplate:
            return ++at_, template_control();
        case TokenType::KeywordWith:
            return ++at_, branch(NodeType::With, "with");
        default:
            break;
    }
    const PipeNode* pipe = pipeline("command", TokenType::RightDelimiter);
    return pipe ? make(ActionNode{{NodeType::Action, offset}, pipe}) : nullptr;
}

Node* Parser::loop_jump(NodeType type, std::string_view keyword, std::uint32_t offset) {
    const Token& token = next();
    if (token.type != TokenType::RightDelimiter) return unexpected(token, keyword);
    if (body_->ranges == 0) return fail(std::string(keyword) + " outside {{range}}");
    return make(Node{type, offset});
}

Node* Parser::branch(NodeType type, std::string_view context) {
    if (stack_.exhausted()) return fail("max nesting depth exceeded");
    const std::size_t seen = variables_.size();
    const std::uint32_t slot = body_->next_slot;
    const PipeNode* pipe = pipeline(context, TokenType::RightDelimiter);
    if (!pipe) return nullptr;
    const std::size_t own = variables_.size();
    if (type == NodeType::Range) ++body_->ranges;
    Node* end = nullptr;
    const ListNode* list = item_list(end);
    if (!list) return nullptr;
    if (type == NodeType::Range) --body_->ranges;
    for (std::size_t i = own; i < variables_.size(); ++i) variables_[i].live = false;
    BranchNode* out = make(BranchNode{{type, pipe->offset}, pipe, list, nullptr});
    if (end->type == NodeType::Else && !else_part(type, context, *end, *out)) return nullptr;
    variables_.resize(seen);
    body_->next_slot = slot;
    return out;
}

// "else if" and "else with" are an if or with of their own inside the else, whose end ends both.
bool Parser::else_part(NodeType type, std::string_view context, const Node& end, BranchNode& out) {
    const TokenType same = type == NodeType::If ? TokenType::KeywordIf : TokenType::KeywordWith;
    if (type != NodeType::Range && peek_item().type == same) {
        next();
        Node* inner = branch(type, context);
        if (!inner) return false;
        out.else_list = make(ListNode{{NodeType::List, end.offset}, arena_.copy<Node*>({&inner, 1})});
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
    const Token& token = peek();
    const std::uint32_t offset = token.offset;
    if (token.type != TokenType::KeywordIf && token.type != TokenType::KeywordWith) {
        if (!expect(TokenType::RightDelimiter, "else")) return nullptr;
    }
    return make(Node{NodeType::Else, offset});
}

Node* Parser::block_control() {
    constexpr std::string_view kContext = "block clause";
    const Token& token = next();
    const std::uint32_t offset = token.offset;
    std::string_view name;
    if (!template_name(token, kContext, name)) return nullptr;
    const PipeNode* pipe = pipeline(kContext, TokenType::RightDelimiter);
    if (!pipe) return nullptr;
    const std::uint32_t last = last_offset();
    ParsedBody* outer = body_;
    ParsedBody body;
    begin(body);
    Node* close = nullptr;
    const ListNode* root = item_list(close);
    if (!root) return nullptr;
    if (close->type != NodeType::End) {
        // Go: the template around the block complains, and it has read no further than the block's name.
        end(body, outer);
        return fail("unexpected {{else}} in " + std::string(kContext), last);
    }
    if (!add(name, root)) return nullptr;
    end(body, outer);
    return template_call(offset, name, pipe);
}

Node* Parser::template_control() {
    constexpr std::string_view kContext = "template clause";
    const Token& token = next();
    const std::uint32_t offset = token.offset;
    std::string_view name;
    if (!template_name(token, kContext, name)) return nullptr;
    const PipeNode* pipe = nullptr;
    if (peek().type == TokenType::RightDelimiter) {
        ++at_;
    } else {
        pipe = pipeline(kContext, TokenType::RightDelimiter);
        if (!pipe) return nullptr;
    }
    return template_call(offset, name, pipe);
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
    name = unquoted(token, good);
    if (!good) fail("invalid syntax");
    return good;
}

bool parse_template(std::string_view name, const Source& source, Arena& arena, FieldNames& names,
                    ParsedText& out, Failure& failure, Dialect dialect) {
    return Parser(name, source, arena, names, out, failure, dialect).parse();
}

}  // namespace yare::templates
