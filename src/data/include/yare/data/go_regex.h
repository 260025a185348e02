// Go's regular expressions as RE2 programs: the two read nearly the same language, what differs in syntax is
// rewritten, and error texts are Go's.
#pragma once

#include <memory>
#include <string_view>

#include "yare/base/result.h"

namespace re2 {
class RE2;
}

namespace yare::inline data {

// "error parsing regexp: missing closing ): `a(b`".
Result<std::unique_ptr<re2::RE2>> compile_go_regex(std::string_view expression);

}  // namespace yare::inline data
