// The order of keys in YAML that was written, for those who walk maps as if they had been written and read
// again.
#pragma once

#include <string_view>

namespace yare::inline data {

// As write_yaml_pretty has it: numbers inside keys by value, letters after everything else.
bool pretty_key_before(std::string_view left, std::string_view right);

}  // namespace yare::inline data
