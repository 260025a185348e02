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

// `now` for the column Age is taken from the objects' reader: tables carry seconds since the epoch in
// `now_seconds`.
std::string rendered_object(const Kind& kind, View view, Map* object);
std::string rendered_list(const Kind& kind, View view, const std::vector<Map*>& objects, const ListMeta& meta,
                          Document& document);
// A Table of these rows; column definitions may be left out (watches send them once).
Value table_of(const Kind& kind, const std::vector<Map*>& objects, Document& document, bool with_columns);
Value metadata_of(Map& object);

}  // namespace yare::sandbox
