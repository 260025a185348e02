#include "proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <tuple>

#include "yare/base/ascii.h"

namespace yare::net {

namespace {

struct Address {
    int family = AF_INET;
    std::array<std::uint8_t, 16> bytes{};

    std::size_t bits() const { return family == AF_INET ? 32 : 128; }
    bool loopback() const {
        if (family == AF_INET) return bytes[0] == 127;
        return std::all_of(bytes.begin(), bytes.end() - 1, [](auto b) { return b == 0; }) && bytes[15] == 1;
    }
    bool same_prefix(const Address& other, std::size_t length) const {
        if (family != other.family || length > bits()) return false;
        for (std::size_t bit = 0; bit < length; ++bit) {
            const auto mask = std::uint8_t(0x80u >> (bit % 8));
            if ((bytes[bit / 8] & mask) != (other.bytes[bit / 8] & mask)) return false;
        }
        return true;
    }
};

std::optional<Address> parse_address(const std::string& text) {
    Address out;
    for (const int family : {AF_INET, AF_INET6}) {
        out.family = family;
        if (inet_pton(family, text.c_str(), out.bytes.data()) == 1) return out;
    }
    return std::nullopt;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "host:port", "[v6]:port", "host"; the port is 0 when there is none.
std::pair<std::string, int> split_port(std::string_view text) {
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return {std::string(text), 0};
        host = text.substr(1, end - 1);
        if (text.substr(end + 1).starts_with(':')) port = text.substr(end + 2);
    } else if (const auto colon = text.find(':');
               colon != std::string_view::npos && colon == text.rfind(':')) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    int number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    return {std::string(host), number};
}

bool entry_matches(std::string_view entry, const UrlParts& target, const std::optional<Address>& address) {
    if (entry == "*") return true;
    if (const auto slash = entry.find('/'); slash != std::string_view::npos) {
        const auto network = parse_address(std::string(entry.substr(0, slash)));
        std::size_t length = 0;
        const std::string_view digits = entry.substr(slash + 1);
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        return network && address && parsed.ec == std::errc() && network->same_prefix(*address, length);
    }
    auto [host, port] = split_port(entry);
    if (port != 0 && port != target.port) return false;
    if (const auto wanted = parse_address(host))
        return address && wanted->same_prefix(*address, wanted->bits());
    // "*.x" is ".x", which means the names below x; "x" means itself and those.
    if (host.starts_with("*.")) host.erase(0, 1);
    const bool only_below = host.starts_with('.');
    const std::string suffix = only_below ? host : "." + host;
    if (!only_below && ascii::equal_fold(target.host, host)) return true;
    return target.host.size() > suffix.size() &&
           ascii::equal_fold(std::string_view(target.host).substr(target.host.size() - suffix.size()),
                             suffix);
}

bool wants_proxy(const UrlParts& target, std::string_view exceptions) {
    if (ascii::equal_fold(target.host, "localhost")) return false;
    const auto address = parse_address(target.host);
    if (address && address->loopback()) return false;
    while (!exceptions.empty()) {
        const auto comma = std::min(exceptions.find(','), exceptions.size());
        const std::string_view entry = trim(exceptions.substr(0, comma));
        if (!entry.empty() && entry_matches(entry, target, address)) return false;
        exceptions.remove_prefix(std::min(comma + 1, exceptions.size()));
    }
    return true;
}

}  // namespace

std::string_view find_variable(const Variables& variables, std::string_view name) {
    const auto at = std::find_if(variables.begin(), variables.end(),
                                 [&](const auto& entry) { return entry.first == name; });
    return at == variables.end() ? std::string_view() : std::string_view(at->second);
}

UrlParts split_url(std::string_view url) {
    const auto colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    UrlParts out;
    out.scheme = ascii::lowered(url.substr(0, colon));
    std::string_view authority = url.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    std::tie(out.host, out.port) = split_port(authority);
    if (out.port == 0) out.port = out.scheme == "https" ? 443 : 80;
    return out;
}

std::string proxy_for(std::string_view url, const Variables& variables) {
    const auto either = [&](std::string_view upper, std::string_view lower) {
        const std::string_view first = find_variable(variables, upper);
        return first.empty() ? find_variable(variables, lower) : first;
    };
    const UrlParts target = split_url(url);
    const std::string_view proxy =
        target.scheme == "https" ? either("HTTPS_PROXY", "https_proxy") : either("HTTP_PROXY", "http_proxy");
    if (proxy.empty() || !wants_proxy(target, either("NO_PROXY", "no_proxy"))) return {};
    if (proxy.find("://") == std::string_view::npos) return "http://" + std::string(proxy);
    return std::string(proxy);
}

}  // namespace yare::net
