#include "yare/repo/status.h"

#include <algorithm>

#include "yare/charts/loader.h"
#include "yare/charts/path_match.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"

namespace yare::repo {

namespace {

constexpr std::string_view kArchive = ".tgz";

std::string joined(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

// The status of a version against what is asked for; empty when it fits.
std::string version_status(const std::string& version, const std::string& wanted) {
    if (version == wanted) return {};
    const Result<VersionRange> range = VersionRange::parse(wanted);
    const Result<SemanticVersion> parsed = parse_version(version);
    if (!range || !parsed) return "invalid version";
    return range->matches(*parsed) ? "" : "wrong version";
}

// Empty where there is no such file.
std::string archive_status(FileSystem& fs, const std::string& path, const charts::Dependency& dependency,
                           Diagnostics& diagnostics) {
    if (!fs.stat(path)) return {};
    charts::ChartSet set;
    const Result<charts::Chart*> chart =
        charts::load_chart(fs, path, set, diagnostics, charts::LoadWay::Plain);
    if (!chart) return "corrupt";
    if ((*chart)->name() != dependency.name) return "misnamed";
    const std::string status = version_status((*chart)->metadata.version, dependency.version);
    return status.empty() ? "ok" : status;
}

// The names in charts/ that match; the error is that of a bad pattern.
Result<std::vector<std::string>> matching(FileSystem& fs, const std::string& charts_folder,
                                          const std::string& pattern) {
    YARE_TRY(charts::path_match(pattern, ""));
    std::vector<std::string> out;
    const Result<std::vector<DirectoryEntry>> entries = fs.list(charts_folder);
    if (!entries) return out;
    for (const DirectoryEntry& entry : *entries) {
        const Result<bool> matches = charts::path_match(pattern, entry.name);
        if (matches && *matches) out.push_back(entry.name);
    }
    return out;
}

bool names_version(std::string_view archive, const std::string& name) {
    archive.remove_suffix(kArchive.size());
    if (archive.starts_with(name + "-")) archive.remove_prefix(name.size() + 1);
    return parse_strict_version(archive).ok();
}

}  // namespace

std::string dependency_status(FileSystem& fs, const std::string& folder, const charts::Dependency& dependency,
                              const charts::Chart& chart, Diagnostics& diagnostics) {
    const std::string charts_folder = joined(folder, "charts");
    Result<std::vector<std::string>> archives =
        matching(fs, charts_folder, dependency.name + "-*" + std::string(kArchive));
    if (!archives) return "bad pattern";
    // Helm: of several archives those count whose names end in a version.
    if (archives->size() > 1) {
        std::erase_if(*archives,
                      [&](const std::string& name) { return !names_version(name, dependency.name); });
        if (archives->size() > 1) return "too many matches";
    }
    if (archives->size() == 1) {
        const std::string status =
            archive_status(fs, joined(charts_folder, archives->front()), dependency, diagnostics);
        if (!status.empty()) return status;
    }
    const charts::Chart* found = nullptr;
    for (const charts::Chart* there : chart.dependencies) {
        if (there->name() == dependency.name) found = there;
    }
    if (!found) return "missing";
    const std::string status = version_status(found->metadata.version, dependency.version);
    return status.empty() ? "unpacked" : status;
}

std::vector<std::string> stray_charts(FileSystem& fs, const std::string& folder, const charts::Chart& chart,
                                      Diagnostics& diagnostics) {
    const std::string charts_folder = joined(folder, "charts");
    std::vector<std::string> out;
    const Result<std::vector<DirectoryEntry>> entries = fs.list(charts_folder);
    if (!entries) return out;
    for (const DirectoryEntry& entry : *entries) {
        const std::string path = joined(charts_folder, entry.name);
        const Result<FileInfo> info = fs.stat(path);
        if (!info || (info->kind != FileKind::Directory && !entry.name.ends_with(kArchive))) continue;
        charts::ChartSet set;
        const Result<charts::Chart*> loaded =
            charts::load_chart(fs, path, set, diagnostics, charts::LoadWay::Plain);
        if (!loaded) {
            out.push_back("WARNING: " + go_quote(path) + " is not a chart.");
            continue;
        }
        const bool declared =
            std::ranges::any_of(chart.metadata.dependencies,
                                [&](const charts::Dependency& one) { return one.name == (*loaded)->name(); });
        if (!declared) out.push_back("WARNING: " + go_quote(path) + " is not in Chart.yaml.");
    }
    return out;
}

}  // namespace yare::repo
