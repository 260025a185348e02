// What Helm takes for an e-mail address and for a URL.
#pragma once

#include <string_view>

namespace yare::lint {

// A local part of dot-separated words or in quotes, and a domain of at least two labels.
bool is_email(std::string_view text);
// A maintainer's: the scheme may be missing, the host must look like one.
bool is_web_address(std::string_view text);
// A source's or an icon's: any scheme, and what Go's url.ParseRequestURI takes.
bool is_request_url(std::string_view text);

}  // namespace yare::lint
