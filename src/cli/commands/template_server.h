// template --dry-run=server.
#pragma once

#include "../invocation.h"
#include "yare/base/result.h"

namespace yare::cli {

// Renders with the cluster's capabilities and answers to lookup, has it asked about every object as an
// install would, and prints.
Result<void> template_with_cluster(Invocation& invocation);

}  // namespace yare::cli
