// What a client gets to see of an object: the whole, its metadata only, or a row of the table that kubectl
// prints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "call.h"
#include "yare/data/value.h"

namespace yare::sandbox {

struct ListMeta {
    std::string version;
    std::string next;  // the continue token
    std::int64_t remaining = 0;
};

// `now_seconds` since the epoch: for the columns that say how long ago.
std::string rendered_object(const Kind& kind, View view, Map* object, std::int64_t now_seconds);
std::string rendered_list(const Kind& kind, View view, const std::vector<Map*>& objects, const ListMeta& meta,
                          Document& document, std::int64_t now_seconds);
// A Table of these rows; column definitions may be left out (watches send them once).
Value table_of(const Kind& kind, const std::vector<Map*>& objects, Document& document, bool with_columns,
               std::int64_t now_seconds);
Value metadata_of(Map& object);

}  // namespace yare::sandbox
