// Running a program with a text as its input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/plugins/plugin.h"

namespace yare::plugins {

struct Ended {
    int code = 0;    // -1: a signal ended it
    int signal = 0;  // that one
    std::string output;
    std::string errors;
};

// The program by the PATH of `environment`; an empty text where there is none.
std::string find_program(const std::string& command, const Environment& environment);

// The same, absolute. The error is why there is none, in the words of Go's exec.LookPath.
Result<std::string> locate_program(const std::string& command, const Environment& environment,
                                   std::string_view working_directory);

// "exit status 3", "signal: killed"
std::string ending_text(const Ended& ended);

// What becomes of what a program writes to standard error: Ended::errors, or our own standard error.
enum class ErrorOutput { Collected, Passed };

// The first of `words` is the program. The error is that it could not be started, in Go's words.
Result<Ended> run_program(const std::vector<std::string>& words, const Environment& environment,
                          const std::string& input, ErrorOutput errors = ErrorOutput::Collected);

}  // namespace yare::plugins
