// Decimal numbers without bounds, for the sums in which Helm's users expect 0.1 + 0.2 to be 0.3.
#pragma once

#include <memory>

#include "yare/base/result.h"

struct bignum_st;  // OpenSSL's BIGNUM

namespace yare::templates {

class Decimal {
  public:
    // The shortest decimal that reads back as this number. Fails, with Go's text, for infinities and what is
    // no number.
    static Result<Decimal> of(double number);

    Decimal plus(const Decimal& other) const;
    Decimal minus(const Decimal& other) const;
    Decimal times(const Decimal& other) const;
    // To 16 places, a half away from zero. Fails for a divisor of 0.
    Result<Decimal> over(const Decimal& divisor) const;
    // The nearest number there is.
    double number() const;

  private:
    struct Free {
        void operator()(bignum_st* digits) const;
    };
    using Digits = std::unique_ptr<bignum_st, Free>;
    Decimal(Digits digits, int exponent) : digits_(std::move(digits)), exponent_(exponent) {}

    static Digits new_digits();
    // The digits as they are with a smaller exponent.
    Digits scaled_to(int exponent) const;

    Digits digits_;  // times ten to the power of exponent_
    int exponent_;
};

}  // namespace yare::templates
