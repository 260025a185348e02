// Methods of values that are no host objects, and the nil values of Go's types.
#pragma once

#include <string_view>

#include "yare/templates/function.h"

namespace yare::templates {

// Of common.Values: they hide entries of the same name. Null when there is none.
const Function* values_method(std::string_view name);
// Of host objects and durations.
const Function* value_method(const Value& value, std::string_view name);

// What a nil without a type becomes as an argument: empty, and for a map frozen.
Value nil_of(Param type, Document& document);

}  // namespace yare::templates
