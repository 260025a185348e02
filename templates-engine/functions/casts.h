// How sprig makes numbers of whatever it is given: `int "0x10"` is 16, `int 3.9` is 3, and what is no number
// is 0.
#pragma once

#include <cstdint>

#include "yare/data/value.h"

namespace yare::templates {

std::int64_t to_int64(const Value& value);
double to_float64(const Value& value);
// Go's conversion on the machines that Helm runs on: what does not fit is the smallest number.
std::int64_t truncate_to_int64(double number);

}  // namespace yare::templates
