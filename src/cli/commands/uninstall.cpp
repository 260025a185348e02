// yare uninstall.
#include "../texts/uninstall.h"

#include "../flag_groups.h"
#include "../release_flags.h"
#include "../release_session.h"
#include "commands.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kUninstallFlags[] = {
    {.name = "cascade",
     .fallback = "background",
     .usage = "Must be \"background\", \"orphan\", or \"foreground\". Selects the deletion cascading "
              "strategy for the dependents. Defaults to background. Use \"foreground\" with --wait to ensure "
              "resources with finalizers are fully deleted before returning."},
    {.name = "description", .usage = "add a custom description"},
    {.name = "dry-run", .type = FlagType::Bool, .usage = "simulate a uninstall"},
    {.name = "ignore-not-found",
     .type = FlagType::Bool,
     .usage = "Treat \"release not found\" as a successful uninstall"},
    {.name = "keep-history",
     .type = FlagType::Bool,
     .usage =
         "remove all associated resources and mark the release as deleted, but retain the release history"},
    {.name = "no-hooks", .type = FlagType::Bool, .usage = "prevent hooks from running during uninstallation"},
};
// Without wait-for-jobs.
constexpr FlagSpec kWaitOnly[] = {flag_named(kWaitFlags, "wait"), flag_named(kWaitFlags, "timeout")};
constexpr std::span<const FlagSpec> kFlags[] = {kUninstallFlags, kWaitOnly};
constexpr std::string_view kAliases[] = {"del", "delete", "un"};
constexpr std::string_view kSuggestFor[] = {"remove", "rm"};

Result<release::UninstallOptions> uninstall_options(const FlagSet& flags) {
    release::UninstallOptions options;
    const std::string& cascade = flags.text("cascade");
    if (cascade == "background") {
        options.propagation = kube::Propagation::Background;
    } else if (cascade == "foreground") {
        options.propagation = kube::Propagation::Foreground;
    } else if (cascade == "orphan") {
        options.propagation = kube::Propagation::Orphan;
    } else {
        return Error(ErrorCode::Invalid, "invalid cascade value (" + cascade +
                                             "). Must be \"background\", \"foreground\", or \"orphan\"");
    }
    options.dry_run = flags.truth("dry-run");
    options.hooks = !flags.truth("no-hooks");
    options.ignore_not_found = flags.truth("ignore-not-found");
    options.keep_history = flags.truth("keep-history");
    options.wait = wait_options(flags);
    options.description = flags.text("description");
    return options;
}

Result<void> run_uninstall(Invocation& invocation) {
    const release::UninstallOptions options = YARE_TRY(uninstall_options(invocation.flags));
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(
        ReleaseSession::open(invocation, ReleaseSession::Scope::Namespace, ReleaseSession::Cluster::Write));
    session->cancel_on_signal(invocation.arguments[0]);
    for (const std::string& name : invocation.arguments) {
        const Result<release::Uninstalled> done = release::uninstall(session->context(), name, options);
        session->finish();
        if (!done) return Error(done.error());
        invocation.console.log_all(invocation.diagnostics);
        if (!done->info.empty()) invocation.console.print(done->info + "\n");
        invocation.console.print("release \"" + name + "\" uninstalled\n");
    }
    return {};
}

}  // namespace

constinit const Command kUninstall{
    .use = "uninstall RELEASE_NAME [...]",
    .aliases = kAliases,
    .suggest_for = kSuggestFor,
    .brief = "uninstall a release",
    .description = kUninstallDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .run = run_uninstall,
    .complete = complete_releases,
};

}  // namespace yare::cli
