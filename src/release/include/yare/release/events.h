// What happens while a plan is executed, as one stream: tables, JSON and progress bars are readers of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "yare/kube/object.h"

namespace yare::release {

struct StepStarted {
    std::size_t number = 0;  // from 1
    std::size_t count = 0;
    std::string text;  // the plan's line
};
struct StepDone {
    std::size_t number = 0;
    bool ok = true;
};
struct ObjectWritten {
    enum class Outcome { Created, Changed, Unchanged };
    kube::ObjectRef ref;
    Outcome outcome = Outcome::Created;
};
// The server did not take an object; the error follows as the failure of the step.
struct ObjectRefused {
    kube::ObjectRef ref;
    std::vector<std::string> fields;  // that the server names, "spec.containers[0].image"
};
struct ObjectRemoved {
    kube::ObjectRef ref;
    bool kept = false;  // by helm.sh/resource-policy, or because it is not ours
};
struct HookStarted {
    std::string event;  // "pre-install"
    kube::ObjectRef ref;
};
struct HookDone {
    std::string event;
    kube::ObjectRef ref;
    bool ok = true;
};
// Sent when it changes, not by the clock.
struct WaitProgress {
    struct Waiting {
        kube::ObjectRef ref;
        std::string state;    // "InProgress"
        std::string message;  // "Available: 0/3"
    };
    std::size_t ready = 0;
    std::size_t total = 0;
    std::vector<Waiting> waiting;
};
// The log of a hook's container, as helm.sh/hook-output-log-policy asks for it.
struct HookLog {
    std::string namespace_name;
    std::string pod;
    std::string container;
    std::string text;
};
// Anything else a user should see as it happens: a dead holder's record taken over, a wait for a lease.
struct Remark {
    std::string text;
};

using Event = std::variant<StepStarted, StepDone, ObjectWritten, ObjectRefused, ObjectRemoved, HookStarted,
                           HookDone, WaitProgress, HookLog, Remark>;

// Called on the thread that executes. May be empty.
using Events = std::function<void(const Event&)>;

}  // namespace yare::release
