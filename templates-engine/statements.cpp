// Statements: texts, actions, conditions, loops and calls of templates.
// Where a comment speaks of Go's current node, it is the place that messages name: Go sets it at fixed
// moments, and a check that fails later is reported at the node set last.
#include "machine.h"
#include "yare/data/go_text.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

constexpr std::string_view kNoValue = "<no value>";
// Of the stack: so that it is the call that meets the end, and not what it calls.
constexpr std::size_t kCallReserve = std::size_t{128} << 10;

}  // namespace

Flow Executor::Machine::walk(const ListNode& list, const Operand& dot) {
    for (const Node* node : list.nodes) {
        if (!step()) return Flow::Failed;
        switch (node->type) {
            case NodeType::Text: {
                const std::size_t begin = out_.size();
                const std::string_view text = as<TextNode>(*node).text;
                if (!budget_.output_fits(begin + text.size())) [[unlikely]]
                    return fail_budget(), Flow::Failed;
                out_ += text;
                if (trace_) trace_->wrote(begin, out_.size(), pos_of(*node));
                break;
            }
            case NodeType::Action: {
                const auto& action = as<ActionNode>(*node);
                if (trace_) trace_->begin_reading(pos_of(*node));
                if (prints_include(action)) {
                    if (!print_include(action, dot)) return Flow::Failed;
                } else {
                    Operand value;
                    if (!pipeline(*action.pipe, dot, value)) return Flow::Failed;
                    if (action.pipe->declarations.empty() && !print(action, value)) return Flow::Failed;
                }
                if (trace_) trace_->end_reading();
                break;
            }
            case NodeType::If:
            case NodeType::With: {
                const Flow flow = walk_branch(as<BranchNode>(*node), dot);
                if (flow != Flow::Next) return flow;
                break;
            }
            case NodeType::Range: {
                const Flow flow = walk_range(as<BranchNode>(*node), dot);
                if (flow != Flow::Next) return flow;
                break;
            }
            case NodeType::Template:
                if (!walk_template(as<TemplateNode>(*node), dot)) return Flow::Failed;
                break;
            case NodeType::Break:
                return Flow::Break;
            case NodeType::Continue:
                return Flow::Continue;
            default:
                break;
        }
    }
    return Flow::Next;
}

Flow Executor::Machine::walk_branch(const BranchNode& branch, const Operand& dot) {
    if (stack_.exhausted()) return fail_depth(), Flow::Failed;
    Operand value;
    if (trace_) trace_->begin_reading(pos_of(branch));
    if (!pipeline(*branch.pipe, dot, value)) return Flow::Failed;
    const bool holds = truth(value.value);
    if (!holds && !branch.else_list) {
        if (trace_) trace_->end_reading();
        return Flow::Next;
    }
    const bool moves_dot = holds && branch.type == NodeType::With;
    const ListNode& list = holds ? *branch.list : *branch.else_list;
    if (trace_) [[unlikely]]
        return walk_traced(list, moves_dot ? value : dot, moves_dot);
    return walk(list, moves_dot ? value : dot);
}

// The body of an if, with or else; what its condition read is still open.
Flow Executor::Machine::walk_traced(const ListNode& list, const Operand& dot, bool moves_dot) {
    std::vector<PathId> around;
    if (moves_dot) around = trace_->swap_dot(trace_->reads_so_far());
    trace_->begin_condition();
    const Flow flow = walk(list, dot);
    if (flow == Flow::Failed) return flow;
    trace_->end_condition();
    if (moves_dot) trace_->swap_dot(std::move(around));
    return flow;
}

Flow Executor::Machine::walk_range(const BranchNode& range, const Operand& dot) {
    if (stack_.exhausted()) return fail_depth(), Flow::Failed;
    at_ = &range;
    Operand value;
    if (trace_) trace_->begin_reading(pos_of(range));
    if (!pipeline(*range.pipe, dot, value)) return Flow::Failed;
    // The entries of a host's map or list have a type of their own.
    bool typed = false;
    if (value.value.is_host()) {
        const std::string_view kind = value.value.as_host().go_kind();
        typed = kind == "map" || kind == "slice";
        if (typed) value = Operand::of(value.value.as_host().plain(document_));
    }
    bool any = false;
    std::vector<PathId> around;
    if (trace_) {
        trace_->read_value(value.value);
        around = trace_->swap_dot(trace_->reads_so_far());
        trace_->begin_condition();
    }
    const Flow flow = walk_items(range, value.value, typed, any);
    if (trace_ && flow != Flow::Failed) {
        trace_->swap_dot(std::move(around));
        trace_->end_condition();
    }
    if (flow != Flow::Next || any || !range.else_list) return flow;
    return walk(*range.else_list, dot);
}

// Runs the body for each item. `any` says whether there was one.
Flow Executor::Machine::walk_items(const BranchNode& range, const Value& value, bool typed, bool& any) {
    Flow flow = Flow::Next;
    switch (value.kind()) {
        case Kind::Nil:
            break;
        case Kind::List: {
            const List& list = value.as_list();
            const Form form = element_form(list.type);
            for (std::uint32_t i = 0; i < list.size && flow == Flow::Next; ++i) {
                flow = iterate(range, Operand::of(Value::of_int(i)), {list.items[i], form});
            }
            any = list.size > 0;
            break;
        }
        case Kind::Map: {
            const Map& map = value.as_map();
            // The body may change the map; Go ranges over what was there when it began.
            const std::vector<Entry> entries(map.begin(), map.end());
            const Form form = typed ? Form::Concrete : element_form(map.go_type());
            for (std::size_t i = 0; i < entries.size() && flow == Flow::Next; ++i) {
                if (trace_) trace_->met(entries[i]);
                flow = iterate(range, Operand::of(Value::of_view(map.key_text(entries[i]))),
                               {entries[i].value, form});
            }
            any = !entries.empty();
            break;
        }
        case Kind::Bytes: {
            const std::string_view bytes = value.as_bytes();
            for (std::size_t i = 0; i < bytes.size() && flow == Flow::Next; ++i) {
                flow = iterate(range, Operand::of(Value::of_int(std::int64_t(i))),
                               Operand::of(Value::of_int64(std::uint8_t(bytes[i]), GoType::Uint8)));
            }
            any = !bytes.empty();
            break;
        }
        case Kind::Int:
        case Kind::Int64:
            return walk_numbers(range, value, any);
        default:
            return fail_value("range can't iterate over ", value, ""), Flow::Failed;
    }
    return flow == Flow::Break ? Flow::Next : flow;
}

Flow Executor::Machine::walk_numbers(const BranchNode& range, const Value& value, bool& any) {
    if (range.pipe->declarations.size() > 1) {
        return fail_value("can't use ", value, " to iterate over more than one variable"), Flow::Failed;
    }
    Flow flow = Flow::Next;
    for (std::int64_t i = 0; i < value.as_integer() && flow == Flow::Next; ++i) {
        const Value number =
            value.kind() == Kind::Int ? Value::of_int(i) : Value::of_int64(i, value.go_type());
        flow = iterate(range, {}, Operand::of(number));
    }
    any = value.as_integer() > 0;
    return flow == Flow::Break ? Flow::Next : flow;
}

Flow Executor::Machine::iterate(const BranchNode& range, const Operand& index, const Operand& element) {
    if (!step()) return Flow::Failed;
    const auto declarations = range.pipe->declarations;
    if (declarations.size() == 1) {
        slot(declarations[0].slot) = element;
    } else if (declarations.size() > 1) {
        slot(declarations[0].slot) = index;
        slot(declarations[1].slot) = element;
    }
    if (trace_) {
        for (const Declaration& declaration : declarations) {
            trace_->assigned_dot(frame_ + declaration.slot, slot(declaration.slot).value);
        }
    }
    const Flow flow = walk(*range.list, element);
    return flow == Flow::Continue ? Flow::Next : flow;
}

bool Executor::Machine::walk_template(const TemplateNode& call, const Operand& dot) {
    at_ = &call;
    if (!step()) return false;
    const Template* target = call.target && !scope_defines_ ? call.target : find(call.name);
    if (!target) return fail("template " + go_quote(call.name) + " not defined");
    // Go counts to 100000 levels; what a stack takes is less.
    if (stack_.exhausted(kCallReserve) || !budget_.enter())
        return fail_depth("exceeded maximum template depth (100000)");
    Operand inner;
    if (trace_) trace_->begin_reading(pos_of(call));
    if (call.pipe && !pipeline(*call.pipe, dot, inner)) return false;
    if (trace_) trace_->enter(CallKind::Template, pos_of(call), call.name);
    if (!execute(*target, inner)) return false;
    if (trace_) trace_->leave(), trace_->end_reading();
    budget_.leave();
    return true;
}

// Runs a template with variables of its own; what is current afterwards is the caller's again, unless it
// failed.
bool Executor::Machine::execute(const Template& target, const Operand& dot) {
    const Template* caller = template_;
    const Node* place = at_;
    const std::size_t frame = frame_;
    frame_ = slots_.size();
    slots_.resize(frame_ + target.slots);
    slots_[frame_] = dot;
    template_ = &target;
    at_ = target.root;
    Flow flow = walk(*target.root, Operand(dot));
    // What a function made too large may not have been noticed yet.
    if (flow != Flow::Failed && document_.arena().exhausted()) {
        fail_budget();
        flow = Flow::Failed;
    }
    if (trace_) trace_->forget_slots(frame_);
    slots_.resize(frame_);
    frame_ = frame;
    template_ = caller;
    at_ = place;
    return flow != Flow::Failed;
}

bool Executor::Machine::print(const ActionNode& action, const Operand& value) {
    const std::size_t begin = out_.size();
    if (value.value.is_string()) {
        const std::string_view text = value.value.as_string();
        if (!budget_.output_fits(begin + text.size())) return fail_budget();
        out_ += text;
    } else if (value.form == Form::Invalid) {
        out_ += kNoValue;
    } else if (!append_print(out_, printable(value), document_, budget_.output_left())) {
        return budget_.refuse(document_.arena().exhausted() ? Limit::Memory : Limit::Output) || fail_budget();
    }
    if (trace_) trace_->printed(begin, out_.size(), pos_of(action), value.value);
    return budget_.output_fits(out_.size()) || fail_budget();
}

// Go: an action follows a pointer, and prints what has one by the methods of the pointer.
Value Executor::Machine::printable(const Operand& value) {
    if (!value.value.is_host()) return value.value;
    const HostObject& host = value.value.as_host();
    const auto* object = dynamic_cast<const TemplateObject*>(&host);
    if (!object || (value.form != Form::Place && host.go_kind() != "ptr")) return value.value;
    return object->print_pointed(document_);
}

}  // namespace yare::templates
