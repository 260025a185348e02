// What the commands call. Each takes options and gives data; warnings and log lines go to Diagnostics,
// progress to events, nothing is printed. Error texts are Helm's, without the "INSTALLATION FAILED: " that
// commands put before.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"
#include "yare/kube/client.h"
#include "yare/release/events.h"
#include "yare/release/plan.h"
#include "yare/release/record.h"
#include "yare/release/storage.h"
#include "yare/render/manifest.h"
#include "yare/render/post_render.h"
#include "yare/schema/json_schema.h"
#include "yare/templates/budget.h"
#include "yare/templates/parse_ahead.h"
#include "yare/templates/trace.h"

namespace yare::charts {
struct Chart;
class ChartSet;
}  // namespace yare::charts

namespace yare::release {

// What all actions work with.
struct Context {
    kube::Client* cluster = nullptr;  // may be null for a client dry run of an install only
    Storage& storage;
    Clock& clock;
    Random& random;
    Process& process;
    Diagnostics& diagnostics;
    std::string namespace_name;  // of the release
    Events events;
    Cancellation cancellation;
    // Over the chart set's; what failing templates point into. Null: places of `tpl` texts are lost.
    SourceMap* sources = nullptr;
};

enum class DryRun { None, Client, Server };

// --server-side of upgrade and rollback; install knows Yes and No only.
enum class ServerSide { Auto, Yes, No };

// What install and upgrade have in common.
struct DeployOptions {
    // The chart's templates, where somebody has begun to parse them.
    templates::ParseAhead* parsed = nullptr;
    DryRun dry_run = DryRun::None;
    bool hide_secret = false;
    bool hooks = true;  // false: --no-hooks
    bool disable_openapi_validation = false;
    bool skip_schema_validation = false;
    schema::SchemaSource* schema_references = nullptr;  // null: none are followed
    render::PostRenderer* post_renderer = nullptr;
    bool skip_crds = false;
    bool enable_dns = false;
    bool render_subchart_notes = false;
    bool take_ownership = false;
    bool force_conflicts = false;
    bool force_replace = false;
    bool rollback_on_failure = false;
    templates::BudgetLimits render_limits;
    WaitOptions wait;
    std::string description;
    Labels labels;
    bool debug = false;  // log lines of --debug are wanted
    // Told of a render that fails: that it was the render, and what of it does not read.
    bool* render_failed = nullptr;
    render::BadDocument* bad_document = nullptr;
    // Learns what wrote what.
    templates::Trace* trace = nullptr;
    // Called with what was rendered, while the render's document and trace are there. What it takes out of it
    // is no part of the release.
    std::function<Result<void>(render::Rendered& rendered, const charts::Chart& chart)> rendered = nullptr;
};

struct InstallOptions {
    DeployOptions deploy;
    bool create_namespace = false;
    bool replace = false;
    bool server_side = true;
    // Of template --dry-run=server.
    bool include_crds = false;
    bool is_upgrade = false;
    // Client dry runs: --kube-version and --api-versions.
    std::string kube_version;
    std::vector<std::string> api_versions;
};

// `chart` belongs to `set` and is changed (imports, conditions), as Helm does; `values` are the user's.
Result<Release> install(const Context& context, const std::string& name, charts::Chart& chart,
                        charts::ChartSet& set, const Value& values, const InstallOptions& options);

enum class ValuesPolicy {
    Automatic,       // the old ones if none are given now
    Reset,           // --reset-values
    Reuse,           // --reuse-values
    ResetThenReuse,  // --reset-then-reuse-values
};

// A pending record whose holder is dead is taken over. One without a lease, as a killed Helm leaves it, may
// belong to somebody alive, so that taking it over has to be asked for.
enum class TakeOver { DeadOnly, UnleasedToo };

struct UpgradeOptions {
    DeployOptions deploy;
    ValuesPolicy values = ValuesPolicy::Automatic;
    ServerSide server_side = ServerSide::Auto;
    bool cleanup_on_fail = false;
    std::int64_t history_max = 10;
    TakeOver take_over = TakeOver::DeadOnly;
};

Result<Release> upgrade(const Context& context, const std::string& name, charts::Chart& chart,
                        charts::ChartSet& set, const Value& values, const UpgradeOptions& options);

// For `upgrade --install`: whether the release has to be installed first, and whether its name was used
// before.
enum class Presence { Missing, Uninstalled, Present };
Result<Presence> presence(const Context& context, const std::string& name);

struct RollbackOptions {
    std::int64_t revision = 0;  // 0: the one before
    bool dry_run = false;
    bool hooks = true;
    bool force_conflicts = false;
    bool force_replace = false;
    bool cleanup_on_fail = false;
    ServerSide server_side = ServerSide::Auto;
    WaitOptions wait;
    std::int64_t history_max = 10;
    std::string description;
    TakeOver take_over = TakeOver::DeadOnly;
};
Result<Release> rollback(const Context& context, const std::string& name, const RollbackOptions& options);

struct UninstallOptions {
    bool dry_run = false;
    bool hooks = true;
    bool ignore_not_found = false;
    bool keep_history = false;
    kube::Propagation propagation = kube::Propagation::Background;
    WaitOptions wait;
    std::string description;
};
struct Uninstalled {
    // Nothing when the release was not there, and that is to be ignored.
    std::optional<Release> release;
    std::string info;  // Helm's blocks of what was kept and not owned; printed when not empty
};
Result<Uninstalled> uninstall(const Context& context, const std::string& name,
                              const UninstallOptions& options);

struct ListOptions {
    bool all_namespaces = false;
    std::string filter;    // a regular expression on names
    std::string selector;  // of labels
    // States wanted; empty: all.
    std::vector<Status> states;
    bool by_date = false;
    bool reverse = false;
    std::int64_t limit = 256;  // 0: no limit
    std::int64_t offset = 0;
};
Result<std::vector<Release>> list(const Context& context, const ListOptions& options);

// Oldest first, of the newest `max` revisions.
Result<std::vector<Release>> history(const Context& context, const std::string& name, std::int64_t max);

// Revision 0: the newest.
Result<Release> get(const Context& context, const std::string& name, std::int64_t revision);

// A table of one kind, as the server prints it.
struct ResourceTable {
    std::string title;  // "v1/Service", "v1/Pod(related)"
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};
struct ReleaseStatus {
    Release release;
    std::vector<ResourceTable> resources;
    std::string resources_json;  // for `-o json`: info.resources; empty if there are none
};
// In which form the objects are asked for: as the server's tables, or whole.
enum class ResourceForm { Tables, Objects };
Result<ReleaseStatus> status(const Context& context, const std::string& name, std::int64_t revision,
                             ResourceForm form = ResourceForm::Tables);

struct TestOptions {
    std::chrono::milliseconds timeout{std::chrono::minutes{5}};
    std::vector<std::string> only;    // --filter name=X
    std::vector<std::string> except;  // --filter !name=X
    bool logs = false;                // sent as HookLog events
};
Result<Release> test(const Context& context, const std::string& name, const TestOptions& options);

}  // namespace yare::release
