// OpenAPI documents, made from the same tables that the sandbox checks objects with: enough for kubectl's and
// Helm's validation, `kubectl explain` without its prose, and clients that ask whether fieldValidation is
// supported.
#pragma once

#include "call.h"
#include "kinds.h"

namespace yare::sandbox {

Answer answer_openapi(const Kinds& kinds, Call& call);

}  // namespace yare::sandbox
