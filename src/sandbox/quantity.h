// Kubernetes' quantities (500m, 1.5Gi, 1e3) in the one form in which API servers write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yare::sandbox {

// "0.5" is "500m", "1024Mi" is "1Gi", "1.5Gi" is "1536Mi"; nullopt for what is no quantity, with the reason
// in `why`.
std::optional<std::string> canonical_quantity(std::string_view text, std::string* why = nullptr);

}  // namespace yare::sandbox
