// Walking a chart's folder: links followed and reported, .helmignore obeyed, sizes added up.
#include "folder.h"

#include <atomic>
#include <optional>

#include "archive_names.h"
#include "ignore.h"
#include "yare/base/paths.h"
#include "yare/base/side_work.h"
#include "yare/charts/loader.h"
#include "yare/data/limits.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

// Files that take about as long to read as it takes to wake a thread.
constexpr std::size_t kWorthWaking = 16;

struct Wanted {
    std::string path;
    std::string within;  // the chart
    FileContent content;
    std::optional<std::string_view> view;  // of what was in memory before; no content then
    std::optional<Error> error;
};

// Bytes of .helmignore's patterns, each counted for each path; an honest chart comes to a few millions.
constexpr std::uint64_t kMatching = 60'000'000;

// Finds the files of a folder; they are read meanwhile.
class Walk {
  public:
    Walk(FileSystem& fs, std::string top, IgnoreRules rules, ChartSet& set, Diagnostics& diagnostics)
        : fs_(fs),
          top_(std::move(top)),
          rules_(std::move(rules)),
          set_(set),
          diagnostics_(diagnostics),
          reading_(set.second_thread(), kWorthWaking, [this](Wanted& file, std::size_t) { read(file); }) {}

    Result<std::vector<File>> run() {
        const Result<void> walked = directory(top_, {});
        // What came before the walk's error may have one of its own.
        std::vector<File> files = YARE_TRY(take_files());
        if (!walked) return walked.error();
        return files;
    }

  private:
    Result<void> directory(const std::string& path, const std::string& within) {
        std::vector<DirectoryEntry> entries = YARE_TRY(fs_.list(path));
        for (const DirectoryEntry& entry : entries) {
            // Links back into the folder make endless paths; the disk stops at some depth, this at some
            // number.
            if (++seen_ > limits::kArchiveMembers) {
                return invalid("chart folder " + top_ + " has more than " +
                               std::to_string(limits::kArchiveMembers) + " entries");
            }
            YARE_TRY(one(below(path, entry.name), below(within, entry.name), entry));
        }
        return {};
    }

    Result<void> one(std::string path, std::string within, const DirectoryEntry& entry) {
        FileKind kind = entry.kind;
        if (kind == FileKind::Link) {
            std::string resolved = YARE_TRY_WHILE("error evaluating symlink " + path, fs_.resolve(path));
            diagnostics_.info("found symbolic link in path. Contents of linked file included and used",
                              {{"path", path}, {"resolved", resolved}});
            const FileInfo target = YARE_TRY(fs_.lstat(resolved));
            kind = target.kind;
        }
        matching_ += pattern_bytes_;
        if (matching_ > kMatching) return invalid(".helmignore has too many patterns for so many files");
        if (kind == FileKind::Directory) {
            if (rules_.ignores(within, true)) return {};
            return directory(path, within);
        }
        if (rules_.ignores(within, false)) return {};
        if (kind != FileKind::Regular) {
            return invalid("cannot load irregular file " + path + " as it has file mode type bits set");
        }
        reading_.add({std::move(path), std::move(within), {}, {}, {}}, 1);
        return {};
    }

    static std::string below(const std::string& folder, const std::string& name) {
        if (folder.empty()) return name;
        std::string out;
        out.reserve(folder.size() + 1 + name.size());
        return out.append(folder).append("/").append(name);
    }

    void read(Wanted& file) {
        // Past the limit nothing more is read, so the error is found in what was.
        if (bytes_.load(std::memory_order_relaxed) > limits::kChartBytes) return;
        file.view = fs_.view(file.path);
        if (file.view) {
            bytes_.fetch_add(file.view->size(), std::memory_order_relaxed);
            return;
        }
        Result<FileContent> content = fs_.read_with_time(file.path, limits::kChartBytes);
        if (content) {
            bytes_.fetch_add(content->text.size(), std::memory_order_relaxed);
            file.content = std::move(*content);
        } else {
            file.error = std::move(content).error();
        }
    }

    Result<std::vector<File>> take_files() {
        std::vector<File> out;
        std::uint64_t left = limits::kChartBytes;
        for (Wanted& file : std::move(reading_).finish()) {
            if (file.error) {
                const Result<FileInfo> info = fs_.stat(file.path);
                if (info && info->size > left) return too_large(file.within);
                return std::move(*file.error).during("error reading " + file.within);
            }
            std::string_view data = file.view ? *file.view : set_.keep(std::move(file.content.text));
            if (data.size() > left) return too_large(file.within);
            left -= data.size();
            if (data.starts_with("\xEF\xBB\xBF")) data.remove_prefix(3);
            const Timestamp modified = Timestamp::of(file.content.modified);
            if (may_be_template(file.within)) set_.tell_template(data);
            out.push_back({set_.keep(std::move(file.within)), data, modified});
        }
        return out;
    }

    static Error too_large(const std::string& within) {
        return invalid("error reading " + within + ": chart exceeds maximum decompressed size of " +
                       std::to_string(limits::kChartBytes) + " bytes");
    }

    FileSystem& fs_;
    std::string top_;
    IgnoreRules rules_;
    ChartSet& set_;
    Diagnostics& diagnostics_;
    std::size_t seen_ = 0;
    const std::uint64_t pattern_bytes_ = rules_.pattern_bytes();
    std::uint64_t matching_ = 0;           // bytes of patterns that paths were held against
    std::atomic<std::uint64_t> bytes_{0};  // read so far
    SideWork<Wanted> reading_;
};

}  // namespace

Result<std::string> absolute_path(FileSystem& fs, const std::string& path) {
    if (path.starts_with('/')) return clean_path(path);
    const std::string here = YARE_TRY(fs.resolve("."));
    return join_path(here, path);
}

Result<std::vector<File>> read_folder(FileSystem& fs, const std::string& top, ChartSet& set,
                                      Diagnostics& diagnostics) {
    std::string text;
    const std::string ignore_path = top + "/.helmignore";
    if (fs.stat(ignore_path)) text = YARE_TRY(fs.read(ignore_path));
    IgnoreRules rules = YARE_TRY(IgnoreRules::parse(text));
    return Walk(fs, top, std::move(rules), set, diagnostics).run();
}

}  // namespace yare::charts
