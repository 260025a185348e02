// Which files hold the suites of a chart and its sub-charts.
#pragma once

#include <string>
#include <vector>

#include "suite.h"
#include "yare/charts/chart.h"
#include "yare/unittest/unittest.h"

namespace yare::unittest {

// The files that patterns mean, below `folder`; `**` stands for any number of folders. Absolute ones stay.
Result<std::vector<std::string>> find_files(FileSystem& files, const std::string& folder,
                                            const std::vector<std::string>& patterns);

// A path as seen from the working directory.
std::string relative_path(const std::string& path, const std::string& working_directory);

struct FoundSuites {
    std::vector<Suite> suites;
    // The file that could not be read, where that is what went wrong.
    std::string bad_file;
    std::optional<Error> error;
};
// The suites of one chart, without its sub-charts'.
FoundSuites suites_of_chart(const std::string& folder, const std::string& route, const Options& options);

// Whether a sub-chart is switched on by its parent's values: its suites are run then.
bool is_enabled(const charts::Chart& parent, const charts::Chart& sub_chart, const Map& values);

}  // namespace yare::unittest
