#include "time_layout.h"

#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

bool is_digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && ascii::is_digit(text[at]);
}

struct Known {
    std::string_view name;
    Field field;
};

// Longer names before those that they begin with.
constexpr Known kKnown[] = {
    {"January", Field::LongMonth},
    {"Monday", Field::LongWeekday},
    {"MST", Field::ZoneName},
    {"01", Field::ZeroMonth},
    {"02", Field::ZeroDay},
    {"03", Field::ZeroHour12},
    {"04", Field::ZeroMinute},
    {"05", Field::ZeroSecond},
    {"06", Field::Year},
    {"002", Field::ZeroYearDay},
    {"15", Field::Hour},
    {"1", Field::NumberMonth},
    {"2006", Field::LongYear},
    {"2", Field::Day},
    {"__2", Field::SpaceYearDay},
    {"3", Field::Hour12},
    {"4", Field::Minute},
    {"5", Field::Second},
    {"PM", Field::UpperHalf},
    {"pm", Field::LowerHalf},
    {"-070000", Field::ZoneSeconds},
    {"-07:00:00", Field::ZoneColonSeconds},
    {"-0700", Field::Zone},
    {"-07:00", Field::ZoneColon},
    {"-07", Field::ZoneShort},
    {"Z070000", Field::ZoneZSeconds},
    {"Z07:00:00", Field::ZoneZColonSeconds},
    {"Z0700", Field::ZoneZ},
    {"Z07:00", Field::ZoneZColon},
    {"Z07", Field::ZoneZShort},
};

// The field that a text begins with: its length, or 0.
std::size_t field_at(std::string_view text, Field& field) {
    for (const Known& known : kKnown) {
        if (text.starts_with(known.name)) {
            field = known.field;
            return known.name.size();
        }
    }
    const bool word_goes_on = text.size() > 3 && ascii::is_lower(text[3]);
    if (text.starts_with("Jan") && !word_goes_on) return field = Field::Month, 3;
    if (text.starts_with("Mon") && !word_goes_on) return field = Field::Weekday, 3;
    // Go: in "_2006" the year is meant, behind a line that stands for itself.
    if (text.starts_with("_2") && !text.starts_with("_2006")) return field = Field::SpaceDay, 2;
    if ((text.front() == '.' || text.front() == ',') && text.size() > 1 &&
        (text[1] == '0' || text[1] == '9')) {
        std::size_t end = 1;
        while (end < text.size() && text[end] == text[1]) ++end;
        if (is_digit_at(text, end)) return 0;
        field = text[1] == '0' ? Field::Fraction : Field::TrimmedFraction;
        return end;
    }
    return 0;
}

}  // namespace

LayoutPart next_part(std::string_view layout) {
    for (std::size_t i = 0; i < layout.size(); ++i) {
        Field field = Field::None;
        const std::size_t size = field_at(layout.substr(i), field);
        if (size > 0) return {layout.substr(0, i), field, layout.substr(i, size), layout.substr(i + size)};
    }
    return {layout, Field::None, {}, {}};
}

bool is_leap_year(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_before_year(std::int64_t year) {
    const std::int64_t before = year - 1;
    const auto floored = [&](std::int64_t by) { return before / by - (before % by < 0 ? 1 : 0); };
    return before * 365 + floored(4) - floored(100) + floored(400);
}

int days_before_month(std::int64_t year, int month) {
    constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return kBefore[month - 1] + (month > 2 && is_leap_year(year) ? 1 : 0);
}

int days_in_month(std::int64_t year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

std::string time_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || byte < ' ') {
            out += "\\x";
            out += "0123456789abcdef"[byte >> 4];
            out += "0123456789abcdef"[byte & 15];
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace yare::inline data
