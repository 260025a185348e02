#include "charts_folder.h"

#include <algorithm>

#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"

namespace yare::repo {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

// Only Chart.yaml is read.
Result<charts::Metadata> read_archive_metadata(std::string_view bytes) {
    charts::ChartSet set;
    const std::vector<charts::File> files = YARE_TRY(charts::read_archive(bytes, set));
    for (const charts::File& file : files) {
        if (file.name != "Chart.yaml") continue;
        const Source& source = set.sources().add("Chart.yaml", std::string(file.data));
        charts::Metadata metadata;
        YARE_TRY(charts::read_metadata(source, metadata, set));
        return metadata;
    }
    return invalid("Chart.yaml file is missing");
}

}  // namespace

ChartsFolder::ChartsFolder(FileSystem& files, const std::string& chart_folder, const std::string& passing,
                           Diagnostics& diagnostics)
    : files_(files),
      path_(join_path(chart_folder, "charts")),
      passing_(join_path(chart_folder, passing)),
      diagnostics_(diagnostics) {}

Result<void> ChartsFolder::prepare() {
    const Result<FileInfo> info = files_.lstat(path_);
    if (info && info->kind == FileKind::Link)
        return invalid(go_quote(path_) + " is a link, and nothing is written through links");
    if (info && info->kind != FileKind::Directory) return invalid(go_quote(path_) + " is not a directory");
    if (info) return {};
    if (info.error().code() != ErrorCode::NotFound)
        return Error(info.error()).during("unable to retrieve file info for '" + path_ + "'");
    return files_.make_directories(path_);
}

void ChartsFolder::read_archives() {
    read_ = true;
    const Result<FileInfo> info = files_.lstat(path_);
    if (!info || info->kind != FileKind::Directory) return;
    const Result<std::vector<DirectoryEntry>> entries = files_.list(path_);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) {
        if (entry.kind != FileKind::Regular || !entry.name.ends_with(".tgz")) continue;
        const Result<std::string> bytes = files_.read(join_path(path_, entry.name), limits::kChartBytes);
        if (!bytes) continue;
        const Result<charts::Metadata> metadata = read_archive_metadata(*bytes);
        if (metadata) found_.push_back({metadata->name, metadata->version, entry.name});
    }
}

std::string ChartsFolder::find_archive(const std::string& chart, const std::string& version) {
    if (!read_) read_archives();
    const auto at = std::ranges::find_if(
        found_, [&](const Found& one) { return one.chart == chart && one.version == version; });
    return at == found_.end() ? "" : at->file;
}

Result<void> ChartsFolder::fill(const Archives& archives, const Dependencies& locked, const Say& say) {
    const std::vector<DirectoryEntry> before = YARE_TRY(files_.list(path_));
    for (const auto& [name, bytes] : archives.fresh) {
        const std::string path = join_path(path_, name);
        if (archives.foreign.contains(name)) {
            charts::ChartSet set;
            const std::string passing = join_path(passing_, name);
            const Result<charts::Chart*> chart =
                charts::load_chart_archive(bytes, passing, set, diagnostics_, charts::LoadWay::Plain);
            if (!chart) {
                // Helm: without a line feed.
                say("Could not verify " + passing + " for moving: " + chart.error().text() + " (Skipping)");
                continue;
            }
        }
        // What is there already is left alone.
        if (const Result<std::string> there = files_.read(path); there && *there == bytes) continue;
        YARE_TRY(files_.write(path, bytes));
    }
    say("Deleting outdated charts\n");
    for (const DirectoryEntry& entry : before) {
        if (entry.kind == FileKind::Directory || archives.fresh.contains(entry.name) ||
            archives.kept.contains(entry.name))
            continue;
        YARE_TRY(remove_outdated(entry.name, locked, say));
    }
    return {};
}

// Files that are no charts stay, and those of charts that belong there.
Result<void> ChartsFolder::remove_outdated(const std::string& file, const Dependencies& locked,
                                           const Say& say) {
    const std::string path = join_path(path_, file);
    charts::ChartSet set;
    const auto load = [&]() -> Result<charts::Chart*> {
        const FileInfo info = YARE_TRY(files_.stat(path));
        if (info.kind == FileKind::Directory) return invalid("cannot load a directory");
        return charts::load_chart(files_, path, set, diagnostics_, charts::LoadWay::Plain);
    };
    const Result<charts::Chart*> chart = load();
    if (!chart) {
        say("Could not verify " + path + " for deletion: " + chart.error().text() + " (Skipping)\n");
        return {};
    }
    const bool belongs = std::ranges::any_of(locked, [&](const charts::Dependency& one) {
        return one.repository.empty() && one.name == (*chart)->name();
    });
    if (belongs) return {};
    return files_.remove(path);
}

}  // namespace yare::repo
