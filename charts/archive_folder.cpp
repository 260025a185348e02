#include "yare/charts/archive_folder.h"

#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/data/go_text.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

Error missing(const char* call, const std::string& path) {
    return Error(ErrorCode::NotFound, std::string(call) + " " + path + ": no such file or directory");
}

Error read_only(const char* call, const std::string& path) {
    return Error(ErrorCode::Forbidden, std::string(call) + " " + path + ": read-only file system");
}

}  // namespace

Result<std::string> archive_chart_name(const std::vector<File>& files, ChartSet& set) {
    Metadata metadata;
    for (const File& file : files) {
        if (file.name != "Chart.yaml") continue;
        const Source& source = set.sources().add_view("Chart.yaml", file.data);
        YARE_TRY_WHILE("cannot load Chart.yaml", read_metadata(source, metadata, set));
    }
    const std::string& name = metadata.name;
    if (name.empty()) return invalid("chart name not specified");
    if (name == "." || name == "..") return invalid("chart name " + go_quote(name) + " is not allowed");
    if (name.find('/') != std::string::npos) {
        return invalid("chart name " + go_quote(name) + " must not contain path separators");
    }
    return name;
}

Result<ArchiveFolder> ArchiveFolder::open(std::string_view bytes, const std::string& above, ChartSet& set) {
    const std::vector<File> files = YARE_TRY(read_archive(bytes, set));
    const std::string name = YARE_TRY(archive_chart_name(files, set));
    ArchiveFolder folder(join_path(above, name));
    for (const File& file : files)
        folder.files_.insert_or_assign(join_path(folder.top_, file.name), file.data);
    return folder;
}

Result<std::string> ArchiveFolder::read(const std::string& path, std::uint64_t limit_bytes) {
    const auto found = files_.find(path);
    if (found == files_.end()) {
        if (stat(path)) return invalid("read " + path + ": is a directory");
        return missing("open", path);
    }
    if (found->second.size() > limit_bytes) {
        return invalid("read " + path + ": larger than " + std::to_string(limit_bytes) + " bytes");
    }
    return std::string(found->second);
}

Result<FileContent> ArchiveFolder::read_with_time(const std::string& path, std::uint64_t limit_bytes) {
    std::string text = YARE_TRY(read(path, limit_bytes));
    return FileContent{std::move(text), {}};
}

std::optional<std::string_view> ArchiveFolder::view(const std::string& path) {
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
}

Result<FileInfo> ArchiveFolder::stat(const std::string& path) {
    const std::string_view wanted =
        path.ends_with('/') ? std::string_view(path).substr(0, path.size() - 1) : path;
    if (const auto found = files_.find(wanted); found != files_.end()) {
        return FileInfo{FileKind::Regular, found->second.size(), 0644, {}};
    }
    const std::string inside = std::string(wanted) + "/";
    const auto below = files_.lower_bound(inside);
    if (below == files_.end() || !below->first.starts_with(inside)) return missing("stat", path);
    return FileInfo{FileKind::Directory, 0, 0755, {}};
}

Result<std::vector<DirectoryEntry>> ArchiveFolder::list(const std::string& path) {
    const std::string inside = path.ends_with('/') ? path : path + "/";
    std::map<std::string, FileKind> entries;
    for (auto at = files_.lower_bound(inside); at != files_.end() && at->first.starts_with(inside); ++at) {
        const std::string_view rest = std::string_view(at->first).substr(inside.size());
        const std::size_t slash = rest.find('/');
        entries.emplace(rest.substr(0, slash),
                        slash == std::string_view::npos ? FileKind::Regular : FileKind::Directory);
    }
    if (entries.empty()) return missing("open", path);
    std::vector<DirectoryEntry> out;
    out.reserve(entries.size());
    for (const auto& [name, kind] : entries) out.push_back({name, kind});
    return out;
}

Result<void> ArchiveFolder::write(const std::string& path, std::string_view, std::uint32_t) {
    return read_only("open", path);
}
Result<void> ArchiveFolder::make_directories(const std::string& path, std::uint32_t) {
    return read_only("mkdir", path);
}
Result<void> ArchiveFolder::remove(const std::string& path) { return read_only("remove", path); }
Result<void> ArchiveFolder::rename(const std::string& from, const std::string&) {
    return read_only("rename", from);
}

}  // namespace yare::charts
