#include <algorithm>

#include "deploy.h"
#include "yare/render/manifest.h"

namespace yare::release {

namespace {

std::string line_of(const kube::ObjectRef& ref) { return "[" + ref.kind + "] " + ref.name; }

// Helm's blocks of what is left alone, parted by an empty line.
std::string kept_text(const Plan& plan) {
    std::string out;
    if (!plan.kept.empty()) out += "These resources were kept due to the resource policy:\n";
    for (const kube::ObjectRef& ref : plan.kept) out += line_of(ref) + "\n";
    return out;
}

std::string left_text(const Plan& plan) {
    std::string out = kept_text(plan);
    if (!plan.not_owned.empty()) {
        out += (out.empty() ? "" : "\n") + std::to_string(plan.not_owned.size()) +
               " resource(s) were not deleted because they are not owned by this release:\n";
        for (const kube::ObjectRef& ref : plan.not_owned) out += line_of(ref) + "\n";
    }
    if (!plan.unverified.empty()) {
        out += (out.empty() ? "" : "\n") + std::to_string(plan.unverified.size()) +
               " resource(s) were not deleted because their ownership could not be verified:\n";
        for (const auto& [ref, reason] : plan.unverified) out += line_of(ref) + ": " + reason + "\n";
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> attributes(const kube::ObjectRef& ref) {
    return {{"kind", ref.kind}, {"name", ref.name}, {"namespace", ref.namespace_name}};
}

void warn_of_left(const Context& context, const Plan& plan) {
    for (const kube::ObjectRef& ref : plan.not_owned) {
        auto with = attributes(ref);
        with.emplace_back("release", plan.release.name);
        context.diagnostics.warn("skipping delete of resource not owned by this release", std::move(with));
    }
    for (const auto& [ref, reason] : plan.unverified) {
        auto with = attributes(ref);
        with.emplace_back("release", plan.release.name);
        with.emplace_back("error", reason);
        context.diagnostics.warn("skipping delete of resource because ownership could not be verified",
                                 std::move(with));
    }
}

void warn_of_dry_run(const Context& context, const Plan& plan) {
    const auto count = [&](std::size_t number) {
        return std::vector<std::pair<std::string, std::string>>{{"release", plan.release.name},
                                                                {"count", std::to_string(number)}};
    };
    if (!plan.not_owned.empty()) {
        context.diagnostics.warn(
            "dry-run: resources would be skipped because they are not owned by this release",
            count(plan.not_owned.size()));
        for (const kube::ObjectRef& ref : plan.not_owned) {
            context.diagnostics.warn("dry-run: would skip resource", attributes(ref));
        }
    }
    if (plan.unverified.empty()) return;
    context.diagnostics.warn(
        "dry-run: resources would be skipped because their ownership could not be verified",
        count(plan.unverified.size()));
    for (const auto& [ref, reason] : plan.unverified) {
        auto with = attributes(ref);
        with.emplace_back("error", reason);
        context.diagnostics.warn("dry-run: would skip resource (ownership could not be verified)",
                                 std::move(with));
    }
}

// The objects in the order in which they go.
Result<Wanted> read_ended(const Context& context, const Release& release, UnknownKinds unknown) {
    Wanted ended;
    ended.release = release;
    const ScopeOf scope = scope_from(*context.cluster);
    ended.objects = YARE_TRY_WHILE(
        "unable to build kubernetes objects for delete",
        read_objects(release.manifest, release.namespace_name, scope, unknown, context.diagnostics));
    std::stable_sort(ended.objects.begin(), ended.objects.end(),
                     [](const ManifestObject& a, const ManifestObject& b) {
                         const int left = render::kind_rank(a.ref.kind, render::KindOrder::Uninstall);
                         const int right = render::kind_rank(b.ref.kind, render::KindOrder::Uninstall);
                         if (left != right) return left < right;
                         return a.ref.kind < b.ref.kind;  // unknown kinds share a rank
                     });
    Result<Wanted> with_hooks = make_wanted(context, release, "");
    if (with_hooks) ended.hook_objects = std::move(with_hooks->hook_objects);
    if (!with_hooks) return std::move(with_hooks).error();
    return ended;
}

struct Found {
    std::vector<RecordHead> history;
    Stored last;
};

Result<Found> find(const Context& context, const std::string& name) {
    Found found;
    found.history = YARE_TRY(context.storage.history(name, context.diagnostics));
    std::vector<Stored> newest = YARE_TRY(context.storage.get_all({found.history.back()}));
    if (newest.empty()) return Error(ErrorCode::NotFound, "release: not found");
    found.last = std::move(newest.front());
    return found;
}

Result<Uninstalled> forget_uninstalled(const Context& context, const Found& found, bool keep_history) {
    const std::string& name = found.last.release.name;
    if (keep_history) {
        return Error(ErrorCode::Invalid, "the release named \"" + name + "\" is already deleted");
    }
    for (const RecordHead& head : found.history) {
        YARE_TRY_WHILE("uninstall: Failed to purge the release",
                       context.storage.remove(name, head.revision, head.version));
    }
    return Uninstalled{found.last.release, ""};
}

}  // namespace

Result<Uninstalled> uninstall(const Context& context, const std::string& name,
                              const UninstallOptions& options) {
    YARE_ASSERT(context.cluster, "an uninstall needs a cluster");
    YARE_TRY(check_reachable(context));
    if (!validate_name(name)) {
        return Error(ErrorCode::Invalid, (options.dry_run ? "releaseContent" : "uninstall") +
                                             std::string(": Release name is invalid: ") + name);
    }
    Result<Found> looked = find(context, name);
    if (!looked) {
        const bool missing = looked.error().code() == ErrorCode::NotFound;
        if (options.ignore_not_found && missing) return Uninstalled{};
        if (options.dry_run) return std::move(looked).error();
        return std::move(looked.error()).during("uninstall: Release not loaded: " + name);
    }
    Found& found = *looked;
    if (!options.dry_run) {
        YARE_TRY(settle_pending(context, found.last, Unleased::Ignore, false));
        found.history.back().status = found.last.release.info.status;
        if (found.last.release.info.status == Status::Uninstalled) {
            return forget_uninstalled(context, found, options.keep_history);
        }
    }

    UninstallFacts facts;
    facts.ended = YARE_TRY_WHILE("failed to delete release: " + name,
                                 read_ended(context, found.last.release, UnknownKinds::Drop));
    facts.record_version = found.last.version;
    facts.leftover_objects = YARE_TRY(leftover_objects(context, found.history, found.last.release.revision));
    facts.history = past_revisions(found.history);
    facts.keep_history = options.keep_history;
    facts.propagation = options.propagation;
    const Live live = YARE_TRY(survey(
        *context.cluster, refs_of({&facts.ended.objects, &facts.leftover_objects}), context.cancellation));
    PlanOptions choices;
    choices.wait = options.wait;
    choices.hooks = options.hooks;
    choices.description = options.description;
    const Plan plan = YARE_TRY(plan_uninstall(facts, live, choices));
    if (options.dry_run) {
        warn_of_dry_run(context, plan);
        return Uninstalled{found.last.release, kept_text(plan)};
    }
    warn_of_left(context, plan);

    Outcome outcome = execute(plan, surroundings(context));
    if (outcome.failure) return std::move(*outcome.failure);
    return Uninstalled{std::move(outcome.release), left_text(plan)};
}

}  // namespace yare::release
