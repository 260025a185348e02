// Results as XML, for the tools that collect them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/go_time.h"
#include "yare/unittest/results.h"

namespace yare::unittest {

enum class ReportKind { JUnit, NUnit, XUnit, Sonar };

// By its name, whatever its case; nothing for any other.
std::optional<ReportKind> report_kind(std::string_view name);

// What reports say beside the results.
struct ReportFacts {
    GoTime time;
    std::string host;
    std::string user;
    std::string working_directory;
    std::string language;  // "en"
    std::string locale;    // "en-US"
};

std::string report(ReportKind kind, const std::vector<SuiteResult>& suites, const ReportFacts& facts);

}  // namespace yare::unittest
