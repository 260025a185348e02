// From client-side to server-side apply: what manager "helm" wrote by updates becomes what it applies, so
// that the next apply may change and remove it.
#pragma once

#include <optional>
#include <string>

#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/kube/client.h"

namespace yare::release {

// The JSON patch that does it, guarded by the object's version; nothing where there is nothing to do.
Result<std::optional<std::string>> managed_fields_patch(const Value& live, Document& document);

// Reads the object, patches it, and tries again when somebody else was quicker.
Result<void> adopt_managed_fields(kube::Client& cluster, const kube::ObjectRef& ref);

}  // namespace yare::release
