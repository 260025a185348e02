// Go's eq, lt and the like.
#pragma once

#include <span>

#include "machine.h"

namespace yare::templates {

// Whether the first equals any of the others.
Result<bool> equal_any(Document& document, std::span<const Operand> args);
// Lt, Le, Gt or Ge.
Result<bool> compare(Builtin builtin, Document& document, const Value& left, const Value& right);

}  // namespace yare::templates
