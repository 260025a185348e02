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
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node.h"
#include "template_parts.h"
#include "yare/templates/value_reads.h"

namespace yare::templates {

using ObjectId = std::uint32_t;

// What an expression can be.
struct Flowing {
    std::vector<NodeId> paths;       // sorted, as the others
    std::vector<ObjectId> objects;   // dicts, lists, the scope of a chart
    std::vector<std::string> texts;  // kAnyText stands for a part that is not known
    bool other = false;

    bool empty() const { return paths.empty() && objects.empty() && texts.empty() && !other; }
    friend auto operator<=>(const Flowing&, const Flowing&) = default;
};

inline constexpr char kAnyText = '\1';

// A dict or list that a template made. Items of a list are its `rest`.
struct FlowObject {
    std::map<std::string, Flowing, std::less<>> fields;
    Flowing rest;  // under keys that are not known
    Flowing base;  // what was merged into it
    bool scope = false;
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
    };
    using Args = std::vector<Flowing>;
    // What a walk through values that may hold each other has come by.
    struct Seen {
        std::set<NodeId> paths;
        std::set<ObjectId> objects;
    };

    // Statements.
    void pass(std::span<const ReadStart> starts, const ReadTexts& texts);
    // What comes out is what is known of the text.
    Flowing analyse(std::string_view name, const Flowing& dot);
    Flowing analyse(const Template& made, const Flowing& dot);
    void walk(const ListNode& list);
    void walk(const Node& node);
    void walk_range(const BranchNode& range);
    Flowing include(const Flowing& name, const Flowing& dot);
    void write(const Flowing& value);
    void write_text(std::string_view text);

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
    bool asking_call(std::string_view name, Args& args, Flowing& out);
    void write_into(const Flowing& target, const Flowing& key, const Flowing& value);
    void merge_into(const Flowing& target, const Flowing& value);

    // Values.
    void join(Flowing& to, const Flowing& from);
    Flowing joined(const Args& args);
    Flowing step(const Flowing& from, std::string_view key);
    void step(const Flowing& from, std::string_view key, Flowing& out, Seen& seen);
    Flowing step_by(const Flowing& from, const Flowing& key);
    Flowing items(const Flowing& of) { return step(of, "*"); }
    void touch(const Flowing& value, std::uint8_t use);
    void touch(const Flowing& value, std::uint8_t use, std::set<NodeId>& seen);
    void consume(const Flowing& value, std::uint8_t use = 0);
    void consume(const Flowing& value, std::uint8_t use, Seen& seen);
    Flowing object_at(const Node& node, ObjectId& id);
    Flowing scope_of(const ReadStart& start);
    bool spend();
    Pos here() const;

    const TemplateSetParts& set_;
    ReadTree& tree_;
    std::multimap<std::string_view, const Template*> definitions_;
    std::deque<FlowObject> objects_;
    std::map<std::pair<const Node*, std::uint32_t>, ObjectId> made_;
    std::map<NodeId, ObjectId> scopes_;
    std::map<NodeId, Flowing> written_;  // what templates wrote into the values
    std::map<std::pair<const Template*, Flowing>, std::uint32_t> contexts_;
    std::set<std::uint32_t> done_;              // in this pass
    std::map<std::uint32_t, Flowing> results_;  // by context
    std::vector<Flowing> tpl_contexts_;
    std::set<Flowing> tpl_seen_;
    std::vector<const Template*> stack_;
    Frame* frame_ = nullptr;
    const Node* at_ = nullptr;
    bool changed_ = false;
    std::size_t steps_ = 0;
};

Flowing text_value(std::string text);
inline Flowing something() { return {{}, {}, {}, true}; }
// The keys that a value stands for; "*" for any.
std::vector<std::string> keys_of(const Flowing& key);
// Whether a text with unknown parts can be that name.
bool text_matches(std::string_view pattern, std::string_view name);

}  // namespace yare::templates
