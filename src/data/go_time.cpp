// Times: calendar, arithmetic, and printing by a layout.
#include "yare/data/go_time.h"

#include <limits>

#include "time_layout.h"
#include "yare/data/numbers.h"

namespace yare::inline data {

namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kUnixDays = 719162;  // from 0001-01-01 to 1970-01-01

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

void append_padded(std::string& out, std::int64_t number, std::size_t width, char pad = '0') {
    if (number < 0) out += '-';
    std::string digits;
    append_unsigned(digits, number < 0 ? 0 - std::uint64_t(number) : std::uint64_t(number));
    if (digits.size() < width) out.append(width - digits.size(), pad);
    out += digits;
}

// Carries what is over `base` to the next larger part.
void carry(std::int64_t& high, std::int64_t& low, std::int64_t base) {
    const std::int64_t over = floor_div(low, base);
    high += over;
    low -= over * base;
}

struct OffsetStyle {
    bool z;  // UTC is "Z"
    bool minutes;
    bool seconds;
    bool colons;
};

OffsetStyle offset_style(Field field) {
    switch (field) {
        case Field::ZoneZ:
            return {true, true, false, false};
        case Field::ZoneZSeconds:
            return {true, true, true, false};
        case Field::ZoneZShort:
            return {true, false, false, false};
        case Field::ZoneZColon:
            return {true, true, false, true};
        case Field::ZoneZColonSeconds:
            return {true, true, true, true};
        case Field::ZoneSeconds:
            return {false, true, true, false};
        case Field::ZoneShort:
            return {false, false, false, false};
        case Field::ZoneColon:
            return {false, true, false, true};
        case Field::ZoneColonSeconds:
            return {false, true, true, true};
        default:
            return {false, true, false, false};
    }
}

void append_offset(std::string& out, std::int32_t offset, OffsetStyle style) {
    if (style.z && offset == 0) {
        out += 'Z';
        return;
    }
    // Go: the sign is that of the whole minutes, so the last 59 seconds west of UTC print as "+00".
    const std::int32_t minutes = offset / 60;
    out += minutes < 0 ? '-' : '+';
    const std::int32_t size = minutes < 0 ? -minutes : minutes;
    append_padded(out, size / 60, 2);
    if (style.colons) out += ':';
    if (style.minutes) append_padded(out, size % 60, 2);
    if (!style.seconds) return;
    if (style.colons) out += ':';
    append_padded(out, (offset < 0 ? -offset : offset) % 60, 2);
}

void append_fraction(std::string& out, std::int32_t nanosecond, std::string_view name, bool trimmed) {
    std::string digits;
    append_padded(digits, nanosecond, 9);
    if (digits.size() > name.size() - 1) digits.resize(name.size() - 1);
    if (trimmed) {
        digits.resize(digits.find_last_not_of('0') + 1);
        if (digits.empty()) return;
    }
    out += name.front();
    out += digits;
}

void append_zone_name(std::string& out, const TimeZone::At& zone) {
    if (!zone.abbreviation.empty()) {
        out += zone.abbreviation;
        return;
    }
    append_offset(out, zone.offset, {false, true, false, false});
}

void append_field(std::string& out, const LayoutPart& part, const CivilTime& time, const TimeZone::At& zone) {
    const auto pad = [&](std::int64_t number, std::size_t width, char fill = '0') {
        append_padded(out, number, width, fill);
    };
    const int hour12 = time.hour % 12 == 0 ? 12 : time.hour % 12;
    switch (part.field) {
        case Field::None:
            return;
        case Field::LongMonth:
            out += kMonths[time.month - 1];
            return;
        case Field::Month:
            out += kMonths[time.month - 1].substr(0, 3);
            return;
        case Field::NumberMonth:
            return pad(time.month, 0);
        case Field::ZeroMonth:
            return pad(time.month, 2);
        case Field::LongWeekday:
            out += kWeekdays[time.weekday];
            return;
        case Field::Weekday:
            out += kWeekdays[time.weekday].substr(0, 3);
            return;
        case Field::Day:
            return pad(time.day, 0);
        case Field::SpaceDay:
            return pad(time.day, 2, ' ');
        case Field::ZeroDay:
            return pad(time.day, 2);
        case Field::SpaceYearDay:
            return pad(time.year_day, 3, ' ');
        case Field::ZeroYearDay:
            return pad(time.year_day, 3);
        case Field::Hour:
            return pad(time.hour, 2);
        case Field::Hour12:
            return pad(hour12, 0);
        case Field::ZeroHour12:
            return pad(hour12, 2);
        case Field::Minute:
            return pad(time.minute, 0);
        case Field::ZeroMinute:
            return pad(time.minute, 2);
        case Field::Second:
            return pad(time.second, 0);
        case Field::ZeroSecond:
            return pad(time.second, 2);
        case Field::LongYear:
            return pad(time.year, 4);
        case Field::Year:
            return pad(time.year < 0 ? 0 : time.year % 100, 2);
        case Field::UpperHalf:
            out += time.hour >= 12 ? "PM" : "AM";
            return;
        case Field::LowerHalf:
            out += time.hour >= 12 ? "pm" : "am";
            return;
        case Field::ZoneName:
            return append_zone_name(out, zone);
        case Field::Fraction:
            return append_fraction(out, time.nanosecond, part.name, false);
        case Field::TrimmedFraction:
            return append_fraction(out, time.nanosecond, part.name, true);
        default:
            return append_offset(out, zone.offset, offset_style(part.field));
    }
}

}  // namespace

GoTime GoTime::of(std::chrono::system_clock::time_point time, TimeZone zone) {
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
    const std::int64_t seconds = floor_div(nanoseconds, kSecond);
    return {seconds, std::int32_t(nanoseconds - seconds * kSecond), zone};
}

GoTime GoTime::of(const CivilTime& civil, TimeZone zone) {
    std::int64_t year = civil.year;
    std::int64_t month = civil.month - 1;
    std::int64_t second = civil.second;
    std::int64_t nanosecond = civil.nanosecond;
    carry(year, month, 12);
    carry(second, nanosecond, kSecond);
    const std::int64_t days =
        days_before_year(year) + days_before_month(year, int(month) + 1) + civil.day - 1 - kUnixDays;
    std::int64_t at =
        days * kDaySeconds + civil.hour * std::int64_t{3600} + civil.minute * std::int64_t{60} + second;
    // The offset in force depends on the time that is looked for: the clock's time read as UTC is near enough
    // to find one offset, and that leads to the time at which the right one is found.
    const std::int32_t near = zone.at(at).offset;
    if (near != 0) at -= zone.at(at - near).offset;
    return {at, std::int32_t(nanosecond), zone};
}

GoTime GoTime::plus(std::int64_t nanoseconds) const {
    std::int64_t seconds = seconds_ + nanoseconds / kSecond;
    std::int64_t rest = nanoseconds_ + nanoseconds % kSecond;
    carry(seconds, rest, kSecond);
    return {seconds, std::int32_t(rest), zone_};
}

std::int64_t GoTime::since(const GoTime& other) const {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    std::int64_t seconds = 0;
    std::int64_t out = 0;
    const bool later = other < *this;
    if (__builtin_sub_overflow(seconds_, other.seconds_, &seconds) ||
        __builtin_mul_overflow(seconds, kSecond, &out) ||
        __builtin_add_overflow(out, std::int64_t{nanoseconds_} - other.nanoseconds_, &out)) {
        return later ? kMost : kLeast;
    }
    return out;
}

std::chrono::system_clock::time_point GoTime::point() const {
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::seconds(seconds_) + std::chrono::nanoseconds(nanoseconds_)));
}

CivilTime GoTime::civil() const {
    const std::int64_t clock = seconds_ + zone_.at(seconds_).offset;
    const std::int64_t day = floor_div(clock, kDaySeconds);
    const std::int64_t second = clock - day * kDaySeconds;
    const std::int64_t days = day + kUnixDays;  // since 0001-01-01, a Monday
    std::int64_t year = floor_div(days * 400, 146097) + 1;
    while (days_before_year(year) > days) --year;
    while (days_before_year(year + 1) <= days) ++year;
    CivilTime out;
    out.year = year;
    out.year_day = int(days - days_before_year(year)) + 1;
    while (out.month < 12 && days_before_month(year, out.month + 1) < out.year_day) ++out.month;
    out.day = out.year_day - days_before_month(year, out.month);
    out.hour = int(second / 3600);
    out.minute = int(second / 60 % 60);
    out.second = int(second % 60);
    out.nanosecond = nanoseconds_;
    out.weekday = int((days % 7 + 8) % 7);
    return out;
}

void GoTime::append_format(std::string& out, std::string_view layout) const {
    const CivilTime time = civil();
    const TimeZone::At zone = zone_.at(seconds_);
    while (!layout.empty()) {
        const LayoutPart part = next_part(layout);
        out += part.before;
        append_field(out, part, time, zone);
        layout = part.rest;
    }
}

std::string GoTime::format(std::string_view layout) const {
    std::string out;
    append_format(out, layout);
    return out;
}

}  // namespace yare::inline data
