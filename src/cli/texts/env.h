// The descriptions that help prints: Helm's interface, byte for byte.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kEnvDescription =
    R"(
Env prints out all the environment information in use by Helm.
)";

}  // namespace yare::cli
