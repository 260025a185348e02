// What Yare calls itself: Helm's version, which scripts look at, with Yare's own as build metadata.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kVersion = "v4.3.1+yare.0.1.0";
// Helm prints the version of Go it was built with; scripts that parse the line want something in its place.
inline constexpr std::string_view kGoVersion = "go1.26.8";
inline constexpr std::string_view kKubeClientVersion = "v1.37";

}  // namespace yare::cli
