#include "toml_read.h"

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "time_object.h"
#include "toml_tables.h"
#include "toml_text.h"
#include "yare/base/stack_guard.h"
#include "yare/data/numbers.h"
#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

constexpr std::uint32_t kEnd = TomlScanner::kEnd;
constexpr std::size_t kStack = std::size_t{1} << 20;  // for values within values
constexpr std::size_t kDepth = 1000;                  // of tables in tables; what writes them out goes down
constexpr std::size_t kMemory = 40;                   // for each byte of a text, at worst, while it is read

bool is_blank(std::uint32_t rune) { return rune == ' ' || rune == '\t'; }
bool is_line_end(std::uint32_t rune) { return rune == '\n' || rune == '\r'; }
bool is_plain_digit(std::uint32_t rune) { return rune >= '0' && rune <= '9'; }
bool is_hex_digit(std::uint32_t rune) {
    return is_plain_digit(rune) || (rune >= 'a' && rune <= 'f') || (rune >= 'A' && rune <= 'F');
}
bool is_bare_rune(std::uint32_t rune) {
    return is_plain_digit(rune) || (rune >= 'A' && rune <= 'Z') || (rune >= 'a' && rune <= 'z') ||
           rune == '_' || rune == '-';
}

std::string text_of(std::uint32_t rune) {
    std::string out;
    append_rune(out, rune);
    return out;
}

std::string or_end_of_file(std::uint32_t rune) {
    return rune == kEnd ? "end of file" : "'" + text_of(rune) + "'";
}

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
        digit = is_hex_digit(std::uint8_t(c));
    }
    return digit;
}

bool has_good_points(std::string_view number) {
    for (std::size_t i = number.find('.'); i != std::string_view::npos; i = number.find('.', i + 1)) {
        if (i + 1 == number.size() || !is_plain_digit(std::uint8_t(number[i + 1]))) return false;
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
        if (!is_plain_digit(std::uint8_t(layout[i])) && date[i] != layout[i]) return true;
    }
    return false;
}

class Reader {
  public:
    Reader(Call& call, std::string_view text) : call_(call), scan_(text) {}

    Result<Map*> read() {
        while (!scan_.failed() && top_item()) {
        }
        if (!scan_.failed()) return tables_.all(call_.document);
        const std::string key = last_key();
        return failure("toml: line " + std::to_string(scan_.error_line()) +
                       (key.empty() ? "" : " (last key " + go_quote(key) + ")") + ": " + scan_.error());
    }

  private:
    // False at the end, and after an error.
    bool top_item() {
        const std::uint32_t rune = scan_.next();
        if (rune == kEnd) return false;
        if (is_blank(rune) || is_line_end(rune)) return true;
        if (rune == '#') {
            scan_.skip_comment();
            return true;
        }
        if (rune == '[') return header() && line_end();
        scan_.go_to(scan_.position() - text_of(rune).size());
        const bool good = pair();
        if (good) key_.clear();
        return good && line_end();
    }

    bool line_end() {
        std::uint32_t rune = scan_.next();
        while (is_blank(rune)) rune = scan_.next();
        if (rune == '#') {
            scan_.skip_comment();
            return true;
        }
        if (is_line_end(rune)) return true;
        if (rune == kEnd) return false;
        return scan_.fail("expected a top-level item to end with a newline, comment, or EOF, but got " +
                          go_quote_rune(rune) + " instead");
    }

    bool header() {
        const bool list = scan_.accept('[');
        TomlKey key;
        do {
            scan_.skip_blanks();
            const std::uint32_t rune = scan_.peek();
            if (rune == ']' || rune == kEnd)
                return scan_.fail("unexpected end of table name (table names cannot be empty)");
            if (rune == '.') return scan_.fail("unexpected table separator (table names cannot be empty)");
            if (!key_part(key)) return false;
        } while (scan_.accept('.'));
        std::uint32_t rune = scan_.next();
        if (rune != ']') {
            return scan_.fail("expected '.' or ']' to end table name, but got " + go_quote_rune(rune) +
                              " instead");
        }
        if (list && (rune = scan_.next()) != ']') {
            return scan_.fail("expected end of table array name delimiter ']', but got " +
                              go_quote_rune(rune) + " instead");
        }
        return check(list ? tables_.enter_next_table(key) : tables_.enter_table(key));
    }

    // One part of a name, and the blanks behind it.
    bool key_part(TomlKey& key) {
        if (key.empty()) key_line_ = scan_.line();
        std::string part;
        if (scan_.accept('"')) {
            if (!scan_.read_string(part)) return false;
        } else if (scan_.accept('\'')) {
            if (!scan_.read_raw_string(part)) return false;
        } else {
            const std::size_t start = scan_.position();
            while (is_bare_rune(scan_.peek())) scan_.next();
            part = scan_.since(start);
        }
        scan_.skip_blanks();
        key.push_back(std::move(part));
        if (tables_.context().size() + key.size() > kDepth) return scan_.fail("tables are nested too deeply");
        return !scan_.failed();
    }

    // A key's parts, through the "=".
    bool key(TomlKey& key) {
        do {
            scan_.skip_blanks();
            const std::uint32_t rune = scan_.peek();
            if (rune == '=' || rune == kEnd)
                return scan_.fail(key.empty() ? "unexpected '=': key name appears blank" : "unexpected '='");
            if (rune == '.')
                return scan_.fail(key.empty() ? "unexpected '.': keys cannot start with a '.'"
                                              : "unexpected '.'");
            if (!key_part(key)) return false;
        } while (scan_.accept('.'));
        const std::uint32_t rune = scan_.next();
        if (rune == '=') return true;
        if (rune == kEnd) return scan_.fail("unexpected EOF; expected key separator '='");
        const std::string message = "expected '.' or '=', but got " + go_quote_rune(rune) + " instead";
        return rune == '\n' ? scan_.fail_line_before(message) : scan_.fail(message);
    }

    // key = value, in the context's table.
    bool pair() {
        const TomlKey outer = tables_.context();
        TomlKey name;
        if (!key(name)) return false;
        key_ = name.back();
        for (std::size_t i = 0; i + 1 < name.size(); ++i) {
            TomlKey path = tables_.context();
            path.push_back(name[i]);
            if (!check(tables_.enter_implied(path))) return false;
        }
        if (!pair_value()) return false;
        if (!note_inline(outer, name)) return false;
        tables_.set_context(outer);
        return true;
    }

    // Helm: within an inline table a value may take the place of a table that was only implied, but nothing
    // can be put into it then.
    bool note_inline(const TomlKey& outer, const TomlKey& name) {
        TomlKey path = outer;
        for (std::size_t i = 0; i < name.size(); ++i) {
            path.push_back(name[i]);
            if (i + 1 == name.size()) break;
            const std::string text = toml_key_text(path);
            if (inline_values_.contains(text))
                return check(go_quote(toml_key_text(tables_.context())) + " is not a table");
        }
        if (inline_depth_ > 0 && !last_was_table_) inline_values_.insert(toml_key_text(path));
        return true;
    }

    bool pair_value() {
        scan_.skip_blanks();
        if (scan_.peek() == '{') {
            Value unused;
            const bool good = value(unused, false) && check(tables_.close_inline(key_));
            last_was_table_ = true;
            return good;
        }
        const bool array = scan_.peek() == '[';
        Value read;
        if (!value(read, false)) return false;
        last_was_table_ = false;
        return check(tables_.put(key_, read, array ? TomlTables::Type::Array : TomlTables::Type::Single));
    }

    bool value(Value& out, bool in_array) {
        if (stack_.exhausted()) return scan_.fail("nested too deeply");
        scan_.skip_blanks();
        const std::uint32_t rune = scan_.next();
        if (is_plain_digit(rune)) {
            scan_.back();
            return number_or_date(out);
        }
        switch (rune) {
            case '[':
                return array(out);
            case '{':
                return inline_table(out, in_array);
            case '"':
            case '\'':
                return text(out, char(rune));
            case '.':
                return scan_.fail("floats must start with a digit, not '.'");
            case '-':
            case '+':
                return signed_number(out);
            case kEnd:
                return scan_.fail("unexpected EOF; expected value");
            default:
                return word(out, rune);
        }
    }

    bool text(Value& out, char quote) {
        std::string read;
        const std::size_t start = scan_.position();
        const auto mark = std::uint32_t(quote);
        const bool long_one = scan_.accept(mark) && scan_.accept(mark);
        if (!long_one) scan_.go_to(start);
        const bool good = quote == '"' ? (long_one ? scan_.read_long_string(read) : scan_.read_string(read))
                          : long_one   ? scan_.read_long_raw_string(read)
                                       : scan_.read_raw_string(read);
        if (good) out = call_.document.string(read);
        return good;
    }

    // true, false, inf, nan, or what is none of them.
    bool word(Value& out, std::uint32_t rune) {
        const std::size_t start = scan_.position() - text_of(rune).size();
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

    bool array(Value& out) {
        std::vector<Value> items;
        while (true) {
            std::uint32_t rune = next_in_array();
            if (rune == ',') return scan_.fail("unexpected comma");
            if (rune == ']') break;
            if (scan_.failed()) return false;
            step_back(rune);
            Value item;
            if (!value(item, true)) return false;
            items.push_back(item);
            rune = next_in_array();
            if (rune == ']') break;
            if (rune != ',') {
                return scan_.fail("expected a comma (',') or array terminator (']'), but got " +
                                  or_end_of_file(rune));
            }
        }
        out = call_.document.make_list(items);
        return true;
    }

    // The next character that is no blank, line end or comment.
    std::uint32_t next_in_array() {
        while (true) {
            const std::uint32_t rune = scan_.next();
            if (rune == '#')
                scan_.skip_comment();
            else if (!is_blank(rune) && !is_line_end(rune))
                return rune;
        }
    }

    void step_back(std::uint32_t rune) {
        if (rune == kEnd)
            scan_.back();
        else
            scan_.go_to(scan_.position() - text_of(rune).size());
    }

    bool inline_table(Value& out, bool in_array) {
        const TomlKey outer = tables_.context();
        const std::string outer_key = key_;
        TomlKey own = outer;
        own.push_back(key_);
        tables_.set_context(own);
        key_.clear();
        std::set<std::string> outer_values;
        outer_values.swap(inline_values_);
        ++inline_depth_;
        if (!check(in_array ? tables_.enter_array_item(own) : tables_.enter_implied(own))) return false;
        while (true) {
            std::uint32_t rune = next_in_array();
            if (rune == ',') return scan_.fail("unexpected comma");
            if (rune == '}') break;
            if (scan_.failed()) return false;
            step_back(rune);
            if (!pair()) return false;
            rune = next_in_array();
            if (rune == '}') break;
            if (rune != ',') {
                return scan_.fail("expected a comma or an inline table terminator '}', but got " +
                                  or_end_of_file(rune) + " instead");
            }
        }
        if (in_array) out = tables_.current(call_.document);
        tables_.set_context(outer);
        key_ = outer_key;
        inline_values_.swap(outer_values);
        --inline_depth_;
        return true;
    }

    bool number_or_date(Value& out) {
        const std::size_t start = scan_.position();
        if (scan_.accept('0')) {
            const std::uint32_t base = scan_.peek();
            if (base == 'b' || base == 'o' || base == 'x') return based_number(out, start, base);
            if (!is_plain_digit(base)) return decimal(out, start);
        }
        while (is_plain_digit(scan_.peek())) scan_.next();
        if (scan_.accept('-') || scan_.accept(':')) return date(out, start);
        return decimal(out, start);
    }

    bool decimal(Value& out, std::size_t start) {
        while (is_plain_digit(scan_.peek()) || scan_.peek() == '_') scan_.next();
        const std::uint32_t rune = scan_.peek();
        if (rune != '.' && rune != 'e' && rune != 'E') return whole_number(out, start);
        const auto in_float = [](std::uint32_t at) {
            return is_plain_digit(at) || at == '_' || at == '.' || at == '-' || at == '+' || at == 'e' ||
                   at == 'E';
        };
        while (in_float(scan_.peek())) scan_.next();
        return float_number(out, start);
    }

    bool based_number(Value& out, std::size_t start, std::uint32_t base) {
        scan_.next();
        const auto good = [base](std::uint32_t rune) {
            if (base == 'x') return is_hex_digit(rune);
            return rune >= '0' && rune <= (base == 'o' ? '7' : '1');
        };
        const std::uint32_t first = scan_.peek();
        if (!good(first)) {
            const char* name = base == 'b' ? "a binary" : base == 'o' ? "an octal" : "a hexadecimal";
            return scan_.fail("not " + std::string(name) + " number: '" + std::string(scan_.since(start)) +
                              text_of(first) + "'");
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
        const std::uint32_t base = rune == '0' ? scan_.peek() : kEnd;
        if (base == 'b' || base == 'o' || base == 'x') {
            return scan_.fail("cannot use sign with non-decimal numbers: '" +
                              std::string(scan_.since(start)) + text_of(base) + "'");
        }
        if (!is_plain_digit(rune)) return scan_.fail("expected a digit but got " + go_quote_rune(rune));
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
            return is_plain_digit(rune) ||
                   (rune < 128 && rune != kEnd && kSigns.find(char(rune)) != std::string_view::npos);
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

    // An error of a value that was read to its end.
    bool fail(std::string message) { return scan_.fail_at(scan_.line(), std::move(message)); }
    // An error of the tables is in the line of the key.
    bool check(std::string error) { return error.empty() || scan_.fail_at(key_line_, std::move(error)); }

    std::string last_key() const {
        const TomlKey& context = tables_.context();
        if (key_.empty()) return toml_key_text(context);
        return context.empty() ? key_ : toml_key_text(context) + "." + key_;
    }

    Call& call_;
    TomlScanner scan_;
    TomlTables tables_;
    StackGuard stack_{kStack};
    std::string key_;
    int key_line_ = 1;
    // Of the inline table under way: its keys that hold no table.
    std::set<std::string> inline_values_;
    std::size_t inline_depth_ = 0;
    bool last_was_table_ = false;
};

std::string_view without_mark(std::string_view text) {
    for (const std::string_view mark : {"\xff\xfe", "\xfe\xff", "\xef\xbb\xbf"}) {
        if (text.starts_with(mark)) return text.substr(mark.size());
    }
    return text;
}

}  // namespace

Result<Map*> read_toml(Call& call, std::string_view text) {
    YARE_TRY(call.budget.reserve(text.size() * kMemory));
    text = without_mark(text);
    if (text.substr(0, 6).find('\0') != std::string_view::npos) {
        return failure(
            "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be "
            "UTF-8");
    }
    return Reader(call, text).read();
}

}  // namespace yare::templates
