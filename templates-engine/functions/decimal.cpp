#include "decimal.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

constexpr int kDivisionPlaces = 16;

struct FreeContext {
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using Context = std::unique_ptr<BN_CTX, FreeContext>;

void check(int ok) { YARE_ASSERT(ok == 1, "OpenSSL computes with numbers as long as there is memory"); }

}  // namespace

void Decimal::Free::operator()(bignum_st* digits) const { BN_free(digits); }

Decimal::Digits Decimal::new_digits() {
    Digits digits(BN_new());
    YARE_ASSERT(digits, "memory does not run out for a number");
    return digits;
}

Result<Decimal> Decimal::of(double number) {
    if (!std::isfinite(number)) {
        return Error(ErrorCode::Invalid, "Cannot create a Decimal from " + go_float(number));
    }
    std::string text;
    append_float(text, number, 'e', -1);  // "-1.25e+03"
    const std::size_t e = text.find('e');
    int exponent = std::stoi(text.substr(e + 1));
    text.resize(e);
    if (const std::size_t dot = text.find('.'); dot != std::string::npos) {
        exponent -= int(text.size() - dot - 1);
        text.erase(dot, 1);
    }
    BIGNUM* digits = nullptr;
    YARE_ASSERT(BN_dec2bn(&digits, text.c_str()) > 0, "a number has digits");
    return Decimal(Digits(digits), exponent);
}

Decimal::Digits Decimal::scaled_to(int exponent) const {
    Digits scaled(BN_dup(digits_.get()));
    YARE_ASSERT(scaled, "memory does not run out for a number");
    // 9 digits at a time, as many as a word of 32 bits takes.
    for (int left = exponent_ - exponent; left > 0; left -= 9) {
        BN_ULONG factor = 1;
        for (int i = 0; i < std::min(left, 9); ++i) factor *= 10;
        check(BN_mul_word(scaled.get(), factor));
    }
    return scaled;
}

Decimal Decimal::plus(const Decimal& other) const {
    const int exponent = std::min(exponent_, other.exponent_);
    Digits sum = scaled_to(exponent);
    check(BN_add(sum.get(), sum.get(), other.scaled_to(exponent).get()));
    return {std::move(sum), exponent};
}

Decimal Decimal::minus(const Decimal& other) const {
    const int exponent = std::min(exponent_, other.exponent_);
    Digits difference = scaled_to(exponent);
    check(BN_sub(difference.get(), difference.get(), other.scaled_to(exponent).get()));
    return {std::move(difference), exponent};
}

Decimal Decimal::times(const Decimal& other) const {
    const Context context(BN_CTX_new());
    Digits product = new_digits();
    check(BN_mul(product.get(), digits_.get(), other.digits_.get(), context.get()));
    return {std::move(product), exponent_ + other.exponent_};
}

Result<Decimal> Decimal::over(const Decimal& divisor) const {
    if (BN_is_zero(divisor.digits_.get())) return Error(ErrorCode::Invalid, "decimal division by 0");
    // Both sides get the same exponent, the left one 16 places more, so that the whole quotient has 16
    // places.
    const int exponent = std::min(exponent_ + kDivisionPlaces, divisor.exponent_) - kDivisionPlaces;
    const Digits left = scaled_to(exponent);
    const Digits right = divisor.scaled_to(exponent + kDivisionPlaces);
    const Context context(BN_CTX_new());
    Digits quotient = new_digits();
    Digits remainder = new_digits();
    check(BN_div(quotient.get(), remainder.get(), left.get(), right.get(), context.get()));
    const bool negative = BN_is_negative(left.get()) != BN_is_negative(right.get());
    check(BN_lshift1(remainder.get(), remainder.get()));
    if (BN_ucmp(remainder.get(), right.get()) >= 0) {
        check(negative ? BN_sub_word(quotient.get(), 1) : BN_add_word(quotient.get(), 1));
    }
    return Decimal(std::move(quotient), -kDivisionPlaces);
}

double Decimal::number() const {
    char* const digits = BN_bn2dec(digits_.get());
    const std::string text = std::string(digits) + "e" + std::to_string(exponent_);
    OPENSSL_free(digits);
    return parse_float(text).value;
}

}  // namespace yare::templates
