#include "comparison.h"

#include "complex.h"
#include "verbs.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

Error invalid(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }
std::string type_text(const Value& value) { return std::string(type_name(value)); }

// Go's comparisons know these; what is none of them compares with nothing.
enum class Basic { None, Bool, Complex, Int, Float, String, Uint };

Basic basic_kind(const Value& value) {
    switch (value.kind()) {
        case Kind::Bool:
            return Basic::Bool;
        case Kind::Int:
            return Basic::Int;
        case Kind::Int64:
            return value.go_type() == GoType::Uint8 || value.go_type() == GoType::Uint32 ||
                           value.go_type() == GoType::Uint64
                       ? Basic::Uint
                       : Basic::Int;
        case Kind::Float64:
            return Basic::Float;
        case Kind::String:
            return Basic::String;
        case Kind::Host:
            return complex_of(value) ? Basic::Complex : Basic::None;
        default:
            return Basic::None;
    }
}

Error incompatible(const Value& left, const Value& right) {
    return invalid("incompatible types for comparison: " + type_text(left) + " and " + type_text(right));
}

std::string formatted(Document& document, std::string_view format, std::initializer_list<Value> args) {
    std::string out;
    Printer printer(out, document, longest_text(document));
    printer.format(format, std::span(args.begin(), args.size()));
    return out;
}

// Equality of what has no basic kind: only pointers and structs compare, and anything with nil.
Result<bool> equal_others(Document& document, const Value& left, const Value& right) {
    if (!left.is_nil() && !right.is_nil() && kind_name(left) != kind_name(right)) {
        return invalid(
            formatted(document, "non-comparable types %s: %v, %s: %v",
                      {left, document.string(type_name(left)), document.string(type_name(right)), right}));
    }
    const bool left_nil = left.is_nil() || is_nil_type(left.go_type());
    const bool right_nil = right.is_nil() || is_nil_type(right.go_type());
    if (left_nil || right_nil) return left_nil == right_nil;
    if (!right.is_host() || right.as_host().go_kind() == "map" || right.as_host().go_kind() == "slice") {
        return invalid(
            formatted(document, "non-comparable type %s: %v", {right, document.string(type_name(right))}));
    }
    return left.as_host().same_as(right.as_host());
}

Result<bool> equal(Document& document, const Value& left, const Value& right) {
    const Basic first = basic_kind(left);
    const Basic second = basic_kind(right);
    if (first != second) {
        if ((first == Basic::Int && second == Basic::Uint) ||
            (first == Basic::Uint && second == Basic::Int)) {
            const std::int64_t number = (first == Basic::Int ? left : right).as_integer();
            return number >= 0 && left.as_integer() == right.as_integer();
        }
        if (left.is_nil() || right.is_nil()) return false;
        return incompatible(left, right);
    }
    switch (first) {
        case Basic::Bool:
            return left.as_bool() == right.as_bool();
        case Basic::Float:
            return left.as_float() == right.as_float();
        case Basic::Int:
        case Basic::Uint:
            return left.as_integer() == right.as_integer();
        case Basic::String:
            return left.as_string() == right.as_string();
        case Basic::Complex:
            return complex_of(left)->real() == complex_of(right)->real() &&
                   complex_of(left)->imaginary() == complex_of(right)->imaginary();
        case Basic::None:
            break;
    }
    return equal_others(document, left, right);
}

Result<bool> less(const Value& left, const Value& right) {
    const Basic first = basic_kind(left);
    const Basic second = basic_kind(right);
    if (first == Basic::None || second == Basic::None) return invalid("invalid type for comparison");
    if (first != second) {
        if (first == Basic::Int && second == Basic::Uint) {
            return left.as_integer() < 0 ||
                   std::uint64_t(left.as_integer()) < std::uint64_t(right.as_integer());
        }
        if (first == Basic::Uint && second == Basic::Int) {
            return right.as_integer() >= 0 &&
                   std::uint64_t(left.as_integer()) < std::uint64_t(right.as_integer());
        }
        return incompatible(left, right);
    }
    switch (first) {
        case Basic::Float:
            return left.as_float() < right.as_float();
        case Basic::Int:
            return left.as_integer() < right.as_integer();
        case Basic::Uint:
            return std::uint64_t(left.as_integer()) < std::uint64_t(right.as_integer());
        case Basic::String:
            return left.as_string() < right.as_string();
        default:
            return invalid("invalid type for comparison");
    }
}

// Go: <= is < or ==, > is the opposite of that, >= the opposite of <; with a NaN they disagree with
// arithmetic.
Result<bool> less_or_equal(Document& document, const Value& left, const Value& right) {
    const bool below = YARE_TRY(less(left, right));
    if (below) return true;
    return equal(document, left, right);
}

}  // namespace

Result<bool> equal_any(Document& document, std::span<const Operand> args) {
    if (args.size() < 2) return invalid("missing argument for comparison");
    for (const Operand& other : args.subspan(1)) {
        const bool same = YARE_TRY(equal(document, args[0].value, other.value));
        if (same) return true;
    }
    return false;
}

Result<bool> compare(Builtin builtin, Document& document, const Value& left, const Value& right) {
    switch (builtin) {
        case Builtin::Lt:
            return less(left, right);
        case Builtin::Le:
            return less_or_equal(document, left, right);
        case Builtin::Gt: {
            const bool not_above = YARE_TRY(less_or_equal(document, left, right));
            return !not_above;
        }
        default: {
            const bool below = YARE_TRY(less(left, right));
            return !below;
        }
    }
}

}  // namespace yare::templates
