// The objects of a manifest, and what the cluster says of them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/release/plan.h"

namespace yare::release {

// Whether a kind lives in namespaces. NotFound, with client-go's text, for kinds that are not served.
using ScopeOf = std::function<Result<bool>(std::string_view api_version, std::string_view kind)>;
ScopeOf scope_from(kube::Client& cluster);

enum class UnknownKinds {
    Fail,
    Drop,  // with a warning: what the server no longer knows cannot be there any more
};

// Reads a manifest as it is stored; lists are taken apart. Helm: failures of several objects are told
// together.
Result<std::vector<ManifestObject>> read_objects(std::string_view manifest, std::string_view namespace_name,
                                                 const ScopeOf& scope, UnknownKinds unknown,
                                                 Diagnostics& diagnostics);

// The object with Helm's label and annotations, which say whose it is.
Result<std::string> with_ownership(const std::string& json, std::string_view release,
                                   std::string_view namespace_name);

// Asks the cluster about every object, many at a time.
Result<Live> survey(kube::Client& cluster, const std::vector<kube::ObjectRef>& refs,
                    const Cancellation& cancellation);

// Kinds and names, whatever the version: Helm takes the same object in two versions for the same.
bool same_object(const kube::ObjectRef& a, const kube::ObjectRef& b);

// "apps/v1, Kind=Deployment", "/v1, Kind=Service": Go's GroupVersionKind.
std::string kind_text(const kube::ObjectRef& ref);
// "Deployment/demo/web", "Namespace/demo"
std::string ref_text(const kube::ObjectRef& ref);

}  // namespace yare::release
