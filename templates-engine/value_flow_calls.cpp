// Expressions of the flow, and what functions do with what they are given.
#include <algorithm>

#include "value_flow.h"
#include "value_flow_kinds.h"
#include "yare/base/ascii.h"

namespace yare::templates {

namespace {

using Names = std::span<const std::string_view>;

bool is_one_of(std::string_view name, Names names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::uint8_t use_of(std::string_view name, FlowKind kind) {
    switch (kind) {
        case FlowKind::Integer:
            return kUseInteger;
        case FlowKind::Text:
        case FlowKind::Printf:
        case FlowKind::Print:
            return kUseText;
        case FlowKind::Collection:
            return name == "split" || name == "splitList" ? kUseText : 0;
        case FlowKind::Yaml:
            return kUseYaml;
        default:
            return 0;
    }
}

}  // namespace

Flowing ValueFlow::pipeline(const PipeNode& pipe, bool declare) {
    Flowing value;
    bool first = true;
    for (const Node* stage : pipe.commands) {
        value = command(as<CommandNode>(*stage), first ? nullptr : &value);
        first = false;
    }
    if (!declare) return value;
    for (const Declaration& each : pipe.declarations) {
        if (each.slot >= frame_->slots.size()) continue;
        if (pipe.assigns) {
            join(frame_->slots[each.slot], value);
        } else {
            frame_->slots[each.slot] = value;
        }
    }
    return value;
}

Flowing ValueFlow::command(const CommandNode& command, const Flowing* final) {
    if (!spend()) return something();
    const Node& first = *command.args[0];
    Args args;
    for (std::size_t i = 1; i < command.args.size(); ++i) args.push_back(expression(*command.args[i]));
    if (final) args.push_back(*final);
    if (first.type == NodeType::Identifier) {
        at_ = &first;
        return call(as<IdentifierNode>(first), command, std::move(args));
    }
    Flowing value = expression(first);
    if (args.empty()) return value;
    // A method, as in .Files.Get.
    for (Flowing each : args) consume(each);
    return something();
}

Flowing ValueFlow::expression(const Node& node) {
    at_ = &node;
    switch (node.type) {
        case NodeType::Dot:
            return frame_->dot;
        case NodeType::Field:
            return fields(frame_->dot, as<FieldNode>(node).names);
        case NodeType::Variable: {
            const auto& variable = as<VariableNode>(node);
            if (variable.slot >= frame_->slots.size()) return something();
            return fields(frame_->slots[variable.slot], variable.names);
        }
        case NodeType::Chain: {
            const auto& chain = as<ChainNode>(node);
            return fields(expression(*chain.node), chain.names);
        }
        case NodeType::Pipe:
            return pipeline(as<PipeNode>(node));
        case NodeType::Identifier:
            return call(as<IdentifierNode>(node), node, {});
        case NodeType::String:
            return pool_.text(as<StringNode>(node).text);
        case NodeType::Nil:
            return {};
        default:
            return something();
    }
}

Flowing ValueFlow::fields(Flowing at, FieldPath names) {
    for (const FieldName* name : names) {
        // common.Values has methods; AsMap gives the values themselves.
        const bool chart = std::any_of(at->paths.begin(), at->paths.end(),
                                       [&](NodeId path) { return tree_.node(path).chart; });
        if (chart && name->text == "AsMap") continue;
        if (chart && (name->text == "YAML" || name->text == "Table" || name->text == "PathValue" ||
                      name->text == "Encode"))
            consume(at);
        at = step(at, name->text);
    }
    return at;
}

Flowing ValueFlow::joined_text(const Args& args) {
    Flowing out = pool_.text({});
    for (Flowing arg : args) {
        std::vector<std::string> longer;
        for (const std::string& before : out->texts) {
            if (arg.is_text()) {
                for (const std::string& text : arg->texts) longer.push_back(before + text);
            } else {
                longer.push_back(before + kAnyText);
            }
        }
        out = {};
        for (const std::string& text : longer) join(out, pool_.text(text));
    }
    return out;
}

// printf: each verb is the next argument.
Flowing ValueFlow::format(const Args& args) {
    if (args.empty() || args[0]->texts.size() != 1 || !args[0]->paths.empty() || args[0]->other)
        return something();
    const std::string& format = args[0]->texts[0];
    Args parts;
    std::size_t next = 1;
    std::string plain;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            plain += format[i];
            continue;
        }
        ++i;
        if (i < format.size() && format[i] == '%') {
            plain += '%';
            continue;
        }
        parts.push_back(pool_.text(std::exchange(plain, {})));
        const bool simple = i < format.size() && (format[i] == 's' || format[i] == 'v');
        while (i < format.size() && !ascii::is_letter(format[i])) ++i;
        parts.push_back(simple && next < args.size() ? args[next] : something());
        ++next;
    }
    parts.push_back(pool_.text(plain));
    return joined_text(parts);
}

bool ValueFlow::list_call(std::string_view name, const Node& node, Args& args, Flowing& out) {
    static constexpr std::string_view kSame[] = {"rest",    "initial", "reverse", "uniq",
                                                 "compact", "slice",   "chunk"};
    if (name == "list" || name == "tuple") {
        ObjectId id = 0;
        out = object_at(node, id);
        for (Flowing each : args) write_into(out, something(), each);
        return true;
    }
    if (args.empty()) return false;
    if ((name == "split" || name == "splitList") && args.size() == 2 && keys_of(args[1])[0] != "*" &&
        args[0]->texts.size() == 1 && !args[0]->texts[0].empty()) {
        ObjectId id = 0;
        out = object_at(node, id);
        for (const std::string& text : args[1]->texts) {
            std::size_t number = 0;
            for (std::size_t at = 0; at <= text.size(); ++number) {
                const std::size_t end = std::min(text.find(args[0]->texts[0], at), text.size());
                const Flowing key = name == "split" ? pool_.text("_" + std::to_string(number)) : something();
                write_into(out, key, pool_.text(text.substr(at, end - at)));
                at = end + args[0]->texts[0].size();
            }
        }
        return true;
    }
    if (is_one_of(name, kSame)) {
        out = args[0];
        touch(out, kUseRange);
        return true;
    }
    if (name == "concat") {
        out = joined(args);
        touch(out, kUseRange);
        return true;
    }
    if (name == "without") {
        out = args[0];
        for (std::size_t i = 1; i < args.size(); ++i) consume(args[i]);
        touch(out, kUseRange);
        return true;
    }
    if (name == "first" || name == "last") {
        out = items(args[0]);
        touch(args[0], kUseRange);
        return true;
    }
    if (name == "append" || name == "push" || name == "prepend") {
        ObjectId id = 0;
        out = object_at(node, id);
        touch(args[0], kUseRange);
        write_into(out, something(), items(args[0]));
        for (std::size_t i = 1; i < args.size(); ++i) write_into(out, something(), args[i]);
        return true;
    }
    return false;
}

bool ValueFlow::collection_call(std::string_view name, const Node& node, Args& args, Flowing& out) {
    if (name == "dict") {
        ObjectId id = 0;
        out = object_at(node, id);
        for (std::size_t i = 0; i + 1 < args.size(); i += 2) write_into(out, args[i], args[i + 1]);
        return true;
    }
    if (args.empty()) return false;
    if (name == "index") {
        out = args[0];
        for (std::size_t i = 1; i < args.size(); ++i) {
            consume(args[i]);
            out = step_by(out, args[i]);
        }
        return true;
    }
    if (name == "get" && args.size() == 2) {
        consume(args[1]);
        out = step_by(args[0], args[1]);
        return true;
    }
    if (name == "hasKey" && args.size() == 2) {
        consume(args[1]);
        touch(step_by(args[0], args[1]), 0);
        out = something();
        return true;
    }
    if (name == "dig" && args.size() >= 3) {
        out = args.back();
        for (std::size_t i = 0; i + 2 < args.size(); ++i) {
            consume(args[i]);
            out = step_by(out, args[i]);
        }
        join(out, args[args.size() - 2]);
        return true;
    }
    if (name == "pluck") {
        consume(args[0]);
        ObjectId id = 0;
        out = object_at(node, id);
        for (std::size_t i = 1; i < args.size(); ++i) write_into(out, something(), step_by(args[i], args[0]));
        return true;
    }
    if (name == "set" && args.size() == 3) {
        consume(args[1]);
        write_into(args[0], args[1], args[2]);
        out = args[0];
        return true;
    }
    if (name == "merge" || name == "mergeOverwrite") {
        for (std::size_t i = 1; i < args.size(); ++i) merge_into(args[0], args[i]);
        out = joined(args);
        return true;
    }
    if (name == "pick") {
        ObjectId id = 0;
        out = object_at(node, id);
        for (std::size_t i = 1; i < args.size(); ++i) {
            consume(args[i]);
            for (const std::string& key : keys_of(args[i]))
                write_into(out, key == "*" ? something() : pool_.text(key), step(args[0], key));
        }
        return true;
    }
    if (name == "omit" || name == "unset" || name == "deepCopy") {
        for (std::size_t i = 1; i < args.size(); ++i) consume(args[i]);
        out = args[0];
        return true;
    }
    if (name == "keys" || name == "values") {
        for (Flowing each : args) {
            touch(each, kUseRange);
            const Flowing inner = items(each);
            if (name == "keys") touch(inner, 0);
            join(out, inner);
        }
        if (name == "keys") out = something();
        return true;
    }
    return list_call(name, node, args, out);
}

Flowing ValueFlow::call(const IdentifierNode& function, const Node& node, Args args) {
    const auto [name, kind] = flow_function(function.name);
    switch (kind) {
        case FlowKind::Include:
            if (args.size() != 2) return something();
            consume(args[0]);
            return include(args[0], args[1]);
        case FlowKind::Tpl:
            if (args.size() != 2) break;
            consume(args[0], kUseText);
            if (std::find(tpl_contexts_.begin(), tpl_contexts_.end(), args[1]) == tpl_contexts_.end())
                tpl_contexts_.push_back(args[1]);
            return something();
        case FlowKind::Either:
            for (Flowing each : args) touch(each, kUseTruth);
            return joined(args);
        case FlowKind::Ternary:
            if (args.size() != 3) break;
            touch(args[2], kUseTruth);
            args.pop_back();
            return joined(args);
        case FlowKind::Required:
            if (args.size() != 2) break;
            touch(args[1], kUseRequired);
            return args[1];
        case FlowKind::Asking:
        case FlowKind::AskingTruth:
            for (Flowing each : args) touch(each, kind == FlowKind::AskingTruth ? kUseTruth : 0);
            return something();
        case FlowKind::Collection:
            if (Flowing out; collection_call(name, node, args, out)) return out;
            break;
        default:
            break;
    }
    const std::uint8_t use = use_of(name, kind);
    for (Flowing each : args) consume(each, use);
    if (kind == FlowKind::Printf) return format(args);
    if (kind == FlowKind::Print) return joined_text(args);
    return something();
}

}  // namespace yare::templates
