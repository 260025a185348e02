// What the API server does to an object of a certain type before it is stored: defaults that depend on other
// fields, addresses, selectors; and what it refuses.
#pragma once

#include <vector>

#include "cluster.h"
#include "failure.h"

namespace yare::sandbox {

// Defaults. `old` is null for a new object.
void prepare(const Kind& kind, Map& object, const Map* old);
// What the server itself hands out: addresses, ports, the selector of a Job. Nobody owns these fields, so
// this comes after the record of who wrote what.
void allocate(Cluster& cluster, const Kind& kind, Map& object, const Map* old);
// The causes in the order of the API server's.
std::vector<Cause> validate(const Kind& kind, Map& object, const Map* old);

}  // namespace yare::sandbox
