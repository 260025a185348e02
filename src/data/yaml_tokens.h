// The tokens of a YAML text, and its comments between them, each with the token that it goes with.
#pragma once

#include <yaml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libyaml_text.h"

namespace yare::inline data::yaml {

struct Mark {
    std::size_t index = 0;   // in bytes
    std::size_t line = 0;    // from 0
    std::size_t column = 0;  // in characters, from 0
};

struct Token {
    yaml_token_type_t type = YAML_NO_TOKEN;
    Mark begin;
    std::size_t end = 0;  // in bytes
    yaml_scalar_style_t style = YAML_ANY_SCALAR_STYLE;
    std::string value;   // of a scalar, an anchor, an alias; of a tag its handle
    std::string suffix;  // of a tag; of a directive the prefix
};

// Helm: a comment belongs to the token that begins where `token` says, or to the next one behind it.
struct Comment {
    enum class Place { Head, Line, Foot };
    Place place = Place::Head;
    Mark scan;  // where the blanks began that it stands in
    Mark token;
    Mark begin;  // its column counts from 1
    std::size_t end = 0;
    std::string text;
};

struct TokenStream {
    std::vector<Token> tokens;
    std::vector<Comment> comments;  // in the order in which they are come upon
};

// The text must have been read before, so that it is known to be well formed; `readable` is what
// parse_document has left of it for libyaml.
TokenStream scan_tokens(std::string_view text, const LibyamlText& readable);

}  // namespace yare::inline data::yaml
