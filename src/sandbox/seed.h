// What is in a cluster from the start: the system's namespaces, a node, the service of the API itself, a
// storage class.
#pragma once

#include "cluster.h"

namespace yare::sandbox {

// Adds what is missing.
void seed(Cluster& cluster);

}  // namespace yare::sandbox
