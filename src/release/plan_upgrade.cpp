#include <algorithm>

#include "objects.h"
#include "plan_steps.h"

namespace yare::release {

namespace {

bool contains(const std::vector<ManifestObject>& objects, const kube::ObjectRef& ref) {
    return std::any_of(objects.begin(), objects.end(),
                       [&](const ManifestObject& object) { return same_object(object.ref, ref); });
}

// What no longer belongs to the release: the previous revision's objects, and those of failed revisions after
// it that are ours without doubt.
void add_removals(Plan& plan, const UpgradeFacts& facts, const Live& live) {
    std::vector<kube::ObjectRef> removed;
    const auto consider = [&](const ManifestObject& object, bool sure) {
        if (object.ref.name.empty() || contains(facts.wanted.objects, object.ref)) return;
        const LiveObject* found = live.find(object.ref);
        if (!found) return;
        if (std::any_of(removed.begin(), removed.end(),
                        [&](const kube::ObjectRef& ref) { return same_object(ref, object.ref); })) {
            return;
        }
        if (found->keep) {
            plan.kept.push_back(object.ref);
            return;
        }
        if (!sure && ownership_failure(*found, plan.release.name, plan.release.namespace_name)) return;
        removed.push_back(object.ref);
    };
    for (const ManifestObject& object : facts.previous_objects) consider(object, true);
    for (const ManifestObject& object : facts.leftover_objects) consider(object, false);
    for (const kube::ObjectRef& ref : removed) {
        auto* last = std::get_if<RemoveObjects>(&plan.steps.back());
        if (!last || last->objects.back().kind != ref.kind) {
            plan.steps.emplace_back(RemoveObjects{{}, kube::Propagation::Background});
            last = std::get_if<RemoveObjects>(&plan.steps.back());
        }
        last->objects.push_back(ref);
    }
}

std::vector<ManifestObject> merge_base(const UpgradeFacts& facts) {
    // A later revision's text of an object is nearer to what the cluster holds; it counts before the older
    // one's.
    std::vector<ManifestObject> base = facts.leftover_objects;
    base.insert(base.end(), facts.previous_objects.begin(), facts.previous_objects.end());
    return base;
}

}  // namespace

Result<Plan> plan_upgrade(const UpgradeFacts& facts, const Live& live, const PlanOptions& options) {
    Plan plan;
    plan.operation = Operation::Upgrade;
    plan.release = facts.wanted.release;
    std::set<kube::ObjectRef> known;
    for (const ManifestObject& object : facts.previous_objects) known.insert(object.ref);
    YARE_TRY_WHILE("unable to continue with update",
                   find_adopted(facts.wanted, known, live, options, plan.remarks));

    add_pruning(plan, facts.history, options.history_max);
    plan.steps.emplace_back(CreateRecord{plan.release.revision, Status::PendingUpgrade});
    const bool apply = options.write.server_side;
    add_hooks(plan, facts.wanted, "pre-upgrade", "pre-upgrade hooks failed", apply, options);
    add_refusal(plan, options.write);
    const std::vector<ManifestObject> base = merge_base(facts);
    // From client-side to server-side apply, the fields written so far must become the manager's own.
    const bool adopt_fields = facts.previous.apply_method != ApplyMethod::ServerSide;
    plan.write = options.write;
    plan.hooks = options.hooks;
    plan.adopts_fields = adopt_fields && apply;
    plan.history_max = options.history_max;
    YARE_TRY(add_writes(plan, {facts.wanted, base, live, false, adopt_fields}, options));
    add_removals(plan, facts, live);
    add_wait(plan, facts.wanted, "", options);
    add_hooks(plan, facts.wanted, "post-upgrade", "post-upgrade hooks failed", apply, options);
    plan.steps.emplace_back(SupersedeRecord{facts.previous.revision, ""});
    plan.steps.emplace_back(
        FinishRecord{plan.release.revision, Status::Deployed,
                     options.description.empty() ? "Upgrade complete" : options.description});
    return plan;
}

Result<Plan> plan_rollback(const UpgradeFacts& facts, const Live& live, const PlanOptions& options) {
    Plan plan;
    plan.operation = Operation::Rollback;
    plan.release = facts.wanted.release;

    add_pruning(plan, facts.history, options.history_max);
    plan.steps.emplace_back(CreateRecord{plan.release.revision, Status::PendingRollback});
    const bool apply = options.write.server_side;
    add_hooks(plan, facts.wanted, "pre-rollback", "", apply, options);
    add_refusal(plan, options.write);
    const std::vector<ManifestObject> base = merge_base(facts);
    YARE_TRY(add_writes(plan, {facts.wanted, base, live, false, true}, options));
    add_removals(plan, facts, live);
    add_wait(plan, facts.wanted, "release " + plan.release.name + " failed", options);
    add_hooks(plan, facts.wanted, "post-rollback", "", apply, options);
    for (const PastRevision& past : facts.history) {
        if (past.status == Status::Deployed) plan.steps.emplace_back(SupersedeRecord{past.revision, ""});
    }
    plan.steps.emplace_back(
        FinishRecord{plan.release.revision, Status::Deployed, plan.release.info.description});
    return plan;
}

}  // namespace yare::release
