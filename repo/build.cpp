#include "yare/repo/build.h"

#include <algorithm>
#include <map>

#include "charts_folder.h"
#include "downloads.h"
#include "index_cache.h"
#include "local_chart.h"
#include "local_packs.h"
#include "lock_digest.h"
#include "repository_names.h"
#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"

namespace yare::repo {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

std::string wanted(const charts::Dependency& one) {
    return go_quote(one.name) + " (repository " + go_quote(one.repository) + ", version " +
           go_quote(one.version) + ")";
}

bool is_web(const charts::Dependency& one) {
    return !one.repository.empty() && !is_local(one.repository) && !is_registry(one.repository);
}

// Nothing where the chart has no list at all.
std::optional<Dependencies> listed(const charts::Chart& chart, const Dependencies& asked) {
    return chart.metadata.dependencies_listed ? std::optional(asked) : std::nullopt;
}

class Build {
  public:
    Build(const BuildWorld& world, const BuildOptions& options)
        : fs_(world.files),
          clock_(world.clock),
          diagnostics_(world.diagnostics),
          options_(options),
          web_(fs_, world.make_client, diagnostics_),
          indexes_(fs_, options.repository_cache, web_, diagnostics_),
          folder_(fs_, options.folder, "tmpcharts-" + std::to_string(options.process_id), diagnostics_),
          packs_({fs_, folder_.path(), options.source_date_epoch, charts::Timestamp::of(clock_.now())},
                 world.second_thread) {}

    Result<void> by_lock() {
        charts::Chart* chart = YARE_TRY(load());
        // Helm: loads it again, and says again what loading has to say.
        if (!chart->lock) return by_ranges();
        known_ = YARE_TRY(read_repositories(fs_, options_.repository_config));
        Dependencies asked = chart->metadata.dependencies;
        // Helm 2 knew no aliases of repositories.
        const std::string old_digest = old_lock_digest(listed(*chart, asked));
        YARE_TRY(resolve_names(asked, known_, fs_, options_.folder, say_in_debug()));
        YARE_TRY(check_digest(*chart, asked, old_digest));
        Dependencies locked = chart->lock->dependencies.value_or(Dependencies());
        YARE_TRY(check_all_known(locked, known_));
        YARE_TRY(check_registries(locked));
        if (!all_there(locked)) {
            if (!options_.skip_refresh) YARE_TRY(refresh());
            YARE_TRY(check_indexes());
        }
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
        begin_packing();
        return charts::load_chart(fs_, options_.folder, set_, diagnostics_, charts::LoadWay::Plain);
    }

    // What Chart.yaml names of charts in folders is packed while the rest of the chart is loaded. If
    // Chart.yaml is wrong, loading says so.
    void begin_packing() {
        const Result<std::string> text =
            fs_.read(join_path(options_.folder, "Chart.yaml"), limits::kMetadataBytes);
        if (!text || text->find(kFileScheme) == std::string::npos) return;
        charts::ChartSet set;
        charts::Metadata metadata;
        if (charts::read_metadata(set.sources().add("Chart.yaml", *text), metadata, set))
            begin_packing(metadata.dependencies);
    }

    void begin_packing(const Dependencies& list) {
        for (const charts::Dependency& one : list) {
            if (!is_local(one.repository)) continue;
            if (const Result<std::string> path = local_path(fs_, one.repository, options_.folder))
                packs_.begin(*path);
        }
    }

    void say_line(std::string_view line) const { options_.say(std::string(line) + "\n"); }
    Say say_lines() const {
        return [this](std::string_view line) { say_line(line); };
    }
    Say say_in_debug() const {
        return [this](std::string_view line) {
            if (options_.debug) say_line(line);
        };
    }

    Result<void> by_ranges(charts::Chart& chart) {
        // Helm: a list without an entry is brought up to date, too.
        if (!chart.metadata.dependencies_listed) return {};
        Dependencies asked = chart.metadata.dependencies;
        known_ = YARE_TRY(read_repositories(fs_, options_.repository_config));
        const RepositoryNames names =
            YARE_TRY(resolve_names(asked, known_, fs_, options_.folder, say_in_debug()));
        YARE_TRY(check_registries(asked));
        if (!options_.skip_refresh) {
            if (!names.unmanaged.empty()) {
                say_line("Getting updates for unmanaged Helm repositories...");
                YARE_TRY(indexes_.refresh(names.unmanaged, say_lines()));
            }
            YARE_TRY(refresh());
        }
        charts::Lock lock;
        lock.dependencies = YARE_TRY(resolve(asked, names));
        lock.generated = charts::Timestamp::of(clock_.now());
        YARE_TRY(check_indexes());
        YARE_TRY(fetch(*lock.dependencies));
        lock.digest = lock_digest(asked, lock.dependencies);
        if (chart.lock && chart.lock->digest == lock.digest) return {};
        return write_lock(lock, chart.metadata.api_version == "v1");
    }

    static Result<void> check_registries(const Dependencies& list) {
        for (const charts::Dependency& one : list) {
            if (is_registry(one.repository)) return registries_not_built(one.repository);
        }
        return {};
    }

    Result<void> refresh() {
        if (known_.empty()) return {};
        say_line("Hang tight while we grab the latest from your chart repositories...");
        YARE_TRY(indexes_.refresh(known_, say_lines()));
        say_line("Update Complete. \u2388Happy Helming!\u2388");
        return {};
    }

    // Helm: the index of every repository that was added has to be there, whether or not it is needed.
    Result<void> check_indexes() {
        for (const Repository& one : known_) YARE_TRY(indexes_.check_there(one.name));
        return {};
    }

    Result<void> check_digest(const charts::Chart& chart, const Dependencies& asked,
                              const std::string& old_digest) {
        const charts::Lock& lock = *chart.lock;
        if (lock_digest(listed(chart, asked), lock.dependencies) == lock.digest) return {};
        if (chart.metadata.api_version != "v1") {
            return invalid(
                "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please "
                "update the "
                "dependencies with 'helm dependency update'");
        }
        diagnostics_.info("warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...");
        if (old_digest == lock.digest) return {};
        return invalid(
            "the lock file (requirements.lock) is out of sync with the dependencies file "
            "(requirements.yaml). Please "
            "update the dependencies");
    }

    // Whether charts/ holds all that would have to be fetched. Notes what it found.
    bool all_there(const Dependencies& locked) {
        if (options_.verify != Verify::Never) return false;
        std::map<std::string, std::string> found;
        for (const charts::Dependency& one : locked) {
            if (!is_web(one)) continue;
            std::string file = folder_.find_archive(one.name, one.version);
            if (file.empty()) return false;
            found.insert_or_assign(one.name + "-" + one.version, std::move(file));
        }
        there_ = std::move(found);
        return true;
    }

    // What each range means at this moment.
    Result<Dependencies> resolve(const Dependencies& asked, const RepositoryNames& names) {
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
            const bool met = YARE_TRY(resolve_one(one, range, names, found.version));
            if (met) {
                out.push_back(std::move(found));
                continue;
            }
            unmet += (unmet.empty() ? "" : ", ") + wanted(one);
            ++count;
        }
        if (count == 0) return out;
        return Error(ErrorCode::NotFound, "can't get a valid version for " + std::to_string(count) +
                                              " subchart(s): " + unmet +
                                              ". Make sure a matching chart version exists in the repo, or "
                                              "change the version constraint in "
                                              "Chart.yaml");
    }

    // False where no version meets the range.
    Result<bool> resolve_one(const charts::Dependency& one, const VersionRange& range,
                             const RepositoryNames& names, std::string& version) {
        if (one.repository.empty()) {
            YARE_TRY(local_path(fs_, join_path("charts", one.name), options_.folder));
            version = one.version;
            return true;
        }
        if (is_local(one.repository)) {
            const std::string path = YARE_TRY(local_path(fs_, one.repository, options_.folder));
            charts::Chart* chart = YARE_TRY(load_local(fs_, path, set_, diagnostics_));
            version = chart->metadata.version;
            const Result<SemanticVersion> number = parse_version(version);
            return number && range.matches(*number);
        }
        const std::string& name = names.by_dependency.at(one.name);
        const Index* index = YARE_TRY_WHILE(
            "no cached repository for " + name + " found. (try 'helm repo update')", indexes_.load(name));
        const std::vector<IndexedChart>* versions = index->find(one.name);
        if (!versions)
            return Error(ErrorCode::NotFound, one.name + " chart not found in repo " + one.repository);
        const auto fits = std::ranges::find_if(*versions, [&](const IndexedChart& chart) {
            return chart.has_url && range.matches(chart.number);
        });
        if (fits == versions->end()) return false;
        version = fits->version;
        return true;
    }

    // Helm: an error before an archive is made is told as it is, one in the making of them twice.
    Result<void> fetch(Dependencies& locked) {
        YARE_TRY(folder_.prepare());
        say_line("Saving " + std::to_string(locked.size()) + " charts");
        begin_packing(locked);
        Downloads downloads(web_, indexes_, known_, options_);
        for (const charts::Dependency& one : locked) {
            if (is_web(one) && !there(one)) downloads.want(one);
        }
        Archives archives;
        for (charts::Dependency& one : locked) {
            Result<void> done = {};
            if (one.repository.empty()) {
                if (std::optional<Error> unmet = YARE_TRY(check_unpacked(one))) done = *std::move(unmet);
            } else if (is_local(one.repository)) {
                done = pack(one, archives);
            } else if (const std::string* file = there(one)) {
                archives.kept.insert(*file);
                say_line("Already downloaded " + one.name + " from repo " + one.repository);
            } else {
                done = downloads.take(one, archives);
            }
            if (done) continue;
            say_line("Save error occurred:  " + done.error().text());
            return done;
        }
        return folder_.fill(archives, locked, options_.say);
    }

    const std::string* there(const charts::Dependency& one) const {
        const auto at = there_.find(one.name + "-" + one.version);
        return is_web(one) && at != there_.end() ? &at->second : nullptr;
    }

    // A dependency without a repository lies in charts/ already. Returns what is wrong with its version.
    Result<std::optional<Error>> check_unpacked(const charts::Dependency& one) {
        say_line("Dependency " + one.name +
                 " did not declare a repository. Assuming it exists in the charts directory");
        const std::string path = join_path(folder_.path(), one.name);
        charts::Chart* chart =
            YARE_TRY_WHILE("unable to load chart '" + path + "'", load_local(fs_, path, set_, diagnostics_));
        const VersionRange range =
            YARE_TRY_WHILE("dependency " + one.name + " has an invalid version/constraint format",
                           VersionRange::parse(one.version));
        const SemanticVersion version =
            YARE_TRY_WHILE("invalid version " + one.version + " for dependency " + one.name,
                           parse_version(chart->metadata.version));
        if (range.matches(version)) return std::optional<Error>();
        return std::optional(invalid("dependency " + one.name + " at version " + chart->metadata.version +
                                     " does not satisfy the constraint " + one.version));
    }

    Result<void> pack(charts::Dependency& one, Archives& archives) {
        if (options_.debug) say_line("Archiving " + one.name + " from repo " + one.repository);
        const std::string path = YARE_TRY(local_path(fs_, one.repository, options_.folder));
        const LocalPack& packed = packs_.take(path);
        for (const Diagnostic& each : packed.said) diagnostics_.report(each);
        if (packed.unread) return *packed.unread;
        const VersionRange range =
            YARE_TRY_WHILE("dependency " + one.name + " has an invalid version/constraint format",
                           VersionRange::parse(one.version));
        const SemanticVersion version = YARE_TRY(parse_version(packed.version));
        if (!range.matches(version)) return invalid("can't get a valid version for dependency " + one.name);
        if (packed.unpacked) return *packed.unpacked;
        if (packed.there)
            archives.kept.insert(packed.file);
        else
            archives.fresh.insert_or_assign(packed.file, packed.archive);
        one.version = packed.version;
        return {};
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
    Web web_;
    IndexCache indexes_;
    ChartsFolder folder_;
    LocalPacks packs_;
    std::vector<Repository> known_;
    std::map<std::string, std::string> there_;  // by "name-version": the file in charts/
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
