// Running a program with a text as its input.
#pragma once

#include <string>
#include <vector>

#include "yare/base/result.h"
#include "yare/plugins/plugin.h"

namespace yare::plugins {

struct Ended {
    int code = 0;  // -1: a signal ended it
    std::string output;
    std::string errors;
};

// The program by the PATH of `environment`; an empty text where there is none.
std::string find_program(const std::string& command, const Environment& environment);

// The first of `words` is the program. The error is that it could not be started, in Go's words.
Result<Ended> run_program(const std::vector<std::string>& words, const Environment& environment,
                          const std::string& input);

}  // namespace yare::plugins
