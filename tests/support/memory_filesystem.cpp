#include "yare/test/memory_filesystem.h"

namespace yare::test {

namespace {

constexpr int kLinks = 40;

std::string clean(const std::string& path) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, slash - at);
        if (part == "..") {
            if (!parts.empty()) parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
        at = slash + 1;
    }
    std::string out;
    for (const std::string& part : parts) out += "/" + part;
    return out.empty() ? "/" : out;
}

std::string parent(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

Error missing(const char* call, const std::string& path) {
    return Error(ErrorCode::NotFound, std::string(call) + " " + path + ": no such file or directory");
}

}  // namespace

MemoryFileSystem& MemoryFileSystem::add_directory(const std::string& path) {
    for (std::string at = clean(path); at != "/"; at = parent(at)) nodes_[at].kind = FileKind::Directory;
    return *this;
}

MemoryFileSystem& MemoryFileSystem::add(const std::string& path, std::string text, std::uint32_t mode) {
    add_directory(parent(clean(path)));
    nodes_[clean(path)] = {FileKind::Regular, std::move(text), mode};
    return *this;
}

MemoryFileSystem& MemoryFileSystem::add_link(const std::string& path, std::string target) {
    add_directory(parent(clean(path)));
    nodes_[clean(path)] = {FileKind::Link, std::move(target), 0777};
    return *this;
}

MemoryFileSystem& MemoryFileSystem::add_other(const std::string& path) {
    add_directory(parent(clean(path)));
    nodes_[clean(path)] = {FileKind::Other, {}, 0644};
    return *this;
}

Result<std::string> MemoryFileSystem::follow(const std::string& path, const char* call) const {
    std::string at = clean(path);
    for (int links = 0; links < kLinks; ++links) {
        // Any part of the way may be a link.
        bool moved = false;
        for (std::size_t slash = 1; slash != std::string::npos + 1 && !moved;) {
            const std::size_t end = std::min(at.find('/', slash), at.size());
            const auto node = nodes_.find(at.substr(0, end));
            if (node != nodes_.end() && node->second.kind == FileKind::Link) {
                const std::string& target = node->second.text;
                std::string real = target.starts_with("/") ? target : parent(node->first) + "/" + target;
                at = clean(real.append(at, end));
                moved = true;
            }
            if (end == at.size()) break;
            slash = end + 1;
        }
        if (!moved) return at;
    }
    return Error(ErrorCode::Invalid, std::string(call) + " " + path + ": too many levels of symbolic links");
}

Result<std::string> MemoryFileSystem::read(const std::string& path, std::uint64_t limit_bytes) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("read " + path);
    const std::string real = YARE_TRY(follow(path, "open"));
    const auto node = nodes_.find(real);
    if (node == nodes_.end()) return missing("open", path);
    if (node->second.kind == FileKind::Directory) {
        return Error(ErrorCode::Invalid, "read " + path + ": is a directory");
    }
    if (node->second.kind != FileKind::Regular) {
        return Error(ErrorCode::Invalid, "read " + path + ": not a regular file");
    }
    if (node->second.text.size() > limit_bytes) {
        return Error(ErrorCode::Invalid,
                     "read " + path + ": larger than " + std::to_string(limit_bytes) + " bytes");
    }
    return node->second.text;
}

Result<FileContent> MemoryFileSystem::read_with_time(const std::string& path, std::uint64_t limit_bytes) {
    std::string text = YARE_TRY(read(path, limit_bytes));
    return FileContent{std::move(text), {}};
}

Result<void> MemoryFileSystem::write(const std::string& path, std::string_view text, std::uint32_t mode) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("write " + path);
    const std::string at = clean(path);
    const auto node = nodes_.find(at);
    if (node != nodes_.end() && node->second.kind != FileKind::Regular) {
        return Error(ErrorCode::Invalid, "open " + path + ": not a regular file");
    }
    const auto folder = nodes_.find(parent(at));
    if (parent(at) != "/" && folder == nodes_.end()) return missing("open", path);
    nodes_[at] = {FileKind::Regular, std::string(text), mode};
    return {};
}

Result<void> MemoryFileSystem::make_directories(const std::string& path, std::uint32_t) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("make_directories " + path);
    add_directory(path);
    return {};
}

Result<void> MemoryFileSystem::remove(const std::string& path) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("remove " + path);
    const std::string at = clean(path);
    if (nodes_.erase(at) == 0) return missing("remove", path);
    return {};
}

Result<void> MemoryFileSystem::rename(const std::string& from, const std::string& to) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("rename " + from + " " + to);
    const std::string old = clean(from);
    if (!nodes_.contains(old)) return missing("rename", from);
    std::map<std::string, Node> moved;
    for (const auto& [name, node] : nodes_) {
        if (name == old || name.starts_with(old + "/")) moved[clean(to) + name.substr(old.size())] = node;
    }
    std::erase_if(nodes_,
                  [&](const auto& item) { return item.first == old || item.first.starts_with(old + "/"); });
    nodes_.merge(moved);
    return {};
}

Result<FileInfo> MemoryFileSystem::stat(const std::string& path) {
    const std::lock_guard lock(*mutex_);
    const std::string real = YARE_TRY(follow(path, "stat"));
    if (real != "/" && !nodes_.contains(real)) return missing("stat", path);
    return lstat(real);
}

Result<FileInfo> MemoryFileSystem::lstat(const std::string& path) {
    const std::lock_guard lock(*mutex_);
    const std::string at = clean(path);
    if (at == "/") return FileInfo{FileKind::Directory, 0, 0755, {}};
    const auto node = nodes_.find(at);
    if (node == nodes_.end()) return missing("lstat", path);
    return FileInfo{node->second.kind, node->second.text.size(), node->second.mode, {}};
}

Result<std::vector<DirectoryEntry>> MemoryFileSystem::list(const std::string& path) {
    const std::lock_guard lock(*mutex_);
    calls.push_back("list " + path);
    const std::string real = YARE_TRY(follow(path, "open"));
    if (real != "/" && !nodes_.contains(real)) return missing("open", path);
    std::vector<DirectoryEntry> out;
    for (const auto& [name, node] : nodes_) {
        if (name != real && parent(name) == real)
            out.push_back({name.substr(name.rfind('/') + 1), node.kind});
    }
    return out;
}

Result<std::string> MemoryFileSystem::resolve(const std::string& path) {
    const std::lock_guard lock(*mutex_);
    const std::string real = YARE_TRY(follow(path, "lstat"));
    if (real != "/" && !nodes_.contains(real)) return missing("lstat", path);
    return real;
}

std::map<std::string, std::string> MemoryFileSystem::files() const {
    std::map<std::string, std::string> out;
    for (const auto& [name, node] : nodes_) {
        if (node.kind == FileKind::Regular) out[name] = node.text;
    }
    return out;
}

}  // namespace yare::test
