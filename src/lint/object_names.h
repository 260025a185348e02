// What Kubernetes takes for a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yare::lint {

// What is wrong with a name for an object of that kind, in Kubernetes' words; empty when it may be called so.
std::vector<std::string> name_problems(std::string_view kind, std::string_view name);

}  // namespace yare::lint
