// Looking at the members of a JSON object without decoding them: a record's chart is megabytes that `list`
// never looks into.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::release {

// Calls `visit` with each key (as written between its quotes) and the text of its value. Only the nesting and
// the strings of a value are looked at; whoever reads it finds what else is wrong with it. "null" is an empty
// object.
Result<void> scan_object(
    std::string_view json,
    const std::function<Result<void>(std::string_view key, std::string_view value)>& visit);

// The same for the items of a list.
Result<void> scan_list(std::string_view json,
                       const std::function<Result<void>(std::string_view value)>& visit);

// The text of one member's value; empty when there is none.
Result<std::string_view> scan_member(std::string_view json, std::string_view key);

// The text of a JSON string; "" for null.
Result<std::string> scan_string(std::string_view json);

}  // namespace yare::release
