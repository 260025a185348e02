// Arithmetic on float64, and on decimals between float64s.
#include <cmath>

#include "call.h"
#include "casts.h"
#include "decimal.h"

namespace yare::templates {

namespace {

using P = Param;

template <typename Step>
Result<Value> fold(double start, Args args, Step step) {
    Decimal sum = YARE_TRY(Decimal::of(start));
    for (const Value& arg : args) {
        const Decimal next = YARE_TRY(Decimal::of(to_float64(arg)));
        sum = YARE_TRY(step(sum, next));
    }
    return Value::of_float(sum.number());
}

Result<Decimal> plus(const Decimal& a, const Decimal& b) { return a.plus(b); }
Result<Decimal> minus(const Decimal& a, const Decimal& b) { return a.minus(b); }
Result<Decimal> times(const Decimal& a, const Decimal& b) { return a.times(b); }
Result<Decimal> over(const Decimal& a, const Decimal& b) { return a.over(b); }

// Each operand is read from its shortest decimal form, and the result turned back.
Result<void> pay_for(Call& call, std::size_t operands) {
    constexpr std::uint64_t kDecimal = 25;
    return pay(call, kDecimal * (operands + 1));
}

Result<Value> addf(Call& call, Args args) {
    YARE_TRY(pay_for(call, args.size()));
    return fold(0, args, plus);
}
Result<Value> add1f(Call& call, Args args) {
    YARE_TRY(pay_for(call, args.size()));
    const Value one = Value::of_int(1);
    return fold(to_float64(args[0]), {&one, 1}, plus);
}
Result<Value> subf(Call& call, Args args) {
    YARE_TRY(pay_for(call, args.size()));
    return fold(to_float64(args[0]), args.subspan(1), minus);
}
Result<Value> divf(Call& call, Args args) {
    YARE_TRY(pay_for(call, args.size() * 2));
    return fold(to_float64(args[0]), args.subspan(1), over);
}

// A product may have as many digits as all its factors together, so each counts as work.
Result<Value> mulf(Call& call, Args args) {
    YARE_TRY(pay_for(call, args.size() * args.size() / 2));
    return fold(to_float64(args[0]), args.subspan(1), times);
}

// Go: NaN wins, and 0 is more than -0; but infinity wins over NaN.
double larger(double a, double b) {
    if (std::isinf(a) && a > 0) return a;
    if (std::isinf(b) && b > 0) return b;
    if (std::isnan(a) || std::isnan(b)) return std::nan("");
    if (a == 0 && b == 0) return std::signbit(a) ? b : a;
    return a > b ? a : b;
}

Result<Value> maxf(Call&, Args args) {
    double most = to_float64(args[0]);
    for (const Value& arg : args.subspan(1)) most = larger(most, to_float64(arg));
    return Value::of_float(most);
}

Result<Value> minf(Call&, Args args) {
    double least = to_float64(args[0]);
    for (const Value& arg : args.subspan(1)) least = -larger(-least, -to_float64(arg));
    return Value::of_float(least);
}

Result<Value> ceil(Call&, Args args) { return Value::of_float(std::ceil(to_float64(args[0]))); }
Result<Value> floor(Call&, Args args) { return Value::of_float(std::floor(to_float64(args[0]))); }

// Helm: the part behind the point is held against `round_on` with its sign, so negative numbers always go
// down.
Result<Value> round(Call&, Args args) {
    const double round_on = args.size() > 2 ? args[2].as_float() : 0.5;
    const auto places = double(args[1].as_integer());
    const double power = places < 0 ? 1 / std::pow(10.0, -places) : std::pow(10.0, places);
    const double digits = power * to_float64(args[0]);
    double whole = 0;
    const double rest = std::modf(digits, &whole);
    return Value::of_float((rest >= round_on ? std::ceil(digits) : std::floor(digits)) / power);
}

constexpr Function kFunctions[] = {
    {"addf", addf, {P::Any}, true},
    {"add1f", add1f, {P::Any}},
    {"subf", subf, {P::Any, P::Any}, true},
    {"mulf", mulf, {P::Any, P::Any}, true},
    {"divf", divf, {P::Any, P::Any}, true},
    {"maxf", maxf, {P::Any, P::Any}, true},
    {"minf", minf, {P::Any, P::Any}, true},
    {"ceil", ceil, {P::Any}},
    {"floor", floor, {P::Any}},
    {"round", round, {P::Any, P::Int, P::Float64}, true},
};

}  // namespace

std::span<const Function> float_functions() { return kFunctions; }

}  // namespace yare::templates
