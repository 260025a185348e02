#include <algorithm>

#include "deploy.h"
#include "timestamps.h"
#include "write_objects.h"
#include "yare/charts/chart_json.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/values.h"
#include "yare/data/json.h"

namespace yare::release {

namespace {

Error no_deployed_releases(const std::string& name) {
    return Error(ErrorCode::NotFound, "\"" + name + "\" has no deployed releases");
}

// The newest revision, and the one whose manifest counts as the state before.
struct Starting {
    std::vector<RecordHead> history;
    Stored last;
    Release previous;
};

Result<Starting> find_start(const Context& context, const std::string& name, const UpgradeOptions& options) {
    Starting start;
    context.diagnostics.debug("getting last revision", {{"name", name}});
    context.diagnostics.debug("getting release history", {{"name", name}});
    Result<std::vector<RecordHead>> history = context.storage.history(name, context.diagnostics);
    if (!history && history.error().code() == ErrorCode::NotFound) return no_deployed_releases(name);
    if (!history) return std::move(history).error();
    start.history = std::move(*history);
    std::vector<Stored> newest = YARE_TRY(context.storage.get_all({start.history.back()}));
    if (newest.empty()) return no_deployed_releases(name);
    start.last = std::move(newest.front());
    const Unleased unleased =
        options.take_over == TakeOver::UnleasedToo ? Unleased::TakeOver : Unleased::Refuse;
    YARE_TRY(settle_pending(context, start.last, unleased, options.deploy.dry_run != DryRun::None));
    start.history.back().status = start.last.release.info.status;

    const Status status = start.last.release.info.status;
    if (status != Status::Deployed) context.diagnostics.debug("getting deployed releases", {{"name", name}});
    const RecordHead* deployed = nullptr;
    for (const RecordHead& head : start.history) {
        if (head.status == Status::Deployed) deployed = &head;
    }
    if (deployed && deployed->revision != start.last.release.revision) {
        std::vector<Stored> read = YARE_TRY(context.storage.get_all({*deployed}));
        if (read.empty()) return no_deployed_releases(name);
        start.previous = std::move(read.front().release);
        return start;
    }
    if (status != Status::Deployed && status != Status::Failed && status != Status::Superseded) {
        return no_deployed_releases(name);
    }
    start.previous = start.last.release;
    return start;
}

Result<Map*> copy_of(const std::string& json, Document& document) {
    if (json.empty()) return document.make_map();
    Map* map = YARE_TRY(read_json_map(json, document));
    return map ? map : document.make_map();
}

// --reuse-values: the old chart's values, with the old user's over them, stand in for the new chart's.
Result<void> reuse_old_defaults(const Context& context, const Release& previous, charts::Chart& chart,
                                charts::ChartSet& set) {
    Document& document = set.new_document();
    Value stored;
    if (!previous.chart_json.empty()) stored = YARE_TRY(read_json(previous.chart_json, document));
    charts::Chart* old_chart = nullptr;
    if (stored.is_map()) old_chart = YARE_TRY(charts::read_chart_json(stored, set));
    Map* old_config = YARE_TRY(copy_of(previous.config_json, document));
    if (!old_chart) {
        chart.values = Value(old_config);
        return {};
    }
    Map* all =
        YARE_TRY_WHILE("failed to rebuild old values",
                       charts::coalesce_values(*old_chart, Value(old_config), document, context.diagnostics));
    chart.values = Value(all);
    return {};
}

void log_values_policy(Diagnostics& log, ValuesPolicy policy) {
    if (policy == ValuesPolicy::Reset) log.debug("resetting values to the chart's original version");
    if (policy == ValuesPolicy::Reuse) log.debug("reusing the old release's values");
    if (policy == ValuesPolicy::ResetThenReuse) log.debug("merging values from old release to new values");
}

// Before and after: the method of the last release, and the new one's.
void log_apply_method(const Context& context, ApplyMethod before, ApplyMethod now) {
    const char* method = before == ApplyMethod::ServerSide   ? "ssa"
                         : before == ApplyMethod::ClientSide ? "csa"
                                                             : "";
    context.diagnostics.debug("determined release apply method",
                              {{"server_side_apply", now == ApplyMethod::ServerSide ? "true" : "false"},
                               {"previous_release_apply_method", method}});
}

Result<Value> values_to_use(const Context& context, const Release& previous, charts::Chart& chart,
                            charts::ChartSet& set, const Value& values, ValuesPolicy policy) {
    log_values_policy(context.diagnostics, policy);
    if (policy == ValuesPolicy::Reset) return values;
    const Map* given = values.map_or_null();
    if (policy == ValuesPolicy::Automatic) {
        if ((given && !given->empty()) || previous.config_json.empty()) return values;
        context.diagnostics.debug("copying values from old release",
                                  {{"name", previous.name}, {"version", std::to_string(previous.revision)}});
        Map* old_config = YARE_TRY(copy_of(previous.config_json, set.new_document()));
        return Value(old_config);
    }
    if (policy == ValuesPolicy::Reuse) YARE_TRY(reuse_old_defaults(context, previous, chart, set));
    Document& document = set.new_document();
    Map* old_config = YARE_TRY(copy_of(previous.config_json, document));
    Map* over = given ? &deep_copy(values, document).as_map() : document.make_map();
    charts::coalesce_tables(*over, *old_config, charts::Nulls::Coalesce, context.diagnostics);
    return Value(over);
}

// Helm: the old labels under the new ones; a new label of "null" takes one away.
Labels merge_labels(const Labels& old_labels, const Labels& new_labels) {
    Labels merged = new_labels;
    merged.insert(old_labels.begin(), old_labels.end());
    std::erase_if(merged, [](const auto& label) { return label.second == "null"; });
    return merged;
}

bool server_side(ServerSide choice, ApplyMethod before) {
    return choice == ServerSide::Auto ? before == ApplyMethod::ServerSide : choice == ServerSide::Yes;
}

Error clean_up(const Context& context, const Outcome& outcome, Error error) {
    Removed removed = remove_objects(outcome.created, kube::Propagation::Background, surroundings(context));
    if (removed.failures.empty()) return error;
    std::vector<Error> errors;
    for (auto& [ref, failure] : removed.failures) errors.push_back(std::move(failure));
    return Error(error.code(),
                 "an error occurred while cleaning up resources. original upgrade error: " + error.text() +
                     ": unable to cleanup resources: " + join_errors(std::move(errors), ", ").text());
}

Error roll_back(const Context& context, const std::string& name, const UpgradeOptions& options, Error error) {
    const std::string original = error.text();
    Result<std::vector<RecordHead>> history = context.storage.history(name, context.diagnostics);
    if (!history) {
        return Error(error.code(),
                     "an error occurred while finding last successful release. original upgrade error: " +
                         original + ": " + history.error().text());
    }
    std::int64_t good = 0;
    for (const RecordHead& head : *history) {
        if (head.status == Status::Superseded || head.status == Status::Deployed) good = head.revision;
    }
    if (good == 0) {
        return std::move(error).during(
            "unable to find a previously successful release when attempting to rollback. original upgrade "
            "error");
    }
    RollbackOptions way_back;
    way_back.revision = good;
    way_back.hooks = options.deploy.hooks;
    way_back.force_conflicts = options.deploy.force_conflicts;
    way_back.force_replace = options.deploy.force_replace;
    way_back.server_side = options.server_side;
    way_back.wait = options.deploy.wait;
    way_back.history_max = options.history_max;
    const Result<Release> rolled = rollback(context, name, way_back);
    if (!rolled) {
        return Error(error.code(),
                     "an error occurred while rolling back the release. original upgrade error: " + original +
                         ": " + rolled.error().text());
    }
    return std::move(error).during("release " + name +
                                   " failed, and has been rolled back due to rollback-on-failure being set");
}

Release next_release(const Context& context, const Starting& start, const UpgradeOptions& options) {
    Release release;
    release.name = start.previous.name;
    release.namespace_name = start.previous.namespace_name;
    release.revision = start.last.release.revision + 1;
    release.info.first_deployed = start.previous.info.first_deployed;
    release.info.last_deployed = format_time(context.clock.now());
    release.info.status = Status::PendingUpgrade;
    release.info.description = "Preparing upgrade";
    release.labels = merge_labels(start.last.release.labels, options.deploy.labels);
    release.apply_method = server_side(options.server_side, start.last.release.apply_method)
                               ? ApplyMethod::ServerSide
                               : ApplyMethod::ClientSide;
    return release;
}

PlanOptions plan_options(const UpgradeOptions& options, ApplyMethod method) {
    PlanOptions made;
    made.write = {method == ApplyMethod::ServerSide, options.deploy.force_conflicts,
                  options.deploy.force_replace, options.deploy.take_ownership};
    made.wait = options.deploy.wait;
    made.hooks = options.deploy.hooks;
    made.description = options.deploy.description;
    made.history_max = options.history_max;
    return made;
}

}  // namespace

Result<Presence> presence(const Context& context, const std::string& name) {
    const Result<std::vector<RecordHead>> history = context.storage.history(name, context.diagnostics);
    if (!history && history.error().code() == ErrorCode::NotFound) return Presence::Missing;
    if (!history) return history.error();
    return history->back().status == Status::Uninstalled ? Presence::Uninstalled : Presence::Present;
}

Result<Release> upgrade(const Context& context, const std::string& name, charts::Chart& chart,
                        charts::ChartSet& set, const Value& given_values, const UpgradeOptions& given) {
    UpgradeOptions options = given;
    const bool dry_run = options.deploy.dry_run != DryRun::None;
    YARE_ASSERT(context.cluster, "an upgrade needs a cluster");
    YARE_TRY(check_reachable(context));
    if (options.deploy.rollback_on_failure && options.deploy.wait.strategy == WaitStrategy::HookOnly) {
        options.deploy.wait.strategy = WaitStrategy::Watcher;
    }
    if (!validate_name(name)) return Error(ErrorCode::Invalid, "release name is invalid: " + name);
    if (!dry_run && options.deploy.hide_secret) {
        return Error(ErrorCode::Invalid, "hiding Kubernetes secrets requires a dry-run mode");
    }
    context.diagnostics.debug("preparing upgrade", {{"name", name}});
    const Starting start = YARE_TRY(find_start(context, name, options));
    const Value values =
        YARE_TRY(values_to_use(context, start.previous, chart, set, given_values, options.values));
    YARE_TRY(charts::process_dependencies(chart, values, set, context.diagnostics));

    Release release = next_release(context, start, options);
    render::Capabilities capabilities =
        YARE_TRY(cluster_capabilities(*context.cluster, context.cancellation));
    const RenderRequest request{chart,
                                set,
                                values,
                                {name, release.namespace_name, int(release.revision), true},
                                options.deploy,
                                std::move(capabilities),
                                options.deploy.dry_run != DryRun::Client};
    render::Rendered rendered = YARE_TRY(render_release(context, request));
    YARE_TRY(check_labels(options.deploy.labels));
    YARE_TRY(fill_release(release, chart, values, std::move(rendered)));
    log_apply_method(context, start.last.release.apply_method, release.apply_method);
    context.diagnostics.debug("performing update", {{"name", name}});

    UpgradeFacts facts;
    facts.wanted = YARE_TRY(make_wanted(context, std::move(release), ""));
    facts.previous_objects =
        YARE_TRY_WHILE("unable to build kubernetes objects from current release manifest",
                       past_objects(context, start.previous));
    facts.leftover_objects = YARE_TRY(leftover_objects(context, start.history, start.previous.revision));
    facts.previous = start.previous;
    facts.history = past_revisions(start.history);
    const std::vector<kube::ObjectRef> refs =
        refs_of({&facts.wanted.objects, &facts.previous_objects, &facts.leftover_objects});
    const Live live = YARE_TRY(survey(*context.cluster, refs, context.cancellation));
    const PlanOptions choices = plan_options(options, facts.wanted.release.apply_method);
    Plan plan = YARE_TRY(plan_upgrade(facts, live, choices));
    if (dry_run) {
        context.diagnostics.debug("dry run for release", {{"name", name}});
        plan.release.info.description =
            options.deploy.description.empty() ? "Dry run complete" : options.deploy.description;
        return std::move(plan.release);
    }

    Outcome outcome = execute_rendered(context, request, plan);
    if (!outcome.failure) return std::move(outcome.release);
    Error error = std::move(*outcome.failure);
    if (!outcome.recorded) return error;
    const Context calm = uncancelled(context);
    if (options.cleanup_on_fail && !outcome.created.empty()) {
        error = clean_up(calm, outcome, std::move(error));
    }
    if (options.deploy.rollback_on_failure) error = roll_back(calm, name, options, std::move(error));
    return error;
}

}  // namespace yare::release
