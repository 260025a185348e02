// Budget: what one render may cost. A hostile chart cannot escape it: every step of the engine is counted,
// output and memory are measured, and functions whose result's size a user chooses ask before they make it.
// Once it has said no it says no to everything, so that a function which swallows errors does not hide it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/data/limits.h"
#include "yare/data/value.h"

namespace yare::templates {

struct BudgetLimits {
    std::uint64_t steps = limits::kRenderSteps;
    std::size_t memory = limits::kRenderMemory;  // of the render's document
    std::size_t output = limits::kRenderOutput;
    std::size_t depth = limits::kRenderDepth;
    std::size_t keys = limits::kRenderKeys;
    // Of the machine's stack, below where the render began. 1000 nested includes need about a third of it.
    std::size_t stack = std::size_t{6} << 20;
    // From the making of the budget on. Looked at every few thousand steps, on `clock`; none without a clock.
    std::optional<std::chrono::nanoseconds> time = limits::kRenderTime;
    Clock* clock = nullptr;
    Cancellation cancellation;
};

// What a render has cost, each at its highest.
struct BudgetUse {
    std::uint64_t steps = 0;
    std::size_t memory = 0;
    std::size_t output = 0;
    std::size_t depth = 0;
    std::size_t keys = 0;  // made or derived
    std::size_t derived_keys = 0;
};

enum class Limit : std::uint8_t { None, Steps, Memory, Output, Depth, Keys, Time, Cancelled };

class Budget {
  public:
    // `document` is the render's: its arena gets the memory limit.
    explicit Budget(Document& document, BudgetLimits limits = {});

    // Counts work; false when the budget is spent. Loops of a function that a user can make long call it with
    // about the number of elements they walk.
    bool spend(std::uint64_t steps = 1) {
        steps_ += steps;
        return steps_ < next_check_ || check(steps);
    }
    // What a function costs that looks once at all it is given.
    bool spend_on(std::span<const Value> args) {
        std::uint64_t steps = 4 + args.size();
        for (const Value& arg : args) steps += weight(arg);
        return spend(steps);
    }
    // False when `bytes` more would not fit into the document.
    bool fits(std::size_t bytes) const { return document_->arena().fits(bytes); }
    // Whether what is being written now, beside the files that are done, may be that large.
    std::size_t output_left() const { return output_left_; }
    bool output_fits(std::size_t bytes) {
        if (bytes > output_left_) return refuse(Limit::Output);
        if (const std::size_t all = limits_.output - output_left_ + bytes; all > most_output_)
            most_output_ = all;
        return true;
    }
    void finish_file(std::size_t bytes) { output_left_ -= bytes <= output_left_ ? bytes : output_left_; }
    // One more template under way; leave() only after it said yes.
    bool enter() {
        if (depth_ == limits_.depth) return refuse(Limit::Depth);
        if (++depth_ > most_depth_) most_depth_ = depth_;
        return true;
    }
    void leave() { --depth_; }
    void leave_all() { depth_ = 0; }

    // What to return when one of them said no: says which limit it was, and what raises it.
    Error error() const;
    // For functions: fails when `bytes` more do not fit.
    Result<void> reserve(std::size_t bytes) {
        if (!spend(bytes / 64 + 1)) return error();
        if (!fits(bytes)) return refuse(Limit::Memory), error();
        return {};
    }
    // Before a key is made, or derived from a password.
    Result<void> take_key() {
        if (keys_ == limits_.keys) return refuse(Limit::Keys), error();
        ++keys_;
        return {};
    }
    Result<void> take_derived_key() {
        ++derived_keys_;
        return take_key();
    }
    // Memory beside the document, until the end of the render.
    void hold(std::size_t bytes);
    // The budget is spent, whatever is left; for what finds out otherwise. Gives false.
    bool refuse(Limit limit);

    const BudgetLimits& limits() const { return limits_; }
    Limit spent() const { return spent_; }
    std::uint64_t steps() const { return steps_; }
    std::uint64_t steps_left() const {
        return limits_.steps - (steps_ < limits_.steps ? steps_ : limits_.steps);
    }
    BudgetUse use() const;

  private:
    static std::uint64_t weight(const Value& value) {
        switch (value.kind()) {
            case Kind::String:
                return value.as_string().size() / 16;
            case Kind::Bytes:
                return value.as_bytes().size() / 16;
            case Kind::List:
                return value.as_list().size;
            case Kind::Map:
                return value.as_map().size() / 4;
            default:
                return 0;
        }
    }
    bool check(std::uint64_t steps);
    std::size_t memory() const;

    Document* document_;
    BudgetLimits limits_;
    std::uint64_t steps_ = 0;
    std::uint64_t next_check_ = 0;
    std::size_t output_left_;
    std::size_t most_output_ = 0;
    std::size_t depth_ = 0;
    std::size_t most_depth_ = 0;
    std::size_t keys_ = 0;
    std::size_t derived_keys_ = 0;
    std::size_t held_ = 0;
    std::chrono::steady_clock::time_point deadline_;
    Limit spent_ = Limit::None;
};

}  // namespace yare::templates
