#include "release_flags.h"

#include "render_flags.h"

namespace yare::cli {

release::WaitOptions wait_options(const FlagSet& flags) {
    release::WaitOptions wait;
    const std::string& strategy = flags.text("wait");
    if (strategy == "watcher") wait.strategy = release::WaitStrategy::Watcher;
    if (strategy == "legacy") wait.strategy = release::WaitStrategy::Legacy;
    wait.jobs = flags.has("wait-for-jobs") && flags.truth("wait-for-jobs");
    wait.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(flags.duration("timeout"));
    return wait;
}

bool force_replace(const FlagSet& flags) { return flags.truth("force-replace") || flags.truth("force"); }

void read_render_flags(Invocation& invocation, release::DeployOptions& options) {
    const FlagSet& flags = invocation.flags;
    options.debug = invocation.settings.debug;
    options.hooks = !flags.truth("no-hooks");
    options.disable_openapi_validation = flags.truth("disable-openapi-validation");
    options.skip_schema_validation = flags.truth("skip-schema-validation");
    options.schema_references = invocation.schema_references.get();
    options.post_renderer = invocation.post_renderer.get();
    options.skip_crds = flags.truth("skip-crds");
    options.enable_dns = flags.truth("enable-dns");
    options.take_ownership = flags.truth("take-ownership");
    options.render_limits = render_limits(flags);
    options.parsed = &invocation.parse_ahead();
    for (const auto& [name, value] : flags.pairs("labels")) options.labels[name] = value;
}

release::DeployOptions deploy_options(Invocation& invocation, release::DryRun dry_run) {
    const FlagSet& flags = invocation.flags;
    release::DeployOptions options;
    read_render_flags(invocation, options);
    options.dry_run = dry_run;
    options.hide_secret = flags.truth("hide-secret");
    options.render_subchart_notes = flags.truth("render-subchart-notes");
    options.force_conflicts = flags.truth("force-conflicts");
    options.force_replace = force_replace(flags);
    options.rollback_on_failure = flags.truth("rollback-on-failure") || flags.truth("atomic");
    options.wait = wait_options(flags);
    // Helm: going back on failure needs to know of the failure.
    if (options.rollback_on_failure && options.wait.strategy == release::WaitStrategy::HookOnly) {
        options.wait.strategy = release::WaitStrategy::Watcher;
    }
    options.description = flags.text("description");
    return options;
}

Result<release::ServerSide> server_side(const FlagSet& flags) {
    const std::string& given = flags.text("server-side");
    if (given == "auto") return release::ServerSide::Auto;
    if (given == "true") return release::ServerSide::Yes;
    if (given == "false") return release::ServerSide::No;
    return Error(ErrorCode::Invalid, "invalid/unknown release server-side apply method: " + given);
}

}  // namespace yare::cli
