#include <algorithm>

#include "objects.h"
#include "plan_steps.h"

namespace yare::release {

namespace {

// Helm: what is not there is passed over, what is not ours or cannot be read is left alone and told of.
void sort_out(Plan& plan, std::vector<kube::ObjectRef>& owned, const ManifestObject& object,
              const Live& live) {
    if (object.keep) {
        plan.kept.push_back(object.ref);
        return;
    }
    const auto unreadable = live.unreadable.find(object.ref);
    if (unreadable != live.unreadable.end()) {
        plan.unverified.emplace_back(object.ref, unreadable->second);
        return;
    }
    const LiveObject* found = live.find(object.ref);
    if (!found) return;
    if (ownership_failure(*found, plan.release.name, plan.release.namespace_name)) {
        plan.not_owned.push_back(object.ref);
        return;
    }
    owned.push_back(object.ref);
}

// What failed revisions left behind goes too, if it is ours and nobody asked to keep it.
void add_leftovers(std::vector<kube::ObjectRef>& owned, const UninstallFacts& facts, const Live& live,
                   const Release& release) {
    for (const ManifestObject& object : facts.leftover_objects) {
        const auto same = [&](const kube::ObjectRef& ref) { return same_object(ref, object.ref); };
        const auto same_in = [&](const ManifestObject& other) { return same_object(other.ref, object.ref); };
        if (std::any_of(owned.begin(), owned.end(), same)) continue;
        if (std::any_of(facts.ended.objects.begin(), facts.ended.objects.end(), same_in)) continue;
        const LiveObject* found = live.find(object.ref);
        if (!found || object.keep || found->keep) continue;
        if (ownership_failure(*found, release.name, release.namespace_name)) continue;
        owned.push_back(object.ref);
    }
}

}  // namespace

Result<Plan> plan_uninstall(const UninstallFacts& facts, const Live& live, const PlanOptions& options) {
    Plan plan;
    plan.operation = Operation::Uninstall;
    plan.release = facts.ended.release;
    plan.record_version = facts.record_version;
    const std::int64_t revision = plan.release.revision;

    std::vector<kube::ObjectRef> owned;
    for (const ManifestObject& object : facts.ended.objects) sort_out(plan, owned, object, live);
    add_leftovers(owned, facts, live, plan.release);

    plan.steps.emplace_back(
        SaveRecord{revision, Status::Uninstalling, "Deletion in progress (or silently failed)"});
    // Helm: the hooks of an uninstall are always applied server-side, whatever the release uses.
    add_hooks(plan, facts.ended, "pre-delete", "", true, options);
    for (const kube::ObjectRef& ref : owned) {
        auto* last = std::get_if<RemoveObjects>(&plan.steps.back());
        if (!last || last->objects.back().kind != ref.kind) {
            plan.steps.emplace_back(RemoveObjects{{}, facts.propagation});
            last = std::get_if<RemoveObjects>(&plan.steps.back());
        }
        last->objects.push_back(ref);
    }
    if (options.wait.strategy != WaitStrategy::HookOnly && !owned.empty()) {
        plan.steps.emplace_back(AwaitGone{owned, options.wait});
    }
    add_hooks(plan, facts.ended, "post-delete", "", true, options);
    const std::string description =
        options.description.empty() ? "Uninstallation complete" : options.description;
    if (!facts.keep_history) {
        PurgeRecords purge;
        for (const PastRevision& past : facts.history) purge.revisions.push_back(past.revision);
        plan.steps.emplace_back(std::move(purge));
        return plan;
    }
    plan.steps.emplace_back(FinishRecord{revision, Status::Uninstalled, description});
    for (const PastRevision& past : facts.history) {
        if (past.status == Status::Deployed && past.revision != revision) {
            plan.steps.emplace_back(SupersedeRecord{past.revision, ""});
        }
    }
    return plan;
}

}  // namespace yare::release
