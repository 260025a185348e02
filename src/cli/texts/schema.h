// What help says of `schema`, which Helm has not.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kSchemaDescription =
    R"(
Write a values.schema.json for a chart, inferred from its defaults, from the files in its ci folder and those
given by '--values', and from what its templates do with the values. Comments above keys become descriptions.

The schema (JSON Schema, draft 7) is written into the chart's folder; one that is there already is replaced
only with '--force'. '-o -' prints it. All values that it was made from pass it. Read it before you publish it:
a default says what a value is, not what else it may be.
)";

}  // namespace yare::cli
