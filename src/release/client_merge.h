// Client-side changes of objects that are there: Helm's way before server-side apply.
#pragma once

#include <string>

#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/release/plan.h"

namespace yare::release {

// The three-way merge of what was, what shall be and what is live. Gives the object's version afterwards.
Result<std::string> merge_object(kube::Client& cluster, const PlannedObject& object);

// --force-replace: the whole object, over whatever version is there.
Result<std::string> replace_object(kube::Client& cluster, const PlannedObject& object);

}  // namespace yare::release
