// Which proxy a request goes through, by Go's rules for HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yare::net {

using Variables = std::vector<std::pair<std::string, std::string>>;

// The first variable of that name; empty when there is none.
std::string_view find_variable(const Variables& variables, std::string_view name);

struct UrlParts {
    std::string scheme;
    std::string host;  // without brackets
    int port = 0;      // the scheme's own when the URL names none
};
// Empty scheme: no URL.
UrlParts split_url(std::string_view url);

// The proxy's URL, or empty for none.
std::string proxy_for(std::string_view url, const Variables& variables);

}  // namespace yare::net
