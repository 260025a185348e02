// How values flow through templates, without running them. Private to this library; value_reads.h is the way
// in.
//
// Instead of a value an expression has what it can be: paths in the chart's values, dicts and lists that
// templates make, known texts (names and keys), something else. Everything is joined and nothing forgotten,
// so that the answer does not depend on which branches run; what templates write into (set, merge) is walked
// again until nothing is new.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "flowing.h"
#include "node.h"
#include "template_parts.h"
#include "yare/templates/value_reads.h"

namespace yare::templates {

// A dict or list that a template made. Items of a list are its `rest`.
struct FlowObject {
    std::map<std::string, Flowing, std::less<>> fields;
    Flowing rest;  // under keys that are not known
    Flowing base;  // what was merged into it
    bool scope = false;
    bool asked = false;  // somebody has looked into it: if it grows now, that one has to look again
};

// Ids that a walk has come by; mostly there is one.
class IdTrail {
  public:
    // False: it was there.
    bool add(std::uint32_t id);

  private:
    bool any_ = false;
    std::uint32_t first_ = 0;
    std::vector<std::uint32_t> others_;  // sorted
};

class ValueFlow {
  public:
    ValueFlow(const TemplateSetParts& set, ReadTree& tree);
    void run(std::span<const ReadStart> starts, const ReadTexts& texts);

  private:
    struct Frame {
        const Template* of = nullptr;
        std::uint32_t context = 0;  // numbers what it is called with
        std::vector<Flowing> slots;
        Flowing dot;
        // What it writes, as far as that is known: each text that may come out.
        std::vector<std::string> written{std::string()};
        bool is_asked = false;  // what it writes
    };
    using Args = std::vector<Flowing>;
    // What a walk through values that may hold each other has come by.
    struct Seen {
        IdTrail paths;
        IdTrail objects;
    };

    // Statements.
    void pass(std::span<const ReadStart> starts, const ReadTexts& texts);
    // What comes out is what is known of the text.
    Flowing analyse(std::string_view name, Flowing dot);
    Flowing analyse(const Template& made, Flowing dot);
    void walk(const ListNode& list);
    void walk(const Node& node);
    void walk_range(const BranchNode& range);
    Flowing include(Flowing name, Flowing dot);
    void write(Flowing value);
    void write_text(std::string_view text);
    void forget_long_texts();

    // Expressions.
    Flowing pipeline(const PipeNode& pipe, bool declare = true);
    Flowing command(const CommandNode& command, const Flowing* final);
    Flowing expression(const Node& node);
    Flowing fields(Flowing at, FieldPath names);
    Flowing call(const IdentifierNode& function, const Node& node, Args args);
    Flowing format(const Args& args);
    Flowing joined_text(const Args& args);
    bool collection_call(std::string_view name, const Node& node, Args& args, Flowing& out);
    bool list_call(std::string_view name, const Node& node, Args& args, Flowing& out);
    bool is_written_into(NodeId path) const { return !written_.empty() && written_.contains(path); }
    const FlowObject& look_into(ObjectId id);
    // Whether it is more than it was.
    bool grow(Flowing& place, Flowing value);
    void write_into(Flowing target, Flowing key, Flowing value);
    void merge_into(Flowing target, Flowing value);

    // Values.
    void join(Flowing& to, Flowing from);
    Flowing joined(const Args& args);
    Flowing step(Flowing from, std::string_view key);
    void step(Flowing from, std::string_view key, Flowing& out, Seen& seen);
    void step_into(NodeId path, std::string_view key, Flowing& out);
    Flowing step_by(Flowing from, Flowing key);
    Flowing items(Flowing of) { return step(of, "*"); }
    void touch(Flowing value, std::uint8_t use);
    void touch(Flowing value, std::uint8_t use, Seen& seen);
    void consume(Flowing value, std::uint8_t use = 0);
    void consume(Flowing value, std::uint8_t use, Seen& seen);
    Flowing object_at(const Node& node, ObjectId& id);
    Flowing scope_of(const ReadStart& start);
    bool spend();
    Pos here() const;

    const TemplateSetParts& set_;
    ReadTree& tree_;
    FlowPool pool_;
    std::multimap<std::string_view, const Template*> definitions_;
    std::deque<FlowObject> objects_;
    std::map<std::pair<const Node*, std::uint32_t>, ObjectId> made_;
    std::map<NodeId, ObjectId> scopes_;
    std::unordered_map<NodeId, Flowing> written_;  // what templates wrote into the values
    std::map<std::pair<const Template*, std::uint32_t>, std::uint32_t> contexts_;  // by number of the dot
    std::unordered_set<std::uint32_t> done_;                                       // in this pass
    std::unordered_map<std::uint32_t, Flowing> results_;                           // by context
    std::unordered_set<std::uint32_t> asked_early_;  // before there was a result
    std::vector<Flowing> tpl_contexts_;
    std::vector<const Template*> stack_;
    Frame* frame_ = nullptr;
    const Node* at_ = nullptr;
    bool changed_ = false;
    std::size_t steps_ = 0;
};

// The keys that a value stands for; "*" for any.
const std::vector<std::string>& keys_of(Flowing key);
// Whether a text with unknown parts can be that name.
bool text_matches(std::string_view pattern, std::string_view name);

}  // namespace yare::templates
