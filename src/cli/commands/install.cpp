// yare install.
#include "install.h"

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../post_renderer.h"
#include "../release_flags.h"
#include "../release_print.h"
#include "../release_session.h"
#include "../render_flags.h"
#include "../texts/install.h"
#include "commands.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kInstallOwnFlags[] = {
    {.name = "hide-notes",
     .type = FlagType::Bool,
     .usage = "if set, do not show notes in install output. Does not affect presence in chart metadata"},
    {.name = "hide-secret",
     .type = FlagType::Bool,
     .usage = "hide Kubernetes Secrets when also using the --dry-run flag"},
    {.name = "render-subchart-notes",
     .type = FlagType::Bool,
     .usage = "if set, render subchart notes along with the parent"},
};
constexpr std::span<const FlagSpec> kFlags[] = {
    kInstallOwnFlags, kInstallFlags, kReleaseFlags,    kApplyFlags,  kWaitFlags,   kValueFlags,
    kChartPathFlags,  kDevelFlags,   kPostRenderFlags, kDryRunFlags, kOutputFlags, kRenderFlags};
constexpr ExclusiveFlags kExclusive[] = {kReplaceOrConflicts, kForceOrConflicts};

Error unreachable(Invocation& invocation, Error error) {
    Error whole = std::move(error).during("cluster reachability check failed");
    invocation.diagnostics.report({Severity::Error, whole.text(), {}, {}});
    return whole;
}

Result<release::Release> install(Invocation& invocation, release::DryRun dry_run) {
    const FlagSet& flags = invocation.flags;
    log_chart_version(invocation);
    const NamedChart named = YARE_TRY(name_and_chart(invocation, ""));
    release::InstallOptions options;
    options.deploy = deploy_options(invocation, dry_run);
    options.create_namespace = flags.truth("create-namespace");
    options.replace = flags.truth("replace");
    options.server_side = flags.truth("server-side");
    return install_chart(invocation, named, options);
}

Result<void> run_install(Invocation& invocation) {
    YARE_TRY(find_post_renderer(invocation));
    const release::DryRun dry_run = YARE_TRY(dry_run_strategy(invocation, false));
    const release::Release release = YARE_TRY_WHILE("INSTALLATION FAILED", install(invocation, dry_run));
    return print_release(
        invocation, release,
        {.debug = invocation.settings.debug, .hide_notes = invocation.flags.truth("hide-notes")});
}

}  // namespace

Result<release::Release> install_chart(Invocation& invocation, const NamedChart& named,
                                       const release::InstallOptions& options) {
    const std::string path = YARE_TRY(locate_and_log_chart(invocation, named.chart));
    Map* values = YARE_TRY(read_value_flags(invocation));
    charts::Chart* chart = YARE_TRY(load_installable_chart(invocation, path));
    const bool client_only = options.deploy.dry_run == release::DryRun::Client;
    Result<std::unique_ptr<ReleaseSession>> session = ReleaseSession::open(
        invocation, ReleaseSession::Scope::Namespace,
        client_only ? ReleaseSession::Cluster::NotNeeded : ReleaseSession::Cluster::Write);
    if (!session) return unreachable(invocation, std::move(session).error());
    // Helm: the first word, which is the chart where the name is made up.
    (*session)->cancel_on_signal(invocation.arguments[0]);
    Result<release::Release> done =
        release::install((*session)->context(), named.name, *chart, invocation.charts(), values, options);
    (*session)->finish();
    return done;
}

constinit const Command kInstall{
    .use = "install [NAME] [CHART]",
    .brief = "install a chart",
    .description = kInstallDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .exclusive = kExclusive,
    .run = run_install,
    .complete = complete_chart,
};

}  // namespace yare::cli
