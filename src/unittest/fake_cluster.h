// The cluster that a test describes, as templates see it through `lookup`.
#pragma once

#include "suite.h"
#include "yare/render/render.h"

namespace yare::unittest {

class FakeCluster final : public render::LookupSource {
  public:
    explicit FakeCluster(const ClusterFields& fields) : fields_(fields) {}
    Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                         std::string_view namespace_name, std::string_view name) override;

  private:
    const ClusterFields& fields_;
};

}  // namespace yare::unittest
