#include "template_server.h"

#include <algorithm>
#include <optional>

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

// What --explain and --output-dir make of a render before the cluster is asked about its objects.
struct Taken {
    std::optional<templates::Trace> trace;
    Result<std::string> explanation = std::string();
};

Result<void> take_render(Invocation& invocation, render::Rendered& rendered, const charts::Chart& chart,
                         const std::string& release_name, Taken& taken) {
    if (taken.trace) {
        taken.explanation = explanation(invocation, rendered, chart, *taken.trace);
        return {};
    }
    if (invocation.flags.text("output-dir").empty()) return {};
    YARE_TRY(write_manifests(invocation, chart, rendered, release_name));
    // Helm: what was written is no part of the release, and the cluster hears nothing of it.
    rendered.manifests.clear();
    rendered.documents.clear();
    return {};
}

// --dry-run=server: what an install would render with this cluster, which is asked about every kind and
// object.
Result<release::Release> render_with_cluster(Invocation& invocation, Taken& taken) {
    const FlagSet& flags = invocation.flags;
    log_chart_version(invocation);
    const NamedChart named = YARE_TRY(name_and_chart(invocation, "release-name"));
    if (!flags.text("explain").empty()) taken.trace.emplace();
    bool render_failed = false;
    render::BadDocument bad_document;
    release::InstallOptions options;
    release::DeployOptions& deploy = options.deploy;
    deploy.dry_run = release::DryRun::Server;
    read_render_flags(invocation, deploy);
    deploy.render_failed = &render_failed;
    deploy.bad_document = &bad_document;
    deploy.trace = taken.trace ? &*taken.trace : nullptr;
    deploy.rendered = [&](render::Rendered& rendered, const charts::Chart& chart) {
        return take_render(invocation, rendered, chart, named.name, taken);
    };
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
    Taken taken;
    const release::Release release = YARE_TRY(render_with_cluster(invocation, taken));
    if (taken.trace) {
        const std::string text = YARE_TRY(std::move(taken.explanation));
        invocation.console.print(text);
        return {};
    }
    std::vector<PrintedHook> hooks;
    for (const release::Hook& hook : release.hooks) {
        if (flags.truth("no-hooks") || (flags.truth("skip-tests") && is_test(hook))) continue;
        hooks.push_back({hook.path, hook.manifest});
    }
    if (!flags.text("output-dir").empty()) return write_hooks(invocation, hooks, release.name);
    std::string text = std::string(trim_space(release.manifest)) + "\n";
    for (const PrintedHook& hook : hooks) {
        text.append("---\n# Source: ").append(hook.path).append("\n").append(hook.text).append("\n");
    }
    if (!flags.texts("show-only").empty()) return print_only(invocation, text);
    invocation.console.print(text);
    return {};
}

}  // namespace yare::cli
