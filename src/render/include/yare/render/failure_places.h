// Why a render failed, for people: Helm's text names a place; what has to be mended often stands elsewhere.
// A failed render is done once more, with a trace, and the error then carries the template line behind a bad
// line of the output, the chain of calls that led there, and the values that were read on the way.
#pragma once

#include <string>
#include <vector>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/render/render.h"

namespace yare::render {

struct FailedRender {
    const charts::Chart& chart;
    const charts::ChartSet& set;
    const Value& user_values;
    const ReleaseInfo& release;
    const RenderOptions& options;
    SourceMap& sources;  // gets the texts that the error points into
};

// `error` is what render_values or render_chart gave; the same with its place and notes. Where the second
// render goes another way (chance, a cluster that changed), the error as it was.
Error locate_failure(Error error, const FailedRender& failed);

// An object of the render that a cluster did not take.
struct RefusedObject {
    std::string api_version;
    std::string kind;
    std::string name;
    std::string namespace_name;  // as it was sent; the manifest may not say it
    std::vector<std::string>
        fields;  // what the cluster complained of, "spec.containers[0].image"; may be empty
};

// `error` is what the cluster said of these objects; the same with the template lines that wrote the fields.
// The render is done once more for it.
Error locate_refusals(Error error, const std::vector<RefusedObject>& refused, const FailedRender& failed);

}  // namespace yare::render
