// Dates, times, durations and periods.
#include <algorithm>
#include <array>
#include <charconv>

#include "format_parts.h"
#include "yare/data/go_time.h"

namespace yare::schema {

namespace {

// "08", also with a sign, as Go's Atoi reads it.
std::optional<int> read_int(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.starts_with('-') ? text.size() < 2 : text.empty()) return std::nullopt;
    int out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

// Takes "+hh:mm" or "Z" off, as minutes to add.
Problem offset_problem(std::string_view text, int& minutes) {
    minutes = 0;
    if (text == "z" || text == "Z") return std::nullopt;
    if (text.size() != 6) return "offset must be 6 characters long";
    if (text[0] != '+' && text[0] != '-') return "offset must begin with plus/minus";
    if (text[3] != ':') return "missing colon in offset in correct place";
    std::array<int, 2> parts{};
    for (std::size_t i = 0; i < 2; ++i) {
        const std::optional<int> part = read_int(text.substr(1 + 3 * i, 2));
        if (!part) return "invalid hour/min in offset";
        if (*part < 0) return "non-positive hour/min in offset";
        parts[i] = *part;
    }
    if (parts[0] > 23 || parts[1] > 59) return "hour/min in offset out of range";
    minutes = (text[0] == '+' ? -1 : 1) * (parts[0] * 60 + parts[1]);
    return std::nullopt;
}

}  // namespace

Problem date_problem(std::string_view text) {
    const Result<GoTime> time = parse_time(layout::kDate, text);
    if (!time) return time.error().text();
    return std::nullopt;
}

Problem time_problem(std::string_view text) {
    if (text.size() < 9) return "less than 9 characters long";
    if (text[2] != ':' || text[5] != ':') return "missing colon in correct place";
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::optional<int> part = read_int(text.substr(3 * i, 2));
        if (!part) return "invalid hour/min/sec";
        if (*part < 0) return "non-positive hour/min/sec";
        parts[i] = *part;
    }
    const auto [hour, minute, second] = parts;
    if (hour > 23 || minute > 59 || second > 60) return "hour/min/sec out of range";
    text.remove_prefix(8);
    if (text.starts_with('.')) {
        const std::size_t digits = leading_digits(text.substr(1));
        if (digits == 0) return "no digits in second fraction";
        text.remove_prefix(1 + digits);
    }
    int offset = 0;
    if (Problem problem = offset_problem(text, offset)) return problem;
    // The last minute of a day in UTC may have 61 seconds.
    const int day = 24 * 60;
    int in_utc = hour * 60 + minute + offset;
    if (in_utc < 0) in_utc += day;
    if (second == 60 && in_utc != day - 1) return "invalid leap second";
    return std::nullopt;
}

Problem date_time_problem(std::string_view text) {
    if (text.size() < 20) return "less than 20 characters long";
    if (text[10] != 't' && text[10] != 'T') return "11th character must be t or T";
    if (Problem problem = within("invalid date element", date_problem(text.substr(0, 10)))) return problem;
    return within("invalid time element", time_problem(text.substr(11)));
}

namespace {

// "1Y2M" by "YMD", "1H" by "HMS".
Problem elements_problem(std::string_view text, std::string_view all_units) {
    std::string_view units = all_units;
    while (!text.empty()) {
        const std::size_t digits = leading_digits(text);
        if (digits == 0) return "missing number";
        text.remove_prefix(digits);
        if (text.empty()) return "missing unit";
        const std::string unit = quoted_rune(static_cast<unsigned char>(text[0]));
        const std::size_t at = units.find(text[0]);
        if (at == std::string_view::npos) {
            const bool known = all_units.find(text[0]) != std::string_view::npos;
            return known ? "unit " + unit + " out of order" : "invalid unit " + unit;
        }
        units.remove_prefix(at + 1);
        text.remove_prefix(1);
    }
    return std::nullopt;
}

}  // namespace

Problem duration_problem(std::string_view text) {
    if (!text.starts_with('P')) return "must start with P";
    text.remove_prefix(1);
    if (text.empty()) return "nothing after P";
    if (text.ends_with('W')) {
        text.remove_suffix(1);
        if (text.empty()) return "no number in week";
        if (leading_digits(text) != text.size()) return "invalid week";
        return std::nullopt;
    }
    const auto parts = split(text, 'T');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && parts[i].empty()) return "no time elements";
        if (i > 1) return "more than one T";
        if (Problem problem = elements_problem(parts[i], i == 0 ? "YMD" : "HMS")) return problem;
    }
    return std::nullopt;
}

Problem period_problem(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return "missing slash";
    const std::string_view start = text.substr(0, slash);
    const std::string_view end = text.substr(slash + 1);
    if (start.starts_with('P')) {
        if (Problem problem = within("invalid start duration", duration_problem(start))) return problem;
        return within("invalid end date-time", date_time_problem(end));
    }
    if (Problem problem = within("invalid start date-time", date_time_problem(start))) return problem;
    if (end.starts_with('P')) return within("invalid end duration", duration_problem(end));
    return within("invalid end date-time", date_time_problem(end));
}

}  // namespace yare::schema
