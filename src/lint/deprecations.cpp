#include "deprecations.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace yare::lint {

namespace {

struct DeprecatedKind {
    std::string_view api_version;
    std::string_view kind;
    std::int16_t since;
    std::int16_t removed;
    std::string_view instead;
};

#include "deprecations_table.h"

// Go's strconv.Atoi; its error is the finding then.
std::optional<int> number(const std::string& text) {
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return out;
}

}  // namespace

std::optional<std::string> deprecation(std::string_view api_version, std::string_view kind,
                                       const render::KubeVersion& version) {
    const auto* found = std::ranges::find_if(kDeprecatedKinds, [&](const DeprecatedKind& one) {
        return one.api_version == api_version && one.kind == kind;
    });
    if (found == std::end(kDeprecatedKinds)) return {};
    const std::optional<int> major = number(version.major);
    const std::optional<int> minor = number(version.minor);
    if (!major || !minor) {
        return "strconv.Atoi: parsing \"" + (major ? version.minor : version.major) + "\": invalid syntax";
    }
    const bool nothing_known = *major == 0 && *minor == 0;
    if (!nothing_known && (*major < 1 || (*major == 1 && *minor < found->since))) return {};
    std::string text(api_version);
    text.append(" ")
        .append(kind)
        .append(" is deprecated in v1.")
        .append(std::to_string(found->since))
        .append("+");
    if (found->removed != 0) text += ", unavailable in v1." + std::to_string(found->removed) + "+";
    if (!found->instead.empty()) text.append("; use ").append(found->instead);
    return text;
}

}  // namespace yare::lint
