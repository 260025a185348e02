#include "yare/templates/budget.h"

#include <algorithm>
#include <string>
#include <utility>

namespace yare::templates {

namespace {

constexpr std::uint64_t kCheckEvery = 4096;

Error limit_error(std::string message, std::string_view flag) {
    return Error(ErrorCode::TooLarge, std::move(message)).note(limits::raised_by(flag));
}

}  // namespace

Budget::Budget(Document& document, BudgetLimits limits)
    : document_(&document), limits_(std::move(limits)), output_left_(limits_.output) {
    next_check_ = std::min(kCheckEvery, limits_.steps);
    if (limits_.clock && limits_.time) deadline_ = limits_.clock->monotonic() + *limits_.time;
    document.arena().set_limit(limits_.memory);
}

void Budget::hold(std::size_t bytes) {
    held_ += bytes;
    document_->arena().set_limit(limits_.memory - std::min(held_, limits_.memory));
}

bool Budget::refuse(Limit limit) {
    if (spent_ == Limit::None) spent_ = limit;
    next_check_ = 0;
    return false;
}

bool Budget::check(std::uint64_t steps) {
    if (spent_ != Limit::None || steps_ > limits_.steps || steps_ < steps) {
        // The work that was asked for is not done.
        steps_ -= steps;
        return refuse(Limit::Steps);
    }
    next_check_ = std::min(steps_ + kCheckEvery, limits_.steps);
    if (memory() > limits_.memory) return refuse(Limit::Memory);
    if (limits_.cancellation.stop_requested()) return refuse(Limit::Cancelled);
    if (limits_.clock && limits_.time && limits_.clock->monotonic() >= deadline_) return refuse(Limit::Time);
    return true;
}

std::size_t Budget::memory() const { return document_->arena().used() + document_->symbols().used() + held_; }

BudgetUse Budget::use() const { return {steps_, memory(), most_output_, most_depth_, keys_, derived_keys_}; }

Error Budget::error() const {
    switch (spent_) {
        case Limit::Steps:
            return limit_error("rendering takes more than " + std::to_string(limits_.steps) + " steps",
                               "--render-max-steps");
        case Limit::Output:
            return limit_error("rendering writes more than " + std::to_string(limits_.output) + " bytes",
                               "--render-max-output");
        case Limit::Depth:
            return limit_error("templates are nested too deeply", "--render-max-depth");
        case Limit::Keys:
            return limit_error(
                "rendering makes more than " + std::to_string(limits_.keys) + " keys and key derivations",
                "--render-max-keys");
        case Limit::Time:
            return limit_error("rendering takes longer than it may", "--render-timeout")
                .with_code(ErrorCode::TimedOut);
        case Limit::Cancelled:
            return Error(ErrorCode::Cancelled, "rendering was cancelled");
        case Limit::None:  // the arena alone has noticed
        case Limit::Memory:
            break;
    }
    return limit_error("rendering needs more than " + std::to_string(limits_.memory) + " bytes of memory",
                       "--render-max-memory");
}

}  // namespace yare::templates
