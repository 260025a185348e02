#include "yare/data/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

constexpr std::size_t kDigitRoom = 1100;  // the longest %f of a double, and some

// Shortest digits and the place of the decimal point: 0.digits * 10^point.
struct Decimal {
    std::array<char, 24> digits;
    int count = 0;
    int point = 0;
};

Decimal shortest(double magnitude, int bits) {
    std::array<char, 40> text;
    const auto end = bits == 32 ? std::to_chars(text.data(), text.data() + text.size(), float(magnitude),
                                                std::chars_format::scientific)
                                : std::to_chars(text.data(), text.data() + text.size(), magnitude,
                                                std::chars_format::scientific);
    Decimal decimal;
    const char* at = text.data();
    for (; at != end.ptr && *at != 'e'; ++at) {
        if (*at != '.') decimal.digits[std::size_t(decimal.count++)] = *at;
    }
    int exponent = 0;
    if (at != end.ptr) {
        const char* from = at + 1;
        if (*from == '+') ++from;
        std::from_chars(from, end.ptr, exponent);
    }
    decimal.point = exponent + 1;
    while (decimal.count > 1 && decimal.digits[std::size_t(decimal.count - 1)] == '0') --decimal.count;
    if (magnitude == 0) decimal.point = 1;
    return decimal;
}

// digits with the point where it belongs, zeros around them: 1e20 is 100000000000000000000.
void append_plain(std::string& out, const Decimal& decimal) {
    const char* digits = decimal.digits.data();
    const auto count = std::size_t(decimal.count);
    if (decimal.point <= 0) {
        out += "0.";
        out.append(std::size_t(-decimal.point), '0');
        out.append(digits, count);
        return;
    }
    const auto whole = std::size_t(decimal.point);
    out.append(digits, std::min(whole, count));
    if (whole >= count) {
        out.append(whole - count, '0');
    } else {
        out += '.';
        out.append(digits + whole, count - whole);
    }
}

void append_exponent(std::string& out, const Decimal& decimal, int least_digits) {
    out += decimal.digits[0];
    if (decimal.count > 1) {
        out += '.';
        out.append(decimal.digits.data() + 1, std::size_t(decimal.count - 1));
    }
    const int exponent = decimal.point - 1;
    out += 'e';
    out += exponent < 0 ? '-' : '+';
    const int size = std::abs(exponent);
    if (size < 10 && least_digits > 1) out += '0';
    append_integer(out, size);
}

bool append_not_finite(std::string& out, double number) {
    if (std::isnan(number))
        out += "NaN";
    else if (std::isinf(number))
        out += number < 0 ? "-Inf" : "+Inf";
    else
        return false;
    return true;
}

void append_shortest(std::string& out, double number, char format, int bits) {
    if (std::signbit(number)) out += '-';
    const Decimal decimal = shortest(std::fabs(number), bits);
    const int exponent = decimal.point - 1;
    const bool general = format == 'g' || format == 'G';
    // Go: with the shortest digits, 'g' decides as if the precision were 6, however many digits there are.
    const bool with_exponent =
        format == 'e' || format == 'E' || (general && (exponent < -4 || exponent >= 6));
    if (with_exponent)
        append_exponent(out, decimal, 2);
    else
        append_plain(out, decimal);
}

// Go never writes fewer than two digits of an exponent, as printf; nothing else differs once the precision is
// given.
void append_printf(std::string& out, double number, char format, int precision) {
    std::array<char, kDigitRoom> text;
    std::chars_format chars = std::chars_format::fixed;
    if (format == 'e' || format == 'E') chars = std::chars_format::scientific;
    if (format == 'g' || format == 'G') chars = std::chars_format::general;
    if (precision == 0 && chars == std::chars_format::general) precision = 1;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, chars, precision);
    if (end.ec == std::errc()) {
        out.append(text.data(), end.ptr);
        return;
    }
    std::string longer(std::size_t(precision) + kDigitRoom, '\0');
    const auto whole = std::to_chars(longer.data(), longer.data() + longer.size(), number, chars, precision);
    out.append(longer.data(), whole.ptr);
}

int digit_value(char c) {
    if (ascii::is_digit(c)) return c - '0';
    if (ascii::is_letter(c)) return ascii::lower(c) - 'a' + 10;
    return 99;
}

// Go's literals: an underscore stands between digits, or between the base prefix and a digit.
bool underscores_well_placed(std::string_view text) {
    char before = '^';  // '^' start, '0' digit or prefix, '_' underscore, '!' none of these
    std::size_t at = 0;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) at = 1;
    bool hexadecimal = false;
    if (text.size() - at >= 2 && text[at] == '0') {
        const char kind = ascii::lower(text[at + 1]);
        if (kind == 'b' || kind == 'o' || kind == 'x') {
            at += 2;
            before = '0';
            hexadecimal = kind == 'x';
        }
    }
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (ascii::is_digit(c) || (hexadecimal && ascii::is_hex_digit(c))) {
            before = '0';
        } else if (c == '_') {
            if (before != '0') return false;
            before = '_';
        } else {
            if (before == '_') return false;
            before = '!';
        }
    }
    return before != '_';
}

struct Prefix {
    int base = 10;
    std::size_t length = 0;
};

Prefix base_prefix(std::string_view text) {
    if (text.empty() || text[0] != '0') return {};
    if (text.size() >= 3) {
        switch (ascii::lower(text[1])) {
            case 'b':
                return {2, 2};
            case 'o':
                return {8, 2};
            case 'x':
                return {16, 2};
            default:
                break;
        }
    }
    return {8, 1};
}

Parsed<std::uint64_t> parse_magnitude(std::string_view text, int base, int bits) {
    if (text.empty()) return {0, Parse::Syntax};
    const std::string_view whole = text;
    const bool by_prefix = base == 0;
    if (by_prefix) {
        const Prefix prefix = base_prefix(text);
        base = prefix.base;
        text.remove_prefix(prefix.length);
    }
    const std::uint64_t most =
        bits >= 64 ? std::numeric_limits<std::uint64_t>::max() : (std::uint64_t{1} << bits) - 1;
    std::uint64_t number = 0;
    bool underscores = false;
    bool overflow = false;
    for (const char c : text) {
        if (c == '_' && by_prefix) {
            underscores = true;
            continue;
        }
        const int digit = digit_value(c);
        if (digit >= base) return {0, Parse::Syntax};
        if (__builtin_mul_overflow(number, std::uint64_t(base), &number)) overflow = true;
        if (__builtin_add_overflow(number, std::uint64_t(digit), &number)) overflow = true;
        if (number > most) overflow = true;
        // Go reports the overflow at once, whatever follows.
        if (overflow) return {most, Parse::Range};
    }
    if (underscores && !underscores_well_placed(whole)) return {0, Parse::Syntax};
    return {number, Parse::Ok};
}

Parsed<double> parse_special(std::string_view text) {
    std::string_view name = text;
    bool negative = false;
    if (!name.empty() && (name[0] == '+' || name[0] == '-')) {
        negative = name[0] == '-';
        name.remove_prefix(1);
    }
    const double infinity = std::numeric_limits<double>::infinity();
    if (ascii::equal_fold(name, "inf") || ascii::equal_fold(name, "infinity"))
        return {negative ? -infinity : infinity, Parse::Ok};
    if (ascii::equal_fold(text, "nan")) return {std::numeric_limits<double>::quiet_NaN(), Parse::Ok};
    return {0, Parse::Syntax};
}

// What a float literal consists of: sign, digits with at most one point, exponent.
struct FloatShape {
    bool well_formed = false;
    bool hexadecimal = false;
    bool underscores = false;
};

FloatShape shape_of(std::string_view text) {
    FloatShape shape;
    std::size_t at = 0;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) at = 1;
    shape.hexadecimal = text.size() > at + 2 && text[at] == '0' && ascii::lower(text[at + 1]) == 'x';
    if (shape.hexadecimal) at += 2;
    bool digits = false;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '_') {
            shape.underscores = true;
        } else if (c == '.') {
            if (point) return shape;
            point = true;
        } else if (ascii::is_digit(c) || (shape.hexadecimal && digit_value(c) < 16)) {
            digits = true;
        } else {
            break;
        }
    }
    if (!digits) return shape;
    const char mark = shape.hexadecimal ? 'p' : 'e';
    if (at < text.size() && ascii::lower(text[at]) == mark) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (at >= text.size() || !ascii::is_digit(text[at])) return shape;
        for (; at < text.size() && (ascii::is_digit(text[at]) || text[at] == '_'); ++at) {
            if (text[at] == '_') shape.underscores = true;
        }
    } else if (shape.hexadecimal) {
        return shape;  // Go wants the exponent here
    }
    shape.well_formed = at == text.size();
    return shape;
}

}  // namespace

void append_integer(std::string& out, std::int64_t number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    out.append(text.data(), end.ptr);
}

void append_unsigned(std::string& out, std::uint64_t number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    out.append(text.data(), end.ptr);
}

void append_float(std::string& out, double number, char format, int precision, int bits) {
    if (append_not_finite(out, number)) return;
    const std::size_t from = out.size();
    if (bits == 32 && std::isinf(float(number))) {
        out += number < 0 ? "-Inf" : "+Inf";
        return;
    }
    if (precision < 0)
        append_shortest(out, number, format, bits);
    else
        append_printf(out, bits == 32 ? double(float(number)) : number, format, precision);
    if (format == 'E' || format == 'G') {
        std::replace(out.begin() + std::ptrdiff_t(from), out.end(), 'e', 'E');
    }
}

void append_go_float(std::string& out, double number) { append_float(out, number, 'g', -1); }

std::string go_float(double number) {
    std::string out;
    append_go_float(out, number);
    return out;
}

void append_json_float(std::string& out, double number) {
    // Small whole numbers are nearly all there is.
    if (std::fabs(number) < 1e15 && number == std::trunc(number) && !(number == 0 && std::signbit(number))) {
        append_integer(out, std::int64_t(number));
        return;
    }
    if (std::signbit(number)) out += '-';
    const double magnitude = std::fabs(number);
    const Decimal decimal = shortest(magnitude, 64);
    if (magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21))
        append_plain(out, decimal);
    else
        append_exponent(out, decimal, 1);
}

void append_yaml_float(std::string& out, double number) {
    if (std::fabs(number) < 1e15 && number == std::trunc(number)) {
        append_integer(out, std::int64_t(number));  // Helm: -0 is written as "-0" and read again as 0
        return;
    }
    if (number == std::trunc(number) && std::fabs(number) < 1e21) {
        std::string text;
        append_json_float(text, number);
        const bool whole = number < 0 ? bool(parse_int(text, 10)) : bool(parse_uint(text, 10));
        if (whole) {
            out += text;
            return;
        }
    }
    append_go_float(out, number);
}

Parsed<std::uint64_t> parse_uint(std::string_view text, int base, int bits) {
    return parse_magnitude(text, base, bits);
}

Parsed<std::int64_t> parse_int(std::string_view text, int base, int bits) {
    if (text.empty()) return {0, Parse::Syntax};
    const bool negative = text[0] == '-';
    if (negative || text[0] == '+') text.remove_prefix(1);
    const Parsed<std::uint64_t> magnitude = parse_magnitude(text, base, 64);
    if (magnitude.status == Parse::Syntax) return {0, Parse::Syntax};
    const std::uint64_t cutoff = std::uint64_t{1} << (bits - 1);
    if (!negative && (magnitude.status == Parse::Range || magnitude.value >= cutoff)) {
        return {std::int64_t(cutoff - 1), Parse::Range};
    }
    if (negative && (magnitude.status == Parse::Range || magnitude.value > cutoff)) {
        return {-std::int64_t(cutoff - 1) - 1, Parse::Range};
    }
    return {std::int64_t(negative ? std::uint64_t{0} - magnitude.value : magnitude.value), Parse::Ok};
}

Parsed<double> parse_float(std::string_view text) {
    const FloatShape shape = shape_of(text);
    if (!shape.well_formed) return parse_special(text);
    if (shape.underscores && !underscores_well_placed(text)) return {0, Parse::Syntax};
    std::string clean;
    if (shape.underscores) {
        std::copy_if(text.begin(), text.end(), std::back_inserter(clean), [](char c) { return c != '_'; });
        text = clean;
    }
    bool negative = false;
    if (text[0] == '+' || text[0] == '-') {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (shape.hexadecimal) text.remove_prefix(2);
    double number = 0;
    const auto format = shape.hexadecimal ? std::chars_format::hex : std::chars_format::general;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number, format);
    Parse status = Parse::Ok;
    if (end.ec == std::errc::result_out_of_range) {
        // Too large or too small: strtod tells which, and Go takes the small ones for zero.
        const std::string copy = (shape.hexadecimal ? "0x" : "") + std::string(text);
        number = std::strtod(copy.c_str(), nullptr);
        if (std::isinf(number)) status = Parse::Range;
    }
    return {negative ? -number : number, status};
}

}  // namespace yare::inline data
