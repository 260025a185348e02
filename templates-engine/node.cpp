#include "node.h"

#include "yare/data/go_text.h"

namespace yare::templates {

namespace {

void append_pipe(std::string& out, const PipeNode& pipe) {
    for (std::size_t i = 0; i < pipe.declarations.size(); ++i) {
        if (i > 0) out += ", ";
        out += pipe.declarations[i].name;
    }
    if (!pipe.declarations.empty()) out += pipe.assigns ? " = " : " := ";
    for (std::size_t i = 0; i < pipe.commands.size(); ++i) {
        if (i > 0) out += " | ";
        append_node(out, *pipe.commands[i]);
    }
}

void append_operand(std::string& out, const Node& node) {
    const bool pipe = node.type == NodeType::Pipe;
    if (pipe) out += '(';
    append_node(out, node);
    if (pipe) out += ')';
}

void append_names(std::string& out, FieldPath names) {
    for (const FieldName* name : names) {
        out += '.';
        out += name->text;
    }
}

void append_branch(std::string& out, std::string_view keyword, const BranchNode& branch) {
    out += "{{";
    out += keyword;
    out += ' ';
    append_pipe(out, *branch.pipe);
    out += "}}";
    append_node(out, *branch.list);
    if (branch.else_list) {
        out += "{{else}}";
        append_node(out, *branch.else_list);
    }
    out += "{{end}}";
}

void append_call(std::string& out, const TemplateNode& call) {
    out += "{{template ";
    out += go_quote(call.name);
    if (call.pipe) {
        out += ' ';
        append_pipe(out, *call.pipe);
    }
    out += "}}";
}

void append_command(std::string& out, const CommandNode& command) {
    for (std::size_t i = 0; i < command.args.size(); ++i) {
        if (i > 0) out += ' ';
        append_operand(out, *command.args[i]);
    }
}

}  // namespace

void append_node(std::string& out, const Node& node) {
    switch (node.type) {
        case NodeType::Text:
            out += as<TextNode>(node).text;
            break;
        case NodeType::Action:
            out += "{{";
            append_pipe(out, *as<ActionNode>(node).pipe);
            out += "}}";
            break;
        case NodeType::Bool:
            out += as<BoolNode>(node).value ? "true" : "false";
            break;
        case NodeType::Chain:
            append_operand(out, *as<ChainNode>(node).node);
            append_names(out, as<ChainNode>(node).names);
            break;
        case NodeType::Command:
            append_command(out, as<CommandNode>(node));
            break;
        case NodeType::Dot:
            out += '.';
            break;
        case NodeType::Field:
            append_names(out, as<FieldNode>(node).names);
            break;
        case NodeType::Identifier:
            out += as<IdentifierNode>(node).name;
            break;
        case NodeType::If:
            append_branch(out, "if", as<BranchNode>(node));
            break;
        case NodeType::Range:
            append_branch(out, "range", as<BranchNode>(node));
            break;
        case NodeType::With:
            append_branch(out, "with", as<BranchNode>(node));
            break;
        case NodeType::List:
            for (const Node* inner : as<ListNode>(node).nodes) append_node(out, *inner);
            break;
        case NodeType::Nil:
            out += "nil";
            break;
        case NodeType::Number:
            out += as<NumberNode>(node).text;
            break;
        case NodeType::Pipe:
            append_pipe(out, as<PipeNode>(node));
            break;
        case NodeType::String:
            out += as<StringNode>(node).quoted;
            break;
        case NodeType::Template:
            append_call(out, as<TemplateNode>(node));
            break;
        case NodeType::Variable:
            out += as<VariableNode>(node).name;
            append_names(out, as<VariableNode>(node).names);
            break;
        case NodeType::Break:
            out += "{{break}}";
            break;
        case NodeType::Continue:
            out += "{{continue}}";
            break;
        case NodeType::Else:
            out += "{{else}}";
            break;
        case NodeType::End:
            out += "{{end}}";
            break;
    }
}

}  // namespace yare::templates
