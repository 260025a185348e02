// What `getHostByName` answers where hosts may be asked for.
#pragma once

#include <string>
#include <string_view>

namespace yare::render {

// Helm (sprig): the first address of a host, whatever comes first; empty where there is none.
std::string first_address(std::string_view host);

}  // namespace yare::render
