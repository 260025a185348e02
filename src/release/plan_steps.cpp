#include "plan_steps.h"

#include <algorithm>

#include "objects.h"

namespace yare::release {

namespace {

std::string resource_text(const kube::ObjectRef& ref) {
    return ref.kind + " \"" + ref.name + "\" in namespace \"" + ref.namespace_name + "\"";
}

WriteMode mode_of(const WriteChoices& choices, bool exists) {
    if (choices.server_side) return WriteMode::Apply;
    if (!exists) return WriteMode::Create;
    return choices.force_replace ? WriteMode::Replace : WriteMode::Update;
}

const ManifestObject* find_before(const std::vector<ManifestObject>& before, const kube::ObjectRef& ref) {
    const auto found = std::find_if(before.begin(), before.end(), [&](const ManifestObject& object) {
        return same_object(object.ref, ref);
    });
    return found == before.end() ? nullptr : &*found;
}

}  // namespace

void add_hooks(Plan& plan, const Wanted& wanted, std::string_view event, std::string failure, bool apply,
               const PlanOptions& options) {
    if (!options.hooks) return;
    RunHooks step;
    step.event = event;
    step.failure = std::move(failure);
    step.apply = apply;
    step.wait = options.wait;
    const std::vector<Hook>& hooks = wanted.release.hooks;
    for (std::size_t i = 0; i < hooks.size(); ++i) {
        if (hooks[i].runs_on(event)) step.hooks.push_back({i, wanted.hook_objects[i]});
    }
    std::stable_sort(step.hooks.begin(), step.hooks.end(), [&](const PlannedHook& a, const PlannedHook& b) {
        return std::tie(hooks[a.index].weight, hooks[a.index].name) <
               std::tie(hooks[b.index].weight, hooks[b.index].name);
    });
    if (!step.hooks.empty()) plan.steps.emplace_back(std::move(step));
}

Result<std::set<kube::ObjectRef>> find_adopted(const Wanted& wanted, const std::set<kube::ObjectRef>& known,
                                               const Live& live, const PlanOptions& options,
                                               std::vector<std::string>& remarks) {
    std::set<kube::ObjectRef> adopted;
    for (const ManifestObject& object : wanted.objects) {
        if (known.contains(object.ref)) continue;
        if (!object.generate_name.empty() && !object.ref.name.empty()) {
            return Error(ErrorCode::Invalid, "metadata.name and metadata.generateName cannot both be set");
        }
        if (!object.generate_name.empty()) continue;
        const auto unreadable = live.unreadable.find(object.ref);
        if (unreadable != live.unreadable.end()) {
            return Error(ErrorCode::Forbidden, "could not get information about the resource " +
                                                   resource_text(object.ref) + ": " + unreadable->second);
        }
        const LiveObject* found = live.find(object.ref);
        if (!found) continue;
        const std::optional<std::string> failure =
            ownership_failure(*found, wanted.release.name, wanted.release.namespace_name);
        if (failure && !options.write.take_ownership) {
            return Error(ErrorCode::AlreadyExists,
                         resource_text(object.ref) +
                             " exists and cannot be imported into the current release: " + *failure);
        }
        if (failure) {
            std::string remark = "takes over " + ref_text(object.ref);
            if (found->release_name) {
                remark += " from release " + *found->release_name;
                if (found->release_namespace) remark += " in namespace " + *found->release_namespace;
            }
            remarks.push_back(std::move(remark));
        }
        adopted.insert(object.ref);
    }
    return adopted;
}

Result<void> add_writes(Plan& plan, const WriteFacts& facts, const PlanOptions& options) {
    const Release& release = facts.wanted.release;
    for (const ManifestObject& object : facts.wanted.objects) {
        const LiveObject* live = facts.live.find(object.ref);
        const WriteMode mode = mode_of(options.write, live != nullptr);
        PlannedObject planned;
        planned.ref = object.ref;
        planned.json = YARE_TRY(with_ownership(object.json, release.name, release.namespace_name));
        planned.exists = live != nullptr;
        if (live) planned.version = live->version;
        planned.adopt_managed_fields = facts.adopt_managed_fields && mode == WriteMode::Apply &&
                                       live != nullptr && live->client_side_managed;
        if (mode == WriteMode::Update) {
            const ManifestObject* before = find_before(facts.before, object.ref);
            if (before) planned.before = before->json;
        }
        auto* last = plan.steps.empty() ? nullptr : std::get_if<WriteObjects>(&plan.steps.back());
        if (!last || last->mode != mode || last->objects.back().ref.kind != object.ref.kind) {
            WriteObjects step;
            step.mode = mode;
            step.force_conflicts = options.write.force_conflicts && !facts.first_install;
            step.first_install = facts.first_install;
            plan.steps.emplace_back(std::move(step));
            last = std::get_if<WriteObjects>(&plan.steps.back());
        }
        last->objects.push_back(std::move(planned));
    }
    return {};
}

void add_wait(Plan& plan, const Wanted& wanted, std::string failure, const PlanOptions& options) {
    // Helm: the strategy hookOnly waits for nothing but hooks.
    if (options.wait.strategy == WaitStrategy::HookOnly || wanted.objects.empty()) return;
    AwaitReady step;
    for (const ManifestObject& object : wanted.objects) {
        if (!object.ref.name.empty()) step.objects.push_back(object.ref);
    }
    step.wait = options.wait;
    step.failure = std::move(failure);
    plan.steps.emplace_back(std::move(step));
}

void add_pruning(Plan& plan, const std::vector<PastRevision>& history, std::int64_t history_max) {
    if (history_max <= 0) return;
    std::int64_t deployed = 0;
    for (const PastRevision& past : history) {
        if (past.status == Status::Deployed) deployed = past.revision;
    }
    std::int64_t left = std::int64_t(history.size());
    for (const PastRevision& past : history) {
        if (left <= history_max - 1) break;
        if (past.revision == deployed) continue;
        plan.steps.emplace_back(PruneRecord{past.revision});
        --left;
    }
}

void add_refusal(Plan& plan, const WriteChoices& choices) {
    if (!choices.server_side && choices.force_conflicts) {
        plan.steps.emplace_back(
            Refuse{"invalid client update option(s): forceConflicts enabled when serverSideApply disabled"});
    } else if (choices.force_conflicts && choices.force_replace) {
        plan.steps.emplace_back(
            Refuse{"invalid operation: cannot use force conflicts and force replace together"});
    } else if (choices.server_side && choices.force_replace) {
        plan.steps.emplace_back(
            Refuse{"invalid operation: cannot use server-side apply and force replace together"});
    }
}

}  // namespace yare::release
