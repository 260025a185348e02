#include "casts.h"

#include <limits>

#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

// "3.00" is read as "3"; "3.50" and "300" stay.
std::string_view without_zero_decimals(std::string_view text) {
    std::size_t at = text.size();
    while (at > 0 && text[at - 1] == '0') --at;
    if (at > 0 && at < text.size() && text[at - 1] == '.') return text.substr(0, at - 1);
    return text;
}

}  // namespace

std::int64_t truncate_to_int64(double number) {
    if (number >= -0x1p63 && number < 0x1p63) return std::int64_t(number);
    return std::numeric_limits<std::int64_t>::min();
}

std::int64_t to_int64(const Value& value) {
    switch (value.kind()) {
        case Kind::Int:
            return value.as_integer();
        case Kind::Int64:
            // Helm: time.Duration is a type of its own and no number here.
            return value.go_type() == GoType::Duration ? 0 : value.as_integer();
        case Kind::Float64:
            return truncate_to_int64(value.as_float());
        case Kind::Bool:
            return value.as_bool() ? 1 : 0;
        case Kind::String: {
            const auto parsed = parse_int(without_zero_decimals(value.as_string()), 0);
            return parsed ? parsed.value : 0;
        }
        default:
            return 0;
    }
}

double to_float64(const Value& value) {
    switch (value.kind()) {
        case Kind::Int:
            return double(value.as_integer());
        case Kind::Int64:
            if (value.go_type() == GoType::Duration) return 0;
            if (value.go_type() == GoType::Uint64) return double(std::uint64_t(value.as_integer()));
            return double(value.as_integer());
        case Kind::Float64:
            return value.as_float();
        case Kind::Bool:
            return value.as_bool() ? 1 : 0;
        case Kind::String: {
            const auto parsed = parse_float(value.as_string());
            return parsed ? parsed.value : 0;
        }
        default:
            return 0;
    }
}

}  // namespace yare::templates
