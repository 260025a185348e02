// What a server serves, from its own description: the aggregated form of one document for all groups, or the
// older one of a document a group.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/kube/client.h"

namespace yare::kube {

struct Catalog {
    std::vector<std::string> api_versions;  // in the server's order; of a group the preferred first
    std::vector<ResourceMapping> resources;
    std::vector<std::string> kinds;  // "apps/v1/Deployment", those of subresources too, each once

    const ResourceMapping* find(std::string_view api_version, std::string_view kind) const;
    const ResourceMapping* find_preferred(std::string_view group, std::string_view kind) const;
    // "deploy", "deployments.apps", "deployments.v1.apps", "Deployment"
    const ResourceMapping* find_by_text(std::string_view text) const;
};

// Adds the items of an APIGroupDiscoveryList.
void add_aggregated(const Value& list, Catalog& catalog);
// Of an APIResourceList.
void add_resource_list(std::string_view api_version, const Value& list, Catalog& catalog);

// For the cache on disk.
Result<std::string> write_catalog(const Catalog& catalog);
Result<Catalog> read_catalog(std::string_view text);

}  // namespace yare::kube
