// Merging values by Helm's rules (HELM.md 2.6, 12b.2): user values over a chart's defaults over its
// sub-charts'.
//
// Values that come in are never changed; results are made in the document that is passed in, whose symbol
// table must be that of the chart set or lie over it. Origins travel with the entries.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"

namespace yare::charts {

// Helm's CoalesceValues: what a chart's templates see as .Values, the sub-charts' below their names. `values`
// is what the user gave (a map or nil). The result is a new map in `document`, shared with nobody.
Result<Map*> coalesce_values(const Chart& chart, const Value& values, Document& document,
                             Diagnostics& diagnostics);

// The same, but nulls stay (Helm's MergeValues).
Result<Map*> merge_values(const Chart& chart, const Value& values, Document& document,
                          Diagnostics& diagnostics);

enum class Nulls { Coalesce, Keep };

// Merges `under` into `over` in place: what is in `over` wins, tables merge (Helm's CoalesceTables and
// MergeTables). `under` may be changed too and must not be frozen: pass a copy (deep_copy).
void coalesce_tables(Map& over, Map& under, Nulls nulls, Diagnostics& diagnostics);

// Tables merge, everything else is replaced by `over`'s, null included (how several -f files add up). A new
// map.
Map* merge_maps(const Map& under, const Map& over, Document& document);

// A values file: all its YAML documents, merged one over the other. Errors are Helm's without the name of the
// file: "cannot unmarshal yaml document: error converting YAML to JSON: yaml: ...".
Result<Map*> read_values(const Source& source, Document& document);

// The scalar or list at "a.b.c"; nothing when it is missing or a table.
const Value* find_path_value(const Value& values, std::string_view path);
// The table at "a.b.c", or null.
Map* find_table(const Value& values, std::string_view path);

}  // namespace yare::charts
