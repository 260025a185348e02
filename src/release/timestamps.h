// The times of records, as text.
#pragma once

#include <chrono>

#include "yare/release/record.h"

namespace yare::release {

// As Go's time.Now() is written: RFC 3339 with nanoseconds, in the zone of the place.
Timestamp format_time(std::chrono::system_clock::time_point time);

}  // namespace yare::release
