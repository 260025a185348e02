// The tree of nodes of one YAML document, parsed by libyaml and bent to what Go's port of it does (the port
// is older and has been changed since; LibyamlText lists where they part).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "libyaml_text.h"
#include "yare/base/arena.h"
#include "yare/base/result.h"

namespace yare::inline data::yaml {

enum class NodeKind : std::uint8_t { Scalar, Sequence, Mapping, Alias };

struct Node {
    NodeKind kind = NodeKind::Scalar;
    bool implicit = false;     // a plain scalar without a tag
    std::uint32_t line = 0;    // from 0
    std::uint32_t offset = 0;  // in bytes, into the text
    std::string_view tag;      // in its long form
    std::string_view value;    // of a scalar; of an alias the name
    Node* alias = nullptr;
    Node* first = nullptr;  // children in order; of a mapping key, value, key, value ...
    Node* last = nullptr;
    Node* next = nullptr;
    bool being_expanded = false;  // of an alias: a cycle is met again here
};

struct Failure {
    std::string message;       // "yaml: line 2: did not find expected key"
    std::uint32_t offset = 0;  // in bytes
    bool has_offset = false;
    bool too_large = false;
};

// The root of the first document; null for a text without any. The nodes live in `arena`, and their texts
// too: it is a failure when they take more than the arena's limit. On failure `failure` is filled and the
// result is null.
// `version3`: which line a failure names is up to version 3 of Go's library.
Node* parse_document(std::string_view text, Arena& arena, Failure& failure, bool version3 = false);
// The same, for those who have libyaml read the text once more: `text` is left as it could be read.
Node* parse_document(LibyamlText& text, Arena& arena, Failure& failure, bool version3);

}  // namespace yare::inline data::yaml
