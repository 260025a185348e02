// POST, PUT, PATCH and DELETE.
#pragma once

#include "call.h"
#include "cluster.h"

namespace yare::sandbox {

Answer create(Cluster& cluster, Call& call);
Answer update(Cluster& cluster, Call& call);
Answer patch(Cluster& cluster, Call& call);
Answer remove_one(Cluster& cluster, Call& call);
Answer remove_collection(Cluster& cluster, Call& call);

// A new object through all that a request goes through: used for what the sandbox itself puts in, too.
Checked admit_new(Cluster& cluster, const Kind& kind, Map& object, const Writer& writer);

}  // namespace yare::sandbox
