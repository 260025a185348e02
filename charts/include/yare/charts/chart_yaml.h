// Chart.yaml and Chart.lock, in and out, with Helm's conversions: a scalar of another type where a text is
// wanted becomes text after YAML has typed it (`version: 1.0` is "1"), field names match in any case, unknown
// ones are ignored.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// Reads a Chart.yaml onto `metadata`: fields that the text does not name keep what they hold.
Result<void> read_metadata(const Source& source, Metadata& metadata, ChartSet& set);
// Whether a Chart.yaml names each field once and no others: "error unmarshaling JSON: while decoding JSON:
// json: unknown field \"engine\"".
Result<void> check_metadata_strictly(const Source& source, ChartSet& set);
// Nothing for a file that holds nothing.
Result<std::optional<Lock>> read_lock(const Source& source, ChartSet& set);
// The same from a value that was read already (a release's JSON, an index).
Result<void> read_metadata(const Value& value, Metadata& metadata, ChartSet& set);
Result<Lock> read_lock(const Value& value, ChartSet& set);

// An entry of a repository's index. Helm: there nothing becomes text that is none. `others` are fields of the
// entry that are no chart's; strictly, any further one is an error. The error is Go's own, without what was
// being done.
Result<void> read_indexed_metadata(const Value& entry, std::span<const std::string_view> others,
                                   bool strictly, Metadata& metadata, ChartSet& set);

// Cleans the texts (odd blanks, unprintable characters) and checks them: "validation: chart.metadata.name is
// required". AlreadyExists: two dependencies of one name, which does not matter everywhere.
Result<void> validate(Metadata& metadata);

// As `show chart` and `package` write it: sorted keys, empty fields left out.
std::string metadata_yaml(const Metadata& metadata);
std::string lock_yaml(const Lock& lock);

// As Go's encoding/json writes the structures: field order, empty fields left out, HTML characters escaped.
void append_metadata_json(std::string& out, const Metadata& metadata);
void append_dependency_json(std::string& out, const Dependency& dependency);
void append_lock_json(std::string& out, const Lock& lock);

}  // namespace yare::charts
