#include "quantity.h"

#include <array>
#include <charconv>

#include "yare/base/ascii.h"

namespace yare::sandbox {
namespace {

__extension__ using Wide = __int128;

// More digits than these are beyond what a quantity can be, and are left as they are.
constexpr std::size_t kDigits = 18;
constexpr int kSmallest = -9;  // nano; finer is rounded up

enum class Form : std::uint8_t { Decimal, Binary, Exponent };

// mantissa * 10^exponent * 1024^power
struct Number {
    Wide mantissa = 0;
    int exponent = 0;
    int power = 0;
    Form form = Form::Decimal;
};

bool read_suffix(std::string_view suffix, Number& number) {
    constexpr std::array<std::string_view, 10> kDecimal = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    constexpr std::array<std::string_view, 6> kBinary = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    for (std::size_t i = 0; i < kDecimal.size(); ++i) {
        if (suffix == kDecimal[i]) return number.exponent += int(i) * 3 - 9, true;
    }
    for (std::size_t i = 0; i < kBinary.size(); ++i) {
        if (suffix == kBinary[i]) return number.power = int(i) + 1, number.form = Form::Binary, true;
    }
    if (suffix.size() < 2 || (suffix[0] != 'e' && suffix[0] != 'E')) return false;
    int exponent = 0;
    std::string_view digits = suffix.substr(suffix[1] == '+' ? 2 : 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error != std::errc{} || end != digits.data() + digits.size() || exponent > 18 || exponent < -18)
        return false;
    number.exponent += exponent;
    number.form = Form::Exponent;
    return true;
}

void append(std::string& out, Wide value) {
    std::string digits;
    for (Wide rest = value < 0 ? -value : value; rest > 0; rest /= 10)
        digits.insert(digits.begin(), char('0' + int(rest % 10)));
    out += (value < 0 ? "-" : "") + (digits.empty() ? "0" : digits);
}

// Whole numbers of the largest suffix that leaves no fraction.
std::string decimal(Number number) {
    while (number.mantissa != 0 && number.mantissa % 10 == 0) number.mantissa /= 10, ++number.exponent;
    while (number.exponent < kSmallest) {
        const bool rest = number.mantissa % 10 != 0;
        number.mantissa = number.mantissa / 10 + (rest ? (number.mantissa < 0 ? -1 : 1) : 0);
        ++number.exponent;
    }
    while (number.exponent % 3 != 0 || number.exponent > 18) number.mantissa *= 10, --number.exponent;
    if (number.mantissa == 0) return "0";
    std::string out;
    append(out, number.mantissa);
    if (number.form == Form::Exponent)
        return number.exponent ? out + "e" + std::to_string(number.exponent) : out;
    constexpr std::array<std::string_view, 10> kSuffixes = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
    return out + std::string(kSuffixes[std::size_t((number.exponent + 9) / 3)]);
}

std::string binary(Number number) {
    Wide divisor = 1;
    for (; number.exponent < 0; ++number.exponent) divisor *= 10;
    for (; number.power > 0 && number.mantissa % divisor != 0; --number.power) number.mantissa *= 1024;
    if (number.mantissa % divisor != 0) {
        for (; divisor > 1; divisor /= 10) --number.exponent;
        number.form = Form::Decimal;
        return decimal(number);
    }
    number.mantissa /= divisor;
    if (number.mantissa == 0) return "0";
    for (; number.power < 6 && number.mantissa % 1024 == 0; ++number.power) number.mantissa /= 1024;
    std::string out;
    append(out, number.mantissa);
    constexpr std::array<std::string_view, 7> kSuffixes = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    return out + std::string(kSuffixes[std::size_t(number.power)]);
}

}  // namespace

std::optional<std::string> canonical_quantity(std::string_view text, std::string* why) {
    const auto refuse = [why](std::string_view reason) -> std::optional<std::string> {
        if (why) *why = reason;
        return std::nullopt;
    };
    constexpr std::string_view kPattern =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    Number number;
    std::size_t digits = 0;
    bool dot = false, any = false;
    while (!rest.empty() && (rest.front() == '.' || ascii::is_digit(rest.front()))) {
        if (rest.front() == '.') {
            if (dot) return refuse(kPattern);
            dot = true;
        } else {
            any = true;
            digits += digits > 0 || rest.front() != '0';
            if (digits > kDigits) return std::string(text);
            number.mantissa = number.mantissa * 10 + (rest.front() - '0');
            number.exponent -= dot;
        }
        rest.remove_prefix(1);
    }
    if (!any || rest.find_first_not_of("eEinumkKMGTP+-0123456789") != std::string_view::npos)
        return refuse(kPattern);
    if (!read_suffix(rest, number)) return refuse("unable to parse quantity's suffix");
    if (negative) number.mantissa = -number.mantissa;
    if (number.form != Form::Binary) {
        // A form with an exponent keeps it, and its letter, where it is one of the usual ones.
        const bool as_written =
            number.form == Form::Exponent && number.exponent % 3 == 0 && !dot && number.mantissa != 0;
        return as_written ? std::string(text) : decimal(number);
    }
    return binary(number);
}

}  // namespace yare::sandbox
