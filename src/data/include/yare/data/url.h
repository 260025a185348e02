// A URL as Go's net/url reads and writes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::inline data {

struct Url {
    std::string scheme;
    std::string opaque;                   // "host:80" in "scheme:host:80"
    std::optional<std::string> userinfo;  // as it is written, escaped
    std::string host;                     // with its port
    std::string path;                     // unescaped
    std::string raw_path;                 // as it was written, where that is not how text() would escape it
    std::string query;                    // as it is written
    std::string fragment;                 // unescaped

    // The host without its port and without the brackets of an IPv6 address.
    std::string_view hostname() const;
    // The path as it stands in text().
    std::string escaped_path() const;
    std::string text() const;
};

// Every byte as %XX, but ASCII's letters and digits and what is in `plain`.
std::string percent_escape(std::string_view text, std::string_view plain);

// The error begins with `parse "<text>": `.
Result<Url> parse_url(std::string_view text);

// What `reference` means where it is found in `base` (RFC 3986, as Go's ResolveReference).
Url resolve_reference(const Url& base, const Url& reference);

}  // namespace yare::inline data
