// Unit tests of charts, written as YAML suites in the way of helm-unittest: the same suites, verdicts and
// texts.
//
//     Run run = run_charts(paths, options);
//     out += run.text; exit_code = run.passed ? 0 : 1;
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/second_thread.h"
#include "yare/render/render.h"
#include "yare/unittest/results.h"

namespace yare::unittest {

struct Options {
    FileSystem* files = nullptr;  // these needed
    Clock* clock = nullptr;
    Random* random = nullptr;
    std::string working_directory;
    SecondThread* second_thread = nullptr;  // null: one suite after the other
    std::vector<std::string> suite_patterns = {"tests/*_test.yaml"};
    std::vector<std::string> values_patterns;
    std::string suites_chart;  // a chart that renders to suites, from the tested chart's folder
    bool with_sub_charts = true;
    bool strict = false;
    bool fail_fast = false;
    bool update_snapshots = false;
    bool skip_schema_validation = false;
    schema::SchemaSource* schema_references = nullptr;
    templates::BudgetLimits limits;
    bool colored = false;
    bool coverage = false;        // tell which parts of templates no test has run
    std::string rendered_folder;  // where rendered files are written to; empty: nowhere
    // Runs a program that a suite names, the first of the words, and gives what it has printed. Two threads
    // may call it at once. Absent: suites with post-renderers fail.
    std::function<Result<std::string>(const std::vector<std::string>& words, const std::string& input)>
        run_program;
    // Gets text as it comes.
    std::function<void(std::string_view)> print;
};

struct Run {
    bool passed = true;
    std::vector<SuiteResult> suites;  // those that were run to their end
    std::chrono::nanoseconds duration{0};
};

// Runs the suites of charts and prints what came of them. Warnings about charts go to `diagnostics`, each
// once. `finish` is called before the summary: reports are written there, and an error of theirs is printed.
Run run_charts(const std::vector<std::string>& paths, const Options& options, Diagnostics& diagnostics,
               const std::function<Result<void>(const Run&)>& finish = {});

}  // namespace yare::unittest
