// A tree holds what readers of values find in the text, and what is written of it reads back as the same;
// where there are no comments it is written again as it was. Folded texts are left out: Go's writer, and so
// ours, does not keep their line breaks.
#include "yare/data/yaml_tree.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "yaml_nodes.h"
#include "yare/base/assert.h"

namespace {

using namespace yare;
using Kind = YamlTree::Kind;

YamlTree without_comments(YamlTree node) {
    node.head_comment.clear();
    node.line_comment.clear();
    node.foot_comment.clear();
    for (YamlTree& child : node.children) child = without_comments(std::move(child));
    return node;
}

bool has_folded(const YamlTree& node) {
    return node.style == YamlTree::Style::Folded || std::ranges::any_of(node.children, has_folded);
}

Kind kind_of(const yaml::Node& node) {
    switch (node.kind) {
        case yaml::NodeKind::Scalar:
            return Kind::Scalar;
        case yaml::NodeKind::Sequence:
            return Kind::Sequence;
        case yaml::NodeKind::Mapping:
            return Kind::Mapping;
        case yaml::NodeKind::Alias:
            return Kind::Alias;
    }
    return Kind::Alias;
}

bool is_tree_of(const YamlTree& tree, const yaml::Node& node) {
    if (tree.kind != kind_of(node) || tree.value != node.value) return false;
    std::size_t count = 0;
    for (const yaml::Node* child = node.first; child; child = child->next) {
        if (count == tree.children.size() || !is_tree_of(tree.children[count], *child)) return false;
        ++count;
    }
    return count == tree.children.size();
}

bool same_data(const YamlTree& left, const YamlTree& right) {
    if (left.kind != right.kind || left.value != right.value || left.anchor != right.anchor ||
        left.children.size() != right.children.size())
        return false;
    for (std::size_t i = 0; i < left.children.size(); ++i) {
        if (!same_data(left.children[i], right.children[i])) return false;
    }
    return true;
}

// "!!" is written as Go writes it, and neither reads it again.
bool has_empty_tag(const YamlTree& node) {
    if (node.tag == "!!" || node.tag == "tag:yaml.org,2002:") return true;
    return std::ranges::any_of(node.children, has_empty_tag);
}

// libyaml ends a tag at a comma or a bracket, which Go takes into it. The reader mends the text as far as it
// notices (libyaml_text.cpp), and is not exact there.
bool has_odd_tag(std::string_view text) {
    for (std::size_t at = text.find('!'); at != std::string_view::npos; at = text.find('!', at + 1)) {
        const std::string_view tag = text.substr(at, text.find_first_of(" \t\r\n", at) - at);
        if (tag.find_first_of(",[]") != std::string_view::npos) return true;
    }
    return false;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = read_yaml_tree(text);
    if (!read || !*read || has_odd_tag(text)) return 0;
    const YamlTreeDocument& document = **read;
    Arena arena;
    yaml::Failure failure;
    const yaml::Node* const root = yaml::parse_document(text, arena, failure, true);
    YARE_ASSERT(root && is_tree_of(document.root, *root), "the tree is that of the values");
    (void)write_yaml_trees({&document});
    if (has_folded(document.root) || has_empty_tag(document.root)) return 0;
    const YamlTreeDocument bare{.root = without_comments(document.root)};
    const std::string written = write_yaml_trees({&bare});
    const auto again = read_yaml_tree(written);
    YARE_ASSERT(again.ok(), "what is written can be read");
    // Of nothing but a tag "!", which is not written, nothing is left.
    if (!again->has_value() && bare.root.kind == Kind::Scalar && bare.root.value.empty()) return 0;
    YARE_ASSERT(again->has_value() && same_data(bare.root, (*again)->root), "it is the same data");
    YARE_ASSERT(write_yaml_trees({&**again}) == written, "it is written as before");
    return 0;
}
