// Numbers under the verbs of printf.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "complex.h"
#include "verbs.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/utf8.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";

bool is_unsigned(GoType type) {
    return type == GoType::Uint8 || type == GoType::Uint32 || type == GoType::Uint64;
}

// strconv's format 'x': one digit before the point, which is 1 for all but zero, and half to even where
// digits are cut off.
std::string hex_float(double number, char verb, int precision) {
    constexpr int kDigits = 15;  // behind the point
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
    int exponent = int(bits >> 52 & 0x7FF);
    if (exponent != 0) mantissa |= std::uint64_t{1} << 52;
    exponent = mantissa == 0 ? 0 : std::max(exponent, 1) - 1023;
    mantissa <<= 60 - 52;
    for (; mantissa != 0 && mantissa >> 60 == 0; mantissa <<= 1) --exponent;
    if (precision >= 0 && precision < kDigits) {
        const int cut = (kDigits - precision) * 4;
        const std::uint64_t rest = mantissa & ((std::uint64_t{1} << cut) - 1);
        const std::uint64_t half = std::uint64_t{1} << (cut - 1);
        mantissa >>= cut;
        if (rest > half || (rest == half && mantissa % 2 == 1)) ++mantissa;
        mantissa <<= cut;
        if (mantissa >> 61 == 1) {
            mantissa >>= 1;
            ++exponent;
        }
    }
    const std::string_view alphabet = verb == 'x' ? kLower : kUpper;
    std::string out = bits >> 63 ? "-0" : "0";
    out += verb;
    out += alphabet[mantissa >> 60];
    std::string digits;
    for (mantissa <<= 4; mantissa != 0; mantissa <<= 4) digits += alphabet[mantissa >> 60];
    if (precision >= 0) digits.resize(std::size_t(precision), '0');
    if (!digits.empty()) out.append(".").append(digits);
    out += verb == 'x' ? 'p' : 'P';
    out += exponent < 0 ? '-' : '+';
    const std::string power = std::to_string(std::abs(exponent));
    return out.append(power.size() < 2 ? "0" : "").append(power);
}

// And its format 'b'.
std::string binary_float(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
    int exponent = int(bits >> 52 & 0x7FF);
    if (exponent == 0) {
        exponent = 1;
    } else {
        mantissa |= std::uint64_t{1} << 52;
    }
    exponent -= 1075;
    return (bits >> 63 ? "-" : "") + std::to_string(mantissa) + (exponent >= 0 ? "p+" : "p") +
           std::to_string(exponent);
}

std::string float_text(double number, char verb, int precision) {
    if (std::isfinite(number)) {
        if (verb == 'x' || verb == 'X') return hex_float(number, verb, precision);
        if (verb == 'b') return binary_float(number);
    }
    std::string out;
    append_float(out, number, verb == 'b' || verb == 'x' || verb == 'X' ? 'g' : verb, precision);
    return out;
}

}  // namespace

void Printer::print_integer(const Value& value, std::uint32_t verb) {
    const bool negative = !is_unsigned(value.go_type()) && value.as_integer() < 0;
    const auto bits = std::uint64_t(value.as_integer());
    const std::uint64_t size = negative ? 0 - bits : bits;
    switch (verb) {
        case 'v':
            if (flags_.sharp_v && is_unsigned(value.go_type())) return print_unsigned_prefixed(bits);
            return put_integer(size, 10, negative, false, false);
        case 'd':
            return put_integer(size, 10, negative, false, false);
        case 'b':
            return put_integer(size, 2, negative, false, false);
        case 'o':
            return put_integer(size, 8, negative, false, false);
        case 'O':
            return put_integer(size, 8, negative, true, false);
        case 'x':
            return put_integer(size, 16, negative, false, false);
        case 'X':
            return put_integer(size, 16, negative, false, true);
        case 'c':
            return put_rune(bits);
        case 'q': {
            const char32_t rune = bits > 0x10FFFF ? utf8::kReplacement : char32_t(bits);
            return pad(go_quote_rune(rune, flags_.plus ? QuoteWith::Ascii : QuoteWith::Unicode));
        }
        case 'U':
            return put_unicode(bits);
        default:
            return bad_verb(value, verb);
    }
}

void Printer::print_unsigned_prefixed(std::uint64_t number) {
    const bool sharp = std::exchange(flags_.sharp, true);
    put_integer(number, 16, false, false, false);
    flags_.sharp = sharp;
}

// Go: where a map, a list or what a pointer points to lies, which is another place each time.
void Printer::print_address(const Value& value) {
    const std::string_view kind = kind_name(value);
    if (kind != "map" && kind != "slice" && kind != "ptr") return bad_verb(value, 'p');
    const void* place = is_nil_type(value.go_type()) ? nullptr
                        : value.is_map()             ? static_cast<const void*>(&value.as_map())
                        : value.is_list()            ? static_cast<const void*>(value.as_list().items)
                        : value.is_bytes()           ? static_cast<const void*>(value.as_bytes().data())
                                                     : static_cast<const void*>(&value.as_host());
    flags_.sharp = !flags_.sharp;
    put_integer(std::bit_cast<std::uintptr_t>(place), 16, false, false, false);
}

void Printer::print_float(const Value& value, std::uint32_t verb) {
    char format = char(verb);
    int precision = -1;
    switch (verb) {
        case 'v':
            format = 'g';
            break;
        case 'b':
        case 'g':
        case 'G':
        case 'x':
        case 'X':
            break;
        case 'f':
        case 'e':
        case 'E':
            precision = 6;
            break;
        case 'F':
            format = 'f';
            precision = 6;
            break;
        default:
            return bad_verb(value, verb);
    }
    if (flags_.has_precision) precision = flags_.precision;
    put_float(float_text(value.as_float(), format, precision), format, precision);
}

// Both parts as floats of that verb, with width and precision each, the second one always with its sign.
void Printer::print_complex(const Value& value, const Complex& number, std::uint32_t verb) {
    constexpr std::string_view kVerbs = "vbgGxXfFeE";
    if (verb >= 0x80 || kVerbs.find(char(verb)) == std::string_view::npos) return bad_verb(value, verb);
    out_ += '(';
    print_float(Value::of_float(number.real()), verb);
    const bool plus = std::exchange(flags_.plus, true);
    print_float(Value::of_float(number.imaginary()), verb);
    flags_.plus = plus;
    out_ += "i)";
}

void Printer::put_integer(std::uint64_t number, unsigned base, bool negative, bool octal_prefix, bool upper) {
    if (base == 10 && flags_.leave_numbers()) {
        if (negative) out_ += '-';
        data::append_unsigned(out_, number);
        return;
    }
    std::string digits;
    const bool sign = negative || flags_.plus || flags_.space;
    std::size_t least = 0;
    if (flags_.has_precision) {
        least = std::size_t(flags_.precision);
        if (least == 0 && number == 0) {
            const bool zero = std::exchange(flags_.zero, false);
            write_padding(std::size_t(flags_.width));
            flags_.zero = zero;
            return;
        }
    } else if (flags_.zero && !flags_.minus && flags_.has_width) {
        least = std::size_t(std::max(flags_.width - (sign ? 1 : 0), 0));
    }
    const std::string_view alphabet = upper ? kUpper : kLower;
    do {
        digits += alphabet[number % base];
        number /= base;
    } while (number > 0);
    if (digits.size() < least) digits.append(least - digits.size(), '0');
    if (flags_.sharp) {
        if (base == 2) digits += "b0";
        if (base == 8 && digits.back() != '0') digits += '0';
        if (base == 16) digits += upper ? "X0" : "x0";
    }
    if (octal_prefix) digits += "o0";
    if (sign) digits += negative ? '-' : flags_.plus ? '+' : ' ';
    std::reverse(digits.begin(), digits.end());
    const bool zero = std::exchange(flags_.zero, false);
    pad(digits);
    flags_.zero = zero;
}

namespace {

// "%#g" keeps the point and the zeros that a float would lose.
void keep_zeros(std::string& number, char verb, int precision) {
    int digits = 0;
    if (verb == 'g' || verb == 'G' || verb == 'x') digits = precision == -1 ? 6 : precision;
    const bool hexadecimal = verb == 'x' || verb == 'X';
    const std::size_t exponent = std::min(number.find_first_of(hexadecimal ? "pP" : "eE"), number.size());
    const std::string tail = number.substr(exponent);
    number.resize(exponent);
    bool nonzero = false;
    for (const char c : number) {
        if (c == '.') continue;
        nonzero = nonzero || c != '0';
        if (nonzero) --digits;
    }
    if (number.find('.') == std::string::npos) {
        if (number == "0") --digits;
        number += '.';
    }
    if (digits > 0) number.append(std::size_t(digits), '0');
    number += tail;
}

}  // namespace

void Printer::put_float(std::string number, char verb, int precision) {
    char sign = '+';
    if (number[0] == '-' || number[0] == '+') {
        sign = number[0];
        number.erase(0, 1);
    }
    if (flags_.space && sign == '+' && !flags_.plus) sign = ' ';
    const bool shown = flags_.plus || sign != '+';
    if (number[0] == 'I' || number[0] == 'N') {
        const bool zero = std::exchange(flags_.zero, false);
        // Go: an infinity always has its sign.
        const bool sign_wanted = number[0] == 'I' || flags_.space || flags_.plus;
        pad(sign_wanted ? sign + number : number);
        flags_.zero = zero;
        return;
    }
    if (flags_.sharp && verb != 'b') keep_zeros(number, verb, precision);
    const std::size_t width = flags_.has_width ? std::size_t(flags_.width) : 0;
    if (shown && flags_.zero && !flags_.minus && width > number.size() + 1) {
        out_ += sign;
        write_padding(width - number.size() - 1);
        out_ += number;
        return;
    }
    pad(shown ? sign + number : number);
}

void Printer::put_rune(std::uint64_t rune) {
    std::string text;
    utf8::append(text, rune > 0x10FFFF ? utf8::kReplacement : std::uint32_t(rune));
    pad(text);
}

void Printer::put_unicode(std::uint64_t rune) {
    std::string digits;
    std::uint64_t rest = rune;
    do {
        digits += kUpper[rest & 15];
        rest >>= 4;
    } while (rest > 0);
    const std::size_t least =
        flags_.has_precision && flags_.precision > 4 ? std::size_t(flags_.precision) : 4;
    if (digits.size() < least) digits.append(least - digits.size(), '0');
    digits += "+U";
    std::reverse(digits.begin(), digits.end());
    if (flags_.sharp && rune <= 0x10FFFF && is_printable(std::uint32_t(rune))) {
        digits += " '";
        utf8::append(digits, std::uint32_t(rune));
        digits += '\'';
    }
    const bool zero = std::exchange(flags_.zero, false);
    pad(digits);
    flags_.zero = zero;
}

}  // namespace yare::templates
