// Addresses of machines as Go's net/netip reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yare::inline data {

// What is wrong with an IPv4 or IPv6 address, with or without a zone, or nothing: `ParseAddr("1.2"): IPv4
// address too short`.
std::optional<std::string> ip_address_problem(std::string_view text);

}  // namespace yare::inline data
