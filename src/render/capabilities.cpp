#include "yare/render/capabilities.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "white_space.h"
#include "yare/base/ascii.h"

namespace yare::render {

namespace {

// Helm: the groups and versions that its Kubernetes client (v0.37) has types for, in the client's order of
// preference.
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

// One number without its leading zeros; nothing when it does not fit.
std::optional<std::string> plain_number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc()) return std::nullopt;
    return std::to_string(value);
}

}  // namespace

// Kubernetes' generic versions: a v, then numbers between dots; what follows them does not count.
Result<KubeVersion> parse_kube_version(std::string_view text) {
    const auto wrong = [&] {
        return Error(ErrorCode::Invalid, "could not parse \"" + std::string(text) + "\" as version");
    };
    std::string_view rest = trim_left_space(text);
    if (rest.starts_with("v")) rest.remove_prefix(1);
    std::vector<std::string> numbers;
    for (;;) {
        std::size_t end = 0;
        while (end < rest.size() && ascii::is_digit(rest[end])) ++end;
        if (end == 0) break;
        std::optional<std::string> number = plain_number(rest.substr(0, end));
        if (!number) return wrong();
        numbers.push_back(std::move(*number));
        rest.remove_prefix(end);
        if (!rest.starts_with(".")) break;
        rest.remove_prefix(1);
    }
    if (numbers.empty()) return wrong();
    if (numbers.size() < 2)
        return Error(ErrorCode::Invalid, "illegal version string \"" + std::string(text) + "\"");
    KubeVersion out;
    out.version = text.starts_with("v") ? std::string(text) : "v" + std::string(text);
    out.major = numbers[0];
    out.minor = numbers[1];
    out.normalized = "v" + numbers[0];
    for (std::size_t i = 1; i < numbers.size(); ++i) out.normalized += "." + numbers[i];
    return out;
}

Capabilities default_capabilities() {
    return {KubeVersion{}, std::vector<std::string>(kApiVersions.begin(), kApiVersions.end())};
}

}  // namespace yare::render
