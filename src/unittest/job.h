// One test: its chart rendered with its values, and every assertion asked.
#pragma once

#include "chart_renders.h"
#include "snapshots.h"
#include "suite.h"
#include "yare/unittest/results.h"

namespace yare::unittest {

struct Job {
    const Suite& suite;
    const Test& test;
    std::string kube_major;
    std::string kube_minor;
};

TestResult run_job(const Job& job, ChartRenders& renders, Snapshots& snapshots, const Options& options,
                   Diagnostics& diagnostics);

}  // namespace yare::unittest
