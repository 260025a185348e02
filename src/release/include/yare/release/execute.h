// Carrying out a plan: a plain loop over its steps, which tells of everything it does.
#pragma once

#include <memory>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/release/events.h"
#include "yare/release/lease.h"
#include "yare/release/plan.h"
#include "yare/release/storage.h"

namespace yare::release {

// What execution works on and with.
struct Surroundings {
    kube::Client& cluster;
    Storage& storage;
    Clock& clock;
    Process& process;
    Diagnostics& diagnostics;
    Events events;
    Cancellation cancellation;
};

// How it went. A failure is the first step's that failed; the steps after it were not begun.
struct Outcome {
    Release release;                       // as recorded
    std::vector<kube::ObjectRef> created;  // by this plan, also when it failed
    bool recorded = false;                 // the plan's own record was begun
    // Trouble that did not end it (an uninstall goes on after a failed hook).
    std::vector<Error> troubles;
    std::optional<Error> failure;
};

// Runs the plan. On failure and on cancellation the record is left as Helm leaves it: failed, with Helm's
// description (the cancellation itself never keeps the record from being written).
Outcome execute(const Plan& plan, const Surroundings& with);

}  // namespace yare::release
