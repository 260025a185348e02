// Filling a chart's charts/ folder with what its Chart.yaml declares, and the lock that says which versions
// those are.
//
// Only folders (file://) so far: what a repository or a registry would have to be asked for is refused with
// an error that says so. An archive is made in memory and put in its place in one step; nothing is written
// through a link.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::repo {

struct BuildOptions {
    std::string folder = ".";  // the chart's, as the user gave it
    bool debug = false;
    std::optional<std::int64_t> source_date_epoch;  // stamps the archives, not the lock
    // Each line of what is being done.
    std::function<void(std::string_view line)> say;
};

// What the edges of a build are.
struct BuildWorld {
    FileSystem& files;
    Clock& clock;
    Diagnostics& diagnostics;
};

// By Chart.lock; without one as update_dependencies.
Result<void> build_dependencies(const BuildWorld& world, const BuildOptions& options);
// By the ranges in Chart.yaml; writes Chart.lock when it changes.
Result<void> update_dependencies(const BuildWorld& world, const BuildOptions& options);

}  // namespace yare::repo
