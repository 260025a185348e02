#include "yare/render/host_address.h"

#include <netdb.h>

#include <array>
#include <memory>

#include "yare/base/host_names.h"

namespace yare::render {

std::string first_address(std::string_view host) {
    prepare_host_names();
    addrinfo* found = nullptr;
    if (getaddrinfo(std::string(host).c_str(), nullptr, nullptr, &found) != 0) return {};
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0)
        return {};
    return text.data();
}

}  // namespace yare::render
