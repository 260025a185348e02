// Loading charts: from a folder, from a .tgz, from bytes. The same rules for all three once the files are in
// memory.
//
// The limits (limits.h) hold while reading; names in archives that lead outside are refused; links in
// archives are never followed, links in folders are, as Helm does (each is reported).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// Helm has two ways in. Most commands (template, install, upgrade, package) look at apiVersion first, which
// gives other messages for what is no chart; `show` and `dependency` take any apiVersion.
enum class LoadWay { Detect, Plain };

// A folder or an archive. The chart belongs to `set`.
Result<Chart*> load_chart(FileSystem& fs, const std::string& path, ChartSet& set, Diagnostics& diagnostics,
                          LoadWay way = LoadWay::Detect);

// An archive in memory; `name` is for messages ("file 'NAME' does not appear to be a gzipped archive").
Result<Chart*> load_chart_archive(std::string_view bytes, const std::string& name, ChartSet& set,
                                  Diagnostics& diagnostics, LoadWay way = LoadWay::Detect);

// Files that are in memory already, named within the chart ("templates/svc.yaml"). Their texts must outlive
// the set.
Result<Chart*> load_chart_files(std::vector<File> files, ChartSet& set, Diagnostics& diagnostics);

// The files of an archive, judged and named within the chart; views into memory of `set`.
Result<std::vector<File>> read_archive(std::string_view bytes, ChartSet& set);

// Absolute and clean; links stay as they are.
Result<std::string> absolute_path(FileSystem& fs, const std::string& path);

// Unpacks an archive below `destination`, into a folder of the chart's name; returns that folder.
Result<std::string> expand_archive(FileSystem& fs, std::string_view bytes, const std::string& destination,
                                   ChartSet& set);

}  // namespace yare::charts
