// Go's filepath.Match: `*` and `?` stop at '/', `[a-z]`, `[^a]`, backslash escapes.
#pragma once

#include <string_view>

#include "yare/base/result.h"

namespace yare::charts {

// Whether the whole of `name` matches. Error: "syntax error in pattern".
Result<bool> path_match(std::string_view pattern, std::string_view name);

}  // namespace yare::charts
