// From words to the command that they name, as cobra finds it.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "invocation.h"
#include "yare/base/result.h"

namespace yare::cli {

struct Found {
    CommandPath path;
    std::vector<std::string> arguments;  // without the commands' names, flags still among them
};

Found find_command(const std::vector<std::string>& arguments);
// The error for words that name no command of the root; nothing otherwise.
Result<void> check_root_arguments(const Found& found, std::string_view program);
// Names of commands that `word` may have meant, by cobra's rule.
std::vector<std::string> suggestions(const Command& command, std::string_view word);

// Parses the flags, checks the arguments and runs the command.
Result<void> execute(Invocation& invocation, std::vector<std::string> arguments);

}  // namespace yare::cli
