// The descriptions that help prints: Helm's interface, byte for byte.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kGetDescription =
    R"(
This command consists of multiple subcommands which can be used to
get extended information about the release, including:

- The values used to generate the release
- The generated manifest file
- The notes provided by the chart of the release
- The hooks associated with the release
- The metadata of the release
)";

inline constexpr std::string_view kGetAllDescription =
    R"(
This command prints a human readable collection of information about the
notes, hooks, supplied values, and generated manifest file of the given release.
)";

inline constexpr std::string_view kGetHooksDescription =
    R"(
This command downloads hooks for a given release.

Hooks are formatted in YAML and separated by the YAML '---\n' separator.
)";

inline constexpr std::string_view kGetManifestDescription =
    R"(
This command fetches the generated manifest for a given release.

A manifest is a YAML-encoded representation of the Kubernetes resources that
were generated from this release's chart(s). If a chart is dependent on other
charts, those resources will also be included in the manifest.
)";

inline constexpr std::string_view kGetNotesDescription =
    R"(
This command shows notes provided by the chart of a named release.
)";

inline constexpr std::string_view kGetValuesDescription =
    R"(
This command downloads a values file for a given release.
)";

}  // namespace yare::cli
