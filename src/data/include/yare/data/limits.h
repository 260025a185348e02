// The limits on what a stranger's text may cost. Each is tested at the limit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace yare::limits {

// Go's YAML reader stops at this depth of nesting, its JSON reader too.
inline constexpr std::size_t kNestingDepth = 10000;
// Helm: the whole of a chart, unpacked (100 MiB), whether folder or archive.
inline constexpr std::uint64_t kChartBytes = 104857600;
// Members of one archive; Helm has no such limit, and no real chart comes near.
inline constexpr std::size_t kArchiveMembers = 100000;
// Helm: `--set a[65536]=x` is the last index that is taken.
inline constexpr std::size_t kSetIndex = 65536;
// Helm: nesting of a key in `--set`.
inline constexpr std::size_t kSetDepth = 30;
// Helm: an include that includes itself may do so this often.
inline constexpr std::size_t kIncludeDepth = 1000;
// One render: memory, output and steps. Real charts stay a hundred times below.
inline constexpr std::size_t kRenderBytes = std::size_t{2} << 30;
inline constexpr std::size_t kOutputBytes = std::size_t{512} << 20;
inline constexpr std::uint64_t kRenderSteps = 2'000'000'000;
// A release record, unpacked.
inline constexpr std::size_t kReleaseBytes = std::size_t{256} << 20;

}  // namespace yare::limits
