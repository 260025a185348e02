#include "index_cache.h"

#include <algorithm>
#include <optional>

#include "sha256.h"
#include "yare/base/paths.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/url.h"

namespace yare::repo {

namespace {

std::string without_slash(std::string url) {
    if (url.ends_with('/')) url.pop_back();
    return url;
}

// Helm: of several with one URL the last stands for all.
std::vector<Repository> without_duplicates(const std::vector<Repository>& all) {
    std::vector<Repository> out;
    for (const Repository& one : all) {
        const auto same = std::ranges::find_if(
            out, [&](const Repository& other) { return without_slash(other.url) == without_slash(one.url); });
        if (same == out.end())
            out.push_back(one);
        else
            *same = one;
    }
    return out;
}

Result<Web::File> index_file(const Repository& repository) {
    Web::File file;
    file.url = YARE_TRY(resolve_in_repository(repository.url, "index.yaml"));
    file.repository = repository;
    file.limit = limits::kIndexBytes;
    return file;
}

Result<Web::Fetch> start_index(Web& web, const Repository& repository) {
    const Web::File file = YARE_TRY(index_file(repository));
    return web.start(file);
}

// The repository as a user knows it, and its URL where that is something else.
std::string known_as(const Repository& repository, bool with_url) {
    if (repository.name.starts_with(kUnmanaged)) return go_quote(repository.url) + " chart repository";
    return go_quote(repository.name) + " chart repository" + (with_url ? " (" + repository.url + ")" : "");
}

}  // namespace

std::string unmanaged_name(const std::string& url) { return std::string(kUnmanaged) + sha256(url); }

Result<void> IndexCache::refresh(const std::vector<Repository>& repositories, const Say& say) {
    const std::vector<Repository> wanted = without_duplicates(repositories);
    for (const Repository& one : wanted) YARE_TRY(check_repository_url(one.url));
    std::vector<Result<Web::Fetch>> under_way;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        while (under_way.size() < std::min(wanted.size(), i + limits::kDownloads))
            under_way.push_back(start_index(web_, wanted[under_way.size()]));
        const auto take = [&]() -> Result<void> {
            if (!under_way[i]) return under_way[i].error();
            std::string text = YARE_TRY(under_way[i]->wait());
            std::unique_ptr<Index> index =
                YARE_TRY(Index::read(std::move(text), wanted[i].url, diagnostics_));
            return keep(wanted[i].name, std::move(index));
        };
        if (const Result<void> done = take()) {
            say("...Successfully got an update from the " + known_as(wanted[i], false));
        } else {
            say("...Unable to get an update from the " + known_as(wanted[i], true) + ":\n\t" +
                done.error().text());
        }
    }
    return {};
}

Result<std::string> IndexCache::path_of(const std::string& name, std::string_view end) const {
    // The name becomes part of a path.
    if (name.find('/') != std::string::npos) {
        return Error(ErrorCode::Invalid, "repository name (" + name +
                                             ") contains '/', please specify a different name without '/'");
    }
    return join_path(folder_, (name.empty() ? "" : name + "-") + std::string(end));
}

Result<void> IndexCache::keep(const std::string& name, std::unique_ptr<Index> index) {
    const std::string list = YARE_TRY(path_of(name, "charts.txt"));
    const std::string file = YARE_TRY(path_of(name, "index.yaml"));
    std::string names;
    for (const std::string_view chart : index->chart_names()) names.append(chart).append("\n");
    YARE_TRY(files_.make_directories(folder_));
    YARE_TRY(files_.write(list, names));
    YARE_TRY(files_.write(file, index->text()));
    read_[name] = std::move(index);
    return {};
}

Result<const Index*> IndexCache::load(const std::string& name) {
    if (const auto at = read_.find(name); at != read_.end()) return at->second.get();
    const std::string path = YARE_TRY(path_of(name, "index.yaml"));
    std::string text = YARE_TRY(files_.read(path, limits::kIndexBytes));
    std::unique_ptr<Index> index =
        YARE_TRY_WHILE("error loading " + path, Index::read(std::move(text), path, diagnostics_));
    return (read_[name] = std::move(index)).get();
}

Result<void> IndexCache::check_there(const std::string& name) {
    if (read_.contains(name)) return {};
    const std::string path = YARE_TRY(path_of(name, "index.yaml"));
    const Result<FileInfo> info = files_.stat(path);
    if (info) return {};
    const Result<std::string> text = files_.read(path, limits::kIndexBytes);
    return text ? info.error() : text.error();
}

Result<const Index*> IndexCache::fetch(const std::string& url) {
    if (const auto at = read_.find(unmanaged_name(url)); at != read_.end()) return at->second.get();
    std::unique_ptr<Index>& index = fetched_[url];
    if (index) return index.get();
    const auto get = [&]() -> Result<std::unique_ptr<Index>> {
        YARE_TRY(check_repository_url(url));
        Repository repository;
        repository.url = url;
        const Web::File file = YARE_TRY(index_file(repository));
        std::string text = YARE_TRY(web_.get(file));
        return Index::read(std::move(text), url, diagnostics_);
    };
    index = YARE_TRY_WHILE(
        "looks like " + go_quote(url) + " is not a valid chart repository or cannot be reached", get());
    return index.get();
}

}  // namespace yare::repo
