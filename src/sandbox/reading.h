// GET of one object, of a list, and of the subresources that are read.
#pragma once

#include "call.h"
#include "cluster.h"

namespace yare::sandbox {

Answer get_one(Cluster& cluster, Call& call);
Answer get_list(Cluster& cluster, Call& call);

}  // namespace yare::sandbox
