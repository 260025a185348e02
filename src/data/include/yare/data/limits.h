// The limits on what a stranger's text may cost. Each is tested at the limit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace yare::limits {

// Go's YAML reader stops at this depth of nesting, its JSON reader too.
inline constexpr std::size_t kNestingDepth = 10000;
// Of a text whose comments are kept (yaml_tree.h), as for a post-renderer.
inline constexpr std::size_t kTreeDepth = 1000;
// Helm: the whole of a chart, unpacked (100 MiB), whether folder or archive.
inline constexpr std::uint64_t kChartBytes = 104857600;
// Chart.yaml, Chart.lock and their like, of a chart and its sub-charts together. Helm has no such limit.
inline constexpr std::uint64_t kMetadataBytes = 8'000'000;
// Members of one archive; Helm has no such limit, and no real chart comes near.
inline constexpr std::size_t kArchiveMembers = 100000;
// Charts within a chart, a copy for each alias counted. Helm has no such limit.
inline constexpr std::size_t kCharts = 5000;
// Helm: `--set a[65536]=x` is the last index that is taken.
inline constexpr std::size_t kSetIndex = 65536;
// Helm: nesting of a key in `--set`.
inline constexpr std::size_t kSetDepth = 30;
// Helm: an include that includes itself may do so this often.
inline constexpr std::size_t kIncludeDepth = 1000;
// One render, unless flags say otherwise (docs/limits.md). The dearest of several hundred
// honest charts takes an eighth of the steps, a third of the memory and a sixth of the output.
// Steps: a node of a template, an item of a range, 16 bytes that a function looks at.
inline constexpr std::uint64_t kRenderSteps = 50'000'000;
// What values, templates and functions make, without the output and the texts of the chart's files.
inline constexpr std::size_t kRenderMemory = std::size_t{96} << 20;
// So much of a chart's files is not counted there; no honest chart has more.
inline constexpr std::size_t kFreeFiles = std::size_t{32} << 20;
// The trees that templates are parsed to, on each of the threads that parse.
inline constexpr std::size_t kTemplateMemory = std::size_t{40} << 20;
// All files together, and what is captured on the way to them.
inline constexpr std::size_t kRenderOutput = std::size_t{24} << 20;
// Templates that run inside each other, whether by include, tpl or template. The stack may end before.
inline constexpr std::size_t kRenderDepth = 10000;
// Keys, certificates with keys of their own, and derivations: each takes as long as a whole render.
inline constexpr std::size_t kRenderKeys = 64;
inline constexpr std::chrono::minutes kRenderTime{5};
// What a failure tells of the templates under way; the frames beyond it are named only.
inline constexpr std::size_t kFailureText = std::size_t{4} << 20;

// Says below an error what to do about a limit that a flag sets.
inline std::string raised_by(std::string_view flag) {
    return "limits keep charts from harming the machine that renders them; for a chart that you trust, " +
           std::string(flag) + " raises this one";
}

// One check of values against a schema: schemas asked about a value (two each), items and 16 bytes compared.
inline constexpr std::uint64_t kSchemaSteps = 20'000'000;
// What such a check may find wrong, in bytes.
inline constexpr std::size_t kSchemaViolations = std::size_t{32} << 20;
// A document that a schema refers to.
inline constexpr std::size_t kSchemaReferenceBytes = std::size_t{16} << 20;

// A repository's index; those of large repositories have 20 to 60 MB. Helm has no such limit.
inline constexpr std::uint64_t kIndexBytes = 256'000'000;
// What it is read to.
inline constexpr std::size_t kIndexMemory = std::size_t{1} << 30;
// A values file from the web, and a signature.
inline constexpr std::uint64_t kWebFileBytes = 104857600;
// Requests for archives that are under way together.
inline constexpr std::size_t kDownloads = 8;

// A release record, unpacked.
inline constexpr std::size_t kReleaseBytes = std::size_t{256} << 20;

}  // namespace yare::limits
