// `lookup` in templates, answered by the cluster.
#pragma once

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/kube/client.h"
#include "yare/render/render.h"

namespace yare::release {

class ClusterLookup final : public render::LookupSource {
  public:
    ClusterLookup(kube::Client& cluster, Diagnostics& diagnostics, Cancellation cancellation)
        : cluster_(cluster), diagnostics_(diagnostics), cancellation_(std::move(cancellation)) {}

    Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                         std::string_view namespace_name, std::string_view name) override;

  private:
    // `nothing` where the group is served, else an error, which Helm logs as well.
    Result<Value> unknown_kind(const kube::ObjectRef& ref, const Value& nothing, Error error);
    void log_missing(const kube::ObjectRef& ref);

    kube::Client& cluster_;
    Diagnostics& diagnostics_;
    const Cancellation cancellation_;
};

}  // namespace yare::release
