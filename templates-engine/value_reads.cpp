#include "yare/templates/value_reads.h"

#include <algorithm>

#include "value_flow.h"

namespace yare::templates {

NodeId ReadTree::child(NodeId parent, std::string_view key) {
    if (const NodeId* known = find(parent, key)) return *known;
    const auto id = NodeId(nodes_.size());
    ReadNode& made = nodes_.emplace_back();
    made.parent = parent;
    made.key = key;
    nodes_[parent].children.emplace(std::string(key), id);
    return id;
}

const NodeId* ReadTree::find(NodeId parent, std::string_view key) const {
    const auto found = nodes_[parent].children.find(key);
    return found == nodes_[parent].children.end() ? nullptr : &found->second;
}

NodeId ReadTree::chart(NodeId parent, std::string_view name) {
    const NodeId id = child(parent, name);
    nodes_[id].chart = true;
    return id;
}

void ReadTree::mark(NodeId from, std::span<const std::string> path, bool whole) {
    for (const std::string& key : path) from = child(from, key);
    nodes_[from].read = true;
    nodes_[from].whole |= whole;
}

// The nodes that stand for a path, as far as there are any.
std::vector<NodeId> ReadTree::walk(std::span<const std::string> path, std::size_t& steps, bool& whole) const {
    std::vector<NodeId> at{root()};
    steps = 0;
    whole = nodes_[root()].whole;
    for (const std::string& key : path) {
        if (whole) return at;
        std::vector<NodeId> next;
        for (const NodeId id : at) {
            if (const NodeId* found = key.starts_with('[') ? nullptr : find(id, key)) next.push_back(*found);
            if (const NodeId* any = find(id, "*")) next.push_back(*any);
        }
        if (next.empty()) return at;
        at = std::move(next);
        ++steps;
        for (const NodeId id : at) {
            // What is asked for, and looked into nowhere, counts with all that it holds.
            const ReadNode& node = nodes_[id];
            whole |= node.whole || (node.read && node.children.empty());
        }
    }
    return at;
}

std::size_t ReadTree::reads(std::span<const std::string> path) const {
    std::size_t steps = 0;
    bool whole = false;
    walk(path, steps, whole);
    return whole ? path.size() : steps;
}

bool ReadTree::reads_any_key(std::span<const std::string> path) const {
    std::size_t steps = 0;
    bool whole = false;
    const std::vector<NodeId> at = walk(path, steps, whole);
    if (whole) return true;
    return steps == path.size() &&
           std::any_of(at.begin(), at.end(), [&](NodeId id) { return find(id, "*"); });
}

std::vector<NodeId> ReadTree::nodes(std::span<const std::string> path) const {
    std::vector<NodeId> at{root()};
    for (const std::string& key : path) {
        std::vector<NodeId> next;
        for (const NodeId id : at) {
            if (const NodeId* found = key.starts_with('[') ? nullptr : find(id, key)) next.push_back(*found);
            if (const NodeId* any = find(id, "*")) next.push_back(*any);
        }
        at = std::move(next);
    }
    return at;
}

std::uint8_t ReadTree::uses(std::span<const std::string> path) const {
    std::uint8_t out = 0;
    for (const NodeId id : nodes(path)) out |= nodes_[id].uses;
    return out;
}

std::vector<std::string> ReadTree::keys_below(std::span<const std::string> path) const {
    const std::vector<NodeId> at = nodes(path);
    std::vector<std::string> out;
    for (const NodeId id : at) {
        for (const auto& [key, child] : nodes_[id].children) {
            if (key != "*") out.push_back(key);
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string ReadTree::path_text(NodeId id) const {
    if (id == root()) return {};
    const std::string above = path_text(nodes_[id].parent);
    return above.empty() ? nodes_[id].key : above + "." + nodes_[id].key;
}

void find_reads(const TemplateSet& set, std::span<const ReadStart> starts, const ReadTexts& texts,
                ReadTree& tree) {
    ValueFlow(set.parts(), tree).run(starts, texts);
}

std::vector<std::string_view> template_literals(const TemplateSet& set) {
    std::vector<std::string_view> out = set.parts().inner_texts();
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace yare::templates
