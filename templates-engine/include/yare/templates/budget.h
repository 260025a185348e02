// Budget: what one render may cost. A hostile chart cannot escape it: every step of the engine is counted,
// output and memory are measured, and functions whose result's size a user chooses ask before they make it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/data/limits.h"
#include "yare/data/value.h"

namespace yare::templates {

struct BudgetLimits {
    std::uint64_t steps = limits::kRenderSteps;
    std::size_t memory = limits::kRenderBytes;  // of the render's document
    std::size_t output = limits::kOutputBytes;  // of one file, and of what is captured on the way to it
    // Of the machine's stack, below where the render began. 1000 nested includes need about a third of it.
    std::size_t stack = std::size_t{6} << 20;
    // Looked at every few thousand steps, on `clock`.
    std::optional<std::chrono::steady_clock::time_point> deadline;
    Clock* clock = nullptr;
    Cancellation cancellation;
};

class Budget {
  public:
    // `document` is the render's: its arena gets the memory limit.
    explicit Budget(Document& document, BudgetLimits limits = {});

    // Counts work; false when the budget is spent. Loops of a function that a user can make long call it with
    // about the number of elements they walk.
    bool spend(std::uint64_t steps = 1) {
        steps_ += steps;
        return steps_ < next_check_ || check();
    }
    // False when `bytes` more would not fit into the document.
    bool fits(std::size_t bytes) const { return document_->arena().fits(bytes); }
    bool output_fits(std::size_t bytes) const { return bytes <= limits_.output; }
    // What to return when one of them said no: says which limit it was.
    Error error() const;
    // The two together, for functions: fails when `bytes` more do not fit.
    Result<void> reserve(std::size_t bytes) {
        if (!spend(bytes / 64 + 1) || !fits(bytes)) return memory_error();
        return {};
    }

    const BudgetLimits& limits() const { return limits_; }
    std::uint64_t steps() const { return steps_; }

  private:
    bool check();
    Error memory_error() const;

    Document* document_;
    BudgetLimits limits_;
    std::uint64_t steps_ = 0;
    std::uint64_t next_check_ = 0;
};

}  // namespace yare::templates
