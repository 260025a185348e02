// Helm 3's way of waiting (--wait=legacy): every object is asked for each two seconds.
#pragma once

#include "await.h"

namespace yare::release {

Result<void> await_legacy(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                          const Awaiting& with);

}  // namespace yare::release
