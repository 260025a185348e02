// Helm's log lines of --debug about records and objects.
#pragma once

#include <cstddef>
#include <string_view>

#include "yare/base/diagnostics.h"
#include "yare/release/plan.h"

namespace yare::release {

// Before objects that are all new.
void log_creation(std::size_t objects, bool server_side, Diagnostics& log);
// Before the objects of an upgrade, or of an install that takes some over.
struct UpdateLog {
    std::size_t objects = 0;
    bool server_side = true;
    bool replace = false;
    bool force_conflicts = false;
    bool adopts_fields = false;
};
void log_update(const UpdateLog& update, Diagnostics& log);

// How a write went; `error` is empty where it went well.
void log_write(const WriteObjects& step, const PlannedObject& object, bool changed, const std::string& error,
               Diagnostics& log);

void log_record(std::string_view what, std::string_view release, std::int64_t revision, Diagnostics& log);

}  // namespace yare::release
