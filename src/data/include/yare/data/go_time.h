// Times and durations as Go has them: layouts written as an example time ("2006-01-02 15:04:05"), its texts
// and its errors.
//
//     GoTime now = GoTime::of(clock.now());
//     now.format(layout::kRfc3339);
//     GoTime deployed = YARE_TRY(parse_time(layout::kRfc3339Nano, "2026-01-02T03:04:05.5Z"));
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/time_zone.h"

namespace yare::inline data {

namespace layout {
inline constexpr std::string_view kRfc3339 = "2006-01-02T15:04:05Z07:00";
inline constexpr std::string_view kRfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";
inline constexpr std::string_view kAnsiC = "Mon Jan _2 15:04:05 2006";
// What printing a time gives.
inline constexpr std::string_view kString = "2006-01-02 15:04:05.999999999 -0700 MST";
inline constexpr std::string_view kDate = "2006-01-02";
}  // namespace layout

inline constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                               "May",       "June",     "July",     "August",
                                               "September", "October",  "November", "December"};
inline constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                 "Thursday", "Friday", "Saturday"};

// The parts of a time on the clocks and calendars of its zone.
struct CivilTime {
    std::int64_t year = 1;
    int month = 1;  // 1 to 12
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int32_t nanosecond = 0;
    int weekday = 1;   // 0 is Sunday
    int year_day = 1;  // 1 to 366
};

class GoTime {
  public:
    // Go's zero time, 0001-01-01 00:00:00 UTC.
    constexpr GoTime() = default;
    constexpr GoTime(std::int64_t unix_seconds, std::int32_t nanoseconds, TimeZone zone = {})
        : seconds_(unix_seconds), nanoseconds_(nanoseconds), zone_(zone) {}
    static GoTime of(std::chrono::system_clock::time_point time, TimeZone zone = TimeZone::local());
    // Parts may be out of range and then carry over; a time that a clock shows twice or never is one of the
    // two, as in Go.
    static GoTime of(const CivilTime& civil, TimeZone zone);

    std::int64_t unix_seconds() const { return seconds_; }
    std::int32_t nanoseconds() const { return nanoseconds_; }
    const TimeZone& zone() const { return zone_; }
    bool is_zero() const { return seconds_ == GoTime().seconds_ && nanoseconds_ == 0; }
    GoTime in(TimeZone zone) const { return {seconds_, nanoseconds_, zone}; }
    GoTime plus(std::int64_t nanoseconds) const;
    // Nanoseconds between two times; what does not fit is the largest or smallest there is.
    std::int64_t since(const GoTime& other) const;
    std::chrono::system_clock::time_point point() const;

    CivilTime civil() const;
    std::string format(std::string_view layout) const;
    void append_format(std::string& out, std::string_view layout) const;
    std::string text() const { return format(layout::kString); }
    // As JSON has it (without quotes): RFC 3339 with nanoseconds. Helm's records and indexes hold these.
    std::string json() const { return format(layout::kRfc3339Nano); }

    friend bool operator==(const GoTime& a, const GoTime& b) {
        return a.seconds_ == b.seconds_ && a.nanoseconds_ == b.nanoseconds_;
    }
    friend bool operator<(const GoTime& a, const GoTime& b) {
        return a.seconds_ != b.seconds_ ? a.seconds_ < b.seconds_ : a.nanoseconds_ < b.nanoseconds_;
    }

  private:
    std::int64_t seconds_ = -62135596800;
    std::int32_t nanoseconds_ = 0;
    TimeZone zone_;
};

// time.Parse: `zone` is the zone of a text that names none; offsets and abbreviations are looked for in
// `local` first. (time.ParseInLocation has the same zone for both.) The error is Go's: `parsing time "x" as
// "2006": cannot parse "x" as "2006"`.
Result<GoTime> parse_time(std::string_view layout, std::string_view text, TimeZone zone = {},
                          TimeZone local = TimeZone::local());

// time.Duration: nanoseconds. "1h30m0s", "1.5s", "0s".
std::string duration_text(std::int64_t nanoseconds);
// `time: invalid duration "x"`, `time: missing unit in duration "1"`, `time: unknown unit "x" in duration
// "1x"`.
Result<std::int64_t> parse_duration(std::string_view text);
// Duration.Hours and the like: whole units and the rest apart, so that no digit is lost.
double duration_in(std::int64_t nanoseconds, std::int64_t unit);
// To the nearest multiple, a half away from zero; toward zero. As it is when `unit` is not positive.
std::int64_t round_duration(std::int64_t nanoseconds, std::int64_t unit);
std::int64_t truncate_duration(std::int64_t nanoseconds, std::int64_t unit);

inline constexpr std::int64_t kMicrosecond = 1'000;
inline constexpr std::int64_t kMillisecond = 1'000'000;
inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;

}  // namespace yare::inline data
