// The chart that is being examined, as every rule sees it.
#pragma once

#include <string>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/charts/chart.h"
#include "yare/lint/lint.h"

namespace yare::lint {

struct Subject {
    FileSystem& files;
    std::string folder;  // absolute
    const Value& user_values;
    const LintOptions& options;
    charts::ChartSet& set;
    Diagnostics& diagnostics;

    std::string path(std::string_view name) const { return folder + "/" + std::string(name); }
};

// The chart, loaded once, or what is wrong with it.
struct LoadedChart {
    Result<charts::Chart*> chart;
    std::vector<Diagnostic> said;

    // Helm: each group of rules loads the chart anew, and so says anew what is worth a log line.
    void repeat(Diagnostics& diagnostics) const {
        for (const Diagnostic& one : said) diagnostics.report(one);
    }
};

}  // namespace yare::lint
