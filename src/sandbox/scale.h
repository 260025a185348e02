// The scale subresource: how many, in one form for all types that have it.
#pragma once

#include "call.h"
#include "cluster.h"

namespace yare::sandbox {

Answer read_scale(Cluster& cluster, Call& call);
Answer write_scale(Cluster& cluster, Call& call, Map& scale);
Answer patch_scale(Cluster& cluster, Call& call, const std::string& type, const Value& patch);

}  // namespace yare::sandbox
