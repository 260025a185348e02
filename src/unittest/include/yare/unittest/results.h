// What came of suites, as data: printers and reports read it.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace yare::unittest {

struct AssertionResult {
    std::size_t index = 0;
    bool passed = false;
    bool skipped = false;
    bool negated = false;
    std::string type;
    std::string skip_reason;
    std::vector<std::string> lines;  // why it failed
};

struct TestResult {
    std::string name;
    std::size_t index = 0;
    bool passed = false;
    bool skipped = false;
    std::optional<std::string> error;  // it could not be run to its end, or did not render
    std::vector<AssertionResult> assertions;
    std::chrono::nanoseconds duration{0};
};

struct SnapshotCounts {
    std::size_t total = 0;
    std::size_t failed = 0;
    std::size_t created = 0;
    std::size_t vanished = 0;
};

struct SuiteResult {
    std::string name;
    std::string path;
    bool passed = false;
    bool skipped = false;
    bool stopped = false;  // after the first failure, as was wished
    std::optional<std::string> error;
    std::vector<TestResult> tests;  // those that were run or skipped
    SnapshotCounts snapshots;

    std::chrono::nanoseconds duration() const {
        std::chrono::nanoseconds out{0};
        for (const TestResult& test : tests) out += test.duration;
        return out;
    }
};

}  // namespace yare::unittest
