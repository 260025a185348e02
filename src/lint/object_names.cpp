#include "object_names.h"

#include <algorithm>

#include "yare/base/ascii.h"

namespace yare::lint {

namespace {

bool is_plain(char c) { return ascii::is_lower(c) || ascii::is_digit(c); }

// Letters, digits and hyphens, the latter not at either end.
bool is_label(std::string_view text) {
    return !text.empty() && is_plain(text.front()) && is_plain(text.back()) &&
           std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '-'; });
}

bool is_subdomain(std::string_view text) {
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!is_label(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

// A rule in the words that Kubernetes has for it.
struct NameRule {
    std::size_t longest;
    std::string_view words;
    std::string_view examples;
    std::string_view pattern;
};

constexpr NameRule kSubdomain{253,
                              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                              "characters, '-' or '.', and must start and end "
                              "with an alphanumeric character",
                              "'example.com'",
                              "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"};
constexpr NameRule kLabel{
    63,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must "
    "start and end with an alphanumeric character",
    "'my-name',  or '123-abc'", "[a-z0-9]([-a-z0-9]*[a-z0-9])?"};
constexpr NameRule kServiceLabel{
    63,
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
    "alphabetic character, and end with an alphanumeric character",
    "'my-name',  or 'abc-123'", "[a-z]([-a-z0-9]*[a-z0-9])?"};

std::vector<std::string> against(const NameRule& rule, std::string_view name, bool fits) {
    std::vector<std::string> out;
    if (name.size() > rule.longest)
        out.push_back("must be no more than " + std::to_string(rule.longest) + " characters");
    if (!fits && rule.longest == kLabel.longest && rule.pattern == kLabel.pattern && is_subdomain(name)) {
        out.emplace_back("must not contain dots");
    } else if (!fits) {
        std::string text(rule.words);
        text.append(" (e.g. ")
            .append(rule.examples)
            .append(", regex used for validation is '")
            .append(rule.pattern)
            .append("')");
        out.push_back(std::move(text));
    }
    return out;
}

// Names of roles and their bindings need only fit into a path.
std::vector<std::string> path_segment(std::string_view name) {
    if (name == "." || name == "..") return {"may not be '" + std::string(name) + "'"};
    std::vector<std::string> out;
    for (const char c : {'/', '%'}) {
        if (name.find(c) != std::string_view::npos) out.push_back(std::string("may not contain '") + c + "'");
    }
    return out;
}

}  // namespace

std::vector<std::string> name_problems(std::string_view kind, std::string_view name) {
    const std::string lower = ascii::lowered(kind);
    if (lower == "certificatesigningrequest") return {};
    if (lower == "role" || lower == "clusterrole" || lower == "rolebinding" || lower == "clusterrolebinding")
        return path_segment(name);
    if (lower == "service")
        return against(kServiceLabel, name, is_label(name) && ascii::is_lower(name.front()));
    if (lower == "namespace") return against(kLabel, name, is_label(name));
    return against(kSubdomain, name, is_subdomain(name));
}

}  // namespace yare::lint
