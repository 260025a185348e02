#include "verbs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <utility>

#include "complex.h"
#include "yare/data/numbers.h"
#include "yare/templates/format.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

constexpr int kLargest = 1000000;  // Go: a larger width or precision is none
constexpr std::string_view kNil = "<nil>";
constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";

bool is_unsigned(GoType type) {
    return type == GoType::Uint8 || type == GoType::Uint32 || type == GoType::Uint64;
}

std::size_t rune_count(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(decode_rune(text).width);
    return count;
}

// Go: whether a text can stand between backquotes as it is.
bool can_backquote(std::string_view text) {
    while (!text.empty()) {
        const Rune rune = decode_rune(text);
        text.remove_prefix(rune.width);
        if (rune.width > 1) {
            if (rune.code == 0xFEFF) return false;
            continue;
        }
        if (rune.code == kRuneError) return false;
        if ((rune.code < ' ' && rune.code != '\t') || rune.code == '`' || rune.code == 0x7f) return false;
    }
    return true;
}

// strconv's formats 'x' and 'b', which C has in a similar form.
std::string hex_float(double number, char verb, int precision) {
    char buffer[64];
    const char* pattern = verb == 'x' ? (precision < 0 ? "%a" : "%.*a") : (precision < 0 ? "%A" : "%.*A");
    const int size = precision < 0
                         ? std::snprintf(buffer, sizeof buffer, pattern, number)
                         : std::snprintf(buffer, sizeof buffer, pattern, std::min(precision, 30), number);
    std::string out(buffer, std::size_t(size));
    const std::size_t exponent = out.find_first_of("pP");
    if (exponent != std::string::npos && out.size() - exponent == 3) out.insert(exponent + 2, "0");
    return out;
}

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

// How many bytes of a format the digits at its front take; the number is -1 when there are none.
std::pair<int, std::size_t> read_number(std::string_view text, std::size_t at) {
    int number = -1;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (number > kLargest) return {-1, text.size()};
        number = std::max(number, 0) * 10 + (text[at] - '0');
        ++at;
    }
    return {number, at};
}

}  // namespace

bool Printer::go_on() {
    if (out_.size() > limit_ || !document_.arena().fits(out_.size() - begin_) || stack_.exhausted())
        complete_ = false;
    return complete_;
}

void Printer::format(std::string_view format, std::span<const Value> args) {
    std::size_t at = 0;
    while (at < format.size() && go_on()) {
        const std::size_t percent = std::min(format.find('%', at), format.size());
        out_ += format.substr(at, percent - at);
        if (percent == format.size()) break;
        flags_ = {};
        good_index_ = true;
        after_index_ = false;
        at = scan_flags(format, percent + 1);
        at = scan_index(format, at, args.size());
        at = scan_width(format, at, args);
        at = scan_precision(format, at, args);
        if (!after_index_) at = scan_index(format, at, args.size());
        if (at >= format.size()) {
            out_ += "%!(NOVERB)";
            break;
        }
        const Rune verb = decode_rune(format.substr(at));
        at += verb.width;
        print_verb(verb.code, args);
    }
    if (!reordered_ && next_arg_ < args.size() && complete_) print_extra(args.subspan(next_arg_));
}

std::size_t Printer::scan_flags(std::string_view format, std::size_t at) {
    for (; at < format.size(); ++at) {
        switch (format[at]) {
            case '#':
                flags_.sharp = true;
                break;
            case '0':
                flags_.zero = true;
                break;
            case '+':
                flags_.plus = true;
                break;
            case '-':
                flags_.minus = true;
                break;
            case ' ':
                flags_.space = true;
                break;
            default:
                return at;
        }
    }
    return at;
}

// "[2]": the argument that comes next.
std::size_t Printer::scan_index(std::string_view format, std::size_t at, std::size_t count) {
    after_index_ = false;
    if (at >= format.size() || format[at] != '[') return at;
    reordered_ = true;
    const std::size_t close = format.size() - at < 3 ? std::string_view::npos : format.find(']', at + 1);
    if (close == std::string_view::npos) {
        good_index_ = false;
        return at + 1;
    }
    const auto [number, end] = read_number(format.substr(0, close), at + 1);
    const bool read = number >= 0 && end == close;
    if (read && number >= 1 && std::size_t(number) <= count) {
        next_arg_ = std::size_t(number) - 1;
        after_index_ = true;
    } else {
        good_index_ = false;
        after_index_ = read;
    }
    return close + 1;
}

// An argument for a "*".
bool Printer::take_number(std::span<const Value> args, int& number) {
    if (next_arg_ >= args.size()) return false;
    const Value& value = args[next_arg_++];
    if (!value.is_integer() || value.as_integer() > kLargest || value.as_integer() < -kLargest) return false;
    number = int(value.as_integer());
    return true;
}

std::size_t Printer::scan_width(std::string_view format, std::size_t at, std::span<const Value> args) {
    if (at < format.size() && format[at] == '*') {
        flags_.has_width = take_number(args, flags_.width);
        if (!flags_.has_width) out_ += "%!(BADWIDTH)";
        if (flags_.width < 0) {
            flags_.width = -flags_.width;
            flags_.minus = true;
            flags_.zero = false;
        }
        after_index_ = false;
        return at + 1;
    }
    const auto [number, end] = read_number(format, at);
    flags_.has_width = number >= 0;
    flags_.width = std::max(number, 0);
    if (after_index_ && flags_.has_width) good_index_ = false;
    return end;
}

std::size_t Printer::scan_precision(std::string_view format, std::size_t at, std::span<const Value> args) {
    if (at + 1 >= format.size() || format[at] != '.') return at;
    ++at;
    if (after_index_) good_index_ = false;
    at = scan_index(format, at, args.size());
    if (at < format.size() && format[at] == '*') {
        flags_.has_precision = take_number(args, flags_.precision);
        if (flags_.precision < 0) {
            flags_.precision = 0;
            flags_.has_precision = false;
        }
        if (!flags_.has_precision) out_ += "%!(BADPREC)";
        after_index_ = false;
        return at + 1;
    }
    const auto [number, end] = read_number(format, at);
    flags_.has_precision = true;
    flags_.precision = std::max(number, 0);
    return end;
}

void Printer::print_verb(std::uint32_t verb, std::span<const Value> args) {
    const auto complain = [&](std::string_view what) {
        out_ += "%!";
        append_rune(out_, verb);
        out_ += what;
    };
    if (verb == '%') {
        out_ += '%';
    } else if (!good_index_) {
        complain("(BADINDEX)");
    } else if (next_arg_ >= args.size()) {
        complain("(MISSING)");
    } else {
        if (verb == 'v' || verb == 'w') {
            flags_.sharp_v = std::exchange(flags_.sharp, false);
            flags_.plus = false;
        }
        print_top(args[next_arg_++], verb);
    }
}

void Printer::print_extra(std::span<const Value> args) {
    flags_ = {};
    out_ += "%!(EXTRA ";
    for (std::size_t i = 0; i < args.size() && go_on(); ++i) {
        if (i > 0) out_ += ", ";
        if (args[i].is_nil()) {
            out_ += kNil;
            continue;
        }
        out_ += type_name(args[i]);
        out_ += '=';
        print_top(args[i], 'v');
    }
    out_ += ')';
}

void Printer::print_top(const Value& value, std::uint32_t verb) {
    if (value.is_nil()) {
        if (verb == 'T' || verb == 'v') {
            pad(kNil);
        } else {
            bad_verb(value, verb);
        }
    } else if (verb == 'T') {
        pad(cut(type_name(value)));
    } else {
        print_value(value, verb, false);
    }
}

void Printer::print_value(const Value& value, std::uint32_t verb, bool nested) {
    if (!go_on()) return;
    const bool as_text = verb == 'v' || verb == 's' || verb == 'x' || verb == 'X' || verb == 'q';
    switch (value.kind()) {
        case Kind::Nil:
            out_ += flags_.sharp_v && nested ? "interface {}(nil)" : kNil;
            break;
        case Kind::Bool:
            print_bool(value, verb);
            break;
        case Kind::Int64:
            if (value.go_type() == GoType::Duration && as_text && !flags_.sharp_v) {
                print_string(value, duration_text(value.as_integer()), verb);
                break;
            }
            [[fallthrough]];
        case Kind::Int:
            print_integer(value, verb);
            break;
        case Kind::Float64:
            print_float(value, verb);
            break;
        case Kind::String:
            print_string(value, value.as_string(), verb);
            break;
        case Kind::Bytes:
            print_bytes(value, verb);
            break;
        case Kind::List:
            print_list(value, verb);
            break;
        case Kind::Map:
            print_map(value.as_map(), verb);
            break;
        case Kind::Host:
            print_host(value, verb);
            break;
    }
}

void Printer::print_list(const Value& value, std::uint32_t verb) {
    if (flags_.sharp_v) out_ += type_name(value);
    out_ += flags_.sharp_v ? '{' : '[';
    const auto items = value.items();
    for (std::size_t i = 0; i < items.size() && go_on(); ++i) {
        if (i > 0) out_ += flags_.sharp_v ? ", " : " ";
        print_value(items[i], verb, true);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::print_map(const Map& map, std::uint32_t verb) {
    if (flags_.sharp_v) out_ += type_name(Value(const_cast<Map*>(&map)));
    out_ += flags_.sharp_v ? "{" : "map[";
    bool first = true;
    for (const Entry& entry : map) {
        if (!go_on()) break;
        if (!first) out_ += flags_.sharp_v ? ", " : " ";
        first = false;
        print_value(Value::of_view(map.key_text(entry)), verb, true);
        out_ += ':';
        print_value(entry.value, verb, true);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::print_host(const Value& value, std::uint32_t verb) {
    if (const Complex* number = complex_of(value)) return print_complex(value, *number, verb);
    const std::string_view kind = value.as_host().go_kind();
    if ((kind == "map" || kind == "slice") && !flags_.sharp_v)
        return print_value(value.as_host().plain(document_), verb, true);
    // Aside: charts print all of .Files by mistake, tens of megabytes that nobody looks at again.
    Document aside;
    const Value text = value.as_host().print(aside);
    print_string(value, text.string_or({}), verb);
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

void Printer::print_bool(const Value& value, std::uint32_t verb) {
    if (verb != 't' && verb != 'v') return bad_verb(value, verb);
    pad(value.as_bool() ? "true" : "false");
}

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
            const std::uint32_t rune = bits > 0x10FFFF ? kRuneError : std::uint32_t(bits);
            return pad(go_quote_rune(rune, flags_.plus));
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

void Printer::print_string(const Value& value, std::string_view text, std::uint32_t verb) {
    switch (verb) {
        case 'v':
            if (flags_.sharp_v) return put_quoted(text);
            return pad(cut(text));
        case 's':
            return pad(cut(text));
        case 'x':
        case 'X':
            return put_hex(text, verb == 'X');
        case 'q':
            return put_quoted(text);
        default:
            return bad_verb(value, verb);
    }
}

void Printer::print_bytes(const Value& value, std::uint32_t verb) {
    const std::string_view bytes = value.as_bytes();
    if (verb == 's' || verb == 'x' || verb == 'X' || verb == 'q') return print_string(value, bytes, verb);
    if (flags_.sharp_v) out_ += "[]byte";
    out_ += flags_.sharp_v ? '{' : '[';
    for (std::size_t i = 0; i < bytes.size() && go_on(); ++i) {
        if (i > 0) out_ += flags_.sharp_v ? ", " : " ";
        print_integer(Value::of_int64(std::uint8_t(bytes[i]), GoType::Uint8), verb);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::bad_verb(const Value& value, std::uint32_t verb) {
    out_ += "%!";
    append_rune(out_, verb);
    out_ += '(';
    if (value.is_nil()) {
        out_ += kNil;
    } else {
        out_ += type_name(value);
        out_ += '=';
        print_value(value, 'v', false);
    }
    out_ += ')';
}

void Printer::write_padding(std::size_t count) {
    out_.append(count, flags_.zero && !flags_.minus ? '0' : ' ');
}

void Printer::pad(std::string_view text) {
    const std::size_t width = flags_.has_width ? std::size_t(flags_.width) : 0;
    const std::size_t size = width == 0 ? 0 : rune_count(text);
    const std::size_t padding = width > size ? width - size : 0;
    if (!flags_.minus) write_padding(padding);
    out_ += text;
    if (flags_.minus) write_padding(padding);
}

std::string_view Printer::cut(std::string_view text) const {
    if (!flags_.has_precision) return text;
    std::string_view rest = text;
    for (int runes = 0; runes < flags_.precision && !rest.empty(); ++runes)
        rest.remove_prefix(decode_rune(rest).width);
    return text.substr(0, text.size() - rest.size());
}

void Printer::put_integer(std::uint64_t number, unsigned base, bool negative, bool octal_prefix, bool upper) {
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
    append_rune(text, rune > 0x10FFFF ? kRuneError : std::uint32_t(rune));
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
    if (flags_.sharp && rune <= 0x10FFFF && is_print(std::uint32_t(rune))) {
        digits += " '";
        append_rune(digits, std::uint32_t(rune));
        digits += '\'';
    }
    const bool zero = std::exchange(flags_.zero, false);
    pad(digits);
    flags_.zero = zero;
}

void Printer::put_hex(std::string_view bytes, bool upper) {
    if (flags_.has_precision) bytes = bytes.substr(0, std::size_t(flags_.precision));
    const std::string_view alphabet = upper ? kUpper : kLower;
    const std::string_view prefix = upper ? "0X" : "0x";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && flags_.space) text += ' ';
        if (flags_.sharp && (i == 0 || flags_.space)) text += prefix;
        text += alphabet[std::uint8_t(bytes[i]) >> 4];
        text += alphabet[std::uint8_t(bytes[i]) & 15];
    }
    if (text.empty() && !flags_.has_width) return;
    pad(text);
}

void Printer::put_quoted(std::string_view text) {
    text = cut(text);
    if (flags_.sharp && can_backquote(text)) return pad("`" + std::string(text) + "`");
    pad(flags_.plus ? go_quote_ascii(text) : go_quote(text));
}

}  // namespace yare::templates
