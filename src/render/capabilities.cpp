#include "yare/render/capabilities.h"

#include <array>
#include <charconv>

namespace yare::render {

namespace {

// Helm: the groups and versions that its Kubernetes client (v0.37) has types for, in the client's order of preference.
constexpr std::array<std::string_view, 57> kApiVersions = {
    "v1",
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1alpha1",
    "admissionregistration.k8s.io/v1beta1",
    "internal.apiserver.k8s.io/v1alpha1",
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "authentication.k8s.io/v1",
    "authentication.k8s.io/v1alpha1",
    "authentication.k8s.io/v1beta1",
    "authorization.k8s.io/v1",
    "authorization.k8s.io/v1beta1",
    "autoscaling/v1",
    "autoscaling/v2",
    "batch/v1",
    "batch/v1beta1",
    "certificates.k8s.io/v1",
    "certificates.k8s.io/v1beta1",
    "certificates.k8s.io/v1alpha1",
    "coordination.k8s.io/v1alpha2",
    "coordination.k8s.io/v1beta1",
    "coordination.k8s.io/v1",
    "discovery.k8s.io/v1",
    "discovery.k8s.io/v1beta1",
    "events.k8s.io/v1",
    "events.k8s.io/v1beta1",
    "extensions/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "lifecycle.k8s.io/v1alpha1",
    "networking.k8s.io/v1",
    "networking.k8s.io/v1beta1",
    "node.k8s.io/v1",
    "node.k8s.io/v1alpha1",
    "node.k8s.io/v1beta1",
    "policy/v1",
    "policy/v1beta1",
    "rbac.authorization.k8s.io/v1",
    "rbac.authorization.k8s.io/v1beta1",
    "rbac.authorization.k8s.io/v1alpha1",
    "resource.k8s.io/v1",
    "resource.k8s.io/v1beta2",
    "resource.k8s.io/v1beta1",
    "resource.k8s.io/v1alpha3",
    "scheduling.k8s.io/v1alpha3",
    "scheduling.k8s.io/v1beta1",
    "scheduling.k8s.io/v1",
    "storage.k8s.io/v1beta1",
    "storage.k8s.io/v1",
    "storage.k8s.io/v1alpha1",
    "storagemigration.k8s.io/v1",
    "storagemigration.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1beta1",
    "apiextensions.k8s.io/v1",
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Kubernetes' rule for one number of a version: no leading zero.
bool parse_number(std::string_view text, std::string& out) {
    unsigned value = 0;
    if (text.empty() || (text.size() > 1 && text[0] == '0')) return false;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size()) return false;
    out = text;
    return true;
}

}  // namespace

Result<KubeVersion> parse_kube_version(std::string_view text) {
    const Error wrong(ErrorCode::Invalid, "could not parse \"" + std::string(text) + "\" as version");
    std::string_view rest = text;
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    if (rest.starts_with("v")) rest.remove_prefix(1);
    // Two or more numbers; what follows them does not count.
    std::size_t end = 0;
    while (end < rest.size() && (is_digit(rest[end]) || (rest[end] == '.' && end + 1 < rest.size() && is_digit(rest[end + 1])))) {
        ++end;
    }
    std::vector<std::string> numbers;
    for (std::size_t at = 0; at <= end;) {
        const std::size_t dot = std::min(rest.find('.', at), end);
        std::string number;
        if (!parse_number(rest.substr(at, dot - at), number)) return wrong;
        numbers.push_back(std::move(number));
        at = dot + 1;
    }
    if (numbers.size() < 2) return wrong;
    KubeVersion out;
    out.version = text.starts_with("v") ? std::string(text) : "v" + std::string(text);
    out.major = numbers[0];
    out.minor = numbers[1];
    out.normalized = "v" + numbers[0] + "." + numbers[1] + "." + (numbers.size() > 2 ? numbers[2] : "0");
    return out;
}

Capabilities default_capabilities() {
    return {KubeVersion{}, std::vector<std::string>(kApiVersions.begin(), kApiVersions.end())};
}

}  // namespace yare::render
