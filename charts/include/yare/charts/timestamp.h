// Timestamp: an instant as Go keeps and prints it: nanoseconds, a zone, and a zero that is year 1.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yare::charts {

struct Timestamp {
    static constexpr std::int64_t kZeroSeconds = -62135596800;  // 0001-01-01T00:00:00Z

    std::int64_t seconds = kZeroSeconds;  // since 1970, UTC
    std::int32_t nanoseconds = 0;
    std::int32_t offset = 0;  // of the zone it is printed in, seconds east of UTC

    bool is_zero() const { return seconds == kZeroSeconds && nanoseconds == 0; }
    friend bool operator==(const Timestamp&, const Timestamp&) = default;

    static Timestamp of(std::chrono::system_clock::time_point time);
    static Timestamp of_unix(std::int64_t seconds) { return {seconds, 0, 0}; }
};

// As Go's time.RFC3339Nano: "2024-05-01T10:00:00.5+02:00"; trailing zeros of the fraction are left out.
std::string format_timestamp(const Timestamp& time);
// The reverse; nothing for a text that Go would refuse.
std::optional<Timestamp> parse_timestamp(std::string_view text);

}  // namespace yare::charts
