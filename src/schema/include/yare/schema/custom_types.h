// CustomType: the schema of one version of a custom resource, read from its CRD, in the form of the built-in
// types.
#pragma once

#include <memory>

#include "yare/data/value.h"
#include "yare/schema/kubernetes.h"

namespace yare::schema {

class CustomType {
  public:
    // `openapi_schema` is spec.versions[].schema.openAPIV3Schema, or nil: then every field is kept and
    // nothing is known but metadata. The value is not kept.
    static std::unique_ptr<CustomType> of(const Value& openapi_schema);
    virtual ~CustomType() = default;
    virtual Type type() const = 0;  // valid as long as this object
};

}  // namespace yare::schema
