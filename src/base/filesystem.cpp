#include "yare/base/filesystem.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "yare/base/ascii.h"

namespace yare::inline base {

namespace {

// The C library's texts begin with a capital, Go's do not.
std::string reason(int number) {
    std::string text = std::strerror(number);
    if (!text.empty()) text[0] = ascii::lower(text[0]);
    return text;
}

Error failure(const char* call, const std::string& path, int number = errno) {
    ErrorCode code = ErrorCode::Internal;
    switch (number) {
        case ENOENT:
            code = ErrorCode::NotFound;
            break;
        case EEXIST:
            code = ErrorCode::AlreadyExists;
            break;
        case EACCES:
        case EPERM:
        case EROFS:
            code = ErrorCode::Forbidden;
            break;
        case EISDIR:
        case ENOTDIR:
        case ELOOP:
        case EINVAL:
        case ENAMETOOLONG:
            code = ErrorCode::Invalid;
            break;
        default:
            break;
    }
    return Error(code, std::string(call) + " " + path + ": " + reason(number));
}

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }
    int close() { return ::close(std::exchange(number_, -1)); }

  private:
    int number_;
};

FileKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) return FileKind::Regular;
    if (S_ISDIR(mode)) return FileKind::Directory;
    if (S_ISLNK(mode)) return FileKind::Link;
    return FileKind::Other;
}

FileInfo info_of(const struct stat& status) {
    const auto since =
        std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
    return {kind_of(status.st_mode), std::uint64_t(status.st_size), std::uint32_t(status.st_mode & 07777),
            std::chrono::system_clock::time_point(
                std::chrono::duration_cast<std::chrono::system_clock::duration>(since))};
}

class RealFileSystem final : public FileSystem {
  public:
    Result<std::string> read(const std::string& path, std::uint64_t limit_bytes) override {
        FileContent content = YARE_TRY(read_with_time(path, limit_bytes));
        return std::move(content.text);
    }

    Result<FileContent> read_with_time(const std::string& path, std::uint64_t limit_bytes) override {
        // Not blocking: opening a pipe that nobody writes to would wait for ever.
        Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (file.get() < 0) return failure("open", path);
        struct stat status{};
        if (::fstat(file.get(), &status) != 0) return failure("stat", path);
        if (S_ISDIR(status.st_mode)) return failure("read", path, EISDIR);
        // What a user names below /dev: /dev/null, /dev/stdin, a shell's <(...). Nothing in a chart is there.
        const bool stream =
            path.starts_with("/dev/") && (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode));
        if (!S_ISREG(status.st_mode) && !stream)
            return Error(ErrorCode::Invalid, "read " + path + ": not a regular file");
        if (stream && ::fcntl(file.get(), F_SETFL, 0) != 0) return failure("open", path);
        std::string text;
        const auto expected = std::min<std::uint64_t>(std::uint64_t(status.st_size), limit_bytes);
        text.resize(expected + 1);
        std::size_t filled = 0;
        for (;;) {
            const ssize_t got = ::read(file.get(), text.data() + filled, text.size() - filled);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return failure("read", path);
            if (got == 0) break;
            filled += std::size_t(got);
            // One byte more was asked for, so this was all. What has no size (/proc) is asked until it ends.
            if (filled == expected && !stream) break;
            if (filled > limit_bytes) {
                return Error(ErrorCode::Invalid,
                             "read " + path + ": larger than " + std::to_string(limit_bytes) + " bytes");
            }
            if (filled == text.size()) text.resize(text.size() * 2);
        }
        text.resize(filled);
        return FileContent{std::move(text), info_of(status).modified};
    }

    Result<void> write(const std::string& path, std::string_view text, std::uint32_t mode) override {
        struct stat status{};
        if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
            if (S_ISDIR(status.st_mode)) return failure("open", path, EISDIR);
            return Error(ErrorCode::Invalid, "open " + path + ": not a regular file");
        }
        const std::string beside = path + ".tmp-" + std::to_string(::getpid());
        Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
        if (file.get() < 0) return failure("open", path);
        Result<void> written = write_all(file, path, text);
        if (written && ::rename(beside.c_str(), path.c_str()) != 0) written = failure("rename", path);
        if (!written) ::unlink(beside.c_str());
        return written;
    }

    Result<void> make_directories(const std::string& path, std::uint32_t mode) override {
        struct stat status{};
        for (std::size_t at = 1; at <= path.size(); ++at) {
            if (at != path.size() && path[at] != '/') continue;
            const std::string part = path.substr(0, at);
            if (::mkdir(part.c_str(), mode) == 0) continue;
            if (errno != EEXIST) return failure("mkdir", part);
            // A link that leads nowhere.
            if (::stat(part.c_str(), &status) != 0) return failure("mkdir", part, EEXIST);
        }
        if (!path.empty() && ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode)) {
            return failure("mkdir", path, ENOTDIR);
        }
        return {};
    }

    Result<void> remove(const std::string& path) override {
        if (::remove(path.c_str()) != 0) return failure("remove", path);
        return {};
    }

    Result<void> rename(const std::string& from, const std::string& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return failure("rename", from);
        return {};
    }

    Result<FileInfo> stat(const std::string& path) override {
        struct stat status{};
        if (::stat(path.c_str(), &status) != 0) return failure("stat", path);
        return info_of(status);
    }

    Result<FileInfo> lstat(const std::string& path) override {
        struct stat status{};
        if (::lstat(path.c_str(), &status) != 0) return failure("lstat", path);
        return info_of(status);
    }

    Result<std::vector<DirectoryEntry>> list(const std::string& path) override {
        const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
        if (!directory) return failure("open", path);
        std::vector<DirectoryEntry> out;
        errno = 0;
        while (const dirent* entry = ::readdir(directory.get())) {
            const std::string_view name = entry->d_name;
            if (name == "." || name == "..") continue;
            struct stat status{};
            status.st_mode = mode_t(DTTOIF(entry->d_type));
            // Some disks do not say.
            if (entry->d_type == DT_UNKNOWN &&
                ::fstatat(::dirfd(directory.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
                continue;
            out.push_back({std::string(name), kind_of(status.st_mode)});
        }
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return out;
    }

    Result<std::string> resolve(const std::string& path) override {
        const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
        // Go: links are followed one by one, and the name that is not there is the one told.
        if (!real && errno == ELOOP) return Error(ErrorCode::Invalid, "EvalSymlinks: too many links");
        if (!real) return failure("lstat", end_of_links(path), errno);
        return std::string(real.get());
    }

  private:
    // Where a link, and the links that it leads to, end.
    static std::string end_of_links(std::string path) {
        const int number = errno;
        char target[PATH_MAX];
        for (ssize_t size = 0; (size = ::readlink(path.c_str(), target, sizeof target)) > 0;) {
            const std::string next(target, std::size_t(size));
            path = std::filesystem::path(path).parent_path() / next;
            path = std::filesystem::path(path).lexically_normal();
        }
        errno = number;
        return path;
    }

    static Result<void> write_all(Descriptor& file, const std::string& path, std::string_view text) {
        while (!text.empty()) {
            const ssize_t put = ::write(file.get(), text.data(), text.size());
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return failure("write", path);
            text.remove_prefix(std::size_t(put));
        }
        if (file.close() != 0) return failure("close", path);
        return {};
    }
};

}  // namespace

std::unique_ptr<FileSystem> real_filesystem() { return std::make_unique<RealFileSystem>(); }

}  // namespace yare::inline base
