// Kubernetes' JSONPath, with which a user picks parts of values: "{.image.tag}",
// "{.ports[?(@.name=='web')].port}",
// "{range .hosts[*]}{.name}{'\n'}{end}". Text outside of braces is printed as it is.
//
// It is not the JSONPath of RFC 9535: the grammar, the printing and the oddities are those of kubectl.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::cli {

struct JsonPathNode {
    enum class Kind : std::uint8_t {
        Steps,  // `steps`, each on what the one before found
        Text,
        Field,
        Keyword,  // range, end, and words that mean nothing
        Number,   // of a literal: a whole number, a fraction, a truth value
        Slice,
        Filter,
        Everything,   // *
        Descendants,  // ..
        Union,        // what each of `steps` finds
    };
    // from:to:step. What was not written is not `known`; [3] stands for 3:4, whose end is `derived`.
    struct Bound {
        std::int64_t value = 0;
        bool known = false;
        bool derived = false;
    };

    Kind kind = Kind::Steps;
    std::string text =
        {};  // of Text, Field, Keyword; of Filter the comparison, empty where it asks for existence
    Value literal = {};
    Bound bounds[3] = {};
    std::vector<JsonPathNode> steps = {};  // of Filter: left and right
};

// The template as the nodes of its outermost level; the error's text is Kubernetes'.
Result<std::vector<JsonPathNode>> parse_json_path(std::string_view text);

// What the template prints of `data`. Something that is not found ends it: nothing is printed then.
std::string print_json_path(const std::vector<JsonPathNode>& nodes, const Value& data);

}  // namespace yare::cli
