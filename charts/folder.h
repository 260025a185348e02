// The files of a chart's folder. Private to this library.
#pragma once

#include <string>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// Every file that is not ignored, named within the folder, in the order of their paths; `top` is absolute.
Result<std::vector<File>> read_folder(FileSystem& fs, const std::string& top, ChartSet& set,
                                      Diagnostics& diagnostics);

}  // namespace yare::charts
