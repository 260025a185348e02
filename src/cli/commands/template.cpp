// yare template: renders a chart and prints it.
#include "../texts/template.h"

#include <memory>
#include <optional>

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../post_renderer.h"
#include "../render_flags.h"
#include "commands.h"
#include "template_output.h"
#include "template_server.h"
#include "yare/charts/dependencies.h"
#include "yare/data/go_text.h"
#include "yare/render/failure_places.h"
#include "yare/render/render.h"

namespace yare::cli {
namespace {

Result<std::string> check_explain_output(std::string_view given, std::string_view, Diagnostics&) {
    if (given == "text" || given == "json") return std::string(given);
    return Error(ErrorCode::Invalid, "must be text or json");
}

constexpr FlagSpec kTemplateFlags[] = {
    {.name = "api-versions",
     .shorthand = 'a',
     .type = FlagType::SplitStrings,
     .usage = "Kubernetes api versions used for Capabilities.APIVersions (multiple can be specified)"},
    {.name = "dry-run",
     .fallback = "client",
     .usage = "simulates the operation either client-side or server-side. Must be either: \"client\", or "
              "\"server\". '--dry-run=client simulates the operation client-side only and avoids cluster "
              "connections. '--dry-run=server' simulates/validates the operation on the server, requiring "
              "cluster connectivity.",
     .bare_value = "unset"},
    // Yare's own, docs/explain.md.
    {.name = "explain",
     .usage = "print which template wrote a line of the output (14), or an object's field "
              "(Service/web:spec.ports[0].port), through which calls, having read which values",
     .hidden = true},
    {.name = "explain-output",
     .type = FlagType::Checked,
     .fallback = "text",
     .usage = "how --explain answers: text or json",
     .type_name = "format",
     .hidden = true,
     .check = check_explain_output},
    {.name = "hide-notes",
     .type = FlagType::Bool,
     .usage = "if set, do not show notes in install output. Does not affect presence in chart metadata",
     .deprecated = "this flag has no effect for '{helm} template' and will be removed in Helm 5",
     .hidden = true},
    {.name = "include-crds", .type = FlagType::Bool, .usage = "include CRDs in the templated output"},
    {.name = "is-upgrade",
     .type = FlagType::Bool,
     .usage = "set .Release.IsUpgrade instead of .Release.IsInstall"},
    {.name = "kube-version", .usage = "Kubernetes version used for Capabilities.KubeVersion"},
    {.name = "output-dir", .usage = "writes the executed templates to files in output-dir instead of stdout"},
    {.name = "release-name", .type = FlagType::Bool, .usage = "use release name in the output-dir path."},
    {.name = "render-subchart-notes",
     .type = FlagType::Bool,
     .usage = "if set, render subchart notes along with the parent",
     .deprecated = "this flag has no effect for '{helm} template' and will be removed in Helm 5",
     .hidden = true},
    {.name = "show-only",
     .shorthand = 's',
     .type = FlagType::Strings,
     .usage = "only show manifests rendered from the given templates"},
    {.name = "skip-tests", .type = FlagType::Bool, .usage = "skip tests from templated output"},
    {.name = "validate",
     .type = FlagType::Bool,
     .usage = "deprecated",
     .deprecated = "use '--dry-run=server' instead",
     .hidden = true},
};

constexpr std::span<const FlagSpec> kFlags[] = {
    kTemplateFlags,  kInstallFlags, kReleaseFlags,    kApplyFlags,  kWaitFlags,       kValueFlags,
    kChartPathFlags, kDevelFlags,   kPostRenderFlags, kRenderFlags, kRenderUsageFlags};
constexpr std::string_view kValidateOrDryRun[] = {"validate", "dry-run"};
constexpr ExclusiveFlags kExclusive[] = {kReplaceOrConflicts, kForceOrConflicts, kValidateOrDryRun};

// What a render works in. The values that a trace names live in its document.
struct Workspace {
    SymbolTable symbols;
    Document document{symbols};
    std::optional<templates::Trace> trace;

    explicit Workspace(const SymbolTable& below) : symbols(&below) {}
};

struct Outcome {
    render::Rendered rendered;
    std::string release_name;
    const charts::Chart* chart;  // the invocation's
    std::unique_ptr<Workspace> workspace;
};

Result<render::RenderOptions> render_options(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    render::RenderOptions options;
    options.parsed = &invocation.parse_ahead();
    options.clock = &invocation.world.clock;
    options.random = &invocation.world.random;
    options.enable_dns = flags.truth("enable-dns");
    options.skip_schema_validation = flags.truth("skip-schema-validation");
    options.schema_references = invocation.schema_references.get();
    options.include_crds = flags.truth("include-crds");
    options.debug = invocation.settings.debug;
    options.limits = render_limits(flags);
    if (const std::string& version = flags.text("kube-version"); !version.empty()) {
        options.capabilities.kube_version =
            YARE_TRY_WHILE("invalid kube version '" + version + "'", render::parse_kube_version(version));
    }
    for (const std::string& api : flags.texts("api-versions"))
        options.capabilities.api_versions.push_back(api);
    return options;
}

Result<Outcome> render_release(Invocation& invocation, render::RenderOptions options) {
    const FlagSet& flags = invocation.flags;
    log_chart_version(invocation);
    NamedChart named = YARE_TRY(name_and_chart(invocation, "release-name"));
    const std::string path = YARE_TRY(locate_and_log_chart(invocation, named.chart));
    Map* given = YARE_TRY(read_value_flags(invocation));
    charts::Chart* chart = YARE_TRY(load_installable_chart(invocation, path));
    if (Result<void> valid = validate_release_name(named.name); !valid) {
        Error error = std::move(valid.error()).during("release name " + go_quote(named.name));
        invocation.diagnostics.report(
            {Severity::Error, "release name check failed", {{"error", error.text()}}, {}});
        return std::move(error).during("release name check failed");
    }
    if (Result<void> done =
            charts::process_dependencies(*chart, given, invocation.charts(), invocation.diagnostics);
        !done) {
        invocation.diagnostics.report(
            {Severity::Error, "chart dependencies processing failed", {{"error", done.error().text()}}, {}});
        return std::move(done.error()).during("chart dependencies processing failed");
    }
    render::ReleaseInfo release;
    release.name = named.name;
    release.namespace_name = release_namespace(invocation);
    release.is_upgrade = flags.truth("is-upgrade");
    // The set's symbols do not change from here on; the render's own lie over them.
    auto workspace = std::make_unique<Workspace>(invocation.charts().symbols());
    render::BadDocument bad_document;
    options.bad_document = &bad_document;
    if (!flags.text("explain").empty()) options.trace = &workspace->trace.emplace();
    Document& document = workspace->document;
    auto sources = std::make_unique<SourceMap>(&invocation.charts().sources());
    SourceMap& places = *sources;
    invocation.set_error_sources(std::move(sources));
    const Value user_values(given);
    options.memory_before = invocation.charts().memory();
    const render::FailedRender once_more{*chart, invocation.charts(), user_values, release, options, places};
    Result<Map*> merged = render::render_values(*chart, given, options, document, invocation.diagnostics);
    if (!merged) return render::locate_failure(std::move(merged).error(), once_more);
    Map* values = *merged;
    Result<render::Rendered> rendered =
        render::render_chart(*chart, *values, release, options, document, places, invocation.diagnostics);
    if (!rendered) {
        if (invocation.settings.debug) print_unreadable(invocation, bad_document);
        Error located = render::locate_failure(std::move(rendered).error(), once_more);
        return with_debug_hint(std::move(located), invocation);
    }
    return Outcome{std::move(*rendered), std::move(named.name), chart, std::move(workspace)};
}

std::string joined(const Printout& printout) {
    std::string out;
    for (const std::string_view piece : printout.pieces) out += piece;
    return out;
}

Result<void> write_files(Invocation& invocation, const Outcome& outcome) {
    Result<void> written =
        write_manifests(invocation, *outcome.chart, outcome.rendered, outcome.release_name);
    if (!written) return with_debug_hint(std::move(written).error(), invocation);
    std::vector<PrintedHook> hooks;
    for (const render::Hook& hook : outcome.rendered.hooks) {
        if (wants_hook(invocation, hook)) hooks.push_back({hook.path, hook.manifest});
    }
    return write_hooks(invocation, hooks, outcome.release_name);
}

Result<void> run_template(Invocation& invocation) {
    YARE_TRY(find_post_renderer(invocation));
    render::RenderOptions options = YARE_TRY(render_options(invocation));
    release::DryRun dry_run = YARE_TRY(dry_run_strategy(invocation, true));
    if (invocation.flags.truth("validate")) dry_run = release::DryRun::Server;
    if (invocation.post_renderer && !invocation.flags.text("explain").empty())
        return Error(ErrorCode::Invalid, "--explain knows nothing of what a post-renderer does");
    if (dry_run == release::DryRun::Server) return template_with_cluster(invocation);
    options.post_renderer = invocation.post_renderer.get();
    templates::BudgetUse use;
    options.use = &use;
    Result<Outcome> rendered = render_release(invocation, options);
    if (invocation.world.second_thread) invocation.world.second_thread->leave();
    print_render_use(invocation, use);
    const Outcome outcome = YARE_TRY(std::move(rendered));
    const bool explained = outcome.workspace->trace.has_value();
    if (!invocation.flags.text("output-dir").empty() && !explained) return write_files(invocation, outcome);
    if (explained) {
        const std::string text =
            YARE_TRY(explanation(invocation, outcome.rendered, *outcome.chart, *outcome.workspace->trace));
        invocation.console.print(text);
        return {};
    }
    const Printout printout = everything(invocation, outcome.rendered);
    if (!invocation.flags.texts("show-only").empty()) return print_only(invocation, joined(printout));
    invocation.console.print_all(printout.pieces);
    return {};
}

}  // namespace

constinit const Command kTemplate{
    .use = "template [NAME] [CHART]",
    .brief = "locally render templates",
    .description = kTemplateDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .exclusive = kExclusive,
    .run = run_template,
    .complete = complete_chart,
};

}  // namespace yare::cli
