// Complex: a complex constant, "2i". Templates can only print and compare it, so it is no kind of Value.
#pragma once

#include "yare/data/value.h"

namespace yare::templates {

class Complex final : public HostObject {
  public:
    Complex(double real, double imaginary) : real_(real), imaginary_(imaginary) {}

    std::string_view go_type() const override { return "complex128"; }
    std::string_view go_kind() const override { return "complex128"; }
    Value print(Document& document) const override;
    // It has no plain data: writers say that they cannot write its type.
    Value plain(Document&) const override { return const_cast<Complex*>(this); }
    bool truth() const override { return real_ != 0 || imaginary_ != 0; }

    bool equals(const HostObject& other) const override {
        const auto& number = static_cast<const Complex&>(other);
        return real_ == number.real_ && imaginary_ == number.imaginary_;
    }

    double real() const { return real_; }
    double imaginary() const { return imaginary_; }

  private:
    double real_;
    double imaginary_;
};

// The number that a value holds; null for any other value.
const Complex* complex_of(const Value& value);

}  // namespace yare::templates
