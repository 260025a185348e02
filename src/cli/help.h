// Help and usage texts, laid out as cobra does.
#pragma once

#include <string>
#include <string_view>

#include "command.h"
#include "settings.h"

namespace yare::cli {

// "Usage:", aliases, examples, commands and flags.
std::string usage_text(const CommandPath& path, const Settings& settings, std::string_view program);
// The description and the usage.
std::string help_text(const CommandPath& path, const Settings& settings, std::string_view program);

}  // namespace yare::cli
