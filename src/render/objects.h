// The objects of Go types that a chart's templates find in their scope: .Files and .Capabilities. They live
// in a document's arena; what they show belongs to the chart set or to the options of the render.
#pragma once

#include "yare/charts/chart.h"
#include "yare/data/value.h"
#include "yare/render/capabilities.h"

namespace yare::render {

// `.Files`: the chart's files that are not templates.
Value files_object(const charts::Chart& chart, Document& document);

// `.Capabilities`; `capabilities` outlives the document.
Value capabilities_object(const Capabilities& capabilities, Document& document);

// `.Chart`: Chart.yaml as a map with Go's field names.
Map* chart_object(const charts::Chart& chart, Document& document);

}  // namespace yare::render
