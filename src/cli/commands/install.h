// Installing, for `install` and for `upgrade --install`.
#pragma once

#include "../chart_source.h"
#include "yare/release/actions.h"

namespace yare::cli {

// Loads chart and values by the flags, and installs them. The error is without "INSTALLATION FAILED: ".
Result<release::Release> install_chart(Invocation& invocation, const NamedChart& named,
                                       const release::InstallOptions& options);

}  // namespace yare::cli
