#include "yare/release/plan.h"

namespace yare::release {

namespace {

std::optional<std::string> metadata_mismatch(const char* where, const char* key,
                                             const std::optional<std::string>& found,
                                             std::string_view wanted) {
    if (found && *found == wanted) return std::nullopt;
    const std::string value(wanted);
    const std::string name = std::string("key \"") + key + "\"";
    if (!found)
        return std::string(where) + " validation error: missing " + name + ": must be set to \"" + value +
               "\"";
    return std::string(where) + " validation error: " + name + " must equal \"" + value +
           "\": current value is \"" + *found + "\"";
}

}  // namespace

const LiveObject* Live::find(const kube::ObjectRef& ref) const {
    const auto found = objects.find(ref);
    return found == objects.end() ? nullptr : &found->second;
}

std::optional<std::string> ownership_failure(const LiveObject& live, std::string_view release,
                                             std::string_view namespace_name) {
    std::string failures;
    const auto add = [&](const std::optional<std::string>& failure) {
        if (!failure) return;
        failures += (failures.empty() ? "invalid ownership metadata; " : "; ") + *failure;
    };
    add(metadata_mismatch("label", "app.kubernetes.io/managed-by", live.managed_by, "Helm"));
    add(metadata_mismatch("annotation", "meta.helm.sh/release-name", live.release_name, release));
    add(metadata_mismatch("annotation", "meta.helm.sh/release-namespace", live.release_namespace,
                          namespace_name));
    if (failures.empty()) return std::nullopt;
    return failures;
}

}  // namespace yare::release
