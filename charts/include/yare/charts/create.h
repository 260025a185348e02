// Starter charts: `yare create NAME`.
#pragma once

#include <functional>
#include <string>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

enum class ChartVersion { V2, V3 };

// Writes a chart named `name` into the folder `parent`/`name` and returns that folder. `say` gets one line
// for each file that is replaced: `WARNING: File "F" already exists. Overwriting.`
Result<std::string> create_chart(FileSystem& fs, const std::string& name, const std::string& parent,
                                 const std::function<void(const std::string&)>& say,
                                 ChartVersion version = ChartVersion::V2);

// The same from a chart of the user's (--starter): <CHARTNAME> is replaced in templates and values.
Result<std::string> create_chart_from(FileSystem& fs, const std::string& name, const std::string& parent,
                                      const std::string& starter, Diagnostics& diagnostics,
                                      ChartVersion version = ChartVersion::V2);

}  // namespace yare::charts
