// Suites that a chart of their own renders (--chart-tests-path).
#pragma once

#include <string>
#include <vector>

#include "suite.h"
#include "yare/unittest/unittest.h"

namespace yare::unittest {

// None where the options name no such chart, or the tested chart has none.
Result<std::vector<Suite>> generated_suites(const std::string& folder, SuiteSource source,
                                            const Options& options);

}  // namespace yare::unittest
