// TOML as values: whole numbers are int64, dates are times, [[tables]] are lists of maps.
#pragma once

#include "call.h"

namespace yare::templates {

// `toml: line 1 (last key "a"): unexpected EOF; expected value`: the words of Helm's library.
Result<Map*> read_toml(Call& call, std::string_view text);

}  // namespace yare::templates
