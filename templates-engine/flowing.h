// Flowing: what an expression can be, as far as that is known without running it. Private to this library.
//
// A handle to a set that never changes: values go from variable to variable and from template to template
// thousands of times, and copying, comparing and joining what was joined before cost nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yare/templates/value_reads.h"

namespace yare::templates {

using ObjectId = std::uint32_t;

// Stands for a part of a text that is not known.
inline constexpr char kAnyText = '\1';

struct FlowSet {
    std::vector<NodeId> paths;       // in the chart's values; sorted, as the others
    std::vector<ObjectId> objects;   // dicts and lists that templates made, the scope of a chart
    std::vector<std::string> texts;  // names and keys
    bool other = false;              // something else
    std::uint32_t number = 0;        // in its pool

    // The set of nothing at all has it, and no other one.
    static constexpr std::uint32_t kNothing = 0;
};

class Flowing {
  public:
    // Nothing at all.
    Flowing();
    const FlowSet* operator->() const { return set_; }
    bool empty() const { return set_->number == FlowSet::kNothing; }
    // Each text that it can be, and nothing else can it be.
    bool is_text() const {
        return !set_->texts.empty() && !set_->other && set_->paths.empty() && set_->objects.empty();
    }
    friend bool operator==(Flowing, Flowing) = default;

  private:
    friend class FlowPool;
    friend Flowing something();
    explicit Flowing(const FlowSet* set) : set_(set) {}
    const FlowSet* set_;
};

// Something of which nothing is known.
Flowing something();

// Keeps the sets. Handles are good as long as it is there, and two of one pool are equal when their sets are.
class FlowPool {
  public:
    FlowPool() = default;
    FlowPool(const FlowPool&) = delete;
    FlowPool& operator=(const FlowPool&) = delete;

    Flowing path(NodeId id);
    Flowing object(ObjectId id);
    Flowing text(std::string_view text);
    // Many texts are something else.
    Flowing join(Flowing a, Flowing b);
    Flowing without_path(Flowing from, NodeId id);
    Flowing without_object(Flowing from, ObjectId id);
    // Its paths are not followed any more.
    Flowing without_paths(Flowing from);

  private:
    Flowing keep(FlowSet set);

    std::deque<FlowSet> sets_;
    std::unordered_multimap<std::size_t, const FlowSet*> by_hash_;
    std::vector<Flowing> paths_;    // by id; empty: not asked for yet
    std::vector<Flowing> objects_;  // as paths_
    std::unordered_map<std::string_view, Flowing> texts_;
    std::unordered_map<std::uint64_t, Flowing> joined_;
};

}  // namespace yare::templates
