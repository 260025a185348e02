#include "deploy.h"

#include <algorithm>

#include "cluster_lookup.h"
#include "timestamps.h"
#include "yare/base/ascii.h"
#include "yare/charts/chart_json.h"
#include "yare/data/json.h"
#include "yare/render/failure_places.h"

namespace yare::release {

namespace {

constexpr std::string_view kInProgress = "another operation (install/upgrade/rollback) is in progress";

bool is_lower_or_digit(char c) { return ascii::is_lower(c) || ascii::is_digit(c); }

// [a-z0-9]([-a-z0-9]*[a-z0-9])?, separated by dots.
bool is_valid_name(std::string_view name) {
    if (name.size() > 53) return false;
    char before = '.';
    for (const char c : name) {
        if (!is_lower_or_digit(c) && (c != '-' && c != '.')) return false;
        if (c == '-' && before == '.') return false;
        if (c == '.' && (before == '.' || before == '-')) return false;
        before = c;
    }
    return is_lower_or_digit(before);
}

Hook make_hook(const render::Hook& rendered) {
    Hook hook;
    hook.name = rendered.name;
    hook.kind = rendered.kind;
    hook.path = rendered.path;
    hook.manifest = rendered.manifest;
    for (const render::HookEvent event : rendered.events)
        hook.events.emplace_back(render::hook_event_name(event));
    hook.weight = rendered.weight;
    hook.delete_policies = rendered.delete_policies;
    hook.output_log_policies = rendered.output_log_policies;
    return hook;
}

// A hook may be of a kind that the release itself brings, so that nobody knows it yet; most kinds have
// namespaces.
ScopeOf hook_scope(kube::Client& cluster) {
    return
        [scope = scope_from(cluster)](std::string_view api_version, std::string_view kind) -> Result<bool> {
            Result<bool> known = scope(api_version, kind);
            if (!known && known.error().code() == ErrorCode::NotFound) return true;
            return known;
        };
}

Error in_progress(const Stored& last) {
    Error error(ErrorCode::Conflict, std::string(kInProgress));
    if (last.lease) {
        return std::move(error).note("revision " + std::to_string(last.release.revision) +
                                     " is being worked on by " + describe(last.lease->holder) +
                                     ", at least until " + last.lease->until);
    }
    return std::move(error).note(
        "revision " + std::to_string(last.release.revision) + " is " +
        std::string(status_name(last.release.info.status)) +
        " and nobody says to be working on it; if that is so, --take-over goes on from it");
}

}  // namespace

Result<void> validate_name(const std::string& name) {
    if (name.empty()) return Error(ErrorCode::Invalid, "no name provided");
    if (is_valid_name(name)) return {};
    return Error(ErrorCode::Invalid,
                 "invalid release name, must match regex "
                 "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
                 " and the length must not be longer than 53");
}

Result<void> check_labels(const Labels& labels) {
    for (const auto& [name, value] : labels) {
        if (is_system_label(name)) {
            return Error(
                ErrorCode::Invalid,
                "user supplied labels contains system reserved label name. System labels: [name owner status "
                "version createdAt modifiedAt]");
        }
    }
    return {};
}

Result<void> check_reachable(const Context& context) {
    if (!context.cluster) return {};
    return context.cluster->check_reachable(context.cancellation);
}

Result<render::Capabilities> cluster_capabilities(kube::Client& cluster, const Cancellation& cancellation) {
    const kube::ServerVersion version =
        YARE_TRY_WHILE("could not get server version from Kubernetes", cluster.server_version(cancellation));
    render::Capabilities capabilities;
    capabilities.kube_version = YARE_TRY(render::parse_kube_version(version.git_version));
    capabilities.kube_version.version = version.git_version;
    capabilities.kube_version.major = version.major;
    capabilities.kube_version.minor = version.minor;
    capabilities.api_versions =
        YARE_TRY_WHILE("could not get apiVersions from Kubernetes", cluster.api_versions());
    return capabilities;
}

namespace {

// What a render of a request works in.
class Rendering {
  public:
    Rendering(const Context& context, const RenderRequest& request)
        : context_(context),
          request_(request),
          symbols_(&request.set.symbols()),
          own_sources_(&request.set.sources()),
          document_(symbols_) {
        if (request.lookup && context.cluster)
            lookup_.emplace(*context.cluster, context.diagnostics, context.cancellation);
        options_.clock = &context.clock;
        options_.random = &context.random;
        options_.capabilities = request.capabilities;
        options_.lookup = lookup_ ? &*lookup_ : nullptr;
        options_.subchart_notes = request.options.render_subchart_notes;
        options_.enable_dns = request.options.enable_dns;
        options_.skip_schema_validation = request.options.skip_schema_validation;
        options_.schema_references = request.options.schema_references;
        options_.post_renderer = request.options.post_renderer;
        options_.hide_secret = request.options.hide_secret;
        options_.debug = request.options.debug;
        options_.include_crds = request.include_crds;
        options_.bad_document = request.options.bad_document;
        options_.parsed = request.options.parsed;
        options_.trace = request.options.trace;
        options_.limits = request.options.render_limits;
        options_.limits.cancellation = context.cancellation;
    }

    Result<render::Rendered> run() {
        Result<Map*> values =
            render::render_values(request_.chart, request_.values, options_, document_, context_.diagnostics);
        if (!values) return render::locate_failure(std::move(values).error(), once_more());
        Result<render::Rendered> rendered = render::render_chart(
            request_.chart, **values, request_.release, options_, document_, sources(), context_.diagnostics);
        if (rendered && request_.options.rendered) {
            if (Result<void> taken = request_.options.rendered(*rendered, request_.chart); !taken)
                rendered = std::move(taken).error();
        }
        if (!rendered && request_.options.render_failed) *request_.options.render_failed = true;
        if (rendered || context_.cancellation.stop_requested()) return rendered;
        return render::locate_failure(std::move(rendered).error(), once_more());
    }

    Error locate(Error error, const std::vector<render::RefusedObject>& refused) {
        if (context_.cancellation.stop_requested()) return error;
        return render::locate_refusals(std::move(error), refused, once_more());
    }

  private:
    SourceMap& sources() { return context_.sources ? *context_.sources : own_sources_; }
    // What lookup has to say was said the first time.
    render::FailedRender once_more() {
        if (lookup_) lookup_.emplace(*context_.cluster, said_before_, context_.cancellation);
        return {request_.chart, request_.set, request_.values, request_.release, options_, sources()};
    }

    const Context& context_;
    const RenderRequest& request_;
    SymbolTable symbols_;
    SourceMap own_sources_;
    Document document_;
    Diagnostics said_before_;
    std::optional<ClusterLookup> lookup_;
    render::RenderOptions options_;
};

}  // namespace

Result<render::Rendered> render_release(const Context& context, const RenderRequest& request) {
    return Rendering(context, request).run();
}

Outcome execute_rendered(const Context& context, const RenderRequest& request, const Plan& plan) {
    std::vector<render::RefusedObject> refused;
    Surroundings with = surroundings(context);
    with.events = [&](const Event& event) {
        if (const auto* one = std::get_if<ObjectRefused>(&event)) {
            refused.push_back(
                {one->ref.api_version, one->ref.kind, one->ref.name, one->ref.namespace_name, one->fields});
        }
        if (context.events) context.events(event);
    };
    Outcome outcome = execute(plan, with);
    if (outcome.failure && !refused.empty())
        outcome.failure = Rendering(context, request).locate(std::move(*outcome.failure), refused);
    return outcome;
}

Result<void> fill_release(Release& release, const charts::Chart& chart, const Value& values,
                          render::Rendered rendered) {
    charts::append_chart_json(release.chart_json, chart);
    release.chart_name = chart.metadata.name;
    release.chart_version = chart.metadata.version;
    release.app_version = chart.metadata.app_version;
    const Map* map = values.map_or_null();
    if (map && !map->empty()) release.config_json = YARE_TRY(write_json(values));
    release.manifest = render::manifest_text(rendered);
    release.info.notes = std::move(rendered.notes);
    for (const render::Hook& hook : rendered.hooks) release.hooks.push_back(make_hook(hook));
    return {};
}

Result<Wanted> make_wanted(const Context& context, Release release, const std::string& doing) {
    Wanted wanted;
    const ScopeOf scope = scope_from(*context.cluster);
    wanted.objects = YARE_TRY_WHILE(doing, read_objects(release.manifest, release.namespace_name, scope,
                                                        UnknownKinds::Fail, context.diagnostics));
    const ScopeOf for_hooks = hook_scope(*context.cluster);
    for (const Hook& hook : release.hooks) {
        std::vector<ManifestObject> objects =
            YARE_TRY_WHILE("unable to build kubernetes object for hook " + hook.path,
                           read_objects(hook.manifest, release.namespace_name, for_hooks, UnknownKinds::Fail,
                                        context.diagnostics));
        wanted.hook_objects.push_back(std::move(objects));
    }
    wanted.release = std::move(release);
    return wanted;
}

Result<std::vector<ManifestObject>> past_objects(const Context& context, const Release& release) {
    const ScopeOf scope = scope_from(*context.cluster);
    return read_objects(release.manifest, release.namespace_name, scope, UnknownKinds::Drop,
                        context.diagnostics);
}

std::vector<kube::ObjectRef> refs_of(std::initializer_list<const std::vector<ManifestObject>*> lists) {
    std::vector<kube::ObjectRef> refs;
    for (const std::vector<ManifestObject>* list : lists) {
        for (const ManifestObject& object : *list) {
            if (!object.ref.name.empty()) refs.push_back(object.ref);
        }
    }
    std::sort(refs.begin(), refs.end());
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
    return refs;
}

Result<std::vector<ManifestObject>> leftover_objects(const Context& context,
                                                     const std::vector<RecordHead>& history,
                                                     std::int64_t previous) {
    std::int64_t good = 0;
    for (const Status wanted : {Status::Superseded, Status::Deployed}) {
        for (const RecordHead& head : history) {
            if (head.status == wanted) good = head.revision;
        }
    }
    std::vector<RecordHead> later;
    for (const RecordHead& head : history) {
        if (head.revision >= good && head.revision != previous) later.push_back(head);
    }
    const std::vector<Stored> records = YARE_TRY(context.storage.get_all(later));
    std::vector<ManifestObject> objects;
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        std::vector<ManifestObject> found = YARE_TRY(past_objects(context, record->release));
        std::move(found.begin(), found.end(), std::back_inserter(objects));
    }
    return objects;
}

std::vector<PastRevision> past_revisions(const std::vector<RecordHead>& history) {
    std::vector<PastRevision> past;
    past.reserve(history.size());
    for (const RecordHead& head : history) past.push_back({head.revision, head.status});
    return past;
}

Result<void> settle_pending(const Context& context, Stored& last, Unleased unleased, bool dry_run) {
    const Status status = last.release.info.status;
    if (!is_pending(status) && !last.lease) return {};
    if (!last.lease) {
        if (unleased == Unleased::Refuse) return in_progress(last);
        if (unleased == Unleased::Ignore) return {};
    } else {
        if (context.events && judge(last.lease->holder, context.process) == Liveness::Unknown) {
            context.events(Remark{"waiting to see whether " + describe(last.lease->holder) +
                                  " still works on revision " + std::to_string(last.release.revision)});
        }
        const bool dead = YARE_TRY(
            wait_until_dead(last, context.storage, context.clock, context.process, context.cancellation));
        if (!dead) return in_progress(last);
    }
    if (!is_pending(last.release.info.status)) return {};  // an uninstall that died; its successor goes on
    const std::string who = last.lease ? describe(last.lease->holder) + " is gone" : "it was taken over";
    last.release.info.status = Status::Failed;
    last.release.info.description = (status == Status::PendingInstall   ? "Release \""
                                     : status == Status::PendingUpgrade ? "Upgrade \""
                                                                        : "Rollback \"") +
                                    last.release.name + "\" failed: " + who;
    if (context.events) {
        context.events(
            Remark{"revision " + std::to_string(last.release.revision) + " was left pending: " + who});
    }
    if (dry_run) return {};
    Result<std::string> version = context.storage.update(last.release, std::nullopt, last.version);
    if (!version && version.error().code() == ErrorCode::Conflict) return in_progress(last);
    if (!version) return std::move(version).error();
    last.version = std::move(*version);
    last.lease.reset();
    return {};
}

Surroundings surroundings(const Context& context) {
    return {*context.cluster,    context.storage, context.clock,       context.process,
            context.diagnostics, context.events,  context.cancellation};
}

Context uncancelled(const Context& context) {
    Context other = context;
    other.cancellation = {};
    return other;
}

}  // namespace yare::release
