#include "yare/base/paths.h"

#include <algorithm>
#include <vector>

namespace yare::inline base {

std::string clean_path(std::string_view path) {
    const bool rooted = !path.empty() && path[0] == '/';
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, slash - at);
        at = slash + 1;
        if (part.empty() || part == ".") continue;
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (part != ".." || !rooted) {
            parts.push_back(part);
        }
    }
    std::string out = rooted ? "/" : "";
    for (const std::string_view part : parts) {
        if (!out.empty() && out.back() != '/') out += '/';
        out += part;
    }
    return out.empty() ? "." : out;
}

std::string join_path(std::string_view left, std::string_view right) {
    if (left.empty()) return right.empty() ? std::string() : clean_path(right);
    if (right.empty()) return clean_path(left);
    return clean_path(std::string(left) + "/" + std::string(right));
}

std::string_view base_name(std::string_view path) {
    if (path.empty()) return ".";
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    if (path.empty()) return "/";
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string dir_name(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return clean_path(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1));
}

std::string_view extension(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    const std::size_t slash = path.rfind('/');
    if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) return {};
    return path.substr(dot);
}

}  // namespace yare::inline base
