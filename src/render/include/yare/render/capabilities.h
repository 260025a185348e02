// What a cluster can do, as charts ask it: .Capabilities.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::render {

struct KubeVersion {
    std::string version = "v1.37.0";     // in full: "v1.28.3-gke.100"
    std::string normalized = "v1.37.0";  // "v1.28.3"
    std::string major = "1";
    std::string minor = "37";
};

// "1.2", "v1.28.3-gke.100"; Helm: `could not parse "bad" as version`.
Result<KubeVersion> parse_kube_version(std::string_view text);

struct Capabilities {
    KubeVersion kube_version;
    // "v1", "apps/v1", and from a cluster "apps/v1/Deployment" too.
    std::vector<std::string> api_versions;
};

// Helm's without a cluster: what its Kubernetes client library knows.
Capabilities default_capabilities();

}  // namespace yare::render
