#include "template_server.h"

#include <algorithm>

#include "../chart_source.h"
#include "../release_flags.h"
#include "install.h"
#include "template_output.h"
#include "yare/data/go_text.h"
#include "yare/release/actions.h"

namespace yare::cli {
namespace {

bool is_test(const release::Hook& hook) {
    return std::find(hook.events.begin(), hook.events.end(), "test") != hook.events.end();
}

// --dry-run=server: what an install would render with this cluster, which is asked about every kind and
// object.
Result<release::Release> render_with_cluster(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    log_chart_version(invocation);
    const NamedChart named = YARE_TRY(name_and_chart(invocation, "release-name"));
    bool render_failed = false;
    render::BadDocument bad_document;
    release::InstallOptions options;
    release::DeployOptions& deploy = options.deploy;
    deploy.dry_run = release::DryRun::Server;
    read_render_flags(invocation, deploy);
    deploy.render_failed = &render_failed;
    deploy.bad_document = &bad_document;
    options.replace = true;
    options.include_crds = flags.truth("include-crds");
    options.is_upgrade = flags.truth("is-upgrade");
    options.api_versions = flags.texts("api-versions");
    Result<release::Release> done = install_chart(invocation, named, options);
    if (done || !render_failed) return done;
    if (invocation.settings.debug) print_unreadable(invocation, bad_document);
    return with_debug_hint(std::move(done).error(), invocation);
}

}  // namespace

Result<void> template_with_cluster(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    for (const std::string_view flag : {"explain", "output-dir"}) {
        if (flags.text(flag).empty()) continue;
        return Error(ErrorCode::Unavailable, "template --" + std::string(flag) +
                                                 " with --dry-run=server is not implemented yet in this "
                                                 "version of yare");
    }
    const release::Release release = YARE_TRY(render_with_cluster(invocation));
    std::string text = std::string(trim_space(release.manifest)) + "\n";
    for (const release::Hook& hook : release.hooks) {
        if (flags.truth("no-hooks") || (flags.truth("skip-tests") && is_test(hook))) continue;
        text += "---\n# Source: " + hook.path + "\n" + hook.manifest + "\n";
    }
    if (!flags.texts("show-only").empty()) return print_only(invocation, text);
    invocation.console.print(text);
    return {};
}

}  // namespace yare::cli
