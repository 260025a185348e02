// The three patches that change an object without asking who owns it. All change `object` in place, in its
// document.
#pragma once

#include "failure.h"
#include "yare/data/value.h"
#include "yare/schema/kubernetes.h"

namespace yare::sandbox {

// RFC 7386: null takes away, maps are merged, all else is replaced.
void merge_patch(Map& object, const Map& patch);
// RFC 6902; the patch is a list of operations.
Checked json_patch(Value& object, const Value& patch, Document& document);
// Kubernetes' own, which merges lists by the keys of the type, and knows the directives $patch, $retainKeys,
// $setElementOrder/field and $deleteFromPrimitiveList/field.
Checked strategic_patch(Map& object, const Map& patch, const schema::Type& type);

}  // namespace yare::sandbox
