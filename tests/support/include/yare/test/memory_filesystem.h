// A disk in memory, which writes down what was done to it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "yare/base/filesystem.h"

namespace yare::test {

class MemoryFileSystem final : public FileSystem {
  public:
    // Directories on the way are made.
    MemoryFileSystem& add(const std::string& path, std::string text, std::uint32_t mode = 0644);
    MemoryFileSystem& add_link(const std::string& path, std::string target);
    MemoryFileSystem& add_directory(const std::string& path);
    // A device, a pipe: something that is neither file, folder nor link.
    MemoryFileSystem& add_other(const std::string& path);

    Result<std::string> read(const std::string& path, std::uint64_t limit_bytes = kReadLimit) override;
    Result<FileContent> read_with_time(const std::string& path,
                                       std::uint64_t limit_bytes = kReadLimit) override;
    Result<void> write(const std::string& path, std::string_view text, std::uint32_t mode = 0644) override;
    Result<void> make_directories(const std::string& path, std::uint32_t mode = 0755) override;
    Result<void> remove(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<FileInfo> stat(const std::string& path) override;
    Result<FileInfo> lstat(const std::string& path) override;
    Result<std::vector<DirectoryEntry>> list(const std::string& path) override;
    Result<std::string> resolve(const std::string& path) override;

    // "read /a/b", "write /a/c", "remove /a", in the order done.
    std::vector<std::string> calls;
    // Every file by path, with its text; links and folders left out.
    std::map<std::string, std::string> files() const;

  private:
    struct Node {
        FileKind kind = FileKind::Regular;
        std::string text;  // of a link: its target
        std::uint32_t mode = 0644;
    };
    Result<std::string> follow(const std::string& path, const char* call) const;

    // Two threads may use the disk. On the heap, so that it can be moved.
    std::unique_ptr<std::recursive_mutex> mutex_ = std::make_unique<std::recursive_mutex>();
    std::map<std::string, Node> nodes_;
};

}  // namespace yare::test
