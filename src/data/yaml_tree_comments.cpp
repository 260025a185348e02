#include "yaml_tree_comments.h"

namespace yare::inline data {

void WaitingComments::begin(const YamlTree& node, const std::string& new_tail) {
    begin_key(node, new_tail);
    if (node.kind == YamlTree::Kind::Scalar || node.kind == YamlTree::Kind::Alias)
        give(foot, node.foot_comment);
}

void WaitingComments::begin_key(const YamlTree& key, const std::string& new_tail) {
    give(tail, new_tail);
    give(head, key.head_comment);
    if (key.kind == YamlTree::Kind::Scalar || key.kind == YamlTree::Kind::Alias) give(line, key.line_comment);
}

void WaitingComments::end(const YamlTree& node, const std::string& new_tail) {
    give(tail, new_tail);
    give(line, node.line_comment);
    give(foot, node.foot_comment);
}

void WaitingComments::write_head() {
    if (!tail.empty()) {
        lines_.start_line();
        lines_.comment(std::exchange(tail, {}));
        lines_.foot_ends();
    }
    if (head.empty()) return;
    lines_.start_line();
    lines_.comment(std::exchange(head, {}));
}

void WaitingComments::write_line() {
    if (line.empty()) return;
    if (!lines_.blank()) lines_.put(" ");
    lines_.comment(std::exchange(line, {}));
}

void WaitingComments::write_foot() {
    if (foot.empty()) return;
    lines_.start_line();
    lines_.comment(std::exchange(foot, {}));
    lines_.foot_ends();
}

void WaitingComments::write_key_line() {
    std::swap(line, key_line_);
    write_line();
    std::swap(line, key_line_);
}

}  // namespace yare::inline data
