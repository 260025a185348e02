// What a chart's crds/ holds goes to the cluster before the chart is rendered.
#pragma once

#include "deploy.h"

namespace yare::release {

// Writes them, waits until the server has taken them up, and forgets what discovery said before.
Result<void> install_crds(const Context& context, const charts::Chart& chart, const InstallOptions& options);

}  // namespace yare::release
