// The types that are served in two versions: their objects are kept in one of them.
#pragma once

#include "yare/data/value.h"

namespace yare::sandbox {

struct Kind;

// Whether this version has another form than what is stored.
bool is_converted(const Kind& kind);
void to_storage(const Kind& kind, Map& object);
void from_storage(const Kind& kind, Map& object);

}  // namespace yare::sandbox
