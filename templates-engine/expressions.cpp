// Expressions: pipelines, commands, variables and fields.
// Where a comment speaks of Go's current node, it is the place that messages name: Go sets it at fixed
// moments, and a check that fails later is reported at the node set last.
#include "complex.h"
#include "machine.h"
#include "methods.h"
#include "yare/templates/format.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

constexpr std::string_view kInterface = "interface {}";

// Go: a key that is not there gives the zero value of the element type.
Operand missing_entry(const Map& map) {
    if (map.go_type() == GoType::Strings || map.go_type() == GoType::NilStrings)
        return {Value::of_view({}), Form::Concrete};
    return {{}, Form::Interface};
}

}  // namespace

std::string_view Operand::type() const { return form == Form::Interface ? kInterface : type_name(value); }

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

bool Executor::Machine::pipeline(const PipeNode& pipe, const Operand& dot, Operand& out) {
    if (stack_.exhausted()) return fail_depth();
    at_ = &pipe;
    if (!budget_.spend(pipe.commands.size())) return fail_budget();
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
    if (last > 0 && !budget_.spend(last)) return fail_budget();
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
    constexpr std::uint64_t kHostField = 3;
    if (object && !budget_.spend(kHostField)) return fail_budget();
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

}  // namespace yare::templates
