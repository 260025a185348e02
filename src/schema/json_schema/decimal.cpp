#include "decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "yare/data/numbers.h"

namespace yare::schema {

namespace {

// Below this each whole number has a double of its own.
constexpr double kExact = 9007199254740992.0;
// Go: big.Rat takes no larger exponents from a text.
constexpr std::int64_t kLargestExponent = 1'000'000;

bool is_exact(double number) { return std::fabs(number) < kExact && std::trunc(number) == number; }

// Schoolbook remainders in base 1e9 would be faster; these numbers have a few digits.
class Remainder {
  public:
    explicit Remainder(const std::string& divisor) : divisor_(divisor) {}

    void push(char digit) {
        if (!rest_.empty() || digit != '0') rest_ += digit;
        while (rest_.size() > divisor_.size() || (rest_.size() == divisor_.size() && rest_ >= divisor_))
            subtract();
    }
    bool is_zero() const { return rest_.empty(); }

  private:
    void subtract() {
        int borrow = 0;
        const std::size_t shift = rest_.size() - divisor_.size();
        for (std::size_t i = rest_.size(); i-- > 0;) {
            int digit = rest_[i] - '0' - borrow - (i >= shift ? divisor_[i - shift] - '0' : 0);
            borrow = digit < 0 ? 1 : 0;
            rest_[i] = char('0' + digit + 10 * borrow);
        }
        rest_.erase(0, std::min(rest_.find_first_not_of('0'), rest_.size()));
    }

    const std::string& divisor_;
    std::string rest_;
};

}  // namespace

std::optional<Decimal> Decimal::read(const Value& value) {
    Decimal out;
    std::string text;
    if (value.is_float() || value.is_integer()) {
        out.number_ = value.is_float() ? value.as_float() : double(value.as_integer());
        out.exact_ = is_exact(out.number_);
        if (out.exact_) return out;
        text = value.is_float() ? go_float(out.number_) : std::to_string(value.as_integer());
    } else if (value.is_bytes()) {
        text = value.as_bytes();
        out.number_ = parse_float(text).value;
        const bool plain = text.find_first_of(".eE") == std::string::npos && text.size() <= 15;
        out.exact_ = plain;
        if (out.exact_) return out;
    } else {
        return std::nullopt;
    }
    const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
    if (mark < text.size()) {
        const std::size_t from = mark + (text[mark + 1] == '+' ? 2 : 1);
        const char* end = text.data() + text.size();
        if (std::from_chars(text.data() + from, end, out.exponent_).ec != std::errc()) return std::nullopt;
    }
    out.negative_ = text.starts_with('-');
    for (std::size_t i = out.negative_ ? 1 : 0, point = 0; i < mark; ++i) {
        if (text[i] == '.') {
            point = 1;
            continue;
        }
        out.digits_ += text[i];
        out.exponent_ -= std::int64_t(point);
    }
    if (std::abs(out.exponent_) > kLargestExponent) return std::nullopt;
    out.spell();
    return out;
}

// Takes the zeros off both ends.
void Decimal::spell() {
    const std::size_t last = digits_.find_last_not_of('0');
    if (last == std::string::npos) {
        digits_.clear();
        exponent_ = 0;
        negative_ = false;
        exact_ = true;
        number_ = 0;
        return;
    }
    exponent_ += std::int64_t(digits_.size() - last - 1);
    digits_.erase(last + 1);
    digits_.erase(0, digits_.find_first_not_of('0'));
}

namespace {

// What is spelled out, for a number that is exact.
void expand(double number, bool& negative, std::string& digits, std::int64_t& exponent) {
    negative = number < 0;
    digits.clear();
    append_integer(digits, std::int64_t(std::fabs(number)));
    exponent = 0;
    while (digits.size() > 1 && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    if (digits == "0") digits.clear();
}

}  // namespace

int Decimal::compare(const Decimal& other) const {
    if (exact_ && other.exact_) return number_ < other.number_ ? -1 : number_ > other.number_ ? 1 : 0;
    Decimal left = *this;
    Decimal right = other;
    if (exact_) expand(number_, left.negative_, left.digits_, left.exponent_);
    if (other.exact_) expand(other.number_, right.negative_, right.digits_, right.exponent_);
    const auto sign = [](const Decimal& of) { return of.digits_.empty() ? 0 : of.negative_ ? -1 : 1; };
    if (sign(left) != sign(right)) return sign(left) < sign(right) ? -1 : 1;
    if (left.digits_.empty()) return 0;
    const std::int64_t left_size = std::int64_t(left.digits_.size()) + left.exponent_;
    const std::int64_t right_size = std::int64_t(right.digits_.size()) + right.exponent_;
    int order = left_size < right_size ? -1 : left_size > right_size ? 1 : 0;
    // Digits compare as texts: none has zeros at its ends.
    if (order == 0) order = left.digits_.compare(right.digits_);
    return left.negative_ ? -order : order;
}

bool Decimal::is_multiple_of(const Decimal& unit, std::uint64_t& steps) const {
    if (exact_ && unit.exact_) return unit.number_ != 0 && std::fmod(number_, unit.number_) == 0;
    Decimal of = *this;
    Decimal by = unit;
    if (exact_) expand(number_, of.negative_, of.digits_, of.exponent_);
    if (unit.exact_) expand(unit.number_, by.negative_, by.digits_, by.exponent_);
    if (of.digits_.empty()) return true;
    if (by.digits_.empty()) return false;
    std::int64_t zeros = of.exponent_ - by.exponent_;
    // Zeros behind the divisor's digits: the dividend ends in another digit than zero.
    if (zeros < 0) return false;
    const std::uint64_t cost = (std::uint64_t(zeros) + of.digits_.size()) * (1 + by.digits_.size() / 8);
    if (cost >= steps) {
        steps = 0;
        return false;
    }
    steps -= cost;
    Remainder rest(by.digits_);
    for (const char digit : of.digits_) rest.push(digit);
    while (zeros-- > 0 && !rest.is_zero()) rest.push('0');
    return rest.is_zero();
}

std::int64_t Decimal::low_bits() const {
    if (exact_) return std::int64_t(number_);
    std::uint64_t bits = 0;
    for (const char digit : digits_) bits = bits * 10 + std::uint64_t(digit - '0');
    for (std::int64_t i = 0; i < exponent_ && bits != 0; ++i) bits *= 10;
    return std::int64_t(negative_ ? 0 - bits : bits);
}

}  // namespace yare::schema
