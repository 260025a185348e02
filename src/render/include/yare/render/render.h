// Rendering: a chart, values and what the templates may ask become manifests, hooks and notes.
//
//     Document document(symbols);   // of this render; symbols and sources lie over the chart set's
//     Map* values = YARE_TRY(render_values(chart, user_values, options, document, diagnostics));
//     Rendered rendered = YARE_TRY(render_chart(chart, set, *values, release, options, document, sources,
//     diagnostics));
//
// Two steps, because Helm's command line words failures of the second one differently.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"
#include "yare/render/capabilities.h"
#include "yare/render/manifest.h"
#include "yare/render/post_render.h"
#include "yare/schema/json_schema.h"
#include "yare/templates/budget.h"
#include "yare/templates/failure.h"
#include "yare/templates/parse_ahead.h"
#include "yare/templates/template_set.h"
#include "yare/templates/trace.h"

namespace yare::render {

struct ReleaseInfo {
    std::string name = "release-name";
    std::string namespace_name = "default";
    int revision = 1;
    bool is_upgrade = false;
};

// Answers `lookup` and `getHostByName`; whoever renders against a cluster supplies one.
class LookupSource {
  public:
    virtual ~LookupSource() = default;
    // The object, or with an empty name the list, as a map in `document`; an empty map when it is not there.
    virtual Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                                 std::string_view namespace_name, std::string_view name) = 0;
};

struct RenderOptions {
    Clock* clock = nullptr;  // both needed
    Random* random = nullptr;
    Capabilities capabilities = default_capabilities();
    LookupSource* lookup = nullptr;  // null: every lookup is empty, as in Helm without a cluster
    // Sub-charts' NOTES.txt too.
    bool subchart_notes = false;
    bool enable_dns = false;
    bool skip_schema_validation = false;
    // Where schemas may look for what they refer to; null: nowhere.
    schema::SchemaSource* schema_references = nullptr;
    // Chart's CRDs at the front of the manifest (template --include-crds).
    bool include_crds = false;
    // Secrets' texts are replaced by Helm's comment (--hide-secret).
    bool hide_secret = false;
    bool lint = false;
    // Helm's log lines of --debug are wanted.
    bool debug = false;
    // Learns what wrote what, if there is one (explain.h). It outlives the render.
    templates::Trace* trace = nullptr;
    // The chart's templates, where somebody has begun to parse them; the first render takes them. Its second
    // thread reads manifests while others are rendered.
    templates::ParseAhead* parsed = nullptr;
    // The chart's templates where they have been parsed before: all that template_files() names. Its symbols
    // and sources lie below the render's.
    const templates::TemplateSet* templates = nullptr;
    // Why a template did not run, when the error is of that kind.
    templates::Failure* failure = nullptr;
    // Whatever Chart.yaml says of kubeVersion.
    bool any_kube_version = false;
    // May change what was rendered; null: nobody does.
    PostRenderer* post_renderer = nullptr;
    // What did not read, when the error is of that kind.
    BadDocument* bad_document = nullptr;
    // Where values do not meet a schema, when the error is of that kind: paths, outermost key first.
    std::vector<std::vector<std::string>>* bad_values = nullptr;
    // What the render may cost; `clock` above counts.
    templates::BudgetLimits limits;
    // What the chart's own values take already (ChartSet::memory): it counts too.
    std::size_t memory_before = 0;
    // Told what it has cost, also when it failed.
    templates::BudgetUse* use = nullptr;
};

// Helm's ToRenderValues: defaults under the user's values, checked by the charts' schemas. `chart` has been
// through charts::process_dependencies. The map is the render's own: templates may change it.
Result<Map*> render_values(const charts::Chart& chart, const Value& user_values, const RenderOptions& options,
                           Document& document, Diagnostics& diagnostics);

// A template of a chart or its sub-charts; the text is the chart's.
struct TemplateFile {
    std::string path;  // "web/charts/db/templates/svc.yaml"
    std::string_view text;
};
// In the order in which they are parsed: of two definitions of a name the later one stays.
std::vector<TemplateFile> template_files(const charts::Chart& chart);

// The files of the chart's templates and its sub-charts', as the templates wrote them, in the order they ran.
Result<std::vector<RenderedFile>> render_templates(const charts::Chart& chart, Map& values,
                                                   const ReleaseInfo& release, const RenderOptions& options,
                                                   Document& document, SourceMap& sources,
                                                   Diagnostics& diagnostics);

// Renders every template of the chart and its sub-charts. `document` owns what the templates make (its
// symbols and `sources` lie over the chart set's). Errors carry Helm's text, and a Pos in `sources`.
Result<Rendered> render_chart(const charts::Chart& chart, Map& values, const ReleaseInfo& release,
                              const RenderOptions& options, Document& document, SourceMap& sources,
                              Diagnostics& diagnostics);

}  // namespace yare::render
