// Charts in folders on this machine, as dependencies of another.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::repo {

inline constexpr std::string_view kFileScheme = "file://";

inline bool is_local(std::string_view repository) { return repository.starts_with(kFileScheme); }
inline bool is_registry(std::string_view repository) { return repository.starts_with("oci://"); }

// What is still missing for these.
Error registries_not_built(const std::string& address);

// The chart in a folder; its memory is the set's.
Result<charts::Chart*> load_local(FileSystem& fs, const std::string& path, charts::ChartSet& set,
                                  Diagnostics& diagnostics);

// The folder that "file://../db" (or a path) means for the chart in `folder`; it is there.
Result<std::string> local_path(FileSystem& fs, std::string_view repository, const std::string& folder);

}  // namespace yare::repo
