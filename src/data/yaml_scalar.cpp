#include "yaml_scalar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "yare/base/ascii.h"
#include "yare/data/numbers.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

// What the first character says a scalar may be.
enum class Hint : std::uint8_t { String, Word, Point, Number };

constexpr std::array<Hint, 256> kHints = [] {
    std::array<Hint, 256> hints{};
    for (const char c : std::string_view("yYnNtTfFoO~")) hints[std::uint8_t(c)] = Hint::Word;
    for (const char c : std::string_view("0123456789+-")) hints[std::uint8_t(c)] = Hint::Number;
    hints['.'] = Hint::Point;
    return hints;
}();

// lower, Title or UPPER: the spellings of a word that count.
bool is_word(std::string_view text, std::string_view lower, std::string_view title, std::string_view upper) {
    return text == lower || text == title || text == upper;
}

std::optional<Typed> word(std::string_view text) {
    const auto truth = [](bool value) { return Typed{Tag::Bool, Value::of_bool(value)}; };
    switch (text.size()) {
        case 1:
            if (text == "y" || text == "Y") return truth(true);
            if (text == "n" || text == "N") return truth(false);
            if (text == "~") return Typed{Tag::Null, {}};
            break;
        case 2:
            if (is_word(text, "on", "On", "ON")) return truth(true);
            if (is_word(text, "no", "No", "NO")) return truth(false);
            break;
        case 3:
            if (is_word(text, "yes", "Yes", "YES")) return truth(true);
            if (is_word(text, "off", "Off", "OFF")) return truth(false);
            break;
        case 4:
            if (is_word(text, "true", "True", "TRUE")) return truth(true);
            if (is_word(text, "null", "Null", "NULL")) return Typed{Tag::Null, {}};
            break;
        case 5:
            if (is_word(text, "false", "False", "FALSE")) return truth(false);
            break;
        default:
            break;
    }
    return std::nullopt;
}

std::optional<Typed> not_finite(std::string_view text) {
    const auto number = [](double value) { return Typed{Tag::Float, Value::of_float(value)}; };
    if (text == ".nan" || text == ".NaN" || text == ".NAN")
        return number(std::numeric_limits<double>::quiet_NaN());
    const bool sign = text[0] == '+' || text[0] == '-';
    const std::string_view name = sign ? text.substr(1) : text;
    if (!is_word(name, ".inf", ".Inf", ".INF")) return std::nullopt;
    const double infinity = std::numeric_limits<double>::infinity();
    return number(text[0] == '-' ? -infinity : infinity);
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && ascii::is_digit(text[at])) ++at;
    return at;
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool is_yaml_float(std::string_view text) {
    std::size_t at = text[0] == '+' || text[0] == '-' ? 1 : 0;
    const std::size_t whole = skip_digits(text, at);
    if (whole == at) {
        if (at >= text.size() || text[at] != '.') return false;
        const std::size_t fraction = skip_digits(text, at + 1);
        if (fraction == at + 1) return false;
        at = fraction;
    } else {
        at = whole;
        if (at < text.size() && text[at] == '.') at = skip_digits(text, at + 1);
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = skip_digits(text, at);
        if (exponent == at) return false;
        at = exponent;
    }
    return at == text.size();
}

Typed integer(std::int64_t number) { return {Tag::Int, Value::of_int64(number)}; }

// One to fifteen digits, the first no zero: the number and nothing else.
std::optional<std::int64_t> small_number(std::string_view text) {
    if (text.empty() || text.size() > 15 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
    std::int64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

Typed number(std::string_view text, Tag hint_tag) {
    if (const auto small = small_number(text)) return integer(*small);
    if ((hint_tag == Tag::None || hint_tag == Tag::Timestamp) && is_timestamp(text))
        return {Tag::Timestamp, {}};
    std::string without_underscores;
    std::string_view plain = text;
    if (text.find('_') != std::string_view::npos) {
        std::copy_if(text.begin(), text.end(), std::back_inserter(without_underscores),
                     [](char c) { return c != '_'; });
        plain = without_underscores;
        if (plain.empty()) return {};
    }
    if (const auto parsed = parse_int(plain, 0)) return integer(parsed.value);
    if (const auto parsed = parse_uint(plain, 0)) {
        return {Tag::Int, Value::of_int64(std::int64_t(parsed.value), GoType::Uint64)};
    }
    if (is_yaml_float(plain)) {
        if (const auto parsed = parse_float(plain)) return {Tag::Float, Value::of_float(parsed.value)};
    }
    // Helm: binary numbers may carry a sign behind the prefix ("0b-101" is -5).
    if (plain.starts_with("0b")) {
        if (const auto parsed = parse_int(plain.substr(2), 2)) return integer(parsed.value);
    }
    return {};
}

// Reads a field of one or two digits; false when there is none.
bool field(std::string_view text, std::size_t& at, int& value) {
    const std::size_t end = std::min(skip_digits(text, at), at + 2);
    if (end == at) return false;
    value = 0;
    for (; at < end; ++at) value = value * 10 + (text[at] - '0');
    return true;
}

bool literal(std::string_view text, std::size_t& at, char wanted) {
    if (at >= text.size() || text[at] != wanted) return false;
    ++at;
    return true;
}

int days_in(int year, int month) {
    constexpr std::array<int, 13> kDays = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[std::size_t(month)];
}

bool zone(std::string_view text) {
    if (text == "Z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    for (const std::size_t i : {1U, 2U, 4U, 5U}) {
        if (text[i] < '0' || text[i] > '9') return false;
    }
    return (text[1] - '0') * 10 + (text[2] - '0') <= 24 && (text[4] - '0') * 10 + (text[5] - '0') <= 60;
}

}  // namespace

bool is_timestamp(std::string_view text) {
    if (text.size() < 8 || skip_digits(text, 0) != 4 || text[4] != '-') return false;
    const int year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    std::size_t at = 5;
    int month = 0;
    int day = 0;
    if (!field(text, at, month) || !literal(text, at, '-') || !field(text, at, day)) return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return false;
    if (at == text.size()) return true;
    const char separator = text[at];
    if (separator != 'T' && separator != 't' && separator != ' ') return false;
    ++at;
    while (separator == ' ' && at < text.size() && text[at] == ' ')
        ++at;  // Go takes any number of spaces for one
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!field(text, at, hour) || !literal(text, at, ':') || !field(text, at, minute) ||
        !literal(text, at, ':') || !field(text, at, second) || hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && skip_digits(text, at + 1) > at + 1) {
        at = skip_digits(text, at + 1);
    }
    return separator == ' ' ? at == text.size() : zone(text.substr(at));
}

// [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
bool is_base60(std::string_view text) {
    if (text.empty() || text.find(':') == std::string_view::npos) return false;
    std::size_t at = text[0] == '+' || text[0] == '-' ? 1 : 0;
    const auto digit = [&](std::size_t i) { return i < text.size() && ascii::is_digit(text[i]); };
    if (!digit(at)) return false;
    while (at < text.size() && (digit(at) || text[at] == '_')) ++at;
    std::size_t groups = 0;
    while (at < text.size() && text[at] == ':') {
        if (!digit(at + 1)) return false;
        if (digit(at + 2)) {
            if (text[at + 1] > '5') return false;
            at += 3;
        } else {
            at += 2;
        }
        ++groups;
    }
    if (groups == 0) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        while (at < text.size() && (digit(at) || text[at] == '_')) ++at;
    }
    return at == text.size();
}

Typed resolve(std::string_view text, Tag hint_tag) {
    if (hint_tag == Tag::String) return {};
    if (text.empty()) return {Tag::Null, {}};
    const Hint hint = kHints[std::uint8_t(text[0])];
    switch (hint) {
        case Hint::String:
            return {};
        case Hint::Word: {
            const auto found = word(text);
            return found ? *found : Typed{};
        }
        case Hint::Point: {
            if (const auto found = not_finite(text)) return *found;
            const auto parsed = parse_float(text);
            return parsed ? Typed{Tag::Float, Value::of_float(parsed.value)} : Typed{};
        }
        case Hint::Number: {
            if (text.size() == 5 && text[1] == '.') {
                if (const auto found = not_finite(text)) return *found;
            }
            return number(text, hint_tag);
        }
    }
    return {};
}

Typed resolve_v3(std::string_view text, Tag hint_tag) {
    Typed found = resolve(text, hint_tag);
    // Shorter than "true": yes, no, on, off, y and n.
    if (found.tag == Tag::Bool && text.size() < 4) return {};
    return found;
}

bool may_be_other_than_string(char first) { return kHints[std::uint8_t(first)] != Hint::String; }

bool reads_as_other_than_string(std::string_view text) {
    if (text.empty()) return true;
    if (kHints[std::uint8_t(text[0])] == Hint::String) return false;
    return resolve(text).tag != Tag::String;
}

bool reads_as_other_than_string_v3(std::string_view text) {
    if (reads_as_other_than_string(text)) return true;
    // Helm: octal numbers may carry a sign behind the prefix there.
    if (!text.starts_with("0o")) return false;
    std::string plain;
    std::copy_if(text.begin() + 2, text.end(), std::back_inserter(plain), [](char c) { return c != '_'; });
    return bool(parse_int(plain, 8));
}

Tag tag_of(std::string_view long_tag) {
    if (long_tag.empty()) return Tag::None;
    if (!long_tag.starts_with(kTagPrefix)) return Tag::Other;
    const std::string_view name = long_tag.substr(kTagPrefix.size());
    constexpr std::array<std::pair<std::string_view, Tag>, 8> kNames = {{{"null", Tag::Null},
                                                                         {"bool", Tag::Bool},
                                                                         {"int", Tag::Int},
                                                                         {"float", Tag::Float},
                                                                         {"timestamp", Tag::Timestamp},
                                                                         {"str", Tag::String},
                                                                         {"binary", Tag::Binary},
                                                                         {"merge", Tag::Merge}}};
    for (const auto& [known, tag] : kNames) {
        if (name == known) return tag;
    }
    return Tag::Other;
}

std::string short_tag(std::string_view long_tag) {
    if (!long_tag.starts_with(kTagPrefix)) return std::string(long_tag);
    return "!!" + std::string(long_tag.substr(kTagPrefix.size()));
}

std::string_view short_name(Tag tag) {
    switch (tag) {
        case Tag::Null:
            return "!!null";
        case Tag::Bool:
            return "!!bool";
        case Tag::Int:
            return "!!int";
        case Tag::Float:
            return "!!float";
        case Tag::Timestamp:
            return "!!timestamp";
        case Tag::Binary:
            return "!!binary";
        case Tag::Merge:
            return "!!merge";
        default:
            return "!!str";
    }
}

}  // namespace yare::inline data::yaml
