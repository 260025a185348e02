// The descriptions that help prints: Helm's interface, byte for byte.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kShowDescription =
    R"(
This command consists of multiple subcommands to display information about a chart
)";

inline constexpr std::string_view kShowAllDescription =
    R"(
This command inspects a chart (directory, file, or URL) and displays all its content
(values.yaml, Chart.yaml, README)
)";

inline constexpr std::string_view kShowChartDescription =
    R"(
This command inspects a chart (directory, file, or URL) and displays the contents
of the Chart.yaml file
)";

inline constexpr std::string_view kShowCrdsDescription =
    R"(
This command inspects a chart (directory, file, or URL) and displays the contents
of the CustomResourceDefinition files
)";

inline constexpr std::string_view kShowReadmeDescription =
    R"(
This command inspects a chart (directory, file, or URL) and displays the contents
of the README file
)";

inline constexpr std::string_view kShowValuesDescription =
    R"(
This command inspects a chart (directory, file, or URL) and displays the contents
of the values.yaml file
)";

}  // namespace yare::cli
