// Reading times by a layout, with Go's errors.
#include <algorithm>
#include <optional>
#include <span>

#include "time_layout.h"
#include "yare/base/ascii.h"
#include "yare/data/go_time.h"
#include "yare/data/numbers.h"

namespace yare::inline data {

namespace {

bool is_digit(std::string_view text, std::size_t at) { return at < text.size() && ascii::is_digit(text[at]); }

bool take_spaces(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    return true;
}

// The sign and the number of hours of "+3", "-11"; 0 when it is no such thing.
std::size_t signed_offset_size(std::string_view text) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return 0;
    std::size_t size = 1;
    int hours = 0;
    for (; is_digit(text, size); ++size) hours = std::min(hours * 10 + (text[size] - '0'), 1000);
    return size == 1 || hours > 23 ? 0 : size;
}

// How much of a text looks like the name of a zone: 3 or 4 capitals, 5 with a T at the end, "GMT+3", "+03".
std::size_t zone_name_size(std::string_view text) {
    if (text.size() < 3) return 0;
    if (text.starts_with("ChST") || text.starts_with("MeST")) return 4;
    if (text.starts_with("GMT")) return 3 + signed_offset_size(text.substr(3));
    if (text.front() == '+' || text.front() == '-') return signed_offset_size(text);
    std::size_t capitals = 0;
    while (capitals < 6 && capitals < text.size() && ascii::is_upper(text[capitals])) ++capitals;
    if (capitals == 5 && text[4] == 'T') return 5;
    if (capitals == 4 && (text[3] == 'T' || text.starts_with("WITA"))) return 4;
    return capitals == 3 ? 3 : 0;
}

class TimeReader {
  public:
    TimeReader(std::string_view layout, std::string_view text, TimeZone zone, TimeZone local)
        : layout_(layout), text_(text), rest_(text), zone_(zone), local_(local) {}

    Result<GoTime> read() {
        std::string_view layout = layout_;
        while (true) {
            const LayoutPart part = next_part(layout);
            if (!skip(part.before)) return mismatch(left_of_prefix_, rest_);
            if (part.field == Field::None) break;
            layout = part.rest;
            const std::string_view before = rest_;
            const bool fits = read_field(part, layout);
            if (out_of_range_) return refused(std::string(": ") + out_of_range_ + " out of range");
            if (!fits) return mismatch(part.name, before);
        }
        if (!rest_.empty()) return refused(": extra text: " + time_quoted(rest_));
        return finish();
    }

  private:
    Error mismatch(std::string_view element, std::string_view value) const {
        return Error(ErrorCode::Invalid, "parsing time " + time_quoted(text_) + " as " +
                                             time_quoted(layout_) + ": cannot parse " + time_quoted(value) +
                                             " as " + time_quoted(element));
    }
    Error refused(const std::string& why) const {
        return Error(ErrorCode::Invalid, "parsing time " + time_quoted(text_) + why);
    }

    // Text of the layout that stands for itself; a space stands for any number of them.
    bool skip(std::string_view prefix) {
        left_of_prefix_ = prefix;
        while (!prefix.empty()) {
            if (prefix.front() == ' ') {
                if (!rest_.empty() && rest_.front() != ' ') return false;
                take_spaces(prefix);
                take_spaces(rest_);
                continue;
            }
            if (rest_.empty() || rest_.front() != prefix.front()) return false;
            prefix.remove_prefix(1);
            rest_.remove_prefix(1);
        }
        return true;
    }

    std::string_view take(std::size_t size) {
        const std::string_view out = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return out;
    }

    // One or two digits; just two when `fixed`.
    bool number(int& out, bool fixed) {
        if (!is_digit(rest_, 0) || (fixed && !is_digit(rest_, 1))) return false;
        const std::size_t size = is_digit(rest_, 1) ? 2 : 1;
        out = 0;
        for (const char digit : take(size)) out = out * 10 + (digit - '0');
        return true;
    }

    bool number_below(int& out, bool fixed, int bound, const char* what) {
        if (!number(out, fixed)) return false;
        if (out >= bound) out_of_range_ = what;
        return true;
    }

    bool name_of(std::span<const std::string_view> names, std::size_t size, int& out) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string_view name = names[i].substr(0, size);
            if (rest_.size() < name.size() || !ascii::equal_fold(rest_.substr(0, name.size()), name))
                continue;
            rest_.remove_prefix(name.size());
            out = int(i);
            return true;
        }
        return false;
    }

    bool month_name(std::size_t size) {
        int index = 0;
        if (!name_of(kMonths, size, index)) return false;
        month_ = index + 1;
        return true;
    }

    bool weekday_name(std::size_t size) {
        int ignored = 0;
        return name_of(kWeekdays, size, ignored);
    }

    bool month_number(bool fixed) {
        int month = 0;
        if (!number(month, fixed)) return false;
        if (month < 1 || month > 12) out_of_range_ = "month";
        month_ = month;
        return true;
    }

    bool day_number(bool fixed) {
        int day = 0;
        if (!number(day, fixed)) return false;
        day_ = day;
        return true;
    }

    bool year_day_number(bool fixed) {
        int day = 0;
        std::size_t digits = 0;
        for (; digits < 3 && is_digit(rest_, digits); ++digits) day = day * 10 + (rest_[digits] - '0');
        if (digits == 0 || (fixed && digits != 3)) return false;
        take(digits);
        year_day_ = day;
        return true;
    }

    bool year(std::size_t digits) {
        if (rest_.size() < digits || (digits == 4 && !is_digit(rest_, 0))) return false;
        const auto parsed = parse_int(take(digits), 10);
        if (!parsed) return false;
        time_.year = parsed.value;
        if (digits == 2) time_.year += time_.year >= 69 ? 1900 : 2000;
        return true;
    }

    bool half(std::string_view before, std::string_view after) {
        if (rest_.size() < 2) return false;
        const std::string_view word = take(2);
        afternoon_ = afternoon_ || word == after;
        forenoon_ = forenoon_ || word == before;
        return word == before || word == after;
    }

    // A point or comma and `size` - 1 digits; the first nine count.
    bool fraction(std::size_t size) {
        if (rest_.size() < size || (rest_.front() != '.' && rest_.front() != ',')) return false;
        std::int32_t nanoseconds = 0;
        const std::string_view digits = take(size).substr(1);
        for (std::size_t i = 0; i < 9; ++i) {
            if (i < digits.size() && !is_digit(digits, i)) return false;
            nanoseconds = nanoseconds * 10 + (i < digits.size() ? digits[i] - '0' : 0);
        }
        time_.nanosecond = nanoseconds;
        return true;
    }

    bool any_fraction() {
        const bool there =
            rest_.size() >= 2 && (rest_.front() == '.' || rest_.front() == ',') && is_digit(rest_, 1);
        std::size_t size = 1;
        while (is_digit(rest_, size)) ++size;
        return !there || fraction(size);
    }

    bool second(bool fixed, std::string_view layout) {
        if (!number_below(time_.second, fixed, 60, "second")) return false;
        if (out_of_range_) return true;
        // Go: a fraction is read although the layout has none.
        const Field next = next_part(layout).field;
        if (next == Field::Fraction || next == Field::TrimmedFraction) return true;
        return any_fraction();
    }

    bool offset(std::size_t digits, bool colons) {
        const std::size_t size = 1 + digits + (colons ? digits / 2 - 1 : 0);
        if (rest_.size() < size) return false;
        const std::string_view text = take(size);
        const std::size_t step = colons ? 3 : 2;
        for (std::size_t at = 3; colons && at < size; at += step) {
            if (text[at] != ':') return false;
        }
        // Go: parts out of range are told before what is no number.
        int parts[3] = {};
        bool fits = text.front() == '-' || text.front() == '+';
        for (std::size_t i = 0; i < digits / 2; ++i) {
            const std::size_t at = 1 + i * step;
            if (!is_digit(text, at) || !is_digit(text, at + 1)) {
                fits = false;
                break;
            }
            parts[i] = (text[at] - '0') * 10 + (text[at + 1] - '0');
        }
        if (parts[0] > 24) out_of_range_ = "time zone offset hour";
        if (parts[1] > 60) out_of_range_ = "time zone offset minute";
        if (parts[2] > 60) out_of_range_ = "time zone offset second";
        const std::int32_t seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        offset_ = text.front() == '-' ? -seconds : seconds;
        return fits;
    }

    bool utc_or_offset(std::size_t digits, bool colons) {
        if (!rest_.starts_with('Z')) return offset(digits, colons);
        take(1);
        is_utc_ = true;
        return true;
    }

    bool zone_name() {
        if (rest_.starts_with("UTC")) {
            take(3);
            is_utc_ = true;
            return true;
        }
        const std::size_t size = zone_name_size(rest_);
        zone_name_ = take(size);
        return size > 0;
    }

    bool read_field(const LayoutPart& part, std::string_view layout) {
        const auto skip_spaces = [&](int most) {
            for (; most > 0 && rest_.starts_with(' '); --most) rest_.remove_prefix(1);
        };
        switch (part.field) {
            case Field::LongMonth:
                return month_name(std::string_view::npos);
            case Field::Month:
                return month_name(3);
            case Field::NumberMonth:
                return month_number(false);
            case Field::ZeroMonth:
                return month_number(true);
            case Field::LongWeekday:
                return weekday_name(std::string_view::npos);
            case Field::Weekday:
                return weekday_name(3);
            case Field::SpaceDay:
                skip_spaces(1);
                return day_number(false);
            case Field::Day:
                return day_number(false);
            case Field::ZeroDay:
                return day_number(true);
            case Field::SpaceYearDay:
                skip_spaces(2);
                return year_day_number(false);
            case Field::ZeroYearDay:
                return year_day_number(true);
            case Field::Hour:
                return number_below(time_.hour, false, 24, "hour");
            case Field::Hour12:
                return number_below(time_.hour, false, 13, "hour");
            case Field::ZeroHour12:
                return number_below(time_.hour, true, 13, "hour");
            case Field::Minute:
                return number_below(time_.minute, false, 60, "minute");
            case Field::ZeroMinute:
                return number_below(time_.minute, true, 60, "minute");
            case Field::Second:
                return second(false, layout);
            case Field::ZeroSecond:
                return second(true, layout);
            case Field::LongYear:
                return year(4);
            case Field::Year:
                return year(2);
            case Field::UpperHalf:
                return half("AM", "PM");
            case Field::LowerHalf:
                return half("am", "pm");
            case Field::ZoneName:
                return zone_name();
            case Field::ZoneZ:
                return utc_or_offset(4, false);
            case Field::ZoneZSeconds:
                return utc_or_offset(6, false);
            case Field::ZoneZShort:
                return utc_or_offset(2, false);
            case Field::ZoneZColon:
                return utc_or_offset(4, true);
            case Field::ZoneZColonSeconds:
                return utc_or_offset(6, true);
            case Field::Zone:
                return offset(4, false);
            case Field::ZoneSeconds:
                return offset(6, false);
            case Field::ZoneShort:
                return offset(2, false);
            case Field::ZoneColon:
                return offset(4, true);
            case Field::ZoneColonSeconds:
                return offset(6, true);
            case Field::Fraction:
                return fraction(part.name.size());
            case Field::TrimmedFraction:
                return any_fraction();
            case Field::None:
                break;
        }
        return true;
    }

    // The day of the year sets month and day, or must agree with them.
    Result<void> use_year_day() {
        if (!year_day_) return {};
        const int days = is_leap_year(time_.year) ? 366 : 365;
        if (*year_day_ < 1 || *year_day_ > days) return refused(": day-of-year out of range");
        int month = 1;
        while (month < 12 && days_before_month(time_.year, month + 1) < *year_day_) ++month;
        const int day = *year_day_ - days_before_month(time_.year, month);
        if (month_ && *month_ != month) return refused(": day-of-year does not match month");
        if (day_ && *day_ != day) return refused(": day-of-year does not match day");
        month_ = month;
        day_ = day;
        return {};
    }

    Result<GoTime> finish() {
        if (afternoon_ && time_.hour < 12)
            time_.hour += 12;
        else if (!afternoon_ && forenoon_ && time_.hour == 12)
            time_.hour = 0;
        YARE_TRY(use_year_day());
        time_.month = month_.value_or(1);
        time_.day = day_.value_or(1);
        if (time_.day < 1 || time_.day > days_in_month(time_.year, time_.month)) {
            return refused(": day out of range");
        }
        if (is_utc_) return GoTime::of(time_, {});
        if (offset_) return at_offset(*offset_);
        if (!zone_name_.empty()) return in_named_zone();
        return GoTime::of(time_, zone_);
    }

    GoTime at_offset(std::int32_t offset) const {
        const GoTime clock = GoTime::of(time_, {});
        const std::int64_t seconds = clock.unix_seconds() - offset;
        const TimeZone::At here = local_.at(seconds);
        const bool is_local =
            here.offset == offset && (zone_name_.empty() || here.abbreviation == zone_name_);
        return {seconds, clock.nanoseconds(), is_local ? local_ : TimeZone::fixed(zone_name_, offset)};
    }

    GoTime in_named_zone() const {
        const GoTime clock = GoTime::of(time_, {});
        if (const auto offset = local_.offset_named(zone_name_, clock.unix_seconds())) {
            return {clock.unix_seconds() - *offset, clock.nanoseconds(), local_};
        }
        // Go: a name that is not known here says nothing about the time, but for GMT's own offsets.
        std::int32_t offset = 0;
        if (zone_name_.size() > 3 && zone_name_.starts_with("GMT")) {
            offset = std::int32_t(parse_int(zone_name_.substr(3), 10).value) * 3600;
        }
        return {clock.unix_seconds(), clock.nanoseconds(), TimeZone::fixed(zone_name_, offset)};
    }

    std::string_view layout_;
    std::string_view text_;
    std::string_view rest_;
    TimeZone zone_;
    TimeZone local_;
    std::string_view left_of_prefix_;
    const char* out_of_range_ = nullptr;

    CivilTime time_{.year = 0};
    std::optional<int> month_;
    std::optional<int> day_;
    std::optional<int> year_day_;
    bool afternoon_ = false;
    bool forenoon_ = false;
    bool is_utc_ = false;
    std::optional<std::int32_t> offset_;
    std::string_view zone_name_;
};

}  // namespace

Result<GoTime> parse_time(std::string_view layout, std::string_view text, TimeZone zone, TimeZone local) {
    return TimeReader(layout, text, zone, local).read();
}

}  // namespace yare::inline data
