// Arithmetic on whole numbers, counting, and conversions to numbers.
#include <algorithm>
#include <string>

#include "call.h"
#include "casts.h"
#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

using enum Param;

// Go's whole numbers wrap around.
std::int64_t wrap(std::uint64_t number) { return std::int64_t(number); }
std::uint64_t bits(const Value& value) { return std::uint64_t(to_int64(value)); }

Result<Value> int_function(Call&, Args args) { return Value::of_int(to_int64(args[0])); }
Result<Value> int64_function(Call&, Args args) { return Value::of_int64(to_int64(args[0])); }
Result<Value> float64_function(Call&, Args args) { return Value::of_float(to_float64(args[0])); }

// Helm: a number too large becomes the largest, all else that is no number 0.
Result<Value> atoi(Call&, Args args) { return Value::of_int(parse_int(args[0].as_string(), 10).value); }

Result<Value> to_decimal(Call& call, Args args) {
    const auto parsed = parse_int(to_text(call, args[0]), 8);
    return Value::of_int64(parsed ? parsed.value : 0);
}

Result<Value> add1(Call&, Args args) { return Value::of_int64(wrap(bits(args[0]) + 1)); }

Result<Value> add(Call&, Args args) {
    std::uint64_t sum = 0;
    for (const Value& arg : args) sum += bits(arg);
    return Value::of_int64(wrap(sum));
}

Result<Value> sub(Call&, Args args) { return Value::of_int64(wrap(bits(args[0]) - bits(args[1]))); }

Result<Value> mul(Call&, Args args) {
    std::uint64_t product = 1;
    for (const Value& arg : args) product *= bits(arg);
    return Value::of_int64(wrap(product));
}

Result<Value> div(Call&, Args args) {
    const std::int64_t by = to_int64(args[1]);
    if (by == 0) return failure("runtime error: integer divide by zero");
    if (by == -1) return Value::of_int64(wrap(0 - bits(args[0])));  // the smallest number wraps
    return Value::of_int64(to_int64(args[0]) / by);
}

Result<Value> mod(Call&, Args args) {
    const std::int64_t by = to_int64(args[1]);
    if (by == 0) return failure("runtime error: integer divide by zero");
    return Value::of_int64(by == -1 ? 0 : to_int64(args[0]) % by);
}

Result<Value> max(Call&, Args args) {
    std::int64_t most = to_int64(args[0]);
    for (const Value& arg : args) most = std::max(most, to_int64(arg));
    return Value::of_int64(most);
}

Result<Value> min(Call&, Args args) {
    std::int64_t least = to_int64(args[0]);
    for (const Value& arg : args) least = std::min(least, to_int64(arg));
    return Value::of_int64(least);
}

// start, start + step, ... before stop; nothing when step leads away from it.
struct Steps {
    std::int64_t start;
    std::int64_t stop;
    std::int64_t step;

    std::uint64_t count() const {
        const bool down = stop < start;
        if (down ? step >= 0 : step <= 0) return 0;
        const std::uint64_t distance =
            down ? std::uint64_t(start) - std::uint64_t(stop) : std::uint64_t(stop) - std::uint64_t(start);
        const std::uint64_t stride = down ? 0 - std::uint64_t(step) : std::uint64_t(step);
        return distance == 0 ? 0 : (distance - 1) / stride + 1;
    }
    std::int64_t at(std::uint64_t i) const { return wrap(std::uint64_t(start) + i * std::uint64_t(step)); }
};

Result<Value> list_steps(Call& call, const Steps& steps) {
    const std::uint64_t count = steps.count();
    NewList list = YARE_TRY(NewList::make(call, count));
    for (std::uint64_t i = 0; i < count; ++i) list.add(Value::of_int(steps.at(i)));
    return list.finish(GoType::Ints);
}

Result<Value> until(Call& call, Args args) {
    const std::int64_t count = args[0].as_integer();
    return list_steps(call, {0, count, count < 0 ? -1 : 1});
}

Result<Value> until_step(Call& call, Args args) {
    return list_steps(call, {args[0].as_integer(), args[1].as_integer(), args[2].as_integer()});
}

// seq END, seq START END, seq START STEP END: as the Unix command; END is in it.
Result<Value> seq(Call& call, Args args) {
    if (args.empty() || args.size() > 3) return Value::of_view("");
    const std::int64_t start = args.size() == 1 ? 1 : args[0].as_integer();
    const std::int64_t end = args.back().as_integer();
    const std::int64_t direction = end < start ? -1 : 1;
    const std::int64_t step = args.size() == 3 ? args[1].as_integer() : direction;
    if (direction < 0 && step > 0) return Value::of_view("");
    const Steps steps{start, wrap(std::uint64_t(end) + std::uint64_t(direction)), step};
    const std::uint64_t count = steps.count();
    YARE_TRY(call.budget.reserve(std::min<std::uint64_t>(count, std::uint64_t{1} << 60) * 2));
    std::string out;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (i > 0) out += ' ';
        append_integer(out, steps.at(i));
    }
    return new_string(call, out);
}

constexpr Function kFunctions[] = {
    {"int", int_function, {Any}},
    {"int64", int64_function, {Any}},
    {"float64", float64_function, {Any}},
    {"atoi", atoi, {String}},
    {"toDecimal", to_decimal, {Any}},
    {"add1", add1, {Any}},
    {"add", add, {Any}, true},
    {"sub", sub, {Any, Any}},
    {"mul", mul, {Any, Any}, true},
    {"div", div, {Any, Any}},
    {"mod", mod, {Any, Any}},
    {"max", max, {Any, Any}, true},
    {"biggest", max, {Any, Any}, true},
    {"min", min, {Any, Any}, true},
    {"until", until, {Int}},
    {"untilStep", until_step, {Int, Int, Int}},
    {"seq", seq, {Int}, true},
};

}  // namespace

std::span<const Function> math_functions() { return kFunctions; }

}  // namespace yare::templates
