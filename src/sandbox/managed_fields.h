// metadata.managedFields: who owns which field, and server-side apply, which is decided by it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "failure.h"
#include "yare/data/value.h"

namespace yare::sandbox {

struct Kind;
struct Writer;

// After a create, update or patch: what differs from `old` (null: everything) now belongs to the writer.
void record_update(const Kind& kind, const Map* old, Map& object, const Writer& writer,
                   const std::string& now);

struct Apply {
    std::string manager;
    std::string subresource;
    bool force = false;
};

// The object that comes of applying `wanted` to `live` (null: there is none), with its new managedFields, in
// the document of `wanted`. Fails with the conflicts unless forced.
Checked apply_fields(const Kind& kind, const Map* live, Map& wanted, const Apply& apply,
                     const std::string& now, Map*& result);

// Whether the two objects' records say the same but for their times.
bool same_record(const Map& object, const Map& old);

}  // namespace yare::sandbox
