// What a plain YAML scalar means to Go's reader (YAML 1.1 with its own numbers), for the readers, and for the
// writer that must quote what would be read as something else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::inline data::yaml {

enum class Tag : std::uint8_t { None, Null, Bool, Int, Float, Timestamp, String, Binary, Merge, Other };

struct Typed {
    Tag tag = Tag::String;
    Value value;  // not set for strings and timestamps: their value is the text
};

// `hint_tag` None: an untagged plain scalar. Only tags up to String are looked at.
Typed resolve(std::string_view text, Tag hint_tag = Tag::None);

// The same as version 3 of Go's library has it: of the words, only true, false and null in their spellings
// mean something.
Typed resolve_v3(std::string_view text, Tag hint_tag = Tag::None);

// True when the text, unquoted, would not be read as a string.
bool reads_as_other_than_string(std::string_view text);
// The same as the version 3 encoder has it.
bool reads_as_other_than_string_v3(std::string_view text);
// "12:30:45", which YAML 1.1 takes for a number in base 60 and this reader does not; written quoted all the
// same.
bool is_base60(std::string_view text);
// One of the four layouts of a timestamp.
bool is_timestamp(std::string_view text);

// False when the first character alone says that a plain scalar is a string.
bool may_be_other_than_string(char first);

// "tag:yaml.org,2002:int" to Int; anything else to Other.
Tag tag_of(std::string_view long_tag);
// "!!int"; `long_tag` unchanged when it is none of YAML's own.
std::string short_tag(std::string_view long_tag);
std::string_view short_name(Tag tag);

}  // namespace yare::inline data::yaml
