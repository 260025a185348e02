// The program of --post-renderer: a plugin by its name, or, as in Helm 3, an executable.
#pragma once

#include "invocation.h"

namespace yare::cli {

// Gives the invocation its post-renderer, if the flags name one.
Result<void> find_post_renderer(Invocation& invocation);

}  // namespace yare::cli
