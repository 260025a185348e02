// The columns of kubectl's tables, by type.
#pragma once

#include <string>
#include <vector>

#include "kinds.h"
#include "yare/data/value.h"

namespace yare::sandbox {

struct Column {
    std::string name;
    std::string type = "string";
    std::int64_t priority = 0;  // 1: shown by -o wide only
    std::string format;
};

std::vector<Column> columns_of(const Kind& kind);
// As many cells as there are columns.
std::vector<Value> cells_of(const Kind& kind, const Value& object, Document& document,
                            std::int64_t now_seconds);

// How long ago, as kubectl prints it: "5m12s", "3d4h".
std::string age_of(std::string_view timestamp, std::int64_t now_seconds);
std::int64_t seconds_of(std::string_view timestamp);

}  // namespace yare::sandbox
