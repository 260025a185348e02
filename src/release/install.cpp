#include "deploy.h"
#include "install_crds.h"
#include "timestamps.h"
#include "yare/charts/dependencies.h"

namespace yare::release {

namespace {

// Helm: a history that cannot be read is none; the record that cannot be made says why.
std::vector<RecordHead> history_or_none(const Context& context, const std::string& name) {
    Result<std::vector<RecordHead>> found = context.storage.history(name, context.diagnostics);
    return found ? std::move(*found) : std::vector<RecordHead>();
}

Result<void> check_cluster(const Context& context) {
    Result<void> reachable = check_reachable(context);
    if (reachable) return {};
    Error error = std::move(reachable).error().during("cluster reachability check failed");
    context.diagnostics.report({Severity::Error, error.text(), {}, {}});
    return error;
}

Result<void> check_name_text(const std::string& name) {
    YARE_TRY_WHILE("release name \"" + name + "\"", validate_name(name));
    return {};
}

Result<void> check_name_use(const std::vector<RecordHead>& history, const InstallOptions& options) {
    if (options.deploy.dry_run != DryRun::None || history.empty()) return {};
    const Status status = history.back().status;
    if (options.replace && (status == Status::Uninstalled || status == Status::Failed)) return {};
    Error error(ErrorCode::AlreadyExists, "cannot reuse a name that is still in use");
    if (is_pending(status) || status == Status::Failed) {
        error =
            std::move(error).note("revision " + std::to_string(history.back().revision) + " is " +
                                  std::string(status_name(status)) + "; upgrade --install goes on from it");
    }
    return error;
}

Result<render::Capabilities> capabilities_for(const Context& context, const InstallOptions& options) {
    if (options.deploy.dry_run != DryRun::Client) {
        return cluster_capabilities(*context.cluster, context.cancellation);
    }
    render::Capabilities capabilities = render::default_capabilities();
    if (!options.kube_version.empty()) {
        capabilities.kube_version = YARE_TRY(render::parse_kube_version(options.kube_version));
    }
    capabilities.api_versions.insert(capabilities.api_versions.end(), options.api_versions.begin(),
                                     options.api_versions.end());
    return capabilities;
}

Release new_release(const Context& context, const std::string& name, const InstallOptions& options) {
    Release release;
    release.name = name;
    release.namespace_name = context.namespace_name;
    release.revision = 1;
    release.info.first_deployed = format_time(context.clock.now());
    release.info.last_deployed = release.info.first_deployed;
    release.info.status = Status::PendingInstall;
    release.info.description = "Initial install underway";
    release.labels = options.deploy.labels;
    release.apply_method = options.server_side ? ApplyMethod::ServerSide : ApplyMethod::ClientSide;
    return release;
}

Error roll_back(const Context& context, const std::string& name, const InstallOptions& options, Error error) {
    UninstallOptions way_back;
    way_back.hooks = options.deploy.hooks;
    way_back.wait = options.deploy.wait;
    const Context calm = uncancelled(context);
    const Result<Uninstalled> undone = uninstall(calm, name, way_back);
    if (!undone) {
        return Error(error.code(),
                     "an error occurred while uninstalling the release. original install error: " +
                         error.text() + ": " + undone.error().text());
    }
    return std::move(error).during("release " + name +
                                   " failed, and has been uninstalled due to rollback-on-failure being set");
}

// Helm: what is wrong before an install begins is logged as well as returned.
Result<void> logged(const Context& context, const std::string& doing, Result<void> done) {
    if (done) return {};
    context.diagnostics.report({Severity::Error, doing, {{"error", done.error().text()}}, {}});
    return std::move(done.error()).during(doing);
}

}  // namespace

Result<Release> install(const Context& context, const std::string& name, charts::Chart& chart,
                        charts::ChartSet& set, const Value& values, const InstallOptions& given) {
    InstallOptions options = given;
    const DryRun dry_run = options.deploy.dry_run;
    const bool with_cluster = dry_run != DryRun::Client;
    YARE_ASSERT(!with_cluster || context.cluster, "only client dry runs do without a cluster");
    if (with_cluster) YARE_TRY(check_cluster(context));
    if (dry_run == DryRun::None && options.deploy.hide_secret) {
        return Error(ErrorCode::Invalid, "hiding Kubernetes secrets requires a dry-run mode");
    }
    YARE_TRY(logged(context, "release name check failed", check_name_text(name)));
    std::vector<RecordHead> history;
    if (dry_run == DryRun::None) {
        context.diagnostics.debug("getting release history", {{"name", name}});
        history = history_or_none(context, name);
    }
    YARE_TRY(logged(context, "release name check failed", check_name_use(history, options)));
    YARE_TRY(logged(context, "chart dependencies processing failed",
                    charts::process_dependencies(chart, values, set, context.diagnostics)));
    if (with_cluster && !options.deploy.skip_crds && !charts::crds(chart).empty()) {
        if (dry_run != DryRun::None) {
            context.diagnostics.warn(
                "This chart or one of its subcharts contains CRDs. Rendering may fail or contain "
                "inaccuracies.");
        } else {
            YARE_TRY(install_crds(context, chart, options));
        }
    }
    if (options.deploy.rollback_on_failure && options.deploy.wait.strategy == WaitStrategy::HookOnly) {
        options.deploy.wait.strategy = WaitStrategy::Watcher;
    }

    if (with_cluster && !options.api_versions.empty())
        context.diagnostics.debug(
            "API Version list given outside of client only mode, this list will be ignored");
    render::Capabilities capabilities = YARE_TRY(capabilities_for(context, options));
    YARE_TRY(check_labels(options.deploy.labels));
    Release release = new_release(context, name, options);
    const RenderRequest request{chart,          set,
                                values,         {name, context.namespace_name, 1, options.is_upgrade},
                                options.deploy, std::move(capabilities),
                                with_cluster,   options.include_crds};
    render::Rendered rendered = YARE_TRY(render_release(context, request));
    YARE_TRY(fill_release(release, chart, values, std::move(rendered)));
    if (!with_cluster) {
        release.info.description = "Dry run complete";
        return release;
    }
    if (!history.empty()) release.revision = history.back().revision + 1;

    InstallFacts facts;
    facts.wanted = YARE_TRY(
        make_wanted(context, std::move(release), "unable to build kubernetes objects from release manifest"));
    facts.history = past_revisions(history);
    facts.create_namespace = options.create_namespace;
    facts.replace = options.replace;
    const Live live =
        YARE_TRY(survey(*context.cluster, refs_of({&facts.wanted.objects}), context.cancellation));
    PlanOptions plan_options;
    plan_options.write = {options.server_side, options.deploy.force_conflicts, options.deploy.force_replace,
                          options.deploy.take_ownership};
    plan_options.wait = options.deploy.wait;
    plan_options.hooks = options.deploy.hooks;
    plan_options.description = options.deploy.description;
    Plan plan = YARE_TRY(plan_install(facts, live, plan_options));
    if (dry_run != DryRun::None) {
        plan.release.info.description = "Dry run complete";
        return std::move(plan.release);
    }

    Outcome outcome = execute_rendered(context, request, plan);
    if (!outcome.failure) return std::move(outcome.release);
    if (options.deploy.rollback_on_failure && outcome.recorded) {
        return roll_back(context, name, options, std::move(*outcome.failure));
    }
    return std::move(*outcome.failure);
}

}  // namespace yare::release
