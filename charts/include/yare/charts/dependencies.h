// Declared dependencies against the sub-charts that are there: aliases, tags, conditions, import-values
// (HELM.md 2.4).
#pragma once

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// What install, upgrade and template put before check_dependencies' error; package does not.
inline constexpr const char* kCheckContext =
    "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to "
    "fetch "
    "missing dependencies";

// Fails when Chart.yaml declares a dependency that is not in charts/: "found in Chart.yaml, but missing in
// charts/ directory: db, cache". Helm: only the name is looked at, and only of the root chart's own
// declarations.
Result<void> check_dependencies(const Chart& chart);

// What install and template put before process_dependencies' error (and log, as an error); upgrade does not.
inline constexpr const char* kProcessContext = "chart dependencies processing failed";

// Helm's ProcessDependencies: gives sub-charts their aliases, drops those that tags and conditions switch
// off, and writes imported values into the charts' defaults. Changes `chart` and its sub-charts; call it
// once, before rendering.
Result<void> process_dependencies(Chart& chart, const Value& values, ChartSet& set, Diagnostics& diagnostics);

}  // namespace yare::charts
