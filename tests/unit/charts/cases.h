// The recorded cases of tests/oracle/charts, and what Yare says to them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "yare/test/memory_filesystem.h"

namespace yare::test {

struct Case {
    std::string name;
    std::vector<std::pair<std::string, std::string>> files;  // within the chart; "../x" is beside it
    std::vector<std::pair<std::string, std::string>> links;
    std::string run;  // "values", "show", "load"
    std::string flags;
    std::string out, log, error;
    bool fails = false;
};

std::vector<Case> read_cases(const std::string& path);

// The case's files on a disk in memory: the chart in /c, what is beside it in /.
void lay_out(const Case& one, MemoryFileSystem& fs);

// A command line, split as a shell does.
std::vector<std::string> split_flags(const std::string& text);

}  // namespace yare::test
