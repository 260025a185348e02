// Client-side changes of objects that are there: Helm's way before server-side apply.
#pragma once

#include <string>

#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/release/plan.h"

namespace yare::release {

// The three-way merge of what was, what shall be and what is live. Gives the object's version afterwards;
// `refusal` becomes what the server said when it did not take it.
Result<std::string> merge_object(kube::Client& cluster, const PlannedObject& object,
                                 kube::ApiStatus& refusal);

// --force-replace: the whole object, over whatever version is there.
Result<std::string> replace_object(kube::Client& cluster, const PlannedObject& object,
                                   kube::ApiStatus& refusal);

}  // namespace yare::release
