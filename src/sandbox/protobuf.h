// Kubernetes' protobuf form of built-in types, in which Go clients send their objects: read into the same
// values as JSON. Answers go out as JSON, which every client takes.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::sandbox {

// A whole body: the magic bytes, the envelope with apiVersion and kind, and the object in it.
Result<Map*> read_protobuf(std::string_view body, Document& document);

}  // namespace yare::sandbox
