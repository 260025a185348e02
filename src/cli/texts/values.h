// What help says of `values`, which Helm has not.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kValuesDescription =
    R"(
Print the values that the templates of a chart see as .Values: the chart's defaults and those of its sub-charts
below what is given by '--values' and '--set', with conditions, tags, aliases and imports applied.

With '--origins' each line says where its value came from, and which other places it beat:

    $ {helm} values ./web -f my.yaml --origins
    image:  # my.yaml:1
      tag: "2"  # my.yaml:2 (beaten: web/values.yaml:8)

A value that a null took away is not printed. Nothing is rendered, and no schema is asked.
)";

}  // namespace yare::cli
