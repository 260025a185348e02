#include <algorithm>

#include "deploy.h"
#include "timestamps.h"
#include "write_objects.h"
#include "yare/data/utf8.h"

namespace yare::release {

namespace {

constexpr std::size_t kLongestDescription = 256;

Result<Release> find_target(const Context& context, const std::vector<RecordHead>& history,
                            std::int64_t revision) {
    for (const RecordHead& head : history) {
        if (head.revision != revision) continue;
        std::vector<Stored> read = YARE_TRY(context.storage.get_all({head}));
        if (!read.empty()) return std::move(read.front().release);
    }
    return Error(ErrorCode::NotFound, "release has no " + std::to_string(revision) + " version");
}

Release back_to(const Context& context, const Release& target, const Release& current,
                const RollbackOptions& options) {
    Release release = target;
    release.namespace_name = current.namespace_name;
    release.revision = current.revision + 1;
    release.info = {};
    release.info.first_deployed = current.info.first_deployed;
    release.info.last_deployed = format_time(context.clock.now());
    release.info.status = Status::PendingRollback;
    release.info.notes = target.info.notes;
    release.info.rollback_revision = target.revision;
    release.info.description =
        options.description.empty() ? "Rollback to " + std::to_string(target.revision) : options.description;
    const bool server_side = options.server_side == ServerSide::Auto
                                 ? target.apply_method == ApplyMethod::ServerSide
                                 : options.server_side == ServerSide::Yes;
    release.apply_method = server_side ? ApplyMethod::ServerSide : ApplyMethod::ClientSide;
    return release;
}

Error clean_up(const Context& context, const Outcome& outcome, Error error) {
    Removed removed = remove_objects(outcome.created, kube::Propagation::Background, surroundings(context));
    if (removed.failures.empty()) return error;
    std::vector<Error> errors;
    errors.reserve(removed.failures.size());
    for (auto& [ref, failure] : removed.failures) errors.push_back(std::move(failure));
    return join_errors(std::move(errors), ", ")
        .during("unable to cleanup resources")
        .during("an error occurred while cleaning up resources. original rollback error");
}

}  // namespace

Result<Release> rollback(const Context& context, const std::string& name, const RollbackOptions& options) {
    YARE_ASSERT(context.cluster, "a rollback needs a cluster");
    const std::size_t length = utf8::count(options.description);
    if (length > kLongestDescription) {
        return Error(ErrorCode::Invalid, "description must be " + std::to_string(kLongestDescription) +
                                             " characters or less, got " + std::to_string(length));
    }
    YARE_TRY(check_reachable(context));
    if (!validate_name(name)) {
        return Error(ErrorCode::Invalid, "prepareRollback: Release name is invalid: " + name);
    }
    if (options.revision < 0) return Error(ErrorCode::Invalid, "invalid release revision");
    std::vector<RecordHead> history = YARE_TRY(context.storage.history(name, context.diagnostics));
    std::vector<Stored> newest = YARE_TRY(context.storage.get_all({history.back()}));
    if (newest.empty()) return Error(ErrorCode::NotFound, "release: not found");
    Stored& last = newest.front();
    const Release target = YARE_TRY(
        find_target(context, history, options.revision == 0 ? last.release.revision - 1 : options.revision));
    // Helm: a rollback does not look whether a revision is pending; it is a way out of one.
    const Unleased unleased =
        options.take_over == TakeOver::UnleasedToo ? Unleased::TakeOver : Unleased::Ignore;
    YARE_TRY(settle_pending(context, last, unleased, options.dry_run));
    history.back().status = last.release.info.status;

    Release release = back_to(context, target, last.release, options);
    if (options.dry_run) return release;

    UpgradeFacts facts;
    facts.previous = last.release;
    facts.wanted = YARE_TRY(make_wanted(context, std::move(release),
                                        "unable to build kubernetes objects from new release manifest"));
    facts.previous_objects =
        YARE_TRY_WHILE("unable to build kubernetes objects from current release manifest",
                       past_objects(context, last.release));
    facts.leftover_objects = YARE_TRY(leftover_objects(context, history, last.release.revision));
    facts.history = past_revisions(history);
    const std::vector<kube::ObjectRef> refs =
        refs_of({&facts.wanted.objects, &facts.previous_objects, &facts.leftover_objects});
    const Live live = YARE_TRY(survey(*context.cluster, refs, context.cancellation));
    PlanOptions choices;
    choices.write = {facts.wanted.release.apply_method == ApplyMethod::ServerSide, options.force_conflicts,
                     options.force_replace, false};
    choices.wait = options.wait;
    choices.hooks = options.hooks;
    choices.history_max = options.history_max;
    const Plan plan = YARE_TRY(plan_rollback(facts, live, choices));

    Outcome outcome = execute(plan, surroundings(context));
    if (!outcome.failure) return std::move(outcome.release);
    Error error = std::move(*outcome.failure);
    if (options.cleanup_on_fail && !outcome.created.empty()) {
        error = clean_up(uncancelled(context), outcome, std::move(error));
    }
    return error;
}

}  // namespace yare::release
