// Waiting until objects are ready or gone. Watches wake it, state decides: an event that is missed costs a
// second.
#pragma once

#include <functional>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/kube/status.h"
#include "yare/release/events.h"
#include "yare/release/plan.h"

namespace yare::release {

struct Awaiting {
    kube::Client& cluster;
    Clock& clock;
    const Events& events;
    Cancellation cancellation;
};

// As `options.strategy` has it; HookOnly waits as Watcher does. Fails with Helm's lines, one for each object
// that is not ready, when the time is over, and as soon as every object is ready or has failed for good.
Result<void> await_ready(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                         const Awaiting& with);

// For hooks: Jobs and Pods until they have come to their end, anything else is ready when it is there.
Result<void> await_completion(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                              const Awaiting& with);

Result<void> await_gone(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                        const Awaiting& with);

}  // namespace yare::release
