#include "local_chart.h"

#include "yare/base/paths.h"
#include "yare/charts/loader.h"

namespace yare::repo {

Result<charts::Chart*> load_local(FileSystem& fs, const std::string& path, charts::ChartSet& set,
                                  Diagnostics& diagnostics) {
    const FileInfo info = YARE_TRY(fs.stat(path));
    // Helm: what is no folder is a folder without a Chart.yaml.
    if (info.kind != FileKind::Directory) return Error(ErrorCode::Invalid, "Chart.yaml file is missing");
    return charts::load_chart(fs, path, set, diagnostics, charts::LoadWay::Plain);
}

Result<std::string> local_path(FileSystem& fs, std::string_view repository, const std::string& folder) {
    if (is_local(repository)) repository.remove_prefix(kFileScheme.size());
    const std::string path =
        repository.starts_with('/') ? clean_path(repository) : join_path(folder, repository);
    const Result<FileInfo> info = fs.stat(path);
    if (info) return path;
    if (info.error().code() == ErrorCode::NotFound)
        return Error(ErrorCode::NotFound, "directory " + path + " not found");
    return info.error();
}

Error registries_not_built(const std::string& address) {
    return Error(ErrorCode::Unavailable,
                 "fetching charts from registries (oci://) is not implemented yet in this version of yare")
        .note("needed for " + address);
}

}  // namespace yare::repo
