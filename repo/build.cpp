#include "yare/repo/build.h"

#include <algorithm>
#include <map>
#include <set>

#include "local_chart.h"
#include "lock_digest.h"
#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/charts/package.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"
#include "yare/data/url.h"

namespace yare::repo {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

Error not_built(const std::string& repository) {
    return Error(ErrorCode::Unavailable,
                 "fetching charts from repositories and registries is not implemented yet in this version of "
                 "yare")
        .note("needed for " + repository);
}

std::string wanted(const charts::Dependency& one) {
    return go_quote(one.name) + " (repository " + go_quote(one.repository) + ", version " +
           go_quote(one.version) + ")";
}

class Build {
  public:
    Build(const BuildWorld& world, const BuildOptions& options)
        : fs_(world.files), clock_(world.clock), diagnostics_(world.diagnostics), options_(options) {}

    Result<void> by_lock() {
        charts::Chart* chart = YARE_TRY(load());
        // Helm: loads it again, and says again what loading has to say.
        if (!chart->lock) return by_ranges();
        const Dependencies asked = chart->metadata.dependencies;
        YARE_TRY(check_repositories(asked));
        YARE_TRY(check_digest(*chart, asked));
        Dependencies locked = chart->lock->dependencies.value_or(Dependencies());
        YARE_TRY(check_known(locked));
        return fetch(locked);
    }

    Result<void> by_ranges() {
        charts::Chart* chart = YARE_TRY(load());
        return by_ranges(*chart);
    }

  private:
    Result<charts::Chart*> load() {
        const Result<FileInfo> info = fs_.stat(options_.folder);
        if (!info) return Error(info.error()).during("could not find " + options_.folder);
        if (info->kind != FileKind::Directory) return invalid("only unpacked charts can be updated");
        return charts::load_chart(fs_, options_.folder, set_, diagnostics_, charts::LoadWay::Plain);
    }

    Result<void> by_ranges(charts::Chart& chart) {
        const Dependencies& asked = chart.metadata.dependencies;
        // Helm: a list without an entry is brought up to date, too.
        if (!chart.metadata.dependencies_listed) return {};
        YARE_TRY(check_repositories(asked));
        for (const charts::Dependency& one : asked) {
            if (!one.repository.empty() && !is_local(one.repository)) return not_built(one.repository);
        }
        charts::Lock lock;
        lock.dependencies = YARE_TRY(resolve(asked));
        lock.generated = charts::Timestamp::of(clock_.now());
        YARE_TRY(fetch(*lock.dependencies));
        lock.digest = lock_digest(asked, lock.dependencies);
        if (chart.lock && chart.lock->digest == lock.digest) return {};
        return write_lock(lock, chart.metadata.api_version == "v1");
    }

    // Folders are there, and whatever else is named is at least a URL.
    Result<void> check_repositories(const Dependencies& asked) {
        std::string unknown;
        bool words = false;
        for (const charts::Dependency& one : asked) {
            const std::string& repository = one.repository;
            if (repository.empty() || is_registry(repository)) continue;
            if (is_local(repository)) {
                YARE_TRY(local_path(fs_, repository, options_.folder));
                if (options_.debug) options_.say("Repository from local path: " + repository);
                continue;
            }
            if (const Result<Url> url = parse_url(repository);
                url && (!url->scheme.empty() || repository.starts_with('/')))
                continue;
            unknown += (unknown.empty() ? "" : ", ") + repository;
            words = words || (repository.find("//") == std::string::npos && !repository.starts_with('@') &&
                              !repository.starts_with("alias:"));
        }
        if (unknown.empty()) return {};
        std::string text =
            "no repository definition for " + unknown + ". Please add them via 'helm repo add'";
        if (words) {
            text +=
                "\nNote that repositories must be URLs or aliases. For example, to refer to the \"example\"\n"
                "repository, use \"https://charts.example.com/\" or \"@example\" instead of\n"
                "\"example\". Don't forget to add the repo, too ('helm repo add').";
        }
        return Error(ErrorCode::NotFound, std::move(text));
    }

    Result<void> check_digest(const charts::Chart& chart, const Dependencies& asked) {
        const charts::Lock& lock = *chart.lock;
        std::optional<Dependencies> listed;
        if (chart.metadata.dependencies_listed) listed = asked;
        if (lock_digest(listed, lock.dependencies) == lock.digest) return {};
        if (chart.metadata.api_version != "v1") {
            return invalid(
                "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please "
                "update the "
                "dependencies with 'helm dependency update'");
        }
        diagnostics_.info("warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...");
        if (old_lock_digest(listed) == lock.digest) return {};
        return invalid(
            "the lock file (requirements.lock) is out of sync with the dependencies file "
            "(requirements.yaml). Please "
            "update the dependencies");
    }

    // Helm: a lock's repositories must have been added by their URLs.
    static Result<void> check_known(const Dependencies& locked) {
        std::string unknown;
        for (const charts::Dependency& one : locked) {
            if (one.repository.empty() || is_local(one.repository) || is_registry(one.repository)) continue;
            unknown += (unknown.empty() ? "" : ", ") + one.repository;
        }
        if (!unknown.empty()) {
            return Error(ErrorCode::NotFound, "no repository definition for " + unknown +
                                                  ". Please add the missing repos via 'helm repo add'");
        }
        for (const charts::Dependency& one : locked) {
            if (is_registry(one.repository)) return not_built(one.repository);
        }
        return {};
    }

    // What each range means at this moment.
    Result<Dependencies> resolve(const Dependencies& asked) {
        Dependencies out;
        std::string unmet;
        std::size_t count = 0;
        for (const charts::Dependency& one : asked) {
            const VersionRange range = YARE_TRY_WHILE(
                "dependency " + go_quote(one.name) + " has an invalid version/constraint format",
                VersionRange::parse(one.version));
            charts::Dependency found;
            found.name = one.name;
            found.repository = one.repository;
            found.version = one.version;
            if (one.repository.empty()) {
                YARE_TRY(local_path(fs_, join_path("charts", one.name), options_.folder));
                out.push_back(std::move(found));
                continue;
            }
            const std::string path = YARE_TRY(local_path(fs_, one.repository, options_.folder));
            charts::Chart* chart = YARE_TRY(load_local(path));
            const Result<SemanticVersion> version = parse_version(chart->metadata.version);
            if (!version || !range.matches(*version)) {
                unmet += (unmet.empty() ? "" : ", ") + wanted(one);
                ++count;
                continue;
            }
            found.version = chart->metadata.version;
            out.push_back(std::move(found));
        }
        if (count == 0) return out;
        return Error(ErrorCode::NotFound, "can't get a valid version for " + std::to_string(count) +
                                              " subchart(s): " + unmet +
                                              ". Make sure a matching chart version exists in the repo, or "
                                              "change the version constraint in "
                                              "Chart.yaml");
    }

    Result<charts::Chart*> load_local(const std::string& path) {
        const FileInfo info = YARE_TRY(fs_.stat(path));
        // Helm: what is no folder is a folder without a Chart.yaml.
        if (info.kind != FileKind::Directory) return invalid("Chart.yaml file is missing");
        return charts::load_chart(fs_, path, set_, diagnostics_, charts::LoadWay::Plain);
    }

    // Helm: an error before an archive is made is told as it is, one in the making of them twice.
    Result<void> fetch(Dependencies& locked) {
        const std::string folder = join_path(options_.folder, "charts");
        YARE_TRY(prepare_charts_folder(folder));
        options_.say("Saving " + std::to_string(locked.size()) + " charts");
        std::map<std::string, std::string> archives;
        for (charts::Dependency& one : locked) {
            Result<void> done = {};
            if (one.repository.empty()) {
                bool fits = YARE_TRY(check_unpacked(one, folder, done));
                (void)fits;
            } else {
                done = pack(one, archives);
            }
            if (done) continue;
            options_.say("Save error occurred:  " + done.error().text());
            return done;
        }
        return put_in_place(locked, archives, folder);
    }

    Result<void> prepare_charts_folder(const std::string& folder) {
        const Result<FileInfo> info = fs_.lstat(folder);
        if (info && info->kind == FileKind::Link)
            return invalid(go_quote(folder) + " is a link, and nothing is written through links");
        if (info && info->kind != FileKind::Directory)
            return invalid(go_quote(folder) + " is not a directory");
        if (info) return {};
        if (info.error().code() != ErrorCode::NotFound)
            return Error(info.error()).during("unable to retrieve file info for '" + folder + "'");
        return fs_.make_directories(folder);
    }

    // A dependency without a repository lies in charts/ already. `unmet` gets what is wrong with its version.
    Result<bool> check_unpacked(const charts::Dependency& one, const std::string& folder,
                                Result<void>& unmet) {
        options_.say("Dependency " + one.name +
                     " did not declare a repository. Assuming it exists in the charts directory");
        const std::string path = join_path(folder, one.name);
        charts::Chart* chart = YARE_TRY_WHILE("unable to load chart '" + path + "'", load_local(path));
        const VersionRange range =
            YARE_TRY_WHILE("dependency " + one.name + " has an invalid version/constraint format",
                           VersionRange::parse(one.version));
        const SemanticVersion version =
            YARE_TRY_WHILE("invalid version " + one.version + " for dependency " + one.name,
                           parse_version(chart->metadata.version));
        if (range.matches(version)) return true;
        unmet = invalid("dependency " + one.name + " at version " + chart->metadata.version +
                        " does not satisfy the constraint " + one.version);
        return false;
    }

    Result<void> pack(charts::Dependency& one, std::map<std::string, std::string>& archives) {
        if (options_.debug) options_.say("Archiving " + one.name + " from repo " + one.repository);
        const std::string path = YARE_TRY(local_path(fs_, one.repository, options_.folder));
        charts::Chart* chart = YARE_TRY(load_local(path));
        if (options_.source_date_epoch)
            charts::stamp_times(*chart, charts::Timestamp::of_unix(*options_.source_date_epoch));
        const VersionRange range =
            YARE_TRY_WHILE("dependency " + one.name + " has an invalid version/constraint format",
                           VersionRange::parse(one.version));
        const SemanticVersion version = YARE_TRY(parse_version(chart->metadata.version));
        if (!range.matches(version)) return invalid("can't get a valid version for dependency " + one.name);
        std::string bytes = YARE_TRY(charts::chart_archive(*chart, charts::Timestamp::of(clock_.now())));
        archives.insert_or_assign(chart->name() + "-" + chart->metadata.version + ".tgz", std::move(bytes));
        one.version = chart->metadata.version;
        return {};
    }

    Result<void> put_in_place(const Dependencies& locked, const std::map<std::string, std::string>& archives,
                              const std::string& folder) {
        const std::vector<DirectoryEntry> before = YARE_TRY(fs_.list(folder));
        for (const auto& [name, bytes] : archives) {
            const std::string path = join_path(folder, name);
            // What is there already is left alone.
            if (const Result<std::string> there = fs_.read(path); there && *there == bytes) continue;
            YARE_TRY(fs_.write(path, bytes));
        }
        options_.say("Deleting outdated charts");
        for (const DirectoryEntry& entry : before) {
            if (entry.kind == FileKind::Directory || archives.contains(entry.name)) continue;
            YARE_TRY(remove_outdated(join_path(folder, entry.name), locked));
        }
        return {};
    }

    // Files that are no charts stay, and those of charts that belong there.
    Result<void> remove_outdated(const std::string& path, const Dependencies& locked) {
        const Result<charts::Chart*> chart = load_file(path);
        if (!chart) {
            options_.say("Could not verify " + path + " for deletion: " + chart.error().text() +
                         " (Skipping)");
            return {};
        }
        const bool belongs = std::ranges::any_of(locked, [&](const charts::Dependency& one) {
            return one.repository.empty() && one.name == (*chart)->name();
        });
        if (belongs) return {};
        return fs_.remove(path);
    }

    Result<charts::Chart*> load_file(const std::string& path) {
        const FileInfo info = YARE_TRY(fs_.stat(path));
        if (info.kind == FileKind::Directory) return invalid("cannot load a directory");
        return charts::load_chart(fs_, path, set_, diagnostics_, charts::LoadWay::Plain);
    }

    Result<void> write_lock(const charts::Lock& lock, bool old) {
        const std::string name = old ? "requirements.lock" : "Chart.lock";
        const std::string path = join_path(options_.folder, name);
        const Result<FileInfo> info = fs_.lstat(path);
        if (info && info->kind == FileKind::Link) {
            return invalid("the " + name + " file is a symlink to " +
                           go_quote(fs_.resolve(path) ? *fs_.resolve(path) : path));
        }
        return fs_.write(path, charts::lock_yaml(lock));
    }

    FileSystem& fs_;
    Clock& clock_;
    Diagnostics& diagnostics_;
    const BuildOptions& options_;
    charts::ChartSet set_;
};

}  // namespace

Result<void> build_dependencies(const BuildWorld& world, const BuildOptions& options) {
    return Build(world, options).by_lock();
}

Result<void> update_dependencies(const BuildWorld& world, const BuildOptions& options) {
    return Build(world, options).by_ranges();
}

}  // namespace yare::repo
