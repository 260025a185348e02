// Writing YAML with its comments, in the layout of go.yaml.in/yaml/v3.
#include <utility>

#include "yaml_emit.h"
#include "yaml_tree_comments.h"
#include "yaml_tree_lines.h"
#include "yaml_tree_scalars.h"
#include "yare/data/yaml_tree.h"

namespace yare::inline data {

namespace {

constexpr std::size_t kLongestSimpleKey = 128;

using Kind = YamlTree::Kind;

// What stands around a node.
struct Around {
    bool mapping = false;     // a key or a value
    bool simple_key = false;  // a key that is written on one line, without "?"
    bool item = false;        // of a block sequence
};

class TreeWriter {
  public:
    std::string take() { return lines_.take(); }

    void document(const YamlTreeDocument& document) {
        comments_.head = document.head_comment;
        if (!first_) {
            lines_.start_line();
            lines_.indicator("---", kApart);
            lines_.start_line();
        }
        first_ = false;
        if (!comments_.head.empty()) {
            comments_.write_head();
            lines_.line_break();
        }
        comments_.begin(document.root, "");
        comments_.write_head();
        const Around around;
        open(document.root, around);
        comments_.write_behind();
        content(document.root, around);
        if (!document.foot_comment.empty()) comments_.foot = document.foot_comment;
        lines_.foot_ends_at(0);
        comments_.write_foot();
        lines_.foot_ends_at(TreeLines::kNoFoot);
        lines_.start_line();
    }

  private:
    bool in_flow(const YamlTree& node) const { return flow_level_ > 0 || node.flow || node.children.empty(); }

    // A scalar or alias; of a collection, what stands before its entries.
    void open(const YamlTree& node, const Around& around) {
        mapping_context_ = around.mapping;
        if (node.kind == Kind::Alias) {
            lines_.indicator("*", kApart);
            lines_.put(node.value);
            lines_.word_ends();
            return;
        }
        if (!node.anchor.empty()) {
            lines_.indicator("&", kApart);
            lines_.put(node.anchor);
            lines_.word_ends();
        }
        if (node.kind == Kind::Scalar) {
            const TreeLines::Deeper deeper(lines_, {.flow = true, .item = around.item});
            write_tree_scalar(lines_, comments_, node, {flow_level_ > 0, around.simple_key});
        } else {
            write_tree_tag(lines_, node.tag);
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

    void block_sequence(const YamlTree& node, const Around& around) {
        // Helm: in a mapping the "-" stands below the key.
        const bool compact = mapping_context_ && (lines_.at_line_start() || !lines_.line_is_new());
        const TreeLines::Deeper deeper(lines_, {.item = around.item, .compact = compact});
        constexpr Around kItem{.item = true};
        for (const YamlTree& item : node.children) {
            comments_.begin(item, "");
            comments_.write_head();
            lines_.start_line();
            lines_.indicator("-", kLeading);
            open(item, kItem);
            comments_.write_behind();
            content(item, kItem);
        }
        comments_.end(node, "");
    }

    bool is_simple_key(const YamlTree& key) const {
        if (!key.children.empty()) return false;
        if (key.kind == Kind::Scalar && yaml::analyze(key.value, yaml::Dialect::V3).multiline) return false;
        return key.anchor.size() + tree_tag_size(key.tag) + key.value.size() <= kLongestSimpleKey;
    }

    void block_mapping(const YamlTree& node, const Around& around) {
        const TreeLines::Deeper deeper(lines_, {.item = around.item});
        std::string tail;
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const YamlTree& key = node.children[i];
            comments_.begin_key(key, tail);
            tail = key.foot_comment;
            comments_.write_head();
            lines_.start_line();
            comments_.keep_key_line();
            block_key(key);
            block_value(node.children[i + 1]);
        }
        comments_.end(node, tail);
        comments_.write_head();
    }

    void block_key(const YamlTree& key) {
        const bool simple = is_simple_key(key);
        const Around around{.mapping = true, .simple_key = simple};
        if (!simple) lines_.indicator("?", kLeading);
        open(key, around);
        content(key, around);
        if (simple) return lines_.indicator(":", kTight);
        simple_ = false;
    }

    void block_value(const YamlTree& value) {
        comments_.begin(value, "");
        if (!std::exchange(simple_, true)) {
            lines_.start_line();
            lines_.indicator(":", kLeading);
        }
        if (value.kind == Kind::Scalar)
            comments_.offer_key_line();
        else if (value.kind != Kind::Alias && !value.flow)
            comments_.write_key_line();
        constexpr Around kValue{.mapping = true};
        open(value, kValue);
        comments_.write_behind();
        content(value, kValue);
    }

    void before_flow_entry(bool comma) {
        if (comma) lines_.indicator(",", kTight);
        comments_.write_head();
        if (lines_.at_line_start()) lines_.start_line();
    }

    // Behind an entry; true when its comma is written already.
    bool behind_flow_entry(const YamlTree& node, const Around& around) {
        const bool trails = comments_.any_behind();
        open(node, around);
        if (comments_.any_behind()) lines_.indicator(",", kTight);
        comments_.write_behind();
        content(node, around);
        return trails;
    }

    void flow_sequence(const YamlTree& node, const Around& around) {
        lines_.indicator("[", kOpening);
        bool comma = false;
        {
            const TreeLines::Deeper deeper(lines_, {.flow = true, .item = around.item});
            ++flow_level_;
            for (const YamlTree& item : node.children) {
                comments_.begin(item, "");
                before_flow_entry(comma);
                comma = !behind_flow_entry(item, {});
            }
            --flow_level_;
        }
        comments_.end(node, "");
        if (lines_.at_line_start()) lines_.start_line();
        lines_.indicator("]", kTight);
        comments_.write_behind();
    }

    void flow_mapping(const YamlTree& node, const Around& around) {
        lines_.indicator("{", kOpening);
        bool comma = false;
        {
            const TreeLines::Deeper deeper(lines_, {.flow = true, .item = around.item});
            ++flow_level_;
            std::string tail;
            for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
                const YamlTree& key = node.children[i];
                comments_.begin_key(key, tail);
                tail = key.foot_comment;
                before_flow_entry(comma);
                flow_key(key);
                comments_.begin(node.children[i + 1], "");
                comma = !behind_flow_entry(node.children[i + 1], {.mapping = true});
            }
            comments_.end(node, tail);
            if (comma && comments_.any_before_end()) lines_.indicator(",", kTight);
            comments_.write_head();
            --flow_level_;
        }
        lines_.indicator("}", kTight);
        comments_.write_behind();
    }

    void flow_key(const YamlTree& key) {
        const bool simple = is_simple_key(key);
        if (!simple) lines_.indicator("?", kApart);
        const Around around{.mapping = true, .simple_key = simple};
        open(key, around);
        content(key, around);
        lines_.indicator(":", simple ? kTight : kApart);
    }

    TreeLines lines_;
    WaitingComments comments_{lines_};
    int flow_level_ = 0;
    bool mapping_context_ = false;
    bool first_ = true;
    bool simple_ = true;  // the key that was written last
};

}  // namespace

std::string write_yaml_trees(const std::vector<const YamlTreeDocument*>& documents) {
    TreeWriter writer;
    for (const YamlTreeDocument* document : documents) writer.document(*document);
    return writer.take();
}

}  // namespace yare::inline data
