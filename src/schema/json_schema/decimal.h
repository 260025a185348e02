// Numbers as JSON Schema compares them: exactly, with all the digits that were written.
//
//     Decimal::read(Value of "0.3")->is_multiple_of(*Decimal::read(Value of "0.1"), steps)   // true
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "yare/data/value.h"

namespace yare::schema {

class Decimal {
  public:
    // Of a number (Bytes: JSON's own digits). Nothing for other kinds, and for exponents that Go's big.Rat
    // does not take.
    static std::optional<Decimal> read(const Value& value);

    // Less than zero, zero, more than zero.
    int compare(const Decimal& other) const;
    bool is_integer() const { return exact_ || digits_.empty() || exponent_ >= 0; }
    // Long division takes a step for each digit; without any left the answer is false.
    bool is_multiple_of(const Decimal& unit, std::uint64_t& steps) const;
    double nearest() const { return number_; }
    // The lower 64 bits of a whole number, which is what Go takes for lengths and counts.
    std::int64_t low_bits() const;

  private:
    void spell();

    double number_ = 0;
    // A whole number that a double holds: `number_` is all there is to know.
    bool exact_ = false;
    bool negative_ = false;
    std::string digits_;  // without zeros at either end; empty for zero and for what is exact
    std::int64_t exponent_ = 0;
};

}  // namespace yare::schema
