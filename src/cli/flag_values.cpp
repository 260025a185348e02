#include "flag_values.h"

#include <algorithm>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/utf8.h"

namespace yare::cli {
namespace {

Error number_error(std::string_view function, std::string_view text, std::string_view why) {
    return Error(ErrorCode::Invalid, "strconv." + std::string(function) + ": parsing " + go_quote(text) +
                                         ": " + std::string(why));
}

}  // namespace

std::string quoted_character(char character) {
    if (character == '\'') return "'\\''";
    if (character == '"') return "'\"'";
    // pflag turns the byte into a character of that number.
    std::string text;
    utf8::append(text, static_cast<unsigned char>(character));
    text = go_quote(text);
    return "'" + text.substr(1, text.size() - 2) + "'";
}

Result<bool> parse_bool(std::string_view text) {
    for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"}) {
        if (text == yes) return true;
    }
    for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"}) {
        if (text == no) return false;
    }
    return number_error("ParseBool", text, "invalid syntax");
}

Result<std::int64_t> parse_integer(std::string_view text, std::string_view function) {
    const Parsed<std::int64_t> number = parse_int(text, function == "Atoi" ? 10 : 0);
    if (number) return number.value;
    return number_error(function, text,
                        number.status == Parse::Range ? "value out of range" : "invalid syntax");
}

Result<std::uint64_t> parse_unsigned(std::string_view text) {
    const Parsed<std::uint64_t> number = parse_uint(text, 0);
    if (number) return number.value;
    return number_error("ParseUint", text,
                        number.status == Parse::Range ? "value out of range" : "invalid syntax");
}

Result<double> parse_number(std::string_view text) {
    const Parsed<double> number = parse_float(text);
    if (number) return number.value;
    return number_error("ParseFloat", text,
                        number.status == Parse::Range ? "value out of range" : "invalid syntax");
}

namespace {

class CsvLine {
  public:
    explicit CsvLine(std::string_view text) : text_(text) {}

    Result<std::vector<std::string>> read() {
        while (text_.substr(at_).starts_with('\n') || text_.substr(at_).starts_with("\r\n")) {
            at_ = text_.find('\n', at_) + 1;
            ++line_;
            line_start_ = at_;
        }
        start_line_ = line_;
        if (at_ == text_.size()) return Error(ErrorCode::Invalid, "EOF");
        std::vector<std::string> fields;
        for (;;) {
            std::string field;
            if (at_ < text_.size() && text_[at_] == '"') {
                YARE_TRY(read_go_quote(field));
            } else {
                YARE_TRY(read_plain(field));
            }
            fields.push_back(std::move(field));
            if (at_ == text_.size() || text_[at_] != ',') return fields;
            ++at_;
        }
    }

  private:
    Result<void> read_plain(std::string& field) {
        const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
        field = text_.substr(at_, end - at_);
        if (end < text_.size() && text_[end] == '\n' && field.ends_with('\r')) field.pop_back();
        const std::size_t quote = field.find('"');
        if (quote != std::string::npos) return fail(at_ + quote, "bare \" in non-quoted-field");
        at_ = end;
        return {};
    }

    Result<void> read_go_quote(std::string& field) {
        ++at_;
        while (true) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos)
                return fail(text_.size(), "extraneous or missing \" in quoted-field");
            append(field, text_.substr(at_, quote - at_));
            at_ = quote + 1;
            if (at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n' ||
                text_.substr(at_).starts_with("\r\n"))
                return {};
            if (text_[at_] != '"') return fail(quote, "extraneous or missing \" in quoted-field");
            field += '"';
            ++at_;
        }
    }

    void append(std::string& field, std::string_view piece) {
        for (std::size_t i = 0; i < piece.size(); ++i) {
            if (piece[i] == '\n') {
                ++line_;
                line_start_ = at_ + i + 1;
            }
            field += piece[i];
        }
    }

    Error fail(std::size_t byte, std::string_view why) const {
        std::string place = "parse error on line " + std::to_string(line_) + ", column " +
                            std::to_string(byte - line_start_ + 1) + ": " + std::string(why);
        if (start_line_ != line_) place = "record on line " + std::to_string(start_line_) + "; " + place;
        return Error(ErrorCode::Invalid, std::move(place));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t start_line_ = 1;
    std::size_t line_start_ = 0;
};

}  // namespace

Result<std::vector<std::string>> parse_csv_line(std::string_view text) { return CsvLine(text).read(); }

}  // namespace yare::cli
