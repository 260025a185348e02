// A chart as a release record holds it: JSON in Helm's field order. Sub-charts are not in it (nor in Helm's).
#pragma once

#include <string>

#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

void append_chart_json(std::string& out, const Chart& chart);

// The reverse, from the value of the record's `chart` key. Unknown keys are ignored; texts and values are
// copied into `set`.
Result<Chart*> read_chart_json(const Value& value, ChartSet& set);

}  // namespace yare::charts
