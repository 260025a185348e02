// A JSON Schema for the values of a chart, inferred from its defaults and from what its templates do with
// them.
#pragma once

#include <vector>

#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"
#include "yare/render/chart_reads.h"

namespace yare::render {

// A schema (draft 7) in `document`. `defaults` are the chart's, and of `examples` (whole values files) every
// type that occurs is allowed, so all of them pass it. Keys that are not known are allowed too.
Value infer_schema(const charts::Chart& chart, const std::vector<const Map*>& examples,
                   const ChartReads& reads, const SourceMap& sources, Document& document);

}  // namespace yare::render
