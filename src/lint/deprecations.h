// Kinds that Kubernetes has deprecated.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "yare/render/capabilities.h"

namespace yare::lint {

// "apps/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use apps/v1 Deployment"; nothing
// for what the version does not deprecate, or nobody knows.
std::optional<std::string> deprecation(std::string_view api_version, std::string_view kind,
                                       const render::KubeVersion& version);

}  // namespace yare::lint
