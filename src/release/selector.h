// Label selectors, for storage that has no server to ask: "a=b,c!=d,e,!f".
#pragma once

#include <string_view>

#include "yare/base/result.h"
#include "yare/release/record.h"

namespace yare::release {

// Invalid for what is not understood here: sets ("a in (b,c)") and comparisons.
Result<bool> selects(std::string_view selector, const Labels& labels);

}  // namespace yare::release
