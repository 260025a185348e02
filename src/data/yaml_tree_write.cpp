// Writing YAML with its comments, in the layout of go.yaml.in/yaml/v3.
//
// Comments wait in `pending_` until the writer comes to where they may stand: heads and tails (the feet of
// the entry above) in front of an entry, line comments and feet behind it. What a comment waits for is not
// always what it was given with; that is how Go's writer has it too.
#include <algorithm>
#include <utility>

#include "utf8.h"
#include "yaml_emit.h"
#include "yaml_scalar.h"
#include "yare/data/yaml_tree.h"

namespace yare::inline data {

namespace {

constexpr int kIndent = 2;
constexpr int kNoFoot = -1;
constexpr std::size_t kLongestSimpleKey = 128;
constexpr std::string_view kYamlTag = "tag:yaml.org,2002:";

using Kind = YamlTree::Kind;
using Style = YamlTree::Style;

bool is_break(std::string_view text, std::size_t at) {
    if (at >= text.size()) return false;
    return text[at] == '\n' || text[at] == '\r' || text.substr(at).starts_with("\xC2\x85") ||
           text.substr(at).starts_with("\xE2\x80\xA8") || text.substr(at).starts_with("\xE2\x80\xA9");
}

std::size_t width(std::string_view text, std::size_t at) { return utf8::decode(text, at).size; }

// What stands around a node.
struct Around {
    bool mapping = false;     // a key or a value
    bool simple_key = false;  // a key that is written on one line, without "?"
    bool item = false;        // of a block sequence
};

class TreeWriter {
  public:
    std::string take() { return std::move(out_); }

    void document(const YamlTreeDocument& document) {
        pending_.head = document.head_comment;
        if (!first_) {
            start_line();
            indicator("---", true, false, false);
            start_line();
        }
        first_ = false;
        if (!pending_.head.empty()) {
            head_comment();
            line_break();
        }
        begin(document.root, "");
        head_comment();
        const Around around;
        open(document.root, around);
        comments_behind();
        content(document.root, around);
        pending_.foot = document.foot_comment.empty() ? pending_.foot : document.foot_comment;
        foot_indent_ = 0;
        foot_comment();
        foot_indent_ = kNoFoot;
        start_line();
    }

  private:
    struct Comments {
        std::string head;
        std::string line;
        std::string foot;
        std::string tail;
    };

    // --- characters ---

    void line_break() {
        out_ += '\n';
        column_ = 0;
        indention_ = true;
    }
    void put(std::string_view text) {
        out_ += text;
        for (const char c : text) column_ += (c & '\xC0') != '\x80' ? 1 : 0;
    }
    // A character, or a line break, of a text; moves behind it.
    void put_next(std::string_view text, std::size_t& at) {
        const std::size_t size = width(text, at);
        const bool breaks = is_break(text, at);
        if (breaks && text[at] == '\n') {
            line_break();
        } else {
            put(text.substr(at, size));
            if (breaks) {
                column_ = 0;
                indention_ = true;
            }
        }
        at += size;
    }
    void start_line() {
        const int wanted = std::max(indent_, 0);
        if (!indention_ || column_ > wanted || (column_ == wanted && !whitespace_)) line_break();
        if (foot_indent_ == wanted) line_break();
        while (column_ < wanted) put(" ");
        whitespace_ = true;
        foot_indent_ = kNoFoot;
    }
    void indicator(std::string_view text, bool need_space, bool is_space, bool is_indention) {
        if (need_space && !whitespace_) put(" ");
        put(text);
        whitespace_ = is_space;
        indention_ = indention_ && is_indention;
    }
    void word_ends() { whitespace_ = indention_ = false; }

    // --- comments ---

    void comment(std::string_view text) {
        bool breaks = false;
        bool begun = false;
        for (std::size_t at = 0; at < text.size();) {
            if (is_break(text, at)) {
                put_next(text, at);
                breaks = true;
                begun = false;
                continue;
            }
            if (breaks) start_line();
            if (!begun && text[at] != '#') put("# ");
            begun = true;
            put_next(text, at);
            indention_ = false;
            breaks = false;
        }
        if (!breaks) line_break();
        whitespace_ = true;
    }
    void head_comment() {
        if (!pending_.tail.empty()) {
            start_line();
            comment(std::exchange(pending_.tail, {}));
            foot_indent_ = std::max(indent_, 0);
        }
        if (pending_.head.empty()) return;
        start_line();
        comment(std::exchange(pending_.head, {}));
    }
    void line_comment() {
        if (pending_.line.empty()) return;
        if (!whitespace_) put(" ");
        comment(std::exchange(pending_.line, {}));
    }
    void foot_comment() {
        if (pending_.foot.empty()) return;
        start_line();
        comment(std::exchange(pending_.foot, {}));
        foot_indent_ = std::max(indent_, 0);
    }
    void comments_behind() {
        line_comment();
        foot_comment();
    }
    bool any_behind() const {
        return !pending_.line.empty() || !pending_.foot.empty() || !pending_.tail.empty();
    }

    // What is given replaces what waits; what is not leaves it waiting.
    static void give(std::string& waiting, const std::string& given) {
        if (!given.empty()) waiting = given;
    }
    void begin(const YamlTree& node, const std::string& tail, bool with_foot = true) {
        give(pending_.tail, tail);
        give(pending_.head, node.head_comment);
        if (node.kind == Kind::Mapping || node.kind == Kind::Sequence) return;
        give(pending_.line, node.line_comment);
        if (with_foot) give(pending_.foot, node.foot_comment);
    }
    void end(const YamlTree& node, const std::string& tail) {
        give(pending_.tail, tail);
        give(pending_.line, node.line_comment);
        give(pending_.foot, node.foot_comment);
    }

    // --- nodes ---

    // How far in what a node holds is written.
    class Deeper {
      public:
        Deeper(TreeWriter& writer, bool flow, const Around& around, bool compact = false)
            : writer_(writer), before_(writer.indent_) {
            int& indent = writer.indent_;
            if (indent < 0) {
                indent = flow ? kIndent : 0;
            } else if (around.item) {
                indent += 2;  // behind the "- "
            } else {
                indent = kIndent * ((indent + kIndent) / kIndent) - (compact ? 2 : 0);
            }
        }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { writer_.indent_ = before_; }

      private:
        TreeWriter& writer_;
        int before_;
    };

    bool in_flow(const YamlTree& node) const { return flow_level_ > 0 || node.flow || node.children.empty(); }

    // A scalar or alias; of a collection, what stands before its entries.
    void open(const YamlTree& node, const Around& around) {
        mapping_context_ = around.mapping;
        if (node.kind == Kind::Alias) {
            indicator("*", true, false, false);
            put(node.value);
            word_ends();
            return;
        }
        if (!node.anchor.empty()) {
            indicator("&", true, false, false);
            put(node.anchor);
            word_ends();
        }
        if (node.kind == Kind::Scalar) {
            scalar(node, around);
        } else {
            tag(node.tag);
        }
    }

    void content(const YamlTree& node, const Around& around) {
        if (node.kind == Kind::Sequence) {
            if (in_flow(node))
                flow_sequence(node, around);
            else
                block_sequence(node, around);
        } else if (node.kind == Kind::Mapping) {
            if (in_flow(node))
                flow_mapping(node, around);
            else
                block_mapping(node, around);
        }
    }

    void tag(std::string_view tag) {
        if (tag.empty() || tag == "!") return;
        if (!whitespace_) put(" ");
        if (tag.starts_with(kYamlTag)) {
            put("!!");
            put(tag.substr(kYamlTag.size()));
        } else if (tag.starts_with('!')) {
            put(tag);
        } else {
            put("!<");
            put(tag);
            put(">");
        }
        word_ends();
    }

    void block_sequence(const YamlTree& node, const Around& around) {
        // Helm: in a mapping the "-" stands below the key.
        const bool compact = mapping_context_ && (column_ == 0 || !indention_);
        const Deeper deeper(*this, false, around, compact);
        constexpr Around kItem{.item = true};
        for (const YamlTree& item : node.children) {
            begin(item, "");
            head_comment();
            start_line();
            indicator("-", true, false, true);
            open(item, kItem);
            comments_behind();
            content(item, kItem);
        }
        end(node, "");
    }

    bool is_simple_key(const YamlTree& key) const {
        if (key.kind == Kind::Alias) return key.value.size() <= kLongestSimpleKey;
        if (key.kind != Kind::Scalar) return key.children.empty();
        return !yaml::analyze(key.value, yaml::Dialect::V3).multiline &&
               key.anchor.size() + key.tag.size() + key.value.size() <= kLongestSimpleKey;
    }

    void block_mapping(const YamlTree& node, const Around& around) {
        const Deeper deeper(*this, false, around);
        std::string tail;
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const YamlTree& key = node.children[i];
            begin(key, tail, false);
            tail = key.foot_comment;
            head_comment();
            start_line();
            give(key_line_, std::exchange(pending_.line, {}));
            block_key(key);
            block_value(node.children[i + 1]);
        }
        end(node, tail);
        head_comment();
    }

    void block_key(const YamlTree& key) {
        const bool simple = is_simple_key(key);
        const Around around{.mapping = true, .simple_key = simple};
        if (!simple) indicator("?", true, false, true);
        open(key, around);
        content(key, around);
        if (simple) return indicator(":", false, false, false);
        simple_ = false;
    }

    void block_value(const YamlTree& value) {
        begin(value, "");
        if (!std::exchange(simple_, true)) {
            start_line();
            indicator(":", true, false, true);
        }
        if (!key_line_.empty()) {
            if (value.kind == Kind::Scalar) {
                // Helm: of two comments on a line the key's waits for another entry.
                if (pending_.line.empty()) pending_.line = std::exchange(key_line_, {});
            } else if (value.kind != Kind::Alias && !value.flow) {
                std::swap(pending_.line, key_line_);
                line_comment();
                std::swap(pending_.line, key_line_);
            }
        }
        constexpr Around kValue{.mapping = true};
        open(value, kValue);
        comments_behind();
        content(value, kValue);
    }

    void before_flow_entry(bool comma) {
        if (comma) indicator(",", false, false, false);
        head_comment();
        if (column_ == 0) start_line();
    }

    // Behind an entry; true when its comma is written already.
    bool behind_flow_entry(const YamlTree& node, const Around& around) {
        const bool trails = any_behind();
        open(node, around);
        if (any_behind()) indicator(",", false, false, false);
        comments_behind();
        content(node, around);
        return trails;
    }

    void flow_sequence(const YamlTree& node, const Around& around) {
        indicator("[", true, true, false);
        bool comma = false;
        {
            const Deeper deeper(*this, true, around);
            ++flow_level_;
            for (const YamlTree& item : node.children) {
                begin(item, "");
                before_flow_entry(comma);
                comma = !behind_flow_entry(item, {});
            }
            --flow_level_;
        }
        end(node, "");
        if (column_ == 0) start_line();
        indicator("]", false, false, false);
        comments_behind();
    }

    void flow_mapping(const YamlTree& node, const Around& around) {
        indicator("{", true, true, false);
        bool comma = false;
        {
            const Deeper deeper(*this, true, around);
            ++flow_level_;
            std::string tail;
            for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
                const YamlTree& key = node.children[i];
                begin(key, tail, false);
                tail = key.foot_comment;
                before_flow_entry(comma);
                flow_key(key);
                begin(node.children[i + 1], "");
                comma = !behind_flow_entry(node.children[i + 1], {.mapping = true});
            }
            end(node, tail);
            if (comma && (!pending_.head.empty() || !pending_.foot.empty() || !pending_.tail.empty()))
                indicator(",", false, false, false);
            head_comment();
            --flow_level_;
        }
        indicator("}", false, false, false);
        comments_behind();
    }

    void flow_key(const YamlTree& key) {
        const bool simple = is_simple_key(key);
        if (!simple) indicator("?", true, false, false);
        const Around around{.mapping = true, .simple_key = simple};
        open(key, around);
        content(key, around);
        indicator(":", !simple, false, false);
    }

    // --- scalars ---

    Style style_of(const YamlTree& node, const Around& around, const yaml::Analysis& analysis) const {
        const std::string_view text = node.value;
        Style style = node.style;
        const bool has_line = text.find('\n') != std::string_view::npos;
        if (style == Style::Plain && has_line) style = Style::Literal;
        if (around.simple_key && analysis.multiline) style = Style::DoubleQuoted;
        if (style == Style::Plain) {
            const bool ends = text.empty() && (flow_level_ > 0 || around.simple_key);
            if (!analysis.plain_allowed || ends || (flow_level_ > 0 && !flow_plain_allowed(text)))
                style = Style::SingleQuoted;
        }
        if (style == Style::SingleQuoted && !analysis.single_quoted_allowed) style = Style::DoubleQuoted;
        if ((style == Style::Literal || style == Style::Folded) &&
            (!analysis.block_allowed || flow_level_ > 0 || around.simple_key))
            style = Style::DoubleQuoted;
        return style;
    }
    static bool flow_plain_allowed(std::string_view text) {
        return !text.empty() && text[0] != '?' && text[0] != ':' &&
               text.find_first_of(",?[]{}:", 1) == std::string_view::npos;
    }

    void scalar(const YamlTree& node, const Around& around) {
        const yaml::Analysis analysis = yaml::analyze(node.value, yaml::Dialect::V3);
        const Style style = style_of(node, around, analysis);
        // Helm: "<<" is told apart from a text by its tag.
        const bool merges = node.tag.empty() && node.style == Style::Plain && node.value == "<<";
        tag(merges ? std::string_view("tag:yaml.org,2002:merge") : std::string_view(node.tag));
        const Deeper deeper(*this, true, around);
        switch (style) {
            case Style::Plain:
                return plain(node.value);
            case Style::SingleQuoted:
                return single_quoted(node.value);
            case Style::DoubleQuoted:
                return double_quoted(node.value);
            case Style::Literal:
                return literal(node.value);
            case Style::Folded:
                return folded(node.value);
        }
    }

    void plain(std::string_view text) {
        if (!text.empty() && !whitespace_) put(" ");
        put(text);
        if (!text.empty()) whitespace_ = false;
        indention_ = false;
    }

    void single_quoted(std::string_view text) {
        indicator("'", true, false, false);
        bool breaks = false;
        for (std::size_t at = 0; at < text.size();) {
            if (is_break(text, at)) {
                if (!breaks && text[at] == '\n') line_break();
                put_next(text, at);
                breaks = true;
                continue;
            }
            if (text[at] != ' ') {
                if (breaks) start_line();
                breaks = false;
                indention_ = false;
            }
            if (text[at] == '\'') put("'");
            put_next(text, at);
        }
        indicator("'", false, false, false);
        word_ends();
    }

    void double_quoted(std::string_view text) {
        std::string quoted;
        yaml::Emitter(quoted, yaml::Dialect::V3).quoted(text);
        indicator(quoted, true, false, false);
        word_ends();
    }

    // How a block scalar begins, and what becomes of the line breaks at its end.
    void hints(std::string_view text) {
        if (!text.empty() && (text[0] == ' ' || is_break(text, 0))) indicator("2", false, false, false);
        const auto last = [](std::string_view part) {
            std::size_t at = part.size() - 1;
            while (at > 0 && (part[at] & '\xC0') == '\x80') --at;
            return at;
        };
        if (text.empty() || !is_break(text, last(text))) return indicator("-", false, false, false);
        const std::string_view before = text.substr(0, last(text));
        if (!before.empty() && !is_break(before, last(before))) return;
        indicator("+", false, false, false);
    }

    void begin_block(std::string_view sign, std::string_view text) {
        indicator(sign, true, false, false);
        hints(text);
        if (pending_.line.empty())
            line_break();
        else
            line_comment();
        whitespace_ = true;
    }

    void literal(std::string_view text) {
        begin_block("|", text);
        bool breaks = true;
        for (std::size_t at = 0; at < text.size();) {
            const bool here = is_break(text, at);
            if (!here && breaks) start_line();
            put_next(text, at);
            if (!here) indention_ = false;
            breaks = here;
        }
    }

    void folded(std::string_view text) {
        begin_block(">", text);
        bool breaks = true;
        bool leading_spaces = true;
        for (std::size_t at = 0; at < text.size();) {
            if (is_break(text, at)) {
                // Helm: it looks at the beginning of the text here, not at where it is.
                if (!breaks && !leading_spaces && text[at] == '\n' && !blank_behind_breaks(text))
                    line_break();
                put_next(text, at);
                breaks = true;
                continue;
            }
            if (breaks) {
                start_line();
                leading_spaces = text[at] == ' ' || text[at] == '\t';
            }
            put_next(text, at);
            indention_ = false;
            breaks = false;
        }
    }
    static bool blank_behind_breaks(std::string_view text) {
        std::size_t at = 0;
        while (is_break(text, at)) at += width(text, at);
        return at >= text.size() || text[at] == ' ' || text[at] == '\t';
    }

    std::string out_;
    int column_ = 0;
    int indent_ = -1;
    int foot_indent_ = kNoFoot;
    int flow_level_ = 0;
    bool whitespace_ = true;
    bool indention_ = true;
    bool mapping_context_ = false;
    bool first_ = true;
    bool simple_ = true;  // the key that was written last
    Comments pending_;
    std::string key_line_;
};

}  // namespace

std::string write_yaml_trees(const std::vector<const YamlTreeDocument*>& documents) {
    TreeWriter writer;
    for (const YamlTreeDocument* document : documents) writer.document(*document);
    return writer.take();
}

}  // namespace yare::inline data
