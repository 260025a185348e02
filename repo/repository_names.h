// Which repository each dependency comes from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "index_cache.h"
#include "lock_digest.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::repo {

struct RepositoryNames {
    // Helm: by the dependency's name, so of two of one name the last one's repository is asked.
    std::map<std::string, std::string> by_dependency;
    // Those that the user has not added.
    std::vector<Repository> unmanaged;
};

// "@name" and "alias:name" in `asked` become URLs; folders are looked for. What is no URL and no name is an
// error that names all of its kind.
Result<RepositoryNames> resolve_names(Dependencies& asked, const std::vector<Repository>& known,
                                      FileSystem& fs, const std::string& folder, const Say& say_in_debug);

// Helm: the repositories in a lock must all have been added.
Result<void> check_all_known(const Dependencies& locked, const std::vector<Repository>& known);

}  // namespace yare::repo
