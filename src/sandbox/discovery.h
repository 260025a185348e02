// What the API server tells of itself: its version, groups, versions and types, in the old and the aggregated
// form.
#pragma once

#include "call.h"
#include "kinds.h"

namespace yare::sandbox {

// Everything that is not an object: /version, /healthz, /api, /apis, /openapi, ... ; nullopt when the path is
// none of these.
std::optional<Answer> answer_discovery(const Kinds& kinds, Call& call);

}  // namespace yare::sandbox
