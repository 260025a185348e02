#include "local_chart.h"

#include <vector>

namespace yare::repo {

std::string joined_path(const std::string& folder, const std::string& name) {
    const std::string path = folder.empty() ? name : folder + "/" + name;
    const bool rooted = path.starts_with('/');
    std::vector<std::string_view> parts;
    for (std::string_view rest = path; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view part = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            parts.push_back(part);
        } else if (!parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (!rooted) {
            parts.push_back(part);
        }
    }
    std::string out = rooted ? "/" : "";
    for (std::size_t i = 0; i < parts.size(); ++i) out.append(i == 0 ? "" : "/").append(parts[i]);
    return out.empty() ? "." : out;
}

Result<std::string> local_path(FileSystem& fs, std::string_view repository, const std::string& folder) {
    if (is_local(repository)) repository.remove_prefix(kFileScheme.size());
    const std::string path = repository.starts_with('/') ? joined_path(std::string(repository), "")
                                                         : joined_path(folder, std::string(repository));
    const Result<FileInfo> info = fs.stat(path);
    if (info) return path;
    if (info.error().code() == ErrorCode::NotFound)
        return Error(ErrorCode::NotFound, "directory " + path + " not found");
    return info.error();
}

}  // namespace yare::repo
