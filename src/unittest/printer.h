// Results as text, in helm-unittest's layout and colours.
#pragma once

#include <string>
#include <string_view>

#include "yare/unittest/results.h"

namespace yare::unittest {

enum class Look { Success, SuccessLabel, Danger, DangerLabel, Warning, WarningLabel, Highlight, Faint };

class Printer {
  public:
    explicit Printer(bool colored) : colored_(colored) {}
    std::string look(Look look, std::string_view text) const;
    std::string suite(const SuiteResult& result) const;
    std::string chart_header(std::string_view name, std::string_view path) const;
    std::string error_header(std::string_view error) const;

  private:
    std::string test(const TestResult& result) const;

    bool colored_;
};

// What is counted over all suites.
struct Counts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t errored = 0;
    std::size_t skipped = 0;
    std::string text(const Printer& printer) const;
};

struct Totals {
    Counts charts;
    Counts suites;
    Counts tests;
    Counts snapshots;
    std::size_t suites_with_failed_snapshots = 0;

    void add_chart(bool passed, bool error);
    void add(const SuiteResult& result);
    // Both summaries, of snapshots that failed and of everything.
    std::string text(const Printer& printer, std::string_view duration) const;
};

// A test and its assertions in a report: the heading of each and why it failed.
std::string report_text(const TestResult& result);
// "- asserts[0] NOT `equal` fail".
std::string assertion_title(const AssertionResult& result);

}  // namespace yare::unittest
