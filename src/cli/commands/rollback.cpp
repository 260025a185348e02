// yare rollback.
#include "../texts/rollback.h"

#include "../flag_groups.h"
#include "../flag_values.h"
#include "../release_flags.h"
#include "../release_session.h"
#include "commands.h"
#include "yare/data/utf8.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kRollbackFlags[] = {
    {.name = "cleanup-on-fail",
     .type = FlagType::Bool,
     .usage = "allow deletion of new resources created in this rollback when rollback fails"},
    {.name = "description", .usage = "add a custom description for the rollback (max 256 characters)"},
    {.name = "history-max",
     .type = FlagType::Int,
     .usage = "limit the maximum number of revisions saved per release. Use 0 for no limit",
     .fallback_from = fallback_history_max},
    {.name = "no-hooks", .type = FlagType::Bool, .usage = "prevent hooks from running during rollback"},
    {.name = "server-side",
     .fallback = "auto",
     .usage = "must be \"true\", \"false\" or \"auto\". Object updates run in the server instead of the "
              "client (\"auto\" defaults the value from the previous chart release's method)"},
    // Yare's own; see upgrade.
    {.name = "take-over",
     .type = FlagType::Bool,
     .usage =
         "go on from a pending release although nobody can tell whether another client still works on it",
     .hidden = true},
};
constexpr std::span<const FlagSpec> kFlags[] = {kRollbackFlags, kWaitFlags, kApplyFlags, kDryRunFlags};
constexpr ExclusiveFlags kExclusive[] = {kReplaceOrConflicts, kForceOrConflicts};

Result<release::RollbackOptions> rollback_options(Invocation& invocation) {
    constexpr std::size_t kLongestDescription = 256;
    const FlagSet& flags = invocation.flags;
    release::RollbackOptions options;
    if (invocation.arguments.size() > 1) {
        options.revision = YARE_TRY_WHILE("could not convert revision to a number",
                                          parse_integer(invocation.arguments[1], "Atoi"));
    }
    options.description = flags.text("description");
    const std::size_t length = utf8::count(options.description);
    if (length > kLongestDescription) {
        return Error(ErrorCode::Invalid,
                     "description must be 256 characters or less, got " + std::to_string(length));
    }
    const release::DryRun dry_run = YARE_TRY(dry_run_strategy(invocation, false));
    options.dry_run = dry_run != release::DryRun::None;
    options.hooks = !flags.truth("no-hooks");
    options.force_conflicts = flags.truth("force-conflicts");
    options.force_replace = force_replace(flags);
    options.cleanup_on_fail = flags.truth("cleanup-on-fail");
    options.server_side = YARE_TRY(server_side(flags));
    options.wait = wait_options(flags);
    options.history_max = flags.integer("history-max");
    options.take_over =
        flags.truth("take-over") ? release::TakeOver::UnleasedToo : release::TakeOver::DeadOnly;
    return options;
}

Result<void> run_rollback(Invocation& invocation) {
    const release::RollbackOptions options = YARE_TRY(rollback_options(invocation));
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(
        ReleaseSession::open(invocation, ReleaseSession::Scope::Namespace, ReleaseSession::Cluster::Write));
    session->cancel_on_signal(invocation.arguments[0]);
    const Result<release::Release> done =
        release::rollback(session->context(), invocation.arguments[0], options);
    session->finish();
    if (!done) return Error(done.error());
    invocation.console.print("Rollback was a success! Happy Helming!\n");
    return {};
}

}  // namespace

constinit const Command kRollback{
    .use = "rollback <RELEASE> [REVISION]",
    .brief = "roll back a release to a previous revision",
    .description = kRollbackDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .exclusive = kExclusive,
    .run = run_rollback,
    .complete = complete_release_and_revision,
};

}  // namespace yare::cli
