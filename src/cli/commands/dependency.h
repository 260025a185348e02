// The command with the commands on what a chart depends on.
#pragma once

#include "../command.h"

namespace yare::cli {

extern const Command kDependency;

}  // namespace yare::cli
