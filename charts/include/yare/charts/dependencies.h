// Declared dependencies against the sub-charts that are there: aliases, tags, conditions, import-values
// (HELM.md 2.4).
#pragma once

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// Fails when Chart.yaml declares a dependency that is not in charts/. Helm: only the name is looked at, and
// only of the root chart's own declarations.
Result<void> check_dependencies(const Chart& chart);

// Helm's ProcessDependencies: gives sub-charts their aliases, drops those that tags and conditions switch
// off, and writes imported values into the charts' defaults. Changes `chart` and its sub-charts; call it
// once, before rendering.
Result<void> process_dependencies(Chart& chart, const Value& values, ChartSet& set, Diagnostics& diagnostics);

}  // namespace yare::charts
