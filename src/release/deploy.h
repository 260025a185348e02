// What install, upgrade, rollback and uninstall have in common.
#pragma once

#include <string>
#include <vector>

#include "objects.h"
#include "yare/charts/chart.h"
#include "yare/release/actions.h"
#include "yare/release/execute.h"
#include "yare/render/render.h"

namespace yare::release {

// Helm's rule; the texts "no name provided" and "invalid release name, must match regex ...".
Result<void> validate_name(const std::string& name);

Result<void> check_labels(const Labels& labels);

// Helm 4 asks for the cluster first of all: "Kubernetes cluster unreachable: ...".
Result<void> check_reachable(const Context& context);

// What the cluster can do, as charts ask it.
Result<render::Capabilities> cluster_capabilities(kube::Client& cluster, const Cancellation& cancellation);

struct RenderRequest {
    charts::Chart& chart;
    charts::ChartSet& set;
    const Value& values;
    render::ReleaseInfo release;
    const DeployOptions& options;
    render::Capabilities capabilities;
    bool lookup = true;
    bool include_crds = false;
};
// Errors carry the template lines and values behind them.
Result<render::Rendered> render_release(const Context& context, const RenderRequest& request);

// Runs the plan of a release that was rendered for `request`. What the cluster refuses is told with the
// template lines that wrote it.
Outcome execute_rendered(const Context& context, const RenderRequest& request, const Plan& plan);

// Fills in what comes out of the chart, the values and the render.
Result<void> fill_release(Release& release, const charts::Chart& chart, const Value& values,
                          render::Rendered rendered);

// The release with its objects; `doing` is said before failures.
Result<Wanted> make_wanted(const Context& context, Release release, const std::string& doing);

// The objects of an earlier revision; kinds that are gone are left out.
Result<std::vector<ManifestObject>> past_objects(const Context& context, const Release& release);

// All objects that a plan has to know about.
std::vector<kube::ObjectRef> refs_of(std::initializer_list<const std::vector<ManifestObject>*> lists);

// Revisions, besides `previous`, that may have written to the cluster since the last one that went well.
Result<std::vector<ManifestObject>> leftover_objects(const Context& context,
                                                     const std::vector<RecordHead>& history,
                                                     std::int64_t previous);

std::vector<PastRevision> past_revisions(const std::vector<RecordHead>& history);

// Sees to the newest record if it is pending: of a dead holder it is marked as failed (its new state is in
// `last`), of a living one it is Helm's "another operation (install/upgrade/rollback) is in progress".
enum class Unleased { Refuse, TakeOver, Ignore };
Result<void> settle_pending(const Context& context, Stored& last, Unleased unleased, bool dry_run);

Surroundings surroundings(const Context& context);
// For the way back after a failure: it is not cancelled by what ended the way there.
Context uncancelled(const Context& context);

}  // namespace yare::release
