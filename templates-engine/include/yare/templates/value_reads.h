// Which values templates can read, found without running them: for hints about values that nothing reads.
//
//     ReadTree tree;
//     NodeId web = tree.root(), db = tree.chart(web, "db");      // .Values of a chart, of its sub-chart
//     find_reads(set, {{"web/templates/svc.yaml", web}, ...}, texts, tree);
//     tree.reads({"image", "tag"});                              // may any template read that?
//
// The answer errs to one side: what may be read counts as read. Each named template is followed with every
// argument it is given; a key that is only known when the template runs stands for all keys; a value that is
// handed to a function that may look at all of it (toYaml, printf) is read with all that is below.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/pos.h"
#include "yare/base/source_map.h"
#include "yare/data/value.h"
#include "yare/templates/template_set.h"

namespace yare::templates {

// A path in the root chart's values, or "any key below that path".
using NodeId = std::uint32_t;

// How a value is used, where that says something about its type.
using ReadUse = std::uint8_t;
inline constexpr ReadUse kUseRange = 1;     // ranged over
inline constexpr ReadUse kUseInteger = 2;   // turned into or compared with an integer
inline constexpr ReadUse kUseRequired = 4;  // `required`
inline constexpr ReadUse kUseText = 8;      // printed, quoted, cut
inline constexpr ReadUse kUseTable = 16;    // has fields
inline constexpr ReadUse kUseTruth = 32;    // asked by an if
inline constexpr ReadUse kUseYaml = 64;     // toYaml

struct ReadNode {
    NodeId parent = 0;
    std::string key;  // of an "any key" node: "*"
    bool read = false;
    bool whole = false;  // and all below it
    std::uint8_t uses = 0;
    Pos place;  // of the first read; in the source map of the templates
    std::map<std::string, NodeId, std::less<>> children;
    bool chart = false;  // .Values of a sub-chart: its `global` is its parent's too
};

class ReadTree {
  public:
    ReadTree() : nodes_(1) { nodes_[0].chart = true; }

    NodeId root() const { return 0; }
    const ReadNode& node(NodeId id) const { return nodes_[id]; }
    ReadNode& node(NodeId id) { return nodes_[id]; }
    std::size_t size() const { return nodes_.size(); }
    // The child of that key, made when it is new.
    NodeId child(NodeId parent, std::string_view key);
    const NodeId* find(NodeId parent, std::string_view key) const;
    NodeId chart(NodeId parent, std::string_view name);

    // Says that something outside of the templates reads a path, with all below it (a condition, a schema).
    void mark(NodeId from, std::span<const std::string> path, bool whole);

    // How far a path is read: the number of its keys that some template can come by. Its length: all of it.
    std::size_t reads(std::span<const std::string> path) const;
    // Whether something at that path is read as a whole with whatever is in it (toYaml), or key by key by a
    // name that is not known.
    bool reads_any_key(std::span<const std::string> path) const;
    // How the values at a path are used (ReadUse), all together.
    std::uint8_t uses(std::span<const std::string> path) const;
    // The nodes that stand for a path; none where nobody can come by.
    std::vector<NodeId> nodes(std::span<const std::string> path) const;
    // The keys that templates name right below a path.
    std::vector<std::string> keys_below(std::span<const std::string> path) const;
    // "image.tag".
    std::string path_text(NodeId id) const;

  private:
    std::vector<NodeId> walk(std::span<const std::string> path, std::size_t& steps, bool& whole) const;

    std::deque<ReadNode> nodes_;
};

// A template that is rendered, and the node of its chart's values.
struct ReadStart {
    std::string_view name;
    NodeId values = 0;
};

// Texts that tpl may be given, which are in the set under these names: they are read with whatever tpl is
// called with.
struct ReadTexts {
    std::vector<std::string> names;
};

void find_reads(const TemplateSet& set, std::span<const ReadStart> starts, const ReadTexts& texts,
                ReadTree& tree);

// The string literals of the templates that are templates themselves.
std::vector<std::string_view> template_literals(const TemplateSet& set);

}  // namespace yare::templates
