// Addresses of machines, their names, and mail addresses.

#include "format_parts.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/ip_address.h"
#include "yare/data/numbers.h"

namespace yare::schema {

Problem ipv4_problem(std::string_view text) {
    const auto groups = split(text, '.');
    if (groups.size() != 4) return "expected four decimals";
    for (const std::string_view group : groups) {
        if (group.size() > 1 && group[0] == '0') return "leading zeros";
        const Parsed<std::int64_t> number = parse_int(group, 10);
        if (!number) {
            return "strconv.Atoi: parsing " + go_quote(group) + ": " +
                   (number.status == Parse::Range ? "value out of range" : "invalid syntax");
        }
        if (number.value < 0 || number.value > 255) return "decimal must be between 0 and 255";
    }
    return std::nullopt;
}

Problem ipv6_problem(std::string_view text) {
    if (text.find(':') == std::string_view::npos) return "missing colon";
    if (Problem problem = ip_address_problem(text)) return problem;
    if (text.find('%') != std::string_view::npos) return "zone id is not a part of ipv6 address";
    return std::nullopt;
}

Problem hostname_problem(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.size() > 253) return "more than 253 characters long";
    for (const std::string_view label : split(text, '.')) {
        if (label.empty() || label.size() > 63) return "label must be 1 to 63 characters long";
        if (label.starts_with('-')) return "label starts with hyphen";
        if (label.ends_with('-')) return "label ends with hyphen";
        const auto other =
            first_other(label, [](char32_t rune) { return ascii::is_alphanumeric(rune) || rune == '-'; });
        if (other) return "invalid character " + quoted_rune(*other);
    }
    return std::nullopt;
}

namespace {

Problem quoted_name_problem(std::string_view inner) {
    if (inner.find_first_of("\\\"") != std::string_view::npos)
        return "backslash and quote are not allowed within quoted local part";
    return std::nullopt;
}

Problem name_problem(std::string_view name) {
    if (name.size() > 1 && name.starts_with('"') && name.ends_with('"'))
        return quoted_name_problem(name.substr(1, name.size() - 2));
    if (name.starts_with('.')) return "starts with dot";
    if (name.ends_with('.')) return "ends with dot";
    if (name.find("..") != std::string_view::npos) return "consecutive dots";
    const auto other = first_other(name, [](char32_t rune) {
        return ascii::is_alphanumeric(rune) ||
               (rune < 0x80 &&
                std::string_view(".!#$%&'*+-/=?^_`{|}~").find(char(rune)) != std::string_view::npos);
    });
    if (other) return "invalid character " + quoted_rune(*other);
    return std::nullopt;
}

}  // namespace

Problem email_problem(std::string_view text) {
    if (text.size() > 254) return "more than 255 characters long";
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return "missing @";
    const std::string_view name = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    if (name.size() > 64) return "local part more than 64 characters long";
    if (Problem problem = name_problem(name)) return problem;
    if (!domain.starts_with('[') || !domain.ends_with(']'))
        return within("invalid domain", hostname_problem(domain));
    const std::string_view address = domain.substr(1, domain.size() - 2);
    if (address.starts_with("IPv6:")) return within("invalid ipv6 address", ipv6_problem(address.substr(5)));
    return within("invalid ipv4 address", ipv4_problem(address));
}

}  // namespace yare::schema
