// Reading YAML with its comments. Who gets which comment is decided twice: the tokens say in front of what a
// comment stands (yaml_tokens.h), and the grammar here hands it to a node, as go.yaml.in/yaml/v3 does.
#include <utility>

#include "yaml_nodes.h"
#include "yaml_scalar.h"
#include "yaml_tokens.h"
#include "yare/data/limits.h"
#include "yare/data/yaml_tree.h"

namespace yare::inline data {

namespace {

using yaml::Comment;
using yaml::Token;
using yaml::TokenStream;

// Comments that were come upon and belong to no node yet.
struct Pending {
    std::string head;
    std::string line;
    std::string foot;
};

void append_line(std::string& text, const std::string& more) {
    if (!text.empty()) text += '\n';
    text += more;
}

class TreeReader {
  public:
    explicit TreeReader(TokenStream stream) : stream_(std::move(stream)) {}

    std::optional<YamlTreeDocument> read() {
        next();  // the stream's start
        while (type() == YAML_VERSION_DIRECTIVE_TOKEN || type() == YAML_TAG_DIRECTIVE_TOKEN ||
               type() == YAML_DOCUMENT_END_TOKEN)
            directive();
        if (type() == YAML_STREAM_END_TOKEN) return std::nullopt;
        YamlTreeDocument out;
        if (type() == YAML_DOCUMENT_START_TOKEN) {
            next();
        } else {
            out.head_comment = document_head();
        }
        const yaml_token_type_t first = type();
        if (first != YAML_DOCUMENT_START_TOKEN && first != YAML_DOCUMENT_END_TOKEN &&
            first != YAML_STREAM_END_TOKEN)
            out.root = node(Where::Block);
        (void)type();
        out.foot_comment = pending_.foot.empty() ? pending_.head : pending_.foot;
        return out;
    }

    bool too_deep() const { return too_deep_; }
    // The tokens are none that the grammar here knows.
    bool lost() const { return lost_; }

  private:
    enum class Where { Block, BlockOrIndentless, Flow };

    // How deeply nodes are nested here: each takes some of the stack.
    class Depth {
      public:
        explicit Depth(TreeReader& reader) : reader_(reader) {
            if (++reader.depth_ > limits::kTreeDepth) reader.too_deep_ = true;
        }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        ~Depth() { --reader_.depth_; }

      private:
        TreeReader& reader_;
    };

    // The token that is next. What stands in front of it is pending from here on.
    const Token& peek() {
        const Token& token = stream_.tokens[at_];
        std::vector<Comment>& comments = stream_.comments;
        while (comment_ < comments.size() && token.begin.index >= comments[comment_].token.index) {
            const Comment& comment = comments[comment_];
            if (comment.place == Comment::Place::Head) {
                // Helm: what ends has no head; it is for what follows.
                if (token.type == YAML_BLOCK_END_TOKEN) break;
                append_line(pending_.head, comment.text);
            } else {
                append_line(comment.place == Comment::Place::Foot ? pending_.foot : pending_.line,
                            comment.text);
            }
            ++comment_;
        }
        return token;
    }
    yaml_token_type_t type() { return peek().type; }
    void next() {
        if (at_ + 1 < stream_.tokens.size()) ++at_;
    }

    void directive() {
        const Token& token = peek();
        if (token.type == YAML_TAG_DIRECTIVE_TOKEN) handles_.emplace_back(token.value, token.suffix);
        next();
    }

    // Helm: of the comments at the beginning, those in front of an empty line are the document's.
    std::string document_head() {
        std::string& head = pending_.head;
        for (std::size_t i = head.size(); i-- > 1;) {
            if (head[i] != '\n') continue;
            const bool last = i + 1 == head.size();
            if (!last && head[i - 1] != '\n') continue;
            std::string out = head.substr(0, last ? i : i - 1);
            head.erase(0, i + 1);
            return out;
        }
        return {};
    }

    void give_comments(YamlTree& node) {
        node.head_comment = std::exchange(pending_.head, {});
        node.line_comment = std::exchange(pending_.line, {});
        node.foot_comment = std::exchange(pending_.foot, {});
        stem_.clear();
    }
    // Of the end of a collection: the head is nobody's.
    void give_end_comments(YamlTree& node) {
        pending_.head.clear();
        node.line_comment = std::exchange(pending_.line, {});
        node.foot_comment = std::exchange(pending_.foot, {});
        stem_.clear();
    }

    std::string long_tag(const Token& token) const {
        if (token.value.empty()) return token.suffix;
        for (const auto& [handle, prefix] : handles_) {
            if (handle == token.value) return prefix + token.suffix;
        }
        return (token.value == "!!" ? "tag:yaml.org,2002:" : token.value) + token.suffix;
    }

    // Anchor and tag, in either order. A second of its kind is another node's.
    void properties(YamlTree& node) {
        yaml_token_type_t before = YAML_NO_TOKEN;
        for (int i = 0; i < 2; ++i) {
            const Token& token = peek();
            if (token.type == before) return;
            if (token.type == YAML_ANCHOR_TOKEN)
                node.anchor = token.value;
            else if (token.type == YAML_TAG_TOKEN)
                node.tag = long_tag(token);
            else
                return;
            before = token.type;
            next();
        }
    }

    YamlTree node(Where where) {
        YamlTree out;
        const Depth depth(*this);
        if (too_deep_) return out;
        if (type() == YAML_ALIAS_TOKEN) {
            out.kind = YamlTree::Kind::Alias;
            out.value = peek().value;
            give_comments(out);
            next();
            return out;
        }
        properties(out);
        switch (type()) {
            case YAML_BLOCK_ENTRY_TOKEN:
                if (where == Where::BlockOrIndentless) indentless_sequence(out);
                return out;
            case YAML_SCALAR_TOKEN:
                scalar(out);
                return out;
            case YAML_FLOW_SEQUENCE_START_TOKEN:
                flow_sequence(out);
                return out;
            case YAML_FLOW_MAPPING_START_TOKEN:
                flow_mapping(out);
                return out;
            case YAML_BLOCK_SEQUENCE_START_TOKEN:
                block_sequence(out);
                return out;
            case YAML_BLOCK_MAPPING_START_TOKEN:
                block_mapping(out);
                return out;
            default:
                return out;  // a node that is not written
        }
    }

    void scalar(YamlTree& out) {
        const Token& token = peek();
        out.value = token.value;
        switch (token.style) {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE:
                out.style = YamlTree::Style::SingleQuoted;
                break;
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
                out.style = YamlTree::Style::DoubleQuoted;
                break;
            case YAML_LITERAL_SCALAR_STYLE:
                out.style = YamlTree::Style::Literal;
                break;
            case YAML_FOLDED_SCALAR_STYLE:
                out.style = YamlTree::Style::Folded;
                break;
            default:
                break;
        }
        give_comments(out);
        next();
    }

    // Helm: the comment in front of a "-" is its block's, if a block begins behind it.
    void enter_item() {
        const std::size_t size = pending_.head.size();
        next();
        if (size == 0) return;
        if (const auto begins = type();
            begins != YAML_BLOCK_SEQUENCE_START_TOKEN && begins != YAML_BLOCK_MAPPING_START_TOKEN)
            return;
        stem_ = pending_.head.substr(0, size);
        pending_.head.erase(0, std::min(pending_.head.size(), size + 1));
    }

    void block_sequence(YamlTree& out) {
        out.kind = YamlTree::Kind::Sequence;
        out.head_comment = std::exchange(stem_, {});
        next();
        while (type() == YAML_BLOCK_ENTRY_TOKEN) {
            enter_item();
            const auto begins = type();
            const bool empty = begins == YAML_BLOCK_ENTRY_TOKEN || begins == YAML_BLOCK_END_TOKEN;
            out.children.push_back(empty ? YamlTree() : node(Where::Block));
        }
        next();
    }

    void indentless_sequence(YamlTree& out) {
        out.kind = YamlTree::Kind::Sequence;
        while (type() == YAML_BLOCK_ENTRY_TOKEN) {
            enter_item();
            const auto begins = type();
            const bool empty = begins == YAML_BLOCK_ENTRY_TOKEN || begins == YAML_KEY_TOKEN ||
                               begins == YAML_VALUE_TOKEN || begins == YAML_BLOCK_END_TOKEN;
            out.children.push_back(empty ? YamlTree() : node(Where::Block));
        }
    }

    YamlTree block_part(yaml_token_type_t sign) {
        if (type() != sign) return {};
        next();
        const auto begins = type();
        if (begins == YAML_KEY_TOKEN || begins == YAML_VALUE_TOKEN || begins == YAML_BLOCK_END_TOKEN)
            return {};
        return node(Where::BlockOrIndentless);
    }

    void block_mapping(YamlTree& out) {
        out.kind = YamlTree::Kind::Mapping;
        out.head_comment = std::exchange(stem_, {});
        next();
        std::vector<YamlTree>& parts = out.children;
        while (type() == YAML_KEY_TOKEN || type() == YAML_VALUE_TOKEN) {
            YamlTree key = block_part(YAML_KEY_TOKEN);
            // Helm: a foot in front of a key is that of the entry above.
            if (!key.foot_comment.empty() && parts.size() > 1)
                parts[parts.size() - 2].foot_comment = std::exchange(key.foot_comment, {});
            parts.push_back(std::move(key));
            YamlTree value = block_part(YAML_VALUE_TOKEN);
            if (parts.back().foot_comment.empty())
                parts.back().foot_comment = std::exchange(value.foot_comment, {});
            parts.push_back(std::move(value));
        }
        give_end_comments(out);
        if (!out.foot_comment.empty() && parts.size() > 1)
            parts[parts.size() - 2].foot_comment = std::exchange(out.foot_comment, {});
        next();
    }

    // Of a flow collection: whether nothing stands behind "?" or ":".
    bool at_empty_part() {
        const auto begins = type();
        return begins == YAML_VALUE_TOKEN || begins == YAML_FLOW_ENTRY_TOKEN ||
               begins == YAML_FLOW_SEQUENCE_END_TOKEN || begins == YAML_FLOW_MAPPING_END_TOKEN;
    }
    YamlTree flow_part() { return at_empty_part() ? YamlTree() : node(Where::Flow); }

    // Into a mapping, or into the one that "a: b" is in a sequence.
    void add_flow_entry(YamlTree& out, bool in_sequence) {
        YamlTree key;
        if (type() == YAML_KEY_TOKEN) {
            next();
            // Helm: what follows a "?" alone in a sequence is lost, be it the sequence's end.
            if (in_sequence && at_empty_part())
                next();
            else
                key = flow_part();
        } else if (type() != YAML_VALUE_TOKEN) {
            key = node(Where::Flow);
        }
        YamlTree value;
        if (type() == YAML_VALUE_TOKEN) {
            next();
            value = flow_part();
        }
        if (key.foot_comment.empty()) key.foot_comment = std::exchange(value.foot_comment, {});
        out.children.push_back(std::move(key));
        out.children.push_back(std::move(value));
    }

    // Whether the flow collection that ends with `end` has more.
    bool goes_on(yaml_token_type_t end) {
        return !too_deep_ && !lost_ && type() != end && type() != YAML_STREAM_END_TOKEN;
    }

    void flow_mapping(YamlTree& out) {
        out.kind = YamlTree::Kind::Mapping;
        out.flow = true;
        give_comments(out);
        next();
        while (goes_on(YAML_FLOW_MAPPING_END_TOKEN)) {
            const std::size_t before = at_;
            if (type() == YAML_FLOW_ENTRY_TOKEN)
                next();
            else
                add_flow_entry(out, false);
            lost_ = lost_ || at_ == before;
        }
        give_end_comments(out);
        next();
    }

    void flow_sequence(YamlTree& out) {
        out.kind = YamlTree::Kind::Sequence;
        out.flow = true;
        give_comments(out);
        next();
        while (goes_on(YAML_FLOW_SEQUENCE_END_TOKEN)) {
            const std::size_t before = at_;
            if (type() == YAML_FLOW_ENTRY_TOKEN) {
                next();
            } else if (type() == YAML_KEY_TOKEN) {
                YamlTree pair{.kind = YamlTree::Kind::Mapping, .flow = true};
                add_flow_entry(pair, true);
                out.children.push_back(std::move(pair));
            } else {
                out.children.push_back(node(Where::Flow));
            }
            lost_ = lost_ || at_ == before;
        }
        give_end_comments(out);
        next();
    }

    TokenStream stream_;
    std::size_t at_ = 0;
    std::size_t comment_ = 0;
    Pending pending_;
    std::string stem_;
    std::size_t depth_ = 0;
    bool too_deep_ = false;
    bool lost_ = false;
    std::vector<std::pair<std::string, std::string>> handles_;
};

}  // namespace

bool YamlTree::is_null() const {
    if (kind != Kind::Scalar) return false;
    if (!tag.empty() && tag != "!") return tag == "tag:yaml.org,2002:null";
    return style == Style::Plain && yaml::resolve(value).tag == yaml::Tag::Null;
}

YamlTree* YamlTree::find(std::string_view key) {
    if (kind != Kind::Mapping) return nullptr;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
        if (children[i].value == key) return &children[i + 1];
    }
    return nullptr;
}

bool YamlTree::erase(std::string_view key) {
    YamlTree* const found = find(key);
    if (!found) return false;
    const auto at = children.begin() + (found - children.data());
    children.erase(at - 1, at + 1);
    return true;
}

YamlTree& YamlTree::add(std::string_view key, YamlTree field) {
    YamlTree name;
    name.value = key;
    children.push_back(std::move(name));
    return children.emplace_back(std::move(field));
}

Result<std::optional<YamlTreeDocument>> read_yaml_tree(std::string_view text) {
    Arena arena;
    yaml::Failure failure;
    yaml::LibyamlText readable(text);
    const yaml::Node* const root = yaml::parse_document(readable, arena, failure, true);
    if (!failure.message.empty()) return Error(ErrorCode::Invalid, failure.message);
    if (!root) return std::optional<YamlTreeDocument>();
    TreeReader reader(yaml::scan_tokens(text, readable));
    std::optional<YamlTreeDocument> out = reader.read();
    if (reader.too_deep())
        return Error(ErrorCode::Invalid, "yaml: a text that is passed on is nested too deeply");
    if (reader.lost())
        return Error(ErrorCode::Invalid,
                     "yaml: a text that is passed on has a flow collection that cannot be followed");
    return out;
}

}  // namespace yare::inline data
