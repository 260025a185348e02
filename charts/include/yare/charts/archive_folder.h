// An archive as the folder it would be unpacked into, without the disk: what has to look at a chart's files
// one by one looks at both alike.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "yare/base/filesystem.h"
#include "yare/charts/chart.h"

namespace yare::charts {

// Read only. Paths are "<above>/<chart's name>/<file>"; the last file of a name counts.
class ArchiveFolder final : public FileSystem {
  public:
    // Fails where unpacking would: no archive, names that lead outside, no chart's name. The memory is the
    // set's.
    static Result<ArchiveFolder> open(std::string_view bytes, const std::string& above, ChartSet& set);

    // "<above>/<chart's name>".
    const std::string& top() const { return top_; }

    Result<std::string> read(const std::string& path, std::uint64_t limit_bytes = kReadLimit) override;
    Result<FileContent> read_with_time(const std::string& path,
                                       std::uint64_t limit_bytes = kReadLimit) override;
    // As long as the set.
    std::optional<std::string_view> view(const std::string& path) override;
    Result<FileInfo> stat(const std::string& path) override;
    Result<FileInfo> lstat(const std::string& path) override { return stat(path); }
    Result<std::vector<DirectoryEntry>> list(const std::string& path) override;
    Result<std::string> resolve(const std::string& path) override { return path; }

    Result<void> write(const std::string& path, std::string_view text, std::uint32_t mode = 0644) override;
    Result<void> make_directories(const std::string& path, std::uint32_t mode = 0755) override;
    Result<void> remove(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;

  private:
    explicit ArchiveFolder(std::string top) : top_(std::move(top)) {}

    std::string top_;
    std::map<std::string, std::string_view, std::less<>> files_;  // by path
};

// The name of the chart that an archive holds; refuses names that make no folder.
Result<std::string> archive_chart_name(const std::vector<File>& files, ChartSet& set);

}  // namespace yare::charts
