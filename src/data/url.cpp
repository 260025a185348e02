#include "yare/data/url.h"

#include <algorithm>
#include <cstdint>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/ip_address.h"

namespace yare::inline data {

namespace {

// What may stand unescaped, beside letters and digits; the parts of a URL differ in it.
enum class Part : std::uint8_t { Path, Host, Zone, User, Fragment };

std::string_view allowed(Part part) {
    switch (part) {
        case Part::Path:
            return "$&+,-./:;=@_~";
        case Part::Host:
        case Part::Zone:
            return "!\"$&'()*+,-.:;<=>[]_~";
        case Part::User:
            return "$&+,-.;=_~";
        case Part::Fragment:
            return "!$&()*+,-./:;=?@_~";
    }
    return {};
}

bool stands(char c, Part part) {
    return ascii::is_alphanumeric(c) || allowed(part).find(c) != std::string_view::npos;
}

Error refused(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }
Error bad_escape(std::string_view escape) {
    return refused("invalid URL escape " + go_quote(escape.substr(0, 3)));
}

std::string escape(std::string_view text, Part part) { return percent_escape(text, allowed(part)); }

// In a host only bytes past ASCII may be escaped; in the zone of an IPv6 address what may also stand as it
// is, and spaces.
Result<std::string> unescape(std::string_view text, Part part) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '%') {
            if ((part == Part::Host || part == Part::Zone) && static_cast<unsigned char>(c) < 0x80 &&
                !stands(c, part)) {
                return refused("invalid character " + go_quote(text.substr(i, 1)) + " in host name");
            }
            out += c;
            continue;
        }
        const int high = i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? ascii::hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) return bad_escape(text.substr(i));
        const char byte = char(high * 16 + low);
        if (byte != '%') {
            if (part == Part::Host && high < 8) return bad_escape(text.substr(i));
            if (part == Part::Zone && byte != ' ' && !stands(byte, Part::Host))
                return bad_escape(text.substr(i));
        }
        out += byte;
        i += 2;
    }
    return out;
}

bool is_port(std::string_view text) {
    if (text.empty()) return true;
    return text.front() == ':' && std::all_of(text.begin() + 1, text.end(), ascii::is_digit);
}

Error bad_port(std::string_view port) { return refused("invalid port " + go_quote(port) + " after host"); }

// "[fe80::1%25en0]:80"
Result<std::string> parse_bracketed_host(std::string_view host) {
    const std::size_t close = host.rfind(']');
    if (close == std::string_view::npos) return refused("missing ']' in host");
    const std::string_view port = host.substr(close + 1);
    if (!is_port(port)) return bad_port(port);
    const std::string_view inner = host.substr(1, close - 1);
    const std::size_t zone = inner.find("%25");
    std::string name = YARE_TRY(unescape(inner.substr(0, zone), Part::Host));
    if (zone != std::string_view::npos) {
        const std::string zone_name = YARE_TRY(unescape(inner.substr(zone), Part::Zone));
        name += zone_name;
    }
    if (const auto problem = ip_address_problem(name)) return refused("invalid host: " + *problem);
    if (name.find(':') == std::string::npos) return refused("invalid IP-literal");
    return "[" + name + "]" + std::string(port);
}

Result<std::string> parse_host(std::string_view scheme, std::string_view host) {
    const std::size_t bracket = host.rfind('[');
    if (bracket == 0) return parse_bracketed_host(host);
    if (bracket != std::string_view::npos) return refused("invalid IP-literal");
    // Databases take lists of hosts with ports; only the web's own schemes are held to one colon.
    const bool strict = scheme == "http" || scheme == "https";
    const std::size_t colon = strict ? host.find(':') : host.rfind(':');
    if (colon != std::string_view::npos && !is_port(host.substr(colon))) return bad_port(host.substr(colon));
    return unescape(host, Part::Host);
}

Result<std::string> parse_userinfo(std::string_view text) {
    for (const char c : text) {
        if (!ascii::is_alphanumeric(c) &&
            std::string_view("-._:~!$&'()*+,;=%@").find(c) == std::string_view::npos) {
            return refused("net/url: invalid userinfo");
        }
    }
    const std::size_t colon = text.find(':');
    const std::string user = YARE_TRY(unescape(text.substr(0, colon), Part::User));
    std::string out = escape(user, Part::User);
    if (colon != std::string_view::npos) {
        const std::string password = YARE_TRY(unescape(text.substr(colon + 1), Part::User));
        out += ":" + escape(password, Part::User);
    }
    return out;
}

Result<void> parse_authority(Url& url, std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    url.host =
        YARE_TRY(parse_host(url.scheme, at == std::string_view::npos ? authority : authority.substr(at + 1)));
    if (at != std::string_view::npos) url.userinfo = YARE_TRY(parse_userinfo(authority.substr(0, at)));
    return {};
}

// Takes "http:" off the front.
Result<std::string> take_scheme(std::string_view& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (ascii::is_letter(c) || (i > 0 && (ascii::is_alphanumeric(c) || c == '+' || c == '-' || c == '.')))
            continue;
        if (c != ':') break;
        if (i == 0) return refused("missing protocol scheme");
        std::string scheme = ascii::lowered(text.substr(0, i));
        text.remove_prefix(i + 1);
        return scheme;
    }
    return std::string();
}

bool first_segment_has_colon(std::string_view path) {
    return path.substr(0, path.find('/')).find(':') != std::string_view::npos;
}

// Whether a path reads back as itself: it holds only what may stand in one, or escapes.
bool is_valid_path(std::string_view path) {
    return std::ranges::all_of(path, [](char c) {
        return ascii::is_alphanumeric(c) ||
               std::string_view("-._~!$&'()*+,;=:@[]%/").find(c) != std::string_view::npos;
    });
}

Result<void> set_path(Url& url, std::string_view escaped) {
    url.path = YARE_TRY(unescape(escaped, Part::Path));
    url.raw_path = escape(url.path, Part::Path) == escaped ? "" : escaped;
    return {};
}

Result<Url> parse_without_fragment(std::string_view text) {
    for (const char c : text) {
        if ((c >= 0 && c < ' ') || c == 0x7F) return refused("net/url: invalid control character in URL");
    }
    Url url;
    if (text == "*") {
        url.path = "*";
        return url;
    }
    url.scheme = YARE_TRY(take_scheme(text));
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        url.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    if (!text.starts_with('/')) {
        if (!url.scheme.empty()) {
            url.opaque = text;
            return url;
        }
        if (first_segment_has_colon(text)) return refused("first path segment in URL cannot contain colon");
    }
    if (text.starts_with("//") && (!url.scheme.empty() || !text.starts_with("///"))) {
        text.remove_prefix(2);
        const std::size_t slash = std::min(text.find('/'), text.size());
        YARE_TRY(parse_authority(url, text.substr(0, slash)));
        text.remove_prefix(slash);
    }
    YARE_TRY(set_path(url, text));
    return url;
}

// "/a/./b/../c" is "/a/c"; what leads above the root stays at the root.
std::string without_dots(std::string_view path) {
    std::string out = path.empty() ? "" : "/";
    for (std::size_t at = 0; !path.empty() && at <= path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, slash - at);
        const bool last = slash == path.size();
        const bool first = at == 0;
        at = slash + 1;
        if (part == "..") {
            if (out.size() > 1) out.erase(out.rfind('/', out.size() - 2) + 1);
        } else if (part != "." && !(first && part.empty())) {
            out.append(part).append(last ? "" : "/");
        }
    }
    return out;
}

std::string joined_path(const std::string& base, const std::string& reference) {
    if (reference.empty()) return without_dots(base);
    if (reference.starts_with('/')) return without_dots(reference);
    return without_dots(base.substr(0, base.rfind('/') + 1) + reference);
}

}  // namespace

std::string percent_escape(std::string_view text, std::string_view plain) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (ascii::is_alphanumeric(c) || plain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

Result<Url> parse_url(std::string_view text) {
    const std::size_t hash = text.find('#');
    const std::string_view front = text.substr(0, hash);
    Url url = YARE_TRY_WHILE("parse " + go_quote(front), parse_without_fragment(front));
    if (hash != std::string_view::npos) {
        url.fragment =
            YARE_TRY_WHILE("parse " + go_quote(text), unescape(text.substr(hash + 1), Part::Fragment));
    }
    return url;
}

std::string_view Url::hostname() const {
    std::string_view name = host;
    const std::size_t colon = name.rfind(':');
    if (colon != std::string_view::npos && is_port(name.substr(colon))) name = name.substr(0, colon);
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    return name;
}

std::string Url::escaped_path() const {
    if (!raw_path.empty() && is_valid_path(raw_path)) {
        const Result<std::string> read = unescape(raw_path, Part::Path);
        if (read && *read == path) return raw_path;
    }
    return path == "*" ? "*" : escape(path, Part::Path);
}

Url resolve_reference(const Url& base, const Url& reference) {
    Url out = reference;
    if (out.scheme.empty()) out.scheme = base.scheme;
    const bool whole = !reference.scheme.empty() || !reference.host.empty() || reference.userinfo;
    if (!whole && !reference.opaque.empty()) return out;
    if (!whole && reference.path.empty()) {
        if (reference.query.empty()) out.query = base.query;
        if (reference.query.empty() && reference.fragment.empty()) out.fragment = base.fragment;
        if (!base.opaque.empty()) {
            out.opaque = base.opaque;
            return out;
        }
    }
    if (!whole) {
        out.host = base.host;
        out.userinfo = base.userinfo;
    }
    if (whole && !reference.opaque.empty()) return out;
    const std::string path = whole ? without_dots(reference.escaped_path())
                                   : joined_path(base.escaped_path(), reference.escaped_path());
    // Both parts were read from paths, so this one can be.
    if (reference.path.empty() && whole) return out;
    if (!set_path(out, path)) out.path = path;
    return out;
}

std::string Url::text() const {
    std::string out;
    if (!scheme.empty()) out += scheme + ":";
    if (!opaque.empty()) {
        out += opaque;
    } else {
        const bool has_front = !scheme.empty() || !host.empty() || userinfo;
        if (has_front && (!host.empty() || !path.empty() || userinfo)) out += "//";
        if (userinfo) out += *userinfo + "@";
        out += escape(host, Part::Host);
        const std::string escaped = escaped_path();
        if (!escaped.empty() && escaped.front() != '/' && !host.empty()) out += '/';
        if (out.empty() && first_segment_has_colon(escaped)) out += "./";
        out += escaped;
    }
    if (!query.empty()) out += "?" + query;
    if (!fragment.empty()) out += "#" + escape(fragment, Part::Fragment);
    return out;
}

}  // namespace yare::inline data
