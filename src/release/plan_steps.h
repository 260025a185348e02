// The parts that plans of several operations share.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "yare/base/result.h"
#include "yare/release/plan.h"

namespace yare::release {

// The hooks of one event, by weight and then name.
void add_hooks(Plan& plan, const Wanted& wanted, std::string_view event, std::string failure, bool apply,
               const PlanOptions& options);

// Which of the wanted objects are there already and may be taken over; Helm's error for one that belongs to
// somebody else. `known` are those that are ours without a look.
Result<std::set<kube::ObjectRef>> find_adopted(const Wanted& wanted, const std::set<kube::ObjectRef>& known,
                                               const Live& live, const PlanOptions& options,
                                               std::vector<std::string>& remarks);

struct WriteFacts {
    const Wanted& wanted;
    const std::vector<ManifestObject>& before;
    const Live& live;
    bool first_install = false;
    bool adopt_managed_fields = false;
};
Result<void> add_writes(Plan& plan, const WriteFacts& facts, const PlanOptions& options);

void add_wait(Plan& plan, const Wanted& wanted, std::string failure, const PlanOptions& options);

// Helm: the oldest go first, never the newest deployed one, until there is room for one more.
void add_pruning(Plan& plan, const std::vector<PastRevision>& history, std::int64_t history_max);

// A step that fails, when the choices exclude each other.
void add_refusal(Plan& plan, const WriteChoices& choices);

}  // namespace yare::release
