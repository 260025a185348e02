// Go's layouts, taken apart: "2006-01-02" is the year in four digits, "-", the month in two, "-", the day in
// two.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "yare/data/go_time.h"

namespace yare::inline data {

enum class Field : std::uint8_t {
    None,
    LongMonth,
    Month,
    NumberMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    SpaceDay,
    ZeroDay,
    SpaceYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    UpperHalf,
    LowerHalf,  // PM, pm
    ZoneName,
    // With Z: "Z" for UTC.
    ZoneZ,
    ZoneZSeconds,
    ZoneZShort,
    ZoneZColon,
    ZoneZColonSeconds,
    Zone,
    ZoneSeconds,
    ZoneShort,
    ZoneColon,
    ZoneColonSeconds,
    Fraction,         // ".000": as many digits as there are zeros
    TrimmedFraction,  // ".999": without zeros at the end, and nothing for a whole second
};

struct LayoutPart {
    std::string_view before;  // text that stands for itself
    Field field = Field::None;
    std::string_view name;  // the field as it is written
    std::string_view rest;  // the layout behind it
};

// The first field of a layout, with what stands before it.
LayoutPart next_part(std::string_view layout);

bool is_leap_year(std::int64_t year);
int days_in_month(std::int64_t year, int month);
// Days from 0001-01-01 to the first of January of a year, and within it to the first of a month.
std::int64_t days_before_year(std::int64_t year);
int days_before_month(std::int64_t year, int month);

// The quoting of Go's package time, plainer than strconv's: all past ASCII as bytes.
std::string time_quoted(std::string_view text);

}  // namespace yare::inline data
