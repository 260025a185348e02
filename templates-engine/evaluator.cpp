// Statements and expressions. Where a comment speaks of Go's current node, it is the place that messages
// name: Go sets it at fixed moments, and a check that fails later is reported at the node set last.
#include <algorithm>

#include "complex.h"
#include "machine.h"
#include "methods.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

constexpr std::string_view kInterface = "interface {}";
constexpr std::string_view kNoValue = "<no value>";
// Of the stack: so that it is the call that meets the end, and not what it calls.
constexpr std::size_t kCallReserve = std::size_t{128} << 10;

// What an entry of this list or map is to Go: of the element's type, or an interface around it.
Form element_form(GoType container) {
    switch (container) {
        case GoType::Usual:
        case GoType::Values:
        case GoType::NilMap:
            return Form::Interface;
        default:
            return Form::Concrete;
    }
}

// Go: a key that is not there gives the zero value of the element type.
Operand missing_entry(const Map& map) {
    if (map.go_type() == GoType::Strings || map.go_type() == GoType::NilStrings)
        return {Value::of_view({}), Form::Concrete};
    return {{}, Form::Interface};
}

}  // namespace

std::string_view Operand::type() const { return form == Form::Interface ? kInterface : type_name(value); }

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

bool Executor::Machine::pipeline(const PipeNode& pipe, const Operand& dot, Operand& out) {
    if (stack_.exhausted()) return fail_depth();
    at_ = &pipe;
    out = Operand::missing();
    for (const Node* stage : pipe.commands) {
        Operand result;
        if (!command(as<CommandNode>(*stage), dot, out, result)) return false;
        result.dig();
        out = result;
    }
    for (const Declaration& declaration : pipe.declarations) {
        if (declaration.slot == kNoSlot) return fail("undefined variable: " + std::string(declaration.name));
        slot(declaration.slot) = out;
        if (trace_) trace_->assigned(frame_ + declaration.slot);
    }
    return true;
}

bool Executor::Machine::command(const CommandNode& command, const Operand& dot, const Operand& final,
                                Operand& out) {
    const Node& first = *command.args[0];
    switch (first.type) {
        case NodeType::Field:
            at_ = &first;
            return fields(first, as<FieldNode>(first).names, dot, dot, command.args, final, out);
        case NodeType::Identifier:
            return call(as<IdentifierNode>(first), command, &command, dot, command.args, final, out);
        case NodeType::Variable: {
            const auto& node = as<VariableNode>(first);
            if (!variable(node, out)) return false;
            if (node.names.empty()) return not_a_function(command.args, final);
            return fields(first, node.names, Operand(out), dot, command.args, final, out);
        }
        case NodeType::Chain:
            return chain(as<ChainNode>(first), dot, command.args, final, out);
        case NodeType::Pipe:
            return not_a_function(command.args, final) && pipeline(as<PipeNode>(first), dot, out);
        default:
            break;
    }
    at_ = &first;
    if (!not_a_function(command.args, final)) return false;
    switch (first.type) {
        case NodeType::Dot:
            out = dot;
            if (trace_) trace_->used_dot(dot.value);
            return true;
        case NodeType::Bool:
            out = Operand::of(Value::of_bool(as<BoolNode>(first).value));
            return true;
        case NodeType::String:
            out = Operand::of(Value::of_view(as<StringNode>(first).text));
            return true;
        case NodeType::Number:
            return constant(as<NumberNode>(first), out);
        default:
            return fail("nil is not a command");
    }
}

bool Executor::Machine::not_a_function(std::span<Node* const> args, const Operand& final) {
    if (args.size() <= 1 && final.is_missing()) return true;
    std::string message = "can't give argument to non-function ";
    append_node(message, *args[0]);
    return fail(std::move(message));
}

bool Executor::Machine::variable(const VariableNode& node, Operand& out) {
    at_ = &node;
    if (node.slot == kNoSlot) return fail("undefined variable: " + std::string(node.name));
    out = slot(node.slot);
    if (trace_) trace_->used(frame_ + node.slot);
    return true;
}

bool Executor::Machine::constant(const NumberNode& node, Operand& out) {
    at_ = &node;
    if (node.is_complex) {
        HostObject* made = document_.arena().make<Complex>(node.number, node.imaginary);
        out = Operand::of(made);
    } else if (node.looks_float) {
        out = Operand::of(Value::of_float(node.number));
    } else if (node.is_int) {
        out = Operand::of(Value::of_int(node.integer));
    } else {
        return fail(std::string(node.text) + " overflows int");
    }
    return true;
}

bool Executor::Machine::chain(const ChainNode& node, const Operand& dot, std::span<Node* const> args,
                              const Operand& final, Operand& out) {
    at_ = &node;
    Operand receiver;
    at_ = node.node;
    if (node.node->type == NodeType::Pipe) {
        if (!pipeline(as<PipeNode>(*node.node), dot, receiver)) return false;
    } else {
        const auto& name = as<IdentifierNode>(*node.node);
        if (!call(name, name, nullptr, dot, {}, Operand::missing(), receiver)) return false;
    }
    return fields(node, node.names, receiver, dot, args, final, out);
}

bool Executor::Machine::fields(const Node& node, FieldPath names, Operand receiver, const Operand& dot,
                               std::span<Node* const> args, const Operand& final, Operand& out) {
    const std::size_t last = names.size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
        if (into_entry(*names[i], receiver)) continue;
        if (!field(node, *names[i], receiver, dot, {}, Operand::missing())) return false;
    }
    const bool called = args.size() > 1 || !final.is_missing();
    if (called || !into_entry(*names[last], receiver)) {
        if (!field(node, *names[last], receiver, dot, args, final)) return false;
    }
    out = receiver;
    return true;
}

// The entry of a map, null where there is none.
const Value* Executor::Machine::entry(const Map& map, const FieldName& name) {
    constexpr std::size_t kScanSize = 24;
    // Symbols of a render's own table mean nothing to maps of a table below it.
    if (&map.owner() != &document_) return map.find(name.text);
    const Entry* const entries = map.begin();
    if (name.symbol.id >= places_.size()) places_.resize(name.symbol.id + std::size_t{64});
    std::uint32_t& place = places_[name.symbol.id];
    if (place < map.size() && entries[place].key == name.symbol) return &entries[place].value;
    std::size_t at = 0;
    if (map.size() > kScanSize) {
        const Entry* found = map.find_entry(name.text);
        at = found ? std::size_t(found - entries) : map.size();
    } else {
        while (at < map.size() && !(entries[at].key == name.symbol)) ++at;
    }
    if (at == map.size()) return nullptr;
    place = std::uint32_t(at);
    return &entries[at].value;
}

// The usual field: replaces a map by one of its entries. False when it is something else, or is to be traced.
bool Executor::Machine::into_entry(const FieldName& name, Operand& receiver) {
    if (!receiver.value.is_map() || trace_) return false;
    if (receiver.value.go_type() == GoType::Values && values_method(name.text)) return false;
    const Map& map = receiver.value.as_map();
    const Value* found = entry(map, name);
    receiver = found ? Operand{*found, element_form(map.go_type())} : missing_entry(map);
    return true;
}

// Replaces `receiver` by its field.
bool Executor::Machine::field(const Node& node, const FieldName& name, Operand& receiver, const Operand& dot,
                              std::span<Node* const> args, const Operand& final) {
    const Value& value = receiver.value;
    if (trace_) trace_->read_field(value, name.text);
    if (value.is_map()) {
        const Map& map = value.as_map();
        const Function* method = value.go_type() == GoType::Values ? values_method(name.text) : nullptr;
        if (method) return call_function(*method, &value, node, dot, args, final, receiver);
        if (args.size() > 1 || !final.is_missing()) {
            return fail(std::string(name.text) + " is not a method but has arguments");
        }
        const Value* found = entry(map, name);
        receiver = found ? Operand{*found, element_form(map.go_type())} : missing_entry(map);
        return true;
    }
    if (receiver.form == Form::Invalid) return true;
    if (value.is_nil()) return fail("nil pointer evaluating interface {}." + std::string(name.text));
    const Function* method = value_method(value, name.text);
    const auto* object = value.is_host() ? dynamic_cast<const TemplateObject*>(&value.as_host()) : nullptr;
    if (method && object && object->pointer_methods() && receiver.form != Form::Place) method = nullptr;
    if (method) {
        return call_function(*method, &value, node, dot, args, final, receiver);
    }
    if (const auto found = object ? object->field(name.text, document_) : std::nullopt) {
        if (args.size() > 1 || !final.is_missing()) {
            return fail(std::string(name.text) + (object->go_kind() == "map"
                                                      ? " is not a method but has arguments"
                                                      : " has arguments but cannot be invoked as function"));
        }
        const bool place = object->go_kind() == "ptr" || receiver.form == Form::Place;
        receiver = Operand::of(*found);
        if (place && found->is_host()) receiver.form = Form::Place;
        return true;
    }
    return fail("can't evaluate field " + std::string(name.text) + " in type " +
                std::string(receiver.type()));
}

bool Executor::Machine::fail(std::string message, FailureKind kind) {
    if (failed_) return false;
    failed_ = true;
    failure_ = {};
    failure_text_ = 0;
    failure_.kind = kind;
    failure_.message = std::move(message);
    add_frame({}, true);
    return false;
}

bool Executor::Machine::fail_value(std::string_view before, const Value& value, std::string_view after) {
    std::string message(before);
    append_print(message, printable(Operand::of(value)), document_);
    return fail(message.append(after));
}

bool Executor::Machine::fail_budget() {
    const Error error = budget_.error();
    fail(error.message(), FailureKind::Budget);
    failure_.code = error.code();
    failure_.notes = error.notes();
    return false;
}

// `message` where Go has words for it.
bool Executor::Machine::fail_depth(std::string_view message) {
    budget_.refuse(Limit::Depth);
    const Error error = budget_.error();
    if (message.empty()) {
        fail(error.message(), FailureKind::Budget);
    } else {
        fail(std::string(message));
    }
    failure_.notes = error.notes();
    if (stack_.exhausted()) failure_.notes = {"the stack does not hold more levels than these"};
    return false;
}

// Notes the level that is current as one of those that failed; innermost first.
void Executor::Machine::add_frame(std::string call, bool plain) {
    Frame frame;
    frame.template_name = std::string(template_->name);
    frame.source = template_->source;
    const std::string_view before = frame.source->text.substr(0, at_->offset);
    frame.line = 1 + std::size_t(std::count(before.begin(), before.end(), '\n'));
    frame.column = before.size() - (before.rfind('\n') + 1);
    frame.pos = frame.source->at(at_->offset);
    // A recursion may have a thousand levels with a large node or text in each.
    if (failure_text_ < limits::kFailureText) {
        append_node(frame.context, *at_);
        frame.call = std::move(call);
        failure_text_ += frame.context.size() + frame.call.size();
    } else {
        frame.context = "...";
        frame.call = "... ";
    }
    frame.plain_call = plain;
    if (!failure_.pos.valid()) failure_.pos = frame.pos;
    failure_.frames.push_back(std::move(frame));
}

}  // namespace yare::templates
