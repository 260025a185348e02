// Printer: Go's fmt for one format text: flags, width, precision and the verbs.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "yare/base/stack_guard.h"
#include "yare/data/value.h"

namespace yare::templates {

class Complex;

class Printer {
  public:
    // Stops where `out` has more than `limit` bytes, what was added would not fit into the document, or
    // values are nested deeper than the stack allows (a map may hold itself).
    Printer(std::string& out, Document& document, std::size_t limit)
        : out_(out), begin_(out.size()), document_(document), limit_(limit), stack_(kStack) {}

    void format(std::string_view format, std::span<const Value> args);
    // "%v".
    void print(const Value& value) { print_top(value, 'v'); }
    // False when it stopped before the end.
    bool complete() const { return complete_; }

  private:
    static constexpr std::size_t kStack = std::size_t{1} << 20;

    struct Flags {
        bool plus = false, minus = false, sharp = false, space = false, zero = false;
        bool sharp_v = false;  // "%#v": Go's syntax
        bool plus_v = false;   // "%+v": names of fields
        bool has_width = false, has_precision = false;
        int width = 0, precision = 0;

        // Numbers are written as they are: just their digits.
        bool leave_numbers() const {
            return !plus && !sharp && !space && !sharp_v && !has_width && !has_precision;
        }
    };

    // The format text.
    std::size_t scan_flags(std::string_view format, std::size_t at);
    std::size_t scan_width(std::string_view format, std::size_t at, std::span<const Value> args);
    std::size_t scan_precision(std::string_view format, std::size_t at, std::span<const Value> args);
    std::size_t scan_index(std::string_view format, std::size_t at, std::size_t count);
    bool take_number(std::span<const Value> args, int& number);
    void print_verb(std::uint32_t verb, std::span<const Value> args);
    void print_extra(std::span<const Value> args);

    // Values.
    void print_top(const Value& value, std::uint32_t verb);
    void print_value(const Value& value, std::uint32_t verb, bool nested);
    void print_items(std::string_view type, std::span<const Value> items, std::uint32_t verb);
    void print_map(std::string_view type, const Map& map, std::uint32_t verb);
    void print_host(const Value& value, std::uint32_t verb, bool nested);
    void print_struct(const HostObject& host, const GoParts& parts, std::uint32_t verb);
    void print_complex(const Value& value, const Complex& number, std::uint32_t verb);
    void print_bool(const Value& value, std::uint32_t verb);
    void print_integer(const Value& value, std::uint32_t verb);
    void print_unsigned_prefixed(std::uint64_t number);
    void print_float(const Value& value, std::uint32_t verb);
    void print_string(const Value& value, std::string_view text, std::uint32_t verb);
    void print_bytes(const Value& value, std::string_view type, std::uint32_t verb);
    void print_plain_bytes(std::string_view bytes);
    void print_address(const Value& value);
    void bad_verb(const Value& value, std::uint32_t verb);

    // Pieces.
    void pad(std::string_view text);  // to the width, counted in runes
    void write_padding(std::size_t count);
    void put_integer(std::uint64_t number, unsigned base, bool negative, bool octal_prefix, bool upper);
    void put_float(std::string number, char verb, int precision);
    void put_rune(std::uint64_t rune);
    void put_unicode(std::uint64_t rune);
    void put_hex(std::string_view bytes, bool upper);
    void put_quoted(std::string_view text);
    std::string_view cut(std::string_view text) const;  // to the precision, in runes
    bool go_on();

    std::string& out_;
    std::size_t begin_;
    Document& document_;
    std::size_t limit_;
    StackGuard stack_;
    Flags flags_;
    std::size_t next_arg_ = 0;
    bool after_index_ = false;
    bool good_index_ = true;
    bool reordered_ = false;
    bool complete_ = true;
    bool plain_ = false;  // within what a verb does not take: no texts of a type's own
};

// Go: a map or slice of this type is nil.
inline bool is_nil_type(GoType type) {
    return type == GoType::NilMap || type == GoType::NilList || type == GoType::NilStrings;
}

// "January", "Monday": what a month or a weekday prints.
std::string_view number_name(const Value& value);

}  // namespace yare::templates
