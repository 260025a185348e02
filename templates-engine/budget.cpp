#include "yare/templates/budget.h"

#include <algorithm>
#include <utility>

namespace yare::templates {

namespace {
constexpr std::uint64_t kCheckEvery = 4096;
}  // namespace

Budget::Budget(Document& document, BudgetLimits limits)
    : document_(&document), limits_(std::move(limits)), next_check_(std::min(kCheckEvery, limits_.steps)) {
    document.arena().set_limit(limits_.memory);
}

bool Budget::check() {
    next_check_ = std::min(steps_ + kCheckEvery, limits_.steps);
    if (steps_ >= limits_.steps || document_->arena().exhausted()) return false;
    if (limits_.cancellation.stop_requested()) return false;
    return !limits_.deadline || !limits_.clock || limits_.clock->monotonic() < *limits_.deadline;
}

Error Budget::memory_error() const {
    return Error(ErrorCode::Invalid,
                 "rendering needs more than " + std::to_string(limits_.memory) + " bytes of memory");
}

Error Budget::error() const {
    if (document_->arena().exhausted()) return memory_error();
    if (steps_ >= limits_.steps) {
        return Error(ErrorCode::Invalid,
                     "rendering takes more than " + std::to_string(limits_.steps) + " steps");
    }
    if (limits_.cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "rendering was cancelled");
    return Error(ErrorCode::TimedOut, "rendering takes longer than it may");
}

}  // namespace yare::templates
