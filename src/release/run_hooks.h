// Running the hooks of one event, one after the other.
#pragma once

#include "yare/base/result.h"
#include "yare/release/execute.h"
#include "yare/release/lease.h"
#include "yare/release/plan.h"

namespace yare::release {

// Deletes, creates, records, waits, and deletes again, as each hook's policies say. The first that fails ends
// it. `cancellation` is the execution's own.
Result<void> run_hooks(const RunHooks& step, HeldRecord& record, const Surroundings& with,
                       const Cancellation& cancellation);

}  // namespace yare::release
