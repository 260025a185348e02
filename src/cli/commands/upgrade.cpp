// yare upgrade.
#include "../texts/upgrade.h"

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../post_renderer.h"
#include "../release_flags.h"
#include "../release_print.h"
#include "../release_session.h"
#include "../render_flags.h"
#include "commands.h"
#include "install.h"
#include "yare/data/go_text.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kUpgradeFlags[] = {
    {.name = "cleanup-on-fail",
     .type = FlagType::Bool,
     .usage = "allow deletion of new resources created in this upgrade when upgrade fails"},
    {.name = "create-namespace",
     .type = FlagType::Bool,
     .usage = "if --install is set, create the release namespace if not present"},
    {.name = "disable-openapi-validation",
     .type = FlagType::Bool,
     .usage = "if set, the upgrade process will not validate rendered templates against the Kubernetes "
              "OpenAPI Schema"},
    {.name = "hide-notes",
     .type = FlagType::Bool,
     .usage = "if set, do not show notes in upgrade output. Does not affect presence in chart metadata"},
    {.name = "hide-secret",
     .type = FlagType::Bool,
     .usage = "hide Kubernetes Secrets when also using the --dry-run flag"},
    {.name = "history-max",
     .type = FlagType::Int,
     .usage = "limit the maximum number of revisions saved per release. Use 0 for no limit",
     .fallback_from = fallback_history_max},
    {.name = "install",
     .shorthand = 'i',
     .type = FlagType::Bool,
     .usage = "if a release by this name doesn't already exist, run an install"},
    {.name = "labels",
     .shorthand = 'l',
     .type = FlagType::StringMap,
     .usage = "Labels that would be added to release metadata. Should be separated by comma. Original "
              "release labels will be merged with upgrade labels. You can unset label using null."},
    {.name = "no-hooks", .type = FlagType::Bool, .usage = "disable pre/post upgrade hooks"},
    {.name = "render-subchart-notes",
     .type = FlagType::Bool,
     .usage = "if set, render subchart notes along with the parent"},
    {.name = "reset-then-reuse-values",
     .type = FlagType::Bool,
     .usage = "when upgrading, reset the values to the ones built into the chart, apply the last release's "
              "values and merge in any overrides from the command line via --set and -f. If '--reset-values' "
              "or '--reuse-values' is specified, this is ignored"},
    {.name = "reset-values",
     .type = FlagType::Bool,
     .usage = "when upgrading, reset the values to the ones built into the chart"},
    {.name = "reuse-values",
     .type = FlagType::Bool,
     .usage = "when upgrading, reuse the last release's values and merge in any overrides from the command "
              "line via --set and -f. If '--reset-values' is specified, this is ignored"},
    {.name = "rollback-on-failure",
     .type = FlagType::Bool,
     .usage = "if set, Helm will rollback the upgrade to previous success release upon failure. The --wait "
              "flag will be defaulted to \"watcher\" if --rollback-on-failure is set"},
    {.name = "server-side",
     .fallback = "auto",
     .usage = "must be \"true\", \"false\" or \"auto\". Object updates run in the server instead of the "
              "client (\"auto\" defaults the value from the previous chart release's method)"},
    {.name = "skip-crds",
     .type = FlagType::Bool,
     .usage = "if set, no CRDs will be installed when an upgrade is performed with install flag enabled. By "
              "default, CRDs are installed if not already present, when an upgrade is performed with install "
              "flag enabled"},
    {.name = "take-ownership",
     .type = FlagType::Bool,
     .usage = "if set, upgrade will ignore the check for helm annotations and take ownership of the existing "
              "resources"},
    // Yare's own: Helm has no way out of a pending release but deleting its record.
    {.name = "take-over",
     .type = FlagType::Bool,
     .usage =
         "go on from a pending release although nobody can tell whether another client still works on it",
     .hidden = true},
};
constexpr std::span<const FlagSpec> kFlags[] = {kUpgradeFlags, kReleaseFlags,   kApplyFlags, kWaitFlags,
                                                kValueFlags,   kChartPathFlags, kDevelFlags, kPostRenderFlags,
                                                kDryRunFlags,  kOutputFlags,    kRenderFlags};
constexpr ExclusiveFlags kExclusive[] = {kReplaceOrConflicts, kForceOrConflicts};

release::ValuesPolicy values_policy(const FlagSet& flags) {
    // Helm: this is also the order in which they win.
    if (flags.truth("reset-values")) return release::ValuesPolicy::Reset;
    if (flags.truth("reuse-values")) return release::ValuesPolicy::Reuse;
    if (flags.truth("reset-then-reuse-values")) return release::ValuesPolicy::ResetThenReuse;
    return release::ValuesPolicy::Automatic;
}

Result<void> print_done(Invocation& invocation, const release::Release& release) {
    return print_release(
        invocation, release,
        {.debug = invocation.settings.debug, .hide_notes = invocation.flags.truth("hide-notes")});
}

Result<void> install_instead(Invocation& invocation, release::DryRun dry_run, release::Presence presence) {
    const FlagSet& flags = invocation.flags;
    if (output_format(invocation) == Format::Table) {
        invocation.console.print("Release " + go_quote(invocation.arguments[0]) +
                                 " does not exist. Installing it now.\n");
    }
    log_chart_version(invocation);
    release::InstallOptions options;
    options.deploy = deploy_options(invocation, dry_run);
    options.create_namespace = flags.truth("create-namespace");
    options.replace = presence == release::Presence::Uninstalled;
    options.server_side = flags.text("server-side") != "false";
    // Helm: the error stands without a prefix here.
    const release::Release release =
        YARE_TRY(install_chart(invocation, {invocation.arguments[0], invocation.arguments[1]}, options));
    return print_done(invocation, release);
}

Result<release::Release> upgrade(Invocation& invocation, ReleaseSession& session, charts::Chart& chart,
                                 const Value& values, release::DryRun dry_run) {
    const FlagSet& flags = invocation.flags;
    release::UpgradeOptions options;
    options.deploy = deploy_options(invocation, dry_run);
    options.values = values_policy(flags);
    options.server_side = YARE_TRY(server_side(flags));
    options.cleanup_on_fail = flags.truth("cleanup-on-fail");
    options.history_max = flags.integer("history-max");
    options.take_over =
        flags.truth("take-over") ? release::TakeOver::UnleasedToo : release::TakeOver::DeadOnly;
    Result<release::Release> done = release::upgrade(session.context(), invocation.arguments[0], chart,
                                                     invocation.charts(), values, options);
    session.finish();
    return done;
}

Result<void> run_upgrade(Invocation& invocation) {
    YARE_TRY(find_post_renderer(invocation));
    const std::string& name = invocation.arguments[0];
    const release::DryRun dry_run = YARE_TRY(dry_run_strategy(invocation, false));
    std::unique_ptr<ReleaseSession> session;
    if (invocation.flags.truth("install")) {
        session = YARE_TRY(ReleaseSession::open(invocation, ReleaseSession::Scope::Namespace,
                                                ReleaseSession::Cluster::Write));
        const release::Context context = session->context();
        YARE_TRY(context.cluster->check_reachable());
        invocation.diagnostics.debug("getting history for release", {{"release", name}});
        invocation.diagnostics.debug("getting release history", {{"name", name}});
        const release::Presence presence = YARE_TRY(release::presence(context, name));
        if (presence != release::Presence::Present) return install_instead(invocation, dry_run, presence);
    }
    const std::string path = YARE_TRY(locate_chart(invocation, invocation.arguments[1]));
    Map* values = YARE_TRY(read_value_flags(invocation));
    charts::Chart* chart = YARE_TRY(load_upgrade_chart(invocation, path));
    if (!session)
        session = YARE_TRY_WHILE("UPGRADE FAILED",
                                 ReleaseSession::open(invocation, ReleaseSession::Scope::Namespace,
                                                      ReleaseSession::Cluster::Write));
    session->cancel_on_signal(name);
    const release::Release release =
        YARE_TRY_WHILE("UPGRADE FAILED", upgrade(invocation, *session, *chart, values, dry_run));
    if (output_format(invocation) == Format::Table) {
        invocation.console.print("Release " + go_quote(name) + " has been upgraded. Happy Helming!\n");
    }
    return print_done(invocation, release);
}

}  // namespace

constinit const Command kUpgrade{
    .use = "upgrade [RELEASE] [CHART]",
    .brief = "upgrade a release",
    .description = kUpgradeDescription,
    .arguments = ArgumentRule::exactly(2),
    .flags = kFlags,
    .exclusive = kExclusive,
    .run = run_upgrade,
    .complete = complete_release_and_chart,
};

}  // namespace yare::cli
