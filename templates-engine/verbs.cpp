// The format text: flags, indexes, widths, and what goes with which argument.
#include "verbs.h"

#include <algorithm>
#include <utility>

#include "yare/base/ascii.h"
#include "yare/data/utf8.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

constexpr int kLargest = 1000000;  // Go: a larger width or precision is none
constexpr std::string_view kNil = "<nil>";

// How many bytes of a format the digits at its front take; the number is -1 when there are none.
std::pair<int, std::size_t> read_number(std::string_view text, std::size_t at) {
    int number = -1;
    while (at < text.size() && ascii::is_digit(text[at])) {
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
        const utf8::Rune verb = utf8::decode(format.substr(at));
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
        utf8::append(out_, verb);
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
            flags_.plus_v = std::exchange(flags_.plus, false);
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
    } else if (verb == 'p') {
        print_address(value);
    } else if (verb == 'w' && (value.is_list() || value.is_map() || value.is_host())) {
        bad_verb(value, verb);
    } else {
        print_value(value, verb, false);
    }
}

}  // namespace yare::templates
