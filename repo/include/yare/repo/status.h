// How the dependencies that a chart declares stand against what its charts/ folder holds.
#pragma once

#include <string>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/charts/chart.h"

namespace yare::repo {

// "ok" (an archive that fits), "unpacked" (a folder that does), "missing", "wrong version", "invalid
// version", "too many matches", "misnamed", "corrupt", "bad pattern". `folder` is the chart's path as the
// user gave it.
std::string dependency_status(FileSystem& fs, const std::string& folder, const charts::Dependency& dependency,
                              const charts::Chart& chart, Diagnostics& diagnostics);

// What lies in charts/ and is declared nowhere, or is no chart: a line each, as Helm warns of it.
std::vector<std::string> stray_charts(FileSystem& fs, const std::string& folder, const charts::Chart& chart,
                                      Diagnostics& diagnostics);

}  // namespace yare::repo
