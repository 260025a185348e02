// The syntax tree, which is also what runs: the parser has already turned variables into slots of a frame,
// field names into symbols and function names into functions. All nodes live in an arena; none owns anything.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "yare/base/source_map.h"
#include "yare/data/symbol.h"
#include "yare/templates/function.h"

namespace yare::templates {

enum class NodeType : std::uint8_t {
    Text,
    Action,
    Bool,
    Chain,
    Command,
    Dot,
    Field,
    Identifier,
    If,
    List,
    Nil,
    Number,
    Pipe,
    Range,
    String,
    Template,
    Variable,
    With,
    Break,
    Continue,
    Else,
    End,  // only while parsing
};

struct Node {
    NodeType type;
    std::uint32_t offset;  // into the template's text: the byte that messages about this node point at
};

struct Template;

// Functions that the engine itself runs, because they need it, or because they must see nil values as Go has
// them.
enum class Builtin : std::uint8_t {
    None,
    And,
    Or,
    Not,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Len,
    Index,
    Print,
    Printf,
    Println,
    Html,
    Js,
    Urlquery,
    Call,
    Include,
    Tpl,
    Required,
    Fail,
};

// One for each name, shared by all nodes that have it (field_names.h).
struct FieldName {
    Symbol symbol;  // once the text is linked
    std::string_view text;
};
using FieldPath = std::span<const FieldName* const>;

struct TextNode : Node {
    std::string_view text;
};

struct ListNode : Node {
    std::span<Node* const> nodes;
};

inline constexpr std::uint32_t kNoSlot = 0xFFFFFFFF;

struct Declaration {
    std::string_view name;  // with its dollar
    std::uint32_t slot;     // kNoSlot: assigned, but never declared
};

struct CommandNode : Node {
    std::span<Node* const> args;  // never empty
    // Where this calls include with a literal name: what that name means in the set.
    const Template* target;
};

struct PipeNode : Node {
    bool assigns;
    std::span<const Declaration> declarations;
    std::span<Node* const> commands;  // each a CommandNode
};

struct ActionNode : Node {
    const PipeNode* pipe;
};

struct FieldNode : Node {
    FieldPath names;
};

struct VariableNode : Node {
    std::string_view name;  // with its dollar
    std::uint32_t slot;     // kNoSlot: declared where the program does not come by
    FieldPath names;
};

struct ChainNode : Node {
    const Node* node;
    FieldPath names;
};

struct IdentifierNode : Node {
    std::string_view name;
    const Function* function;
    Builtin builtin;
};

struct BoolNode : Node {
    bool value;
};

// A constant has every type that it fits.
struct NumberNode : Node {
    std::string_view text;
    bool is_int;
    bool is_unsigned;
    bool is_float;
    bool is_complex;
    bool looks_float;  // written with a point or an exponent: a float64 where nothing says otherwise
    std::int64_t integer;
    double number;
    double imaginary;  // of is_complex; the real part is `number`
};

struct StringNode : Node {
    std::string_view quoted;
    std::string_view text;
};

struct BranchNode : Node {  // If, Range, With
    const PipeNode* pipe;
    const ListNode* list;
    const ListNode* else_list;  // null when there is none
};

struct TemplateNode : Node {
    std::string_view name;
    const PipeNode* pipe;  // null: called with nil
    const Template* target;
};

// A file, a define, a block or a tpl text.
struct Template {
    std::string_view name;
    const Source* source;
    const ListNode* root;
    std::uint32_t slots;  // size of its frame; slot 0 is $
    bool empty;           // white space and comments alone
};

template <typename T>
const T& as(const Node& node) {
    return static_cast<const T&>(node);
}

// Appends the node as Go prints it, which is how messages quote it.
void append_node(std::string& out, const Node& node);

}  // namespace yare::templates
