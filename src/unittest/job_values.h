// The values of a test: its suite's files and its own, what the suite sets, what it sets itself.
#pragma once

#include "suite.h"
#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"

namespace yare::unittest {

Result<Map*> job_values(const Suite& suite, const Test& test, FileSystem& files, Document& document,
                        Diagnostics& diagnostics);

}  // namespace yare::unittest
