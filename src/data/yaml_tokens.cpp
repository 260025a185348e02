#include "yaml_tokens.h"

#include <algorithm>

#include "libyaml_input.h"
#include "libyaml_text.h"
#include "line_breaks.h"
#include "yare/data/limits.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::size_t kNothing = std::string_view::npos;
// Go: so far is looked ahead for comments, in bytes.
constexpr std::size_t kLookahead = 512;

std::string text_of(const yaml_char_t* text) {
    return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
}

// What libyaml finds.
class Tokenizer {
  public:
    explicit Tokenizer(const LibyamlText& text)
        : text_(text),
          index_(text.text()),
          input_(text.text().empty() ? std::string_view("\n") : text.text(), parser_) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_input(&parser_, LibyamlInput::read, &input_);
    }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;
    ~Tokenizer() { yaml_parser_delete(&parser_); }

    std::vector<Token> tokens() {
        std::vector<Token> out;
        for (;;) {
            yaml_token_t token;
            if (yaml_parser_scan(&parser_, &token) == 0) {
                // Behind the first document, which is all that is looked at, anything may stand.
                Token& end = out.emplace_back();
                end.type = YAML_STREAM_END_TOKEN;
                end.begin = mark(parser_.mark);
                end.end = end.begin.index;
                return out;
            }
            out.push_back(taken(token));
            const bool last = token.type == YAML_STREAM_END_TOKEN || token.type == YAML_NO_TOKEN;
            yaml_token_delete(&token);
            if (last) return out;
        }
    }

  private:
    std::size_t offset(const yaml_mark_t& there) { return text_.original_offset(index_.byte(there.index)); }
    Mark mark(const yaml_mark_t& there) { return {offset(there), there.line, there.column}; }

    Token taken(const yaml_token_t& token) {
        Token out;
        out.type = token.type;
        out.begin = mark(token.start_mark);
        out.end = offset(token.end_mark);
        if (token.type == YAML_SCALAR_TOKEN) {
            out.style = token.data.scalar.style;
            const std::string_view value(reinterpret_cast<const char*>(token.data.scalar.value),
                                         token.data.scalar.length);
            out.value = text_.restore(value, scratch_);
        } else if (token.type == YAML_ANCHOR_TOKEN) {
            out.value = text_of(token.data.anchor.value);
        } else if (token.type == YAML_ALIAS_TOKEN) {
            out.value = text_of(token.data.alias.value);
        } else if (token.type == YAML_TAG_TOKEN) {
            out.value = text_of(token.data.tag.handle);
            out.suffix = text_of(token.data.tag.suffix);
        } else if (token.type == YAML_TAG_DIRECTIVE_TOKEN) {
            out.value = text_of(token.data.tag_directive.handle);
            out.suffix = text_of(token.data.tag_directive.prefix);
        }
        return out;
    }

    const LibyamlText& text_;
    CharIndex index_;
    yaml_parser_t parser_{};
    LibyamlInput input_;
    Arena scratch_;
};

bool is_start_of_block(const Token& token) {
    return token.type == YAML_BLOCK_SEQUENCE_START_TOKEN || token.type == YAML_BLOCK_MAPPING_START_TOKEN;
}

bool is_written(const Token& token) {
    if (token.type == YAML_KEY_TOKEN) return token.end > token.begin.index;
    return !is_start_of_block(token) && token.type != YAML_BLOCK_END_TOKEN;
}

// Walks from token to token and looks at what lies between. This is where Go's reader decides, by columns and
// empty lines, which comment belongs to what: one that begins in the line below a token and is followed by an
// empty line is that token's foot, one further to the left is the foot of what ends there, all others are
// heads of what follows.
class CommentFinder {
  public:
    CommentFinder(std::string_view text, TokenStream& stream) : text_(text), stream_(stream) {}

    void find() {
        std::vector<Token>& tokens = stream_.tokens;
        std::size_t before = 0;  // the last token that is written
        for (std::size_t i = 1; i < tokens.size(); ++i) {
            if (!is_written(tokens[i])) continue;
            gap(before, i);
            before = i;
        }
    }

  private:
    char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }
    bool is_break(std::size_t index) const { return any_break(text_, index) != 0; }
    bool is_end(std::size_t index) const { return index >= text_.size() || at(index) == '\0'; }
    bool is_blank(std::size_t index) const { return at(index) == ' ' || at(index) == '\t'; }

    void advance() {
        if (is_break(mark_.index)) {
            mark_.index += text_.substr(mark_.index).starts_with("\r\n") ? 2 : width(mark_.index);
            ++mark_.line;
            mark_.column = 0;
            return;
        }
        mark_.index += width(mark_.index);
        ++mark_.column;
    }
    // Of the character there, in bytes.
    std::size_t width(std::size_t index) const {
        std::size_t end = index + 1;
        while (end < text_.size() && (text_[end] & '\xC0') == '\x80') ++end;
        return end - index;
    }
    void advance_to(std::size_t index) {
        while (mark_.index < index) advance();
    }

    // Line breaks since the last character that is not blank.
    std::size_t line_breaks() const {
        std::size_t count = 0;
        for (std::size_t i = mark_.index; i-- > 0;) {
            while (i > 0 && (text_[i] & '\xC0') == '\x80') --i;
            if (is_break(i))
                count += text_.substr(i).starts_with("\r\n") ? 0 : 1;
            else if (!is_blank(i))
                break;
        }
        return count;
    }

    void gap(std::size_t before, std::size_t next) {
        enter(before);
        const Token& token = stream_.tokens[before];
        switch (token.type) {
            case YAML_STREAM_START_TOKEN:
            case YAML_DOCUMENT_START_TOKEN:
            case YAML_DOCUMENT_END_TOKEN:
            case YAML_VERSION_DIRECTIVE_TOKEN:
            case YAML_TAG_DIRECTIVE_TOKEN:
            case YAML_BLOCK_ENTRY_TOKEN:  // Helm: its comment is the head of what follows
                break;
            default:
                line_comment(owner_of_line(before));
        }
        const Mark scan = mark_;
        while (!is_end(mark_.index)) {
            while (is_blank(mark_.index) || (mark_.index == 0 && text_.starts_with(kBom))) advance();
            if (at(mark_.index) == '#') block_of_comments(scan, before);
            if (!is_break(mark_.index)) break;
            advance();
        }
        close_blocks(before, next, scan);
    }

    // Goes to where Go's reader stands behind a token. It reads plain scalars up to what follows them.
    void enter(std::size_t before) {
        const Token& token = stream_.tokens[before];
        advance_to(token.begin.index);
        mark_ = token.begin;
        if (token.type == YAML_SCALAR_TOKEN &&
            (token.style == YAML_LITERAL_SCALAR_STYLE || token.style == YAML_FOLDED_SCALAR_STYLE))
            comment_of_block_scalar();
        advance_to(token.end);
        if (token.type != YAML_SCALAR_TOKEN || token.style != YAML_PLAIN_SCALAR_STYLE) return;
        while (is_blank(mark_.index) || is_break(mark_.index)) advance();
    }

    // "key: | # comment"
    void comment_of_block_scalar() {
        const Mark begin = mark_;
        while (std::string_view("|>+-0123456789").find(at(mark_.index)) != kNothing && !is_end(mark_.index))
            advance();
        line_comment(begin);
    }

    // Helm: what follows "key:" or "item," belongs to what stands before the sign.
    Mark owner_of_line(std::size_t before) const {
        const std::vector<Token>& tokens = stream_.tokens;
        const Token& token = tokens[before];
        const bool sign = flow_ == 0 ? token.type == YAML_VALUE_TOKEN : token.type == YAML_FLOW_ENTRY_TOKEN;
        if (!sign) return token.begin;
        std::size_t i = before;
        while (i > 1 && is_start_of_block(tokens[i - 1])) --i;
        return tokens[i - 1].begin;
    }

    void line_comment(const Mark& owner) {
        if (line_breaks() > 0) return;
        std::size_t from = mark_.index;
        while (from < mark_.index + kLookahead && is_blank(from)) ++from;
        if (from >= mark_.index + kLookahead || at(from) != '#') return;
        advance_to(from);
        Comment comment{
            .place = Comment::Place::Line, .scan = {}, .token = owner, .begin = mark_, .end = 0, .text = {}};
        comment.text = rest_of_line();
        stream_.comments.push_back(std::move(comment));
    }

    std::string rest_of_line() {
        const std::size_t from = mark_.index;
        while (!is_end(mark_.index) && !is_break(mark_.index)) advance();
        return std::string(text_.substr(from, mark_.index - from));
    }

    std::size_t indent() const { return indents_.empty() ? 0 : indents_.back(); }

    // What comes together of one run of comment lines.
    struct Run {
        Mark scan;
        Mark token;
        Mark begin;
        std::string text;
    };

    void split(Run& run, const Mark& here, Comment::Place place) {
        stream_.comments.push_back({place, run.scan, run.token, run.begin, here.index, std::move(run.text)});
        run.scan = run.token = here;
        run.text.clear();
    }

    // The comment lines that begin here, with the empty lines between them.
    void block_of_comments(const Mark& scan, std::size_t before) {
        const std::vector<Token>& tokens = stream_.tokens;
        const Token* owner = &tokens[before];
        if (owner->type == YAML_FLOW_ENTRY_TOKEN && before > 0) owner = &tokens[before - 1];
        Run run{scan, owner->begin, {}, {}};
        const std::size_t breaks = line_breaks();
        bool first_empty = breaks <= 1;
        bool recent_empty = false;
        std::size_t foot_line = kNothing;
        if (scan.line > 0) foot_line = mark_.line - breaks + (breaks == 0 && mark_.column > 1 ? 2 : 1);
        std::size_t line = mark_.line;
        std::size_t column = mark_.column;
        std::size_t peek = 0;
        for (; peek < kLookahead; ++peek) {
            ++column;
            const std::size_t here = mark_.index + peek;
            if (is_blank(here)) continue;
            const bool closes = flow_ > 0 && (at(here) == ']' || at(here) == '}');
            if (closes || is_break(here) || is_end(here)) {
                if (closes || !recent_empty) {
                    const bool below = run.begin.line == foot_line && owner->type != YAML_VALUE_TOKEN;
                    // Columns of comments count from 1.
                    const bool outside = run.begin.column < indent() + 1;
                    if (closes || (first_empty && (below || outside))) {
                        if (!run.text.empty()) {
                            if (outside) run.token = run.begin;
                            split(run, {here, line, column}, Comment::Place::Foot);
                        }
                    } else if (!run.text.empty() && !is_end(here)) {
                        run.text += '\n';
                    }
                }
                if (!is_break(here)) break;
                first_empty = false;
                recent_empty = true;
                column = 0;
                ++line;
                continue;
            }
            if (!run.text.empty() && column < indent() + 1 && column != run.begin.column)
                split(run, {here, line, column}, Comment::Place::Foot);
            if (at(here) != '#') break;
            if (run.text.empty())
                run.begin = {here, line, column};
            else
                run.text += '\n';
            recent_empty = false;
            advance_to(here);
            run.text += rest_of_line();
            peek = 0;
            column = 0;
            line = mark_.line;
        }
        if (run.text.empty()) return;
        run.token = run.begin;
        split(run, {mark_.index + peek - 1, line, column}, Comment::Place::Head);
    }

    // The blocks that end before a token end, where comments at their column follow, in front of these.
    void close_blocks(std::size_t before, std::size_t next, const Mark& scan) {
        std::vector<Token>& tokens = stream_.tokens;
        const Token& token = tokens[next];
        const bool ends_all =
            token.type == YAML_STREAM_END_TOKEN || token.type == YAML_DOCUMENT_START_TOKEN ||
            token.type == YAML_DOCUMENT_END_TOKEN || token.type == YAML_VERSION_DIRECTIVE_TOKEN ||
            token.type == YAML_TAG_DIRECTIVE_TOKEN;
        // One less: what begins right there is still to be seen.
        const auto in_front_of = [](Mark mark) {
            if (mark.index > 0) --mark.index;
            return mark;
        };
        Mark block = in_front_of(scan);
        bool outermost = false;
        for (std::size_t i = before + 1; i < next; ++i) {
            if (is_start_of_block(tokens[i])) indents_.push_back(tokens[i].begin.column);
            if (tokens[i].type != YAML_BLOCK_END_TOKEN) continue;
            if (ends_all && !outermost && indent() <= mark_.column) {
                outermost = true;
                block = in_front_of(mark_);
            }
            reposition(block);
            tokens[i].begin = block;
            if (!indents_.empty()) indents_.pop_back();
        }
        if (token.type == YAML_FLOW_SEQUENCE_START_TOKEN || token.type == YAML_FLOW_MAPPING_START_TOKEN)
            ++flow_;
        if (token.type == YAML_FLOW_SEQUENCE_END_TOKEN || token.type == YAML_FLOW_MAPPING_END_TOKEN) --flow_;
    }

    void reposition(Mark& block) const {
        std::size_t stop = block.index;
        for (auto comment = stream_.comments.rbegin(); comment != stream_.comments.rend(); ++comment) {
            if (comment->place == Comment::Place::Line || comment->end < stop) break;
            if (comment->begin.column == indent() + 1) block = comment->begin;
            stop = comment->scan.index;
        }
    }

    std::string_view text_;
    TokenStream& stream_;
    Mark mark_;
    std::vector<std::size_t> indents_;  // of the open blocks
    std::size_t flow_ = 0;
};

}  // namespace

TokenStream scan_tokens(std::string_view text, const LibyamlText& readable) {
    TokenStream out;
    out.tokens = Tokenizer(readable).tokens();
    CommentFinder(text, out).find();
    return out;
}

}  // namespace yare::inline data::yaml
