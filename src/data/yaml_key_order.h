// The order in which goyaml writes the keys of a map: numbers inside keys by value, letters after everything
// else.
#pragma once

#include <string_view>

namespace yare::inline data::yaml {

// As the version 2 encoder (toYaml).
bool natural_less(std::string_view left, std::string_view right);
// As the version 3 encoder (toYamlPretty).
bool natural_less_v3(std::string_view left, std::string_view right);

}  // namespace yare::inline data::yaml
