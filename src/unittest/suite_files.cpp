#include "suite_files.h"

#include <algorithm>
#include <set>

#include "suite_chart.h"
#include "yare/base/paths.h"
#include "yare/charts/path_match.h"

namespace yare::unittest {

namespace {

bool has_wildcard(std::string_view path) { return path.find_first_of("*?[\\") != std::string_view::npos; }

std::string_view without_last_slash(std::string_view folder) {
    if (folder.empty()) return ".";
    return folder.size() > 1 && folder.ends_with("/") ? folder.substr(0, folder.size() - 1) : folder;
}

// Go's filepath.Glob.
Result<std::vector<std::string>> glob(FileSystem& files, const std::string& pattern) {
    std::vector<std::string> out;
    if (!has_wildcard(pattern)) {
        if (files.lstat(pattern)) out.push_back(pattern);
        return out;
    }
    const std::size_t slash = pattern.rfind('/');
    const std::string name = pattern.substr(slash == std::string::npos ? 0 : slash + 1);
    const std::string folder(
        without_last_slash(slash == std::string::npos ? "" : pattern.substr(0, slash + 1)));
    std::vector<std::string> folders{folder};
    if (has_wildcard(folder)) folders = YARE_TRY(glob(files, folder));
    for (const std::string& one : folders) {
        const Result<std::vector<DirectoryEntry>> entries = files.list(one);
        if (!entries) continue;
        for (const DirectoryEntry& entry : *entries) {
            const bool met = YARE_TRY(charts::path_match(name, entry.name));
            if (met) out.push_back(join_path(one, entry.name));
        }
    }
    return out;
}

void walk(FileSystem& files, const std::string& path, std::vector<std::string>& out,
          std::set<std::string>& met) {
    if (!met.insert(path).second) return;
    out.push_back(path);
    const Result<FileInfo> info = files.lstat(path);
    if (!info || info->kind != FileKind::Directory) return;
    const Result<std::vector<DirectoryEntry>> entries = files.list(path);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) walk(files, join_path(path, entry.name), out, met);
}

// The same with "**": everything below what comes before it, each with what comes behind.
Result<std::vector<std::string>> deep_glob(FileSystem& files, std::string_view pattern) {
    if (pattern.find("**") == std::string_view::npos) return glob(files, std::string(pattern));
    std::vector<std::string> matches{""};
    while (true) {
        const std::size_t stars = pattern.find("**");
        const std::string part(pattern.substr(0, stars));
        std::vector<std::string> next;
        std::set<std::string> met;
        for (const std::string& match : matches) {
            const std::vector<std::string> found = YARE_TRY(glob(files, match + part));
            for (const std::string& path : found) walk(files, path, next, met);
        }
        matches = std::move(next);
        if (stars == std::string_view::npos) return matches;
        pattern.remove_prefix(stars + 2);
    }
}

bool enabled_by_condition(std::string_view condition, const Map& values) {
    const Map* at = &values;
    while (true) {
        const std::size_t dot = condition.find('.');
        const Value* found = at->find(condition.substr(0, dot));
        if (!found) return true;
        if (dot == std::string_view::npos) return !found->is_bool() || found->as_bool();
        at = found->map_or_null();
        if (!at) return true;
        condition.remove_prefix(dot + 1);
    }
}

bool enabled_by_tags(const std::vector<std::string>& tags, const Map& values) {
    const Value* found = values.find("tags");
    const Map* known = found ? found->map_or_null() : nullptr;
    if (!known) return true;
    return std::ranges::any_of(tags, [&](const std::string& tag) {
        const Value* value = known->find(tag);
        return value && value->is_bool() && value->as_bool();
    });
}

}  // namespace

Result<std::vector<std::string>> find_files(FileSystem& files, const std::string& folder,
                                            const std::vector<std::string>& patterns) {
    std::vector<std::string> out;
    const std::string* before = nullptr;
    for (const std::string& pattern : patterns) {
        if (before && *before == pattern) continue;
        before = &pattern;
        if (pattern.starts_with("/")) {
            out.push_back(pattern);
            continue;
        }
        const bool below = pattern.find(folder + "/") != std::string::npos;
        const std::string path = below ? pattern : join_path(folder + "/", pattern);
        const std::vector<std::string> found = YARE_TRY(deep_glob(files, path));
        out.insert(out.end(), found.begin(), found.end());
    }
    return out;
}

std::string relative_path(const std::string& path, const std::string& working_directory) {
    const std::string full = path.starts_with("/") ? clean_path(path) : join_path(working_directory, path);
    const std::string below = working_directory.ends_with("/") ? working_directory : working_directory + "/";
    if (full.starts_with(below)) return full.substr(below.size());
    std::size_t shared = 0;
    for (std::size_t i = 0; i <= full.size() && i <= working_directory.size(); ++i) {
        const char one = i < full.size() ? full[i] : '/';
        const char other = i < working_directory.size() ? working_directory[i] : '/';
        if (one != other) break;
        if (one == '/') shared = i;
    }
    std::string out;
    const std::string_view rest =
        std::string_view(working_directory).substr(std::min(shared, working_directory.size()));
    for (std::ptrdiff_t i = std::ranges::count(rest, '/'); i > 0; --i) out += "../";
    return out + (shared < full.size() ? full.substr(shared + 1) : std::string());
}

FoundSuites suites_of_chart(const std::string& folder, const std::string& route, const Options& options) {
    FoundSuites out;
    Result<std::vector<std::string>> found = find_files(*options.files, folder, options.suite_patterns);
    Result<std::vector<std::string>> values = find_files(*options.files, "", options.values_patterns);
    if (!found || !values) {
        out.error = found ? values.error() : found.error();
        return out;
    }
    for (std::string& path : *values) {
        if (!path.starts_with("/")) path = join_path(options.working_directory, path);
    }
    SuiteSource source{"", route, options.strict, false, *values};
    Result<std::vector<Suite>> generated = generated_suites(folder, source, options);
    if (!generated) {
        out.error = generated.error();
        return out;
    }
    for (const std::string& path : *found) {
        source.path = relative_path(path, options.working_directory);
        const Result<std::string> text = options.files->read(path);
        Result<std::vector<Suite>> suites =
            text ? read_suites(*text, source)
                 : Error(ErrorCode::NotFound, "open " + path + ": " + text.error().message());
        if (!suites) {
            out.bad_file = path;
            out.error = suites.error();
            return out;
        }
        std::ranges::move(*suites, std::back_inserter(out.suites));
    }
    std::ranges::move(*generated, std::back_inserter(out.suites));
    return out;
}

bool is_enabled(const charts::Chart& parent, const charts::Chart& sub_chart, const Map& values) {
    const auto declared =
        std::ranges::find_if(parent.metadata.dependencies, [&](const charts::Dependency& one) {
            return (one.alias.empty() ? one.name : one.alias) == sub_chart.name();
        });
    if (declared == parent.metadata.dependencies.end()) return true;
    if (!declared->condition.empty()) return enabled_by_condition(declared->condition, values);
    return declared->tags.empty() || enabled_by_tags(declared->tags, values);
}

}  // namespace yare::unittest
