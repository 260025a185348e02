// The three-way merge of client-side apply, on objects as data.
//
// What was in the manifest before and is not any more is taken out of the live object; what the manifest says
// now goes in; everything else stays as others have left it. Lists whose items have names (containers, ports,
// environment) merge item by item, as the type says; all other lists are replaced.
#pragma once

#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/schema/kubernetes.h"

namespace yare::release {

// In `document`. `before` may be nil.
Value three_way_merge(const Value& live, const Value& before, const Value& now, const schema::Type& type,
                      Document& document);

// The JSON merge patch (RFC 7386) that makes `to` out of `from`; an empty map where there is nothing to do.
Map* merge_patch(const Value& from, const Value& to, Document& document);

}  // namespace yare::release
