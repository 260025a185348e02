#include "yare/charts/timestamp.h"

#include <array>

#include "yare/base/ascii.h"

namespace yare::charts {

namespace {

constexpr std::int64_t kDay = 86400;

// Days since 1970 of a date in the Gregorian calendar, and back. Years begin in March here, so that the leap
// day is the last of its year; 400 years have 146097 days.
std::int64_t days_of(std::int64_t year, int month, int day) {
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct Date {
    std::int64_t year;
    int month;
    int day;
};
Date date_of(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t day_of_era = days - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;
    const int real_month = int(month < 10 ? month + 3 : month - 9);
    return {year_of_era + era * 400 + (real_month <= 2), real_month,
            int(day_of_year - (153 * month + 2) / 5 + 1)};
}

int days_in(std::int64_t year, int month) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return kDays[std::size_t(month - 1)] + (month == 2 && leap);
}

void append_padded(std::string& out, std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    if (text.size() < digits) out.append(digits - text.size(), '0');
    out += text;
}

// Reads a text from its start, piece by piece.
struct Reader {
    std::string_view rest;
    bool good = true;

    int number(std::size_t digits) {
        int value = 0;
        if (rest.size() < digits) good = false;
        for (std::size_t index = 0; good && index < digits; ++index) {
            const char c = rest[index];
            if (c < '0' || c > '9') good = false;
            value = value * 10 + (c - '0');
        }
        if (good) rest.remove_prefix(digits);
        return value;
    }
    void expect(char c) {
        if (rest.empty() || rest[0] != c) {
            good = false;
        } else {
            rest.remove_prefix(1);
        }
    }
    // ".5" as nanoseconds; digits past the ninth are cut off, as Go does.
    std::int32_t fraction() {
        if (rest.empty() || rest[0] != '.') return 0;
        rest.remove_prefix(1);
        std::int32_t nanoseconds = 0;
        std::size_t digits = 0;
        while (digits < rest.size() && ascii::is_digit(rest[digits])) {
            if (digits < 9) nanoseconds = nanoseconds * 10 + (rest[digits] - '0');
            ++digits;
        }
        if (digits == 0) good = false;
        rest.remove_prefix(digits);
        for (; digits < 9; ++digits) nanoseconds *= 10;
        return nanoseconds;
    }
};

}  // namespace

Timestamp Timestamp::of(std::chrono::system_clock::time_point time) {
    const auto since = time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
    return {seconds.count(), std::int32_t(rest.count()), 0};
}

std::string format_timestamp(const Timestamp& time) {
    const std::int64_t local = time.seconds + time.offset;
    std::int64_t days = local / kDay;
    std::int64_t second = local % kDay;
    if (second < 0) {
        second += kDay;
        --days;
    }
    const Date date = date_of(days);
    std::string out;
    append_padded(out, date.year, 4);
    out += '-';
    append_padded(out, date.month, 2);
    out += '-';
    append_padded(out, date.day, 2);
    out += 'T';
    append_padded(out, second / 3600, 2);
    out += ':';
    append_padded(out, second / 60 % 60, 2);
    out += ':';
    append_padded(out, second % 60, 2);
    if (time.nanoseconds != 0) {
        out += '.';
        append_padded(out, time.nanoseconds, 9);
        while (out.back() == '0') out.pop_back();
    }
    if (time.offset == 0) return out += 'Z';
    const std::int32_t minutes = (time.offset < 0 ? -time.offset : time.offset) / 60;
    out += time.offset < 0 ? '-' : '+';
    append_padded(out, minutes / 60, 2);
    out += ':';
    append_padded(out, minutes % 60, 2);
    return out;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    Reader in{text};
    const int year = in.number(4);
    in.expect('-');
    const int month = in.number(2);
    in.expect('-');
    const int day = in.number(2);
    in.expect('T');
    const int hour = in.number(2);
    in.expect(':');
    const int minute = in.number(2);
    in.expect(':');
    const int second = in.number(2);
    if (!in.good) return std::nullopt;
    Timestamp out;
    out.nanoseconds = in.fraction();
    if (!in.good || in.rest.empty()) return std::nullopt;
    const char zone = in.rest[0];
    in.rest.remove_prefix(1);
    if (zone == '+' || zone == '-') {
        const int hours = in.number(2);
        in.expect(':');
        const int minutes = in.number(2);
        if (hours > 23 || minutes > 59) return std::nullopt;
        out.offset = (hours * 60 + minutes) * 60 * (zone == '-' ? -1 : 1);
    } else if (zone != 'Z') {
        return std::nullopt;
    }
    if (!in.good || !in.rest.empty()) return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
    if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
    out.seconds =
        days_of(year, month, day) * kDay + (hour * 60 + minute) * std::int64_t{60} + second - out.offset;
    return out;
}

}  // namespace yare::charts
