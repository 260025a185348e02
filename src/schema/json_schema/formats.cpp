#include "formats.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "addresses.h"
#include "format_parts.h"
#include "yare/base/ascii.h"
#include "yare/data/go_regex.h"
#include "yare/data/go_text.h"
#include "yare/data/url.h"
#include "yare/data/utf8.h"

namespace yare::schema {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + 1);
    }
}

std::size_t leading_digits(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), ascii::is_digit);
    return std::size_t(end - text.begin());
}

std::string quoted_rune(char32_t rune) {
    if (rune == '\'') return "'\\''";
    if (rune == '"') return "'\"'";
    std::string text;
    utf8::append(text, rune);
    const std::string quoted = go_quote(text);
    return "'" + quoted.substr(1, quoted.size() - 2) + "'";
}

Problem within(std::string_view prefix, Problem problem) {
    if (problem) problem->insert(0, std::string(prefix) + ": ");
    return problem;
}

namespace {

Problem json_pointer_problem(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (text[0] != '/') return "not starting with /";
    for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
            return "~ must be followed by 0 or 1";
    }
    return std::nullopt;
}

Problem relative_json_pointer_problem(std::string_view text) {
    const std::size_t digits = leading_digits(text);
    if (digits == 0) return "must start with non-negative integer";
    if (digits > 1 && text[0] == '0') return "starts with zero";
    text.remove_prefix(digits);
    if (text == "#") return std::nullopt;
    return json_pointer_problem(text);
}

Problem uuid_problem(std::string_view text) {
    constexpr std::array<std::size_t, 5> kSizes = {8, 4, 4, 4, 12};
    const auto groups = split(text, '-');
    if (groups.size() != kSizes.size()) return "must have 5 elements";
    for (std::size_t i = 0; i < kSizes.size(); ++i) {
        if (groups[i].size() != kSizes[i]) {
            return "element " + std::to_string(i + 1) + " must be " + std::to_string(kSizes[i]) +
                   " characters long";
        }
        const auto other = first_other(groups[i], ascii::is_hex_digit);
        if (other) return "non-hex character " + quoted_rune(*other);
    }
    return std::nullopt;
}

Problem readable_url(std::string_view text, Url& url) {
    Result<Url> read = parse_url(text);
    if (!read) return read.error().text();
    url = *std::move(read);
    const std::string_view host = url.hostname();
    if (host.find(':') == std::string_view::npos) return std::nullopt;
    if (url.host.find('[') == std::string::npos || url.host.find(']') == std::string::npos)
        return "ipv6 address not enclosed in brackets";
    return within("invalid ipv6 address", ipv6_problem(host));
}

Problem uri_problem(std::string_view text) {
    Url url;
    if (Problem problem = readable_url(text, url)) return problem;
    if (url.scheme.empty()) return "relative url";
    return std::nullopt;
}

Problem uri_reference_problem(std::string_view text) {
    if (text.find('\\') != std::string_view::npos) return "contains \\";
    Url url;
    return readable_url(text, url);
}

Problem braces_problem(std::string_view step) {
    bool open = false;
    for (const char c : step) {
        if (c != '{' && c != '}') continue;
        if ((c == '{') == open) return "nested curly braces";
        open = !open;
    }
    if (open) return "no matching closing brace";
    return std::nullopt;
}

// Helm looks at the steps of a path that is not written as Go itself would write it, which one with braces
// never is.
Problem uri_template_problem(std::string_view text) {
    Url url;
    if (Problem problem = readable_url(text, url)) return problem;
    for (const std::string_view step : split(url.path, '/')) {
        if (Problem problem = braces_problem(step)) return problem;
    }
    return std::nullopt;
}

bool is_identifier(char32_t rune) { return ascii::is_alphanumeric(rune) || rune == '-'; }

Problem build_problem(std::string_view build) {
    if (build.empty()) return "build is empty";
    for (const std::string_view part : split(build, '.')) {
        if (part.empty()) return "build identifier is empty";
        if (const auto other = first_other(part, is_identifier))
            return "invalid character " + quoted_rune(*other) + " in build identifier";
    }
    return std::nullopt;
}

Problem pre_release_problem(std::string_view text) {
    for (const std::string_view part : split(text, '.')) {
        if (part.empty()) return "pre-release identifier is empty";
        if (const auto other = first_other(part, is_identifier))
            return "invalid character " + quoted_rune(*other) + " in pre-release identifier";
        if (part.size() > 1 && part[0] == '0' && leading_digits(part) == part.size())
            return "pre-release numeric identifier starts with zero";
    }
    return std::nullopt;
}

Problem semver_problem(std::string_view text) {
    if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
        if (Problem problem = build_problem(text.substr(plus + 1))) return problem;
        text = text.substr(0, plus);
    }
    if (const std::size_t dash = text.find('-'); dash != std::string_view::npos) {
        if (Problem problem = pre_release_problem(text.substr(dash + 1))) return problem;
        text = text.substr(0, dash);
    }
    const auto numbers = split(text, '.');
    if (numbers.size() != 3) return "versionCore must have 3 numbers separated by dot";
    constexpr std::array<std::string_view, 3> kNames = {"major", "minor", "patch"};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::string name(kNames[i]);
        if (numbers[i].empty()) return name + " is empty";
        if (numbers[i].size() > 1 && numbers[i][0] == '0') return name + " starts with zero";
        if (leading_digits(numbers[i]) != numbers[i].size()) return name + " contains non-digit";
    }
    return std::nullopt;
}

Problem regex_problem(std::string_view text) {
    const auto compiled = compile_go_regex(text);
    if (!compiled) return compiled.error().text();
    return std::nullopt;
}

constexpr std::array<FormatRule, 19> kFormats = {{
    {"date", date_problem},
    {"date-time", date_time_problem},
    {"duration", duration_problem},
    {"email", email_problem},
    {"hostname", hostname_problem},
    {"ipv4", ipv4_problem},
    {"ipv6", ipv6_problem},
    {"iri", uri_problem},
    {"iri-reference", uri_reference_problem},
    {"json-pointer", json_pointer_problem},
    {"period", period_problem},
    {"regex", regex_problem},
    {"relative-json-pointer", relative_json_pointer_problem},
    {"semver", semver_problem},
    {"time", time_problem},
    {"uri", uri_problem},
    {"uri-reference", uri_reference_problem},
    {"uri-template", uri_template_problem},
    {"uuid", uuid_problem},
}};

}  // namespace

const FormatRule* find_format(std::string_view name) {
    const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                    [&](const FormatRule& each) { return each.name == name; });
    return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace yare::schema
