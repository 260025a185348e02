#include "yare/release/storage.h"

#include <algorithm>

namespace yare::release {

std::string record_key(std::string_view name, std::int64_t revision) {
    return "sh.helm.release.v1." + std::string(name) + ".v" + std::to_string(revision);
}

Result<std::vector<RecordHead>> Storage::history(std::string_view name, Diagnostics& diagnostics) {
    Query query;
    query.name = name;
    std::vector<RecordHead> found = YARE_TRY(heads(query, diagnostics));
    if (found.empty()) return Error(ErrorCode::NotFound, "release: not found");
    return found;
}

Result<Stored> Storage::last(std::string_view name, Diagnostics& diagnostics) {
    std::vector<RecordHead> all = YARE_TRY(history(name, diagnostics));
    std::vector<Stored> read = YARE_TRY(get_all({std::move(all.back())}));
    if (read.empty()) return Error(ErrorCode::NotFound, "release: not found");
    return std::move(read.front());
}

}  // namespace yare::release
