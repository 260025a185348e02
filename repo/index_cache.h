// The indexes of repositories as they are kept in Helm's cache folder, each read once in a run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/repo/index.h"
#include "yare/repo/repositories.h"
#include "yare/repo/web.h"

namespace yare::repo {

using Say = std::function<void(std::string_view line)>;

// Helm: what a repository that was not added is called.
inline constexpr std::string_view kUnmanaged = "helm-manager-";
std::string unmanaged_name(const std::string& url);

class IndexCache {
  public:
    IndexCache(FileSystem& files, std::string folder, Web& web, Diagnostics& diagnostics)
        : files_(files), folder_(std::move(folder)), web_(web), diagnostics_(diagnostics) {}

    // Fetches the newest indexes, several at a time, and says of each what came of it. What cannot be had is
    // no error; a URL that is none is.
    Result<void> refresh(const std::vector<Repository>& repositories, const Say& say);

    // Of the repository of that name; the cached file's failure is "open PATH: no such file or directory".
    Result<const Index*> load(const std::string& name);
    // Of a repository that is not cached; nothing is written.
    Result<const Index*> fetch(const std::string& url);
    // The error of load, where there is no file.
    Result<void> check_there(const std::string& name);

  private:
    Result<std::string> path_of(const std::string& name, std::string_view end) const;
    Result<void> keep(const std::string& name, std::unique_ptr<Index> index);

    FileSystem& files_;
    std::string folder_;
    Web& web_;
    Diagnostics& diagnostics_;
    std::map<std::string, std::unique_ptr<Index>> read_;     // by name
    std::map<std::string, std::unique_ptr<Index>> fetched_;  // by URL
};

}  // namespace yare::repo
