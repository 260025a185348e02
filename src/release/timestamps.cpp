#include "timestamps.h"

#include "yare/data/go_time.h"

namespace yare::release {

Timestamp format_time(std::chrono::system_clock::time_point time) { return GoTime::of(time).json(); }

}  // namespace yare::release
