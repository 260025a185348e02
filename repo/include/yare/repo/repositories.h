// The repositories that the user has added: repositories.yaml.
#pragma once

#include <string>
#include <vector>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::repo {

struct Repository {
    std::string name;
    std::string url;
    std::string username;
    std::string password;
    std::string cert_file;
    std::string key_file;
    std::string ca_file;
    bool insecure_skip_tls_verify = false;
    bool pass_credentials_all = false;
};

// None where there is no such file.
Result<std::vector<Repository>> read_repositories(FileSystem& fs, const std::string& path);

// Whether two URLs are the same but for what does not matter in their paths ("a/" and "a").
bool same_url(const std::string& left, const std::string& right);

// The URL of what `reference` names in the repository at `base`.
Result<std::string> resolve_in_repository(const std::string& base, const std::string& reference);

}  // namespace yare::repo
