// FileSystem: the edge to the disk. main.cpp makes the real one; tests have one in memory (tests/support).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::inline base {

enum class FileKind { Regular, Directory, Link, Other };

struct FileInfo {
    FileKind kind = FileKind::Regular;
    std::uint64_t size = 0;
    std::uint32_t mode = 0644;  // permission bits
    std::chrono::system_clock::time_point modified;
};

struct FileContent {
    std::string text;
    std::chrono::system_clock::time_point modified;
};

struct DirectoryEntry {
    std::string name;
    FileKind kind = FileKind::Regular;  // of the entry itself: a link is a Link
};

// Messages end as Go's do ("no such file or directory"), so that callers can put Helm's words before them.
class FileSystem {
  public:
    virtual ~FileSystem() = default;

    // The whole of a regular file; Invalid for anything else and past `limit_bytes`.
    virtual Result<std::string> read(const std::string& path, std::uint64_t limit_bytes = kReadLimit) = 0;
    // The same with the time of its last change, as it was when it was opened.
    virtual Result<FileContent> read_with_time(const std::string& path,
                                               std::uint64_t limit_bytes = kReadLimit) = 0;
    // The whole of a regular file without a copy, where files are in memory anyway; nothing where they are
    // not. Who made the file system says how long the text stays.
    virtual std::optional<std::string_view> view(const std::string&) { return std::nullopt; }
    // Replaces the file in one step (written beside it and renamed): readers see the old text or the new one.
    // Never writes through a link.
    virtual Result<void> write(const std::string& path, std::string_view text, std::uint32_t mode = 0644) = 0;
    virtual Result<void> make_directories(const std::string& path, std::uint32_t mode = 0755) = 0;
    virtual Result<void> remove(const std::string& path) = 0;  // a file, a link or an empty directory
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    // Follows links; NotFound when there is nothing.
    virtual Result<FileInfo> stat(const std::string& path) = 0;
    // Of the entry itself.
    virtual Result<FileInfo> lstat(const std::string& path) = 0;
    // Sorted by name, without "." and "..".
    virtual Result<std::vector<DirectoryEntry>> list(const std::string& path) = 0;
    // Absolute, with links resolved.
    virtual Result<std::string> resolve(const std::string& path) = 0;

    static constexpr std::uint64_t kReadLimit = std::uint64_t{1} << 30;
};

std::unique_ptr<FileSystem> real_filesystem();

}  // namespace yare::inline base
