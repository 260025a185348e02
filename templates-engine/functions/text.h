// Pieces of text handling that several groups of functions share.
#pragma once

#include <string_view>
#include <vector>

#include "call.h"

namespace yare::templates {

using Parts = std::vector<std::string_view>;

// Where `wanted` is in a text, or npos. In linear time, which std::string_view::find is not.
std::size_t find_text(std::string_view text, std::string_view wanted);

// Go's strings.SplitN: at most `most` pieces, none for 0, all for a negative number; an empty separator
// splits after each rune.
Result<Parts> split_text(Call& call, std::string_view text, std::string_view separator, std::int64_t most);

// {_0: first, _1: second, ...}, a map[string]string.
Result<Value> number_parts(Call& call, const Parts& parts);

// A []string of what a list holds, without its nils; of anything else, of that alone; of nil, of nothing.
Result<Value> to_strings(Call& call, const Value& value);
Result<Value> one_string(Call& call, std::string_view text);

}  // namespace yare::templates
