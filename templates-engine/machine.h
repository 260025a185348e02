// Machine: the evaluator. It walks the tree and writes into one buffer; includes and tpl texts write at the
// buffer's end and their results are taken off it again.
//
// Nothing here throws: functions return false once the machine has failed, with the reason in failure_.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "field_names.h"
#include "node.h"
#include "parser.h"
#include "template_parts.h"
#include "yare/base/stack_guard.h"
#include "yare/templates/executor.h"
#include "yare/templates/trace.h"

namespace yare::templates {

// How Go's reflection holds a value. Go's messages and its treatment of nil depend on it.
enum class Form : std::uint8_t {
    Concrete,   // of a type of its own
    Interface,  // taken out of a map or list of anything: the type is "interface {}", the value may be nil
    Invalid,    // nil without a type
    Missing,    // no value at all: a command that nothing is piped into
    Place,  // Concrete, and reached through a pointer: it has the methods of its pointer, until a call copies
            // it
};

struct Operand {
    Value value;
    Form form = Form::Invalid;

    static Operand of(Value value) { return {value, value.is_nil() ? Form::Interface : Form::Concrete}; }
    static Operand missing() { return {{}, Form::Missing}; }
    bool is_missing() const { return form == Form::Missing; }
    // Go: what a pipeline gives is looked at without the interface around it.
    void dig() {
        if (form == Form::Interface) form = value.is_nil() ? Form::Invalid : Form::Concrete;
    }
    // What a function gets of it: a copy, without the interface around it.
    void pass() {
        dig();
        if (form == Form::Place) form = Form::Concrete;
    }
    std::string_view type() const;
};

// What an entry of this list or map is to Go: of the element's type, or an interface around it.
Form element_form(GoType container);

// A tpl text, parsed once per render.
struct TplText {
    ParsedText parsed;
    const Template* main = nullptr;
    bool defines = false;  // more than the text itself
};

// What a tpl under way defines, over what was defined around it.
struct Scope {
    const Scope* outer = nullptr;
    const TplText* text = nullptr;
};

enum class Flow : std::uint8_t { Next, Break, Continue, Failed };

class Executor::Machine {
  public:
    Machine(const TemplateSet& set, const RenderContext& context)
        : set_(set.parts()),
          document_(context.document),
          environment_(context.environment),
          budget_(context.budget),
          sources_(context.sources),
          trace_(context.trace),
          stack_(context.budget.limits().stack) {}

    Result<std::string> render(Executor& executor, std::string_view name, Value dot);
    const Failure* failure() const { return failed_ ? &failure_ : nullptr; }

  private:
    // Statements (statements.cpp).
    Flow walk(const ListNode& list, const Operand& dot);
    Flow walk_branch(const BranchNode& branch, const Operand& dot);
    Flow walk_traced(const ListNode& list, const Operand& dot, bool moves_dot);
    Flow walk_range(const BranchNode& range, const Operand& dot);
    Flow walk_items(const BranchNode& range, const Value& value, bool typed, bool& any);
    Flow walk_numbers(const BranchNode& range, const Value& value, bool& any);
    Flow iterate(const BranchNode& range, const Operand& index, const Operand& element);
    bool walk_template(const TemplateNode& call, const Operand& dot);
    bool execute(const Template& target, const Operand& dot);
    bool print(const ActionNode& action, const Operand& value);
    Value printable(const Operand& value);
    // {{ include "name" . }} and no more: writes where it stands, with no text in between.
    static bool prints_include(const ActionNode& action);
    bool print_include(const ActionNode& action, const Operand& dot);
    Pos pos_of(const Node& node) const { return template_->source->at(node.offset); }
    void trace_call(std::string_view name, std::span<const Operand> args, const Value& result);

    // Expressions (expressions.cpp). `out` may be the `final` of the same call: it is written last.
    bool pipeline(const PipeNode& pipe, const Operand& dot, Operand& out);
    bool command(const CommandNode& command, const Operand& dot, const Operand& final, Operand& out);
    bool variable(const VariableNode& node, Operand& out);
    bool constant(const NumberNode& node, Operand& out);
    bool chain(const ChainNode& node, const Operand& dot, std::span<Node* const> args, const Operand& final,
               Operand& out);
    bool fields(const Node& node, FieldPath names, Operand receiver, const Operand& dot,
                std::span<Node* const> args, const Operand& final, Operand& out);
    bool field(const Node& node, const FieldName& name, Operand& receiver, const Operand& dot,
               std::span<Node* const> args, const Operand& final);
    const Value* entry(const Map& map, const FieldName& name);
    bool into_entry(const FieldName& name, Operand& receiver);
    bool not_a_function(std::span<Node* const> args, const Operand& final);

    // Calls (calls.cpp). `args` has the function's own node first, or is empty.
    bool call(const IdentifierNode& node, const Node& place, const CommandNode* command, const Operand& dot,
              std::span<Node* const> args, const Operand& final, Operand& out);
    bool call_function(const Function& function, const Value* receiver, const Node& place, const Operand& dot,
                       std::span<Node* const> args, const Operand& final, Operand& out);
    bool check_count(const Function& function, std::size_t params, std::size_t args, const Operand& final);
    bool gather(const Function& function, std::size_t params, const Operand& dot, std::span<Node* const> args,
                const Operand& final);
    bool argument(Param type, const Node& node, const Operand& dot, Operand& out);
    bool literal(Param type, const Node& node, Operand& out);
    bool validate(Param type, Operand& value);
    bool and_or(bool is_or, const Operand& dot, std::span<Node* const> args, const Operand& final,
                Operand& out);
    bool call_error(const Node& place, std::string_view name, Error error);

    // Builtins (builtins.cpp); `args` are the nodes, the function's own first.
    Result<Value> run_builtin(Builtin builtin, std::span<Node* const> nodes, std::span<const Operand> args);

    Result<Value> escaped(std::string (*escape)(std::string_view), std::span<const Operand> args);
    Result<Value> keep(std::string_view result);

    // Helm's functions (include.cpp). `args` may move when templates run: what is needed longer is copied.
    bool include(const Node& place, const CommandNode* command, std::span<const Operand> args, Operand& out);
    bool run_named(std::string_view name, const CommandNode* command, const Operand& data, const Node& place);
    bool tpl(const Node& place, std::span<const Operand> args, Operand& out);
    bool required(const Node& place, std::span<const Operand> args, Operand& out);
    bool fail_call(const Node& place, std::span<const Operand> args, Operand& out);
    bool author_error(const Node& place, std::string_view function, std::string_view message);
    const Template* find(std::string_view name) const;
    TplText* parse_tpl(std::string_view content, const Node& place);

    // Failing (failing.cpp): each returns false.
    bool fail(std::string message, FailureKind kind = FailureKind::Engine);
    bool fail_value(std::string_view before, const Value& value, std::string_view after);
    bool fail_budget();
    bool fail_depth(std::string_view message = {});
    void add_frame(std::string call, bool plain);

    // For the functions that are part of the language: they look at texts, and take the rest as it is.
    bool pay_for_texts(std::span<const Operand> args) {
        std::uint64_t steps = 2 + args.size();
        for (const Operand& arg : args) {
            if (arg.value.is_string()) steps += arg.value.as_string().size() / 16;
        }
        return budget_.spend(steps) || fail_budget();
    }
    bool step() { return budget_.spend() || fail_budget(); }
    Operand& slot(std::uint32_t index) { return slots_[frame_ + index]; }
    Value text(std::string_view content) { return document_.string(content); }

    const TemplateSetParts& set_;
    Document& document_;
    // Where each name was found last in its map, by symbol: charts ask the same few maps all the time.
    std::vector<std::uint32_t> places_;
    Environment& environment_;
    Budget& budget_;
    SourceMap& sources_;
    Trace* trace_;  // mostly null: all that is done for it stands behind that question
    StackGuard stack_;
    Executor* executor_ = nullptr;

    std::string out_;
    std::vector<Operand> slots_;  // frames of variables
    std::size_t frame_ = 0;
    std::vector<Operand> operands_;  // arguments of the calls under way
    std::vector<Value> values_;      // the same for functions of the library
    const Template* template_ = nullptr;
    const Node* at_ = nullptr;  // Go's "current node", where a failure is
    const Scope* scope_ = nullptr;
    bool scope_defines_ = false;                                  // some tpl under way defines templates
    std::unordered_map<std::string_view, std::size_t> included_;  // how often each name is under way
    std::unordered_map<std::string_view, std::unique_ptr<TplText>> tpl_texts_;
    FieldNames tpl_names_;

    Failure failure_;
    std::size_t failure_text_ = 0;  // in its frames
    bool failed_ = false;
};

}  // namespace yare::templates
