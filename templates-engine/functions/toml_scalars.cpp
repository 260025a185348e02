#include "toml_scalars.h"

#include <array>
#include <cmath>
#include <string>

#include "time_object.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

bool has_leading_zero(std::string_view number) {
    if (number.size() > 1 && number[0] == '0')
        return number[1] != 'b' && number[1] != 'o' && number[1] != 'x';
    return number.size() > 2 && (number[0] == '-' || number[0] == '+') && number[1] == '0';
}

// Each underscore between two digits, and a digit at the end.
bool has_good_underscores(std::string_view number) {
    if (number.ends_with("nan") || number.ends_with("inf")) return true;
    bool digit = false;
    for (const char c : number) {
        if (c == '_' && !digit) return false;
        digit = ascii::is_hex_digit(c);
    }
    return digit;
}

bool has_good_points(std::string_view number) {
    for (std::size_t i = number.find('.'); i != std::string_view::npos; i = number.find('.', i + 1)) {
        if (i + 1 == number.size() || !ascii::is_digit(number[i + 1])) return false;
    }
    return true;
}

// The forms of a date, tried in this order, and the zone of those that name none.
struct DateForm {
    std::string_view layout;
    const char* zone;  // null: the machine's
};
constexpr std::array<DateForm, 7> kDateForms{{
    {layout::kRfc3339Nano, nullptr},
    {"2006-01-02T15:04:05.999999999", "datetime-local"},
    {"2006-01-02", "date-local"},
    {"15:04:05.999999999", "time-local"},
    {"2006-01-02T15:04Z07:00", nullptr},
    {"2006-01-02T15:04", "datetime-local"},
    {"15:04", "time-local"},
}};

// Go takes "1:2" for "01:02"; TOML does not, and the signs between the numbers show it.
bool lacks_leading_zero(std::string_view date, std::string_view layout) {
    for (std::size_t i = 0; i < layout.size() && i < date.size(); ++i) {
        if (layout[i] == '.' || layout[i] == 'Z') return false;
        if (!ascii::is_digit(layout[i]) && date[i] != layout[i]) return true;
    }
    return false;
}

class ScalarReader {
  public:
    ScalarReader(Call& call, TomlScanner& scan) : call_(call), scan_(scan) {}

    bool read(Value& out) {
        const std::uint32_t rune = scan_.next();
        if (ascii::is_digit(rune)) {
            scan_.back();
            return number_or_date(out);
        }
        switch (rune) {
            case '"':
            case '\'':
                return text(out, rune);
            case '.':
                return scan_.fail("floats must start with a digit, not '.'");
            case '-':
            case '+':
                return signed_number(out);
            case TomlScanner::kEnd:
                return scan_.fail("unexpected EOF; expected value");
            default:
                return word(out, rune);
        }
    }

  private:
    bool number_or_date(Value& out) {
        const std::size_t start = scan_.position();
        if (scan_.accept('0')) {
            const std::uint32_t base = scan_.peek();
            if (base == 'b' || base == 'o' || base == 'x') return based_number(out, start, base);
            if (!ascii::is_digit(base)) return decimal(out, start);
        }
        while (ascii::is_digit(scan_.peek())) scan_.next();
        if (scan_.accept('-') || scan_.accept(':')) return date(out, start);
        return decimal(out, start);
    }

    bool decimal(Value& out, std::size_t start) {
        while (ascii::is_digit(scan_.peek()) || scan_.peek() == '_') scan_.next();
        const std::uint32_t rune = scan_.peek();
        if (rune != '.' && rune != 'e' && rune != 'E') return whole_number(out, start);
        const auto in_float = [](std::uint32_t at) {
            return ascii::is_digit(at) || at == '_' || at == '.' || at == '-' || at == '+' || at == 'e' ||
                   at == 'E';
        };
        while (in_float(scan_.peek())) scan_.next();
        return float_number(out, start);
    }

    bool based_number(Value& out, std::size_t start, std::uint32_t base) {
        scan_.next();
        const auto good = [base](std::uint32_t rune) {
            if (base == 'x') return ascii::is_hex_digit(rune);
            return rune >= '0' && rune <= (base == 'o' ? '7' : '1');
        };
        const std::uint32_t first = scan_.peek();
        if (!good(first)) {
            const char* name = base == 'b' ? "a binary" : base == 'o' ? "an octal" : "a hexadecimal";
            return scan_.fail("not " + std::string(name) + " number: '" + std::string(scan_.since(start)) +
                              toml_rune_text(first) + "'");
        }
        while (good(scan_.peek()) || scan_.peek() == '_') scan_.next();
        return whole_number(out, start);
    }

    bool signed_number(Value& out) {
        const std::size_t start = scan_.position() - 1;
        const std::uint32_t rune = scan_.next();
        if (rune == 'i' || rune == 'n') {
            const bool good =
                rune == 'i' ? scan_.accept('n') && scan_.accept('f') : scan_.accept('a') && scan_.accept('n');
            if (good) return float_number(out, start);
            return scan_.fail("invalid float: '" + std::string(scan_.since(start)) + "'");
        }
        if (rune == '.') return scan_.fail("floats must start with a digit, not '.'");
        const std::uint32_t base = rune == '0' ? scan_.peek() : TomlScanner::kEnd;
        if (base == 'b' || base == 'o' || base == 'x') {
            return scan_.fail("cannot use sign with non-decimal numbers: '" +
                              std::string(scan_.since(start)) + toml_rune_text(base) + "'");
        }
        if (!ascii::is_digit(rune)) return scan_.fail("expected a digit but got " + go_quote_rune(rune));
        return decimal(out, start);
    }

    bool whole_number(Value& out, std::size_t start) {
        if (scan_.failed()) return false;
        const std::string_view number = scan_.since(start);
        const std::string name = "Invalid integer " + go_quote(number) + ": ";
        if (!has_good_underscores(number)) return fail(name + "underscores must be surrounded by digits");
        if (has_leading_zero(number)) return fail(name + "cannot have leading zeroes");
        const Parsed<std::int64_t> read = parse_int(number, 0);
        if (!read) return fail(std::string(number) + " is out of range for int64");
        out = Value::of_int64(read.value);
        return true;
    }

    bool float_number(Value& out, std::size_t start) {
        if (scan_.failed()) return false;
        const std::string_view number = scan_.since(start);
        const std::string name = "Invalid float " + go_quote(number) + ": ";
        std::string_view rest = number;
        for (bool first = true; !rest.empty(); first = false) {
            const std::string_view part = rest.substr(0, rest.find_first_of(".eE"));
            if (!part.empty() && !has_good_underscores(part))
                return fail(name + "underscores must be surrounded by digits");
            if (first && has_leading_zero(part)) return fail(name + "cannot have leading zeroes");
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        }
        if (!has_good_points(number)) return fail(name + "'.' must be followed by one or more digits");
        std::string digits(number);
        std::erase(digits, '_');
        if (digits.ends_with("nan")) digits = "nan";
        const Parsed<double> read = parse_float(digits);
        if (read.status == Parse::Range) return fail(std::string(number) + " is out of range for float64");
        if (!read) return fail("Invalid float value: " + go_quote(number));
        out = Value::of_float(number.starts_with('-') ? -std::abs(read.value) : read.value);
        return true;
    }

    bool date(Value& out, std::size_t start) {
        constexpr std::string_view kSigns = "-:Tt .Zz+";
        const auto in_date = [&](std::uint32_t rune) {
            return ascii::is_digit(rune) || (rune < 128 && rune != TomlScanner::kEnd &&
                                             kSigns.find(char(rune)) != std::string_view::npos);
        };
        while (in_date(scan_.peek())) scan_.next();
        if (scan_.failed()) return false;
        std::string written(trim_blanks(scan_.since(start)));
        for (char& c : written) c = c == 'z' ? 'Z' : c == 't' || c == ' ' ? 'T' : c;
        for (const DateForm& form : kDateForms) {
            const TimeZone zone = form.zone ? local_zone(form.zone) : TimeZone::local();
            const Result<GoTime> read = parse_time(form.layout, written, zone, zone);
            if (!read) continue;
            if (lacks_leading_zero(written, form.layout)) break;
            out = make_time(call_, *read);
            return true;
        }
        return fail("invalid datetime: " + go_quote(written));
    }

    static std::string_view trim_blanks(std::string_view text) {
        while (text.ends_with(' ')) text.remove_suffix(1);
        return text;
    }

    // Helm: dates and times without a zone have the offset that is in force where it runs.
    TimeZone local_zone(const char* name) {
        return TimeZone::fixed(name, TimeZone::local().at(now_of(call_).unix_seconds()).offset);
    }

    bool text(Value& out, std::uint32_t quote) {
        std::string read;
        const std::size_t start = scan_.position();
        const bool long_one = scan_.accept(quote) && scan_.accept(quote);
        if (!long_one) scan_.go_to(start);
        const bool good = quote == '"' ? (long_one ? scan_.read_long_string(read) : scan_.read_string(read))
                          : long_one   ? scan_.read_long_raw_string(read)
                                       : scan_.read_raw_string(read);
        if (good) out = call_.document.string(read);
        return good;
    }

    // true, false, inf, nan, or what is none of them.
    bool word(Value& out, std::uint32_t rune) {
        const std::size_t start = scan_.position() - toml_rune_text(rune).size();
        if (rune == 'i' || rune == 'n') {
            // Helm: mixtures of the two count as numbers here, and as bad ones then.
            if ((scan_.accept('n') && scan_.accept('f')) || (scan_.accept('a') && scan_.accept('n')))
                return float_number(out, start);
            if (scan_.failed()) return false;
        }
        if (!is_letter(rune)) {
            const std::string message = "expected value but found " + go_quote_rune(rune) + " instead";
            return rune == '\n' ? scan_.fail_line_before(message) : scan_.fail(message);
        }
        // Helm: of a word that begins as one of those numbers it names the end alone.
        const std::size_t back = rune == 'i' || rune == 'n' ? scan_.position() - 1 : start;
        scan_.go_to(back);
        while (is_letter(scan_.peek())) scan_.next();
        if (scan_.failed()) return false;
        const std::string_view name = scan_.since(back);
        if (name != "true" && name != "false")
            return scan_.fail("expected value but found " + go_quote(name) + " instead");
        out = Value::of_bool(name == "true");
        return true;
    }

    // An error of a value that was read to its end.
    bool fail(std::string message) { return scan_.fail_at(scan_.line(), std::move(message)); }

    Call& call_;
    TomlScanner& scan_;
};

}  // namespace

bool read_toml_scalar(Call& call, TomlScanner& scan, Value& out) {
    return ScalarReader(call, scan).read(out);
}

}  // namespace yare::templates
