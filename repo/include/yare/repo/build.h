// Filling a chart's charts/ folder with what its Chart.yaml declares, and the lock that says which versions
// those are.
//
// Charts come from folders (file://) and repositories (http://, https://, and the names of added ones);
// registries (oci://) are refused with an error that says so. An archive is had whole, compared with the
// digest that the index gives, and put in its place in one step; nothing is written through a link. A build
// whose lock and archives fit makes no request and writes no file.
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
#include "yare/base/second_thread.h"
#include "yare/repo/web.h"

namespace yare::repo {

// Whether archives from repositories have to be signed.
enum class Verify { Never, IfSigned, Always };

struct BuildOptions {
    std::string folder = ".";  // the chart's, as the user gave it
    bool debug = false;
    std::optional<std::int64_t> source_date_epoch;  // stamps the archives, not the lock
    std::string repository_config;                  // repositories.yaml
    std::string repository_cache;                   // the folder of the indexes
    bool skip_refresh = false;
    Verify verify = Verify::Never;
    std::int64_t process_id = 0;  // in the name that files on their way are told by
    // What is being done, mostly lines with their ends.
    std::function<void(std::string_view text)> say;
};

// What the edges of a build are.
struct BuildWorld {
    FileSystem& files;
    Clock& clock;
    Diagnostics& diagnostics;
    MakeClient make_client;
    SecondThread* second_thread = nullptr;  // packs charts, where there is one
};

// By Chart.lock; without one as update_dependencies.
Result<void> build_dependencies(const BuildWorld& world, const BuildOptions& options);
// By the ranges in Chart.yaml; writes Chart.lock when it changes.
Result<void> update_dependencies(const BuildWorld& world, const BuildOptions& options);

}  // namespace yare::repo
