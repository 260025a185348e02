#include "timestamps.h"

#include <ctime>

#include "yare/charts/timestamp.h"

namespace yare::release {

Timestamp format_time(std::chrono::system_clock::time_point time) {
    charts::Timestamp stamp = charts::Timestamp::of(time);
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    if (localtime_r(&seconds, &local)) stamp.offset = std::int32_t(local.tm_gmtoff);
    return charts::format_timestamp(stamp);
}

}  // namespace yare::release
