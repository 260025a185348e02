// The paths of `set`: "a.b[0].c", "metadata.[key.with.dots]".
#pragma once

#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

// Maps and lists along the path, with the value at its end; items before an index are null.
Result<Map*> value_at_path(std::string_view path, const Value& value, Document& document);

// As values reach a chart: the same with all numbers floating-point ones, in another document.
Value as_chart_value(const Value& value, Document& document);

}  // namespace yare::unittest
