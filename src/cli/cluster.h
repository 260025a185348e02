// The cluster that the settings name.
#pragma once

#include "invocation.h"
#include "yare/kube/kubeconfig.h"

namespace yare::cli {

// Settings as the kube library wants them.
kube::AccessOptions access_options(const Invocation& invocation);

}  // namespace yare::cli
