// Walking a chart's folder: links followed and reported, .helmignore obeyed, sizes added up.
#include "folder.h"

#include "ignore.h"
#include "paths.h"
#include "yare/charts/loader.h"
#include "yare/data/limits.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

class Walk {
  public:
    Walk(FileSystem& fs, std::string top, IgnoreRules rules, ChartSet& set, Diagnostics& diagnostics)
        : fs_(fs), top_(std::move(top)), rules_(std::move(rules)), set_(set), diagnostics_(diagnostics) {}

    Result<std::vector<File>> run() {
        YARE_TRY(directory(top_, {}));
        return std::move(files_);
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
            YARE_TRY(
                one(path + "/" + entry.name, within.empty() ? entry.name : within + "/" + entry.name, entry));
        }
        return {};
    }

    Result<void> one(const std::string& path, const std::string& within, const DirectoryEntry& entry) {
        FileKind kind = entry.kind;
        if (kind == FileKind::Link) {
            std::string resolved = YARE_TRY_WHILE("error evaluating symlink " + path, fs_.resolve(path));
            diagnostics_.info("found symbolic link in path. Contents of linked file included and used",
                              {{"path", path}, {"resolved", resolved}});
            const FileInfo target = YARE_TRY(fs_.lstat(resolved));
            kind = target.kind;
        }
        if (kind == FileKind::Directory) {
            if (rules_.ignores(within, true)) return {};
            return directory(path, within);
        }
        if (rules_.ignores(within, false)) return {};
        if (kind != FileKind::Regular) {
            return invalid("cannot load irregular file " + path + " as it has file mode type bits set");
        }
        return file(path, within);
    }

    Result<void> file(const std::string& path, const std::string& within) {
        Result<FileContent> content = fs_.read_with_time(path, left_);
        if (!content) {
            const Result<FileInfo> info = fs_.stat(path);
            if (info && info->size > left_) return too_large(within);
            return std::move(content).error().during("error reading " + within);
        }
        left_ -= content->text.size();
        std::string_view data = set_.keep(std::move(content->text));
        if (data.starts_with("\xEF\xBB\xBF")) data.remove_prefix(3);
        files_.push_back({set_.keep(within), data, Timestamp::of(content->modified)});
        return {};
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
    std::vector<File> files_;
    std::uint64_t left_ = limits::kChartBytes;
    std::size_t seen_ = 0;
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
