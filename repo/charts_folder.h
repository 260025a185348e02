// The charts/ folder of a chart: what lies there, and what is put there.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "index_cache.h"
#include "lock_digest.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::repo {

// What charts/ is to hold of archives.
struct Archives {
    std::map<std::string, std::string> fresh;  // by file name: the bytes
    std::set<std::string> kept;                // file names of those that lie there already
    std::set<std::string> foreign;             // of the fresh ones, those from the web: not yet looked at
};

class ChartsFolder {
  public:
    // `passing` is the folder that Helm would name for files on their way.
    ChartsFolder(FileSystem& files, const std::string& chart_folder, const std::string& passing,
                 Diagnostics& diagnostics);

    const std::string& path() const { return path_; }
    // Makes it. A link is refused: nothing is written through one.
    Result<void> prepare();
    // The file that holds this chart in this version; empty where there is none.
    std::string find_archive(const std::string& chart, const std::string& version);
    // Writes what is not there yet and removes the archives that nothing asks for. What is no chart is left
    // out, which is said.
    Result<void> fill(const Archives& archives, const Dependencies& locked, const Say& say);

  private:
    Result<void> remove_outdated(const std::string& file, const Dependencies& locked, const Say& say);
    void read_archives();

    FileSystem& files_;
    std::string path_;
    std::string passing_;
    Diagnostics& diagnostics_;
    struct Found {
        std::string chart;
        std::string version;
        std::string file;
    };
    std::vector<Found> found_;
    bool read_ = false;
};

}  // namespace yare::repo
