// Values as Go's fmt prints them in Helm's warnings. Private to this library.
#pragma once

#include <string>

#include "yare/data/value.h"

namespace yare::charts {

// "%v": map[a:1 b:[x y]].
std::string go_print(const Value& value);
// "%t", which is for truth values and says so of anything else: %!t(float64=5).
std::string go_print_truth(const Value& value);
// As in "interface conversion: interface {} is TYPE": "map[string]interface {}".
std::string_view go_type_name(const Value& value);

}  // namespace yare::charts
