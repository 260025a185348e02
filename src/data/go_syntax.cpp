#include "go_syntax.h"

#include <map>

#include "yaml_scalar.h"
#include "yare/data/base64.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::size_t kMostNodes = 8192;  // aliases multiply
constexpr std::size_t kMostDepth = 500;
constexpr std::string_view kHex = "0123456789abcdef";

std::string scalar_syntax(const Node& node, bool inside) {
    std::string out;
    const Tag tag = tag_of(node.tag);
    if (tag == Tag::Binary) {
        return go_quote(decode_base64(node.value).value_or(""));
    }
    const bool plain = node.implicit || !node.tag.empty();
    if (!plain || tag == Tag::Merge || tag == Tag::Other) {
        return go_quote(node.value);
    }
    const Typed typed = resolve(node.value, tag);
    switch (typed.tag) {
        case Tag::Null:
            return inside ? "interface {}(nil)" : "<nil>";
        case Tag::Bool:
            return typed.value.as_bool() ? "true" : "false";
        case Tag::Float:
            append_go_float(out, typed.value.as_float());
            return out;
        case Tag::Int: {
            if (typed.value.go_type() != GoType::Uint64) {
                append_integer(out, typed.value.as_integer());
                return out;
            }
            const auto number = std::uint64_t(typed.value.as_integer());
            out = "0x";
            for (int shift = 60; shift >= 0; shift -= 4) out += kHex[number >> shift & 15];
            return out;
        }
        default:
            return go_quote(node.value);
    }
}

std::string syntax(const Node& given, std::size_t depth, std::size_t& room) {
    const Node& node = given.kind == NodeKind::Alias ? *given.alias : given;
    if (room == 0 || depth > kMostDepth) return "...";
    --room;
    if (node.kind == NodeKind::Scalar) return scalar_syntax(node, depth > 0);
    std::string out;
    if (node.kind == NodeKind::Sequence) {
        out = "[]interface {}{";
        for (const Node* item = node.first; item; item = item->next) {
            if (item != node.first) out += ", ";
            out += syntax(*item, depth + 1, room);
        }
        return out + "}";
    }
    std::map<std::string, std::string> entries;  // Go sorts the keys of a map when it prints one
    for (const Node* key = node.first; key && key->next; key = key->next->next) {
        entries[syntax(*key, depth + 1, room)] = syntax(*key->next, depth + 1, room);
    }
    out = "map[interface {}]interface {}{";
    for (const auto& [key, value] : entries) {
        if (out.back() != '{') out += ", ";
        out += key;
        out += ':';
        out += value;
    }
    return out + "}";
}

}  // namespace

std::string go_syntax(const Node& node) {
    std::size_t room = kMostNodes;
    return syntax(node, 0, room);
}

}  // namespace yare::inline data::yaml
