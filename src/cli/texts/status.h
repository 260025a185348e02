// The descriptions that help prints: Helm's interface, byte for byte.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kStatusDescription =
    R"(
This command shows the status of a named release.
The status consists of:
- last deployment time
- k8s namespace in which the release lives
- state of the release (can be: unknown, deployed, uninstalled, superseded, failed, uninstalling, pending-install, pending-upgrade or pending-rollback)
- revision of the release
- description of the release (can be completion message or error message)
- list of resources that this release consists of
- details on last test suite run, if applicable
- additional notes provided by the chart
)";

}  // namespace yare::cli
