// Calls: counting and checking arguments against a function's Go signature, and running it.
#include "builtins.h"
#include "machine.h"
#include "methods.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

std::size_t param_count(const Function& function) {
    std::size_t count = 0;
    while (count < function.params.size() && function.params[count] != Param::None) ++count;
    return count;
}

// The type of the argument at a position; what is variadic repeats.
Param param_at(const Function& function, std::size_t position, std::size_t count) {
    return function.params[function.variadic && position >= count ? count - 1 : position];
}

// Go: types that a nil without a type may stand for.
bool can_be_nil(Param type) {
    switch (type) {
        case Param::Any:
        case Param::Map:
        case Param::List:
        case Param::Strings:
        case Param::Bytes:
        case Param::Writer:
        case Param::Version:
            return true;
        default:
            return false;
    }
}

bool fits(Param type, const Value& value) {
    const GoType go_type = value.go_type();
    switch (type) {
        case Param::Bool:
            return value.is_bool();
        case Param::Int:
            return value.kind() == Kind::Int;
        case Param::Int64:
            return value.kind() == Kind::Int64 && go_type == GoType::Usual;
        case Param::Duration:
            return value.kind() == Kind::Int64 && go_type == GoType::Duration;
        case Param::Float64:
            return value.is_float();
        case Param::String:
            return value.is_string();
        case Param::Bytes:
            return value.is_bytes();
        case Param::List:
            return value.is_list() && (go_type == GoType::Usual || go_type == GoType::NilList);
        case Param::Strings:
            return value.is_list() && (go_type == GoType::Strings || go_type == GoType::NilStrings);
        case Param::Map:
            return value.is_map() &&
                   (go_type == GoType::Usual || go_type == GoType::Values || go_type == GoType::NilMap);
        case Param::Uint32:
            return value.kind() == Kind::Int64 && go_type == GoType::Uint32;
        case Param::Time:
        case Param::Certificate:
        case Param::Version:
            return value.is_host() && value.as_host().go_type() == param_name(type);
        case Param::Writer:
            return false;
        case Param::Any:
        case Param::None:
            return true;
    }
    return false;
}

std::string node_text(const Node& node) {
    std::string out;
    append_node(out, node);
    return out;
}

}  // namespace

bool Executor::Machine::call(const IdentifierNode& node, const Node& place, const CommandNode* command,
                             const Operand& dot, std::span<Node* const> args, const Operand& final,
                             Operand& out) {
    at_ = &node;
    const Builtin builtin = node.builtin;
    if (builtin == Builtin::None) return call_function(*node.function, nullptr, place, dot, args, final, out);
    const std::size_t params = param_count(*node.function);
    if (!check_count(*node.function, params, args.size(), final)) return false;
    if (builtin == Builtin::And || builtin == Builtin::Or)
        return and_or(builtin == Builtin::Or, dot, args, final, out);
    const std::size_t base = operands_.size();
    if (!gather(*node.function, params, dot, args, final)) return false;
    const std::span<const Operand> gathered(operands_.data() + base, operands_.size() - base);
    bool good = true;
    switch (builtin) {
        case Builtin::Include:
            good = include(place, command, gathered, out);
            break;
        case Builtin::Tpl:
            good = tpl(place, gathered, out);
            break;
        case Builtin::Required:
            good = required(place, gathered, out);
            break;
        case Builtin::Fail:
            good = fail_call(place, gathered, out);
            break;
        default: {
            if (!pay_for_texts(gathered)) {
                good = false;
                break;
            }
            auto result = run_builtin(builtin, args, gathered);
            if (trace_ && result) trace_call(node.name, gathered, *result);
            good = result ? (out = Operand::of(*result), true)
                          : call_error(place, node.name, std::move(result).error());
        }
    }
    operands_.resize(base);
    return good;
}

bool Executor::Machine::call_function(const Function& function, const Value* receiver, const Node& place,
                                      const Operand& dot, std::span<Node* const> args, const Operand& final,
                                      Operand& out) {
    const std::size_t values = values_.size();
    const std::size_t base = operands_.size();
    if (receiver) values_.push_back(Value(*receiver));
    const std::size_t params = param_count(function);
    if (!check_count(function, params, args.size(), final)) return false;
    if (!function.body) return fail(std::string(function.refusal));
    if (!gather(function, params, dot, args, final)) return false;
    for (const Operand& operand : std::span(operands_).subspan(base)) values_.push_back(operand.value);
    operands_.resize(base);
    Call under_way{document_, budget_, environment_, executor_};
    // No function of the library calls back into the machine, so the span stays where it is.
    const std::span<const Value> given = std::span(values_).subspan(values);
    if (!budget_.spend_on(given)) return fail_budget();
    auto result = function.body(under_way, given);
    if (trace_) {
        const Value nothing{};
        trace_->called(function.name, given, result ? *result : nothing);
    }
    values_.resize(values);
    if (!result) return call_error(place, function.name, std::move(result).error());
    out = Operand::of(*result);
    return true;
}

// `args` counts the function itself, where there are any.
bool Executor::Machine::check_count(const Function& function, std::size_t params, std::size_t args,
                                    const Operand& final) {
    if (args > 0) --args;
    const std::size_t given = args + (final.is_missing() ? 0 : 1);
    if (function.variadic ? given >= params - 1 : given == params) [[likely]]
        return true;
    const std::string message = "wrong number of args for " + std::string(function.name) + ": want ";
    // Go: here the piped argument is not counted.
    if (function.variadic) {
        return fail(message + "at least " + std::to_string(params - 1) + " got " + std::to_string(args));
    }
    return fail(message + std::to_string(params) + " got " + std::to_string(given));
}

// Evaluates and checks the arguments; they are then at the end of operands_.
bool Executor::Machine::gather(const Function& function, std::size_t params, const Operand& dot,
                               std::span<Node* const> args, const Operand& final) {
    const std::size_t given = args.empty() ? 0 : args.size() - 1;
    for (std::size_t i = 0; i < given; ++i) {
        Operand value;
        if (!argument(param_at(function, i, params), *args[i + 1], dot, value)) return false;
        operands_.push_back(value);
    }
    if (!final.is_missing()) {
        Operand value = final;
        if (!validate(param_at(function, given, params), value)) return false;
        operands_.push_back(value);
    }
    return true;
}

bool Executor::Machine::argument(Param type, const Node& node, const Operand& dot, Operand& out) {
    at_ = &node;
    switch (node.type) {
        case NodeType::Dot:
            out = dot;
            if (trace_) trace_->used_dot(dot.value);
            break;
        case NodeType::Nil:
            if (!can_be_nil(type)) return fail("cannot assign nil to " + std::string(param_name(type)));
            out = {};
            break;
        case NodeType::Field: {
            const auto& names = as<FieldNode>(node).names;
            if (!fields(node, names, dot, dot, {}, Operand::missing(), out)) return false;
            break;
        }
        case NodeType::Variable: {
            const auto& variable_node = as<VariableNode>(node);
            if (!variable(variable_node, out)) return false;
            if (!variable_node.names.empty() &&
                !fields(node, variable_node.names, Operand(out), dot, {}, Operand::missing(), out)) {
                return false;
            }
            break;
        }
        case NodeType::Pipe:
            if (!pipeline(as<PipeNode>(node), dot, out)) return false;
            break;
        case NodeType::Identifier: {
            const auto& name = as<IdentifierNode>(node);
            if (!call(name, node, nullptr, dot, {}, Operand::missing(), out)) return false;
            break;
        }
        case NodeType::Chain:
            if (!chain(as<ChainNode>(node), dot, {}, Operand::missing(), out)) return false;
            break;
        default:
            return literal(type, node, out);
    }
    return validate(type, out);
}

// Go: a constant takes the type of the parameter, if it fits there.
bool Executor::Machine::literal(Param type, const Node& node, Operand& out) {
    const auto* number = node.type == NodeType::Number ? &as<NumberNode>(node) : nullptr;
    switch (type) {
        case Param::Bool:
            if (node.type != NodeType::Bool) return fail("expected bool; found " + node_text(node));
            out = Operand::of(Value::of_bool(as<BoolNode>(node).value));
            return true;
        case Param::String:
            if (node.type != NodeType::String) return fail("expected string; found " + node_text(node));
            out = Operand::of(Value::of_view(as<StringNode>(node).text));
            return true;
        case Param::Int:
        case Param::Int64:
        case Param::Duration:
            if (!number || !number->is_int) return fail("expected integer; found " + node_text(node));
            out = Operand::of(type == Param::Int ? Value::of_int(number->integer)
                                                 : Value::of_int64(number->integer, type == Param::Duration
                                                                                        ? GoType::Duration
                                                                                        : GoType::Usual));
            return true;
        case Param::Uint32:
            if (!number || !number->is_int || number->integer < 0) {
                return fail("expected unsigned integer; found " + node_text(node));
            }
            out = Operand::of(Value::of_int64(std::uint32_t(number->integer), GoType::Uint32));
            return true;
        case Param::Float64:
            if (!number || !number->is_float) return fail("expected float; found " + node_text(node));
            out = Operand::of(Value::of_float(number->number));
            return true;
        case Param::Any:
            break;
        default:
            return fail("can't handle " + node_text(node) + " for arg of type " +
                        std::string(param_name(type)));
    }
    if (number) return constant(*number, out);
    out = Operand::of(node.type == NodeType::Bool ? Value::of_bool(as<BoolNode>(node).value)
                                                  : Value::of_view(as<StringNode>(node).text));
    return true;
}

bool Executor::Machine::validate(Param type, Operand& value) {
    if (type == Param::Any) return true;
    if (value.form == Form::Invalid) {
        if (!can_be_nil(type)) return fail("invalid value; expected " + std::string(param_name(type)));
        value = Operand::of(nil_of(type, document_));
        return true;
    }
    if (!value.value.is_nil() && fits(type, value.value)) return true;
    // Go says what is inside an interface, unless that is nil.
    const std::string_view found = value.value.is_nil() ? value.type() : type_name(value.value);
    return fail("wrong type for value; expected " + std::string(param_name(type)) + "; got " +
                std::string(found));
}

// The first argument that decides, or the last; those behind it are not evaluated.
bool Executor::Machine::and_or(bool is_or, const Operand& dot, std::span<Node* const> args,
                               const Operand& final, Operand& out) {
    for (std::size_t i = 1; i < args.size(); ++i) {
        if (!step() || !argument(Param::Any, *args[i], dot, out)) return false;
        if (truth(out.value) == is_or) return true;
    }
    if (!final.is_missing()) out = final;
    return true;
}

void Executor::Machine::trace_call(std::string_view name, std::span<const Operand> args,
                                   const Value& result) {
    std::vector<Value> values;
    for (const Operand& arg : args) values.push_back(arg.value);
    trace_->called(name, values, result);
}

bool Executor::Machine::call_error(const Node& place, std::string_view name, Error error) {
    at_ = &place;
    fail(error.text(), FailureKind::Function);
    failure_.function = std::string(name);
    failure_.code = error.code();
    failure_.notes = error.notes();
    return false;
}

}  // namespace yare::templates
