// Values as Go's "%#v" prints them, for the few error texts that hold one.
#pragma once

#include <string>

#include "yaml_nodes.h"

namespace yare::inline data::yaml {

// What goyaml.v2 makes of a node: "a", 1, []interface {}{"a", 1}, map[interface {}]interface {}{"a":1},
// <nil>. Cut short where aliases would make it endless.
std::string go_syntax(const Node& node);

}  // namespace yare::inline data::yaml
