#include "repository_names.h"

#include <algorithm>

#include "local_chart.h"
#include "yare/data/url.h"

namespace yare::repo {

namespace {

bool is_alias_of(const std::string& repository, const std::string& name) {
    return repository == "@" + name || repository == "alias:" + name;
}

// Go's ParseRequestURI.
bool is_url(const std::string& text) {
    const Result<Url> url = parse_url(text);
    return url && (!url->scheme.empty() || text.starts_with('/'));
}

Error unknown_repositories(const std::vector<std::string>& unknown) {
    std::string text = "no repository definition for ";
    bool words = false;
    for (const std::string& one : unknown) {
        text += (&one == unknown.data() ? "" : ", ") + one;
        words = words ||
                (one.find("//") == std::string::npos && !one.starts_with('@') && !one.starts_with("alias:"));
    }
    text += ". Please add them via 'helm repo add'";
    if (words) {
        text +=
            "\nNote that repositories must be URLs or aliases. For example, to refer to the \"example\"\n"
            "repository, use \"https://charts.example.com/\" or \"@example\" instead of\n"
            "\"example\". Don't forget to add the repo, too ('helm repo add').";
    }
    return Error(ErrorCode::NotFound, std::move(text));
}

}  // namespace

Result<RepositoryNames> resolve_names(Dependencies& asked, const std::vector<Repository>& known,
                                      FileSystem& fs, const std::string& folder, const Say& say_in_debug) {
    RepositoryNames out;
    std::vector<std::string> unknown;
    for (charts::Dependency& one : asked) {
        std::string& repository = one.repository;
        if (repository.empty()) continue;
        if (is_local(repository)) {
            YARE_TRY(local_path(fs, repository, folder));
            say_in_debug("Repository from local path: " + repository);
            out.by_dependency[one.name] = repository;
            continue;
        }
        if (is_registry(repository)) {
            out.by_dependency[one.name] = repository;
            continue;
        }
        const auto found = std::ranges::find_if(known, [&](const Repository& entry) {
            return is_alias_of(repository, entry.name) || same_url(entry.url, repository);
        });
        if (found == known.end()) {
            if (!is_url(repository)) unknown.push_back(repository);
            continue;
        }
        if (is_alias_of(repository, found->name)) repository = found->url;
        out.by_dependency[one.name] = found->name;
    }
    if (!unknown.empty()) return unknown_repositories(unknown);
    for (const charts::Dependency& one : asked) {
        if (one.repository.empty() || out.by_dependency.contains(one.name)) continue;
        Repository repository;
        repository.name = unmanaged_name(one.repository);
        repository.url = one.repository;
        out.by_dependency[one.name] = repository.name;
        out.unmanaged.push_back(std::move(repository));
    }
    return out;
}

Result<void> check_all_known(const Dependencies& locked, const std::vector<Repository>& known) {
    std::string unknown;
    for (const charts::Dependency& one : locked) {
        if (one.repository.empty() || is_local(one.repository) || is_registry(one.repository)) continue;
        std::string url = one.repository;
        if (url.ends_with('/')) url.pop_back();
        if (std::ranges::any_of(known, [&](const Repository& entry) { return same_url(entry.url, url); }))
            continue;
        unknown += (unknown.empty() ? "" : ", ") + one.repository;
    }
    if (unknown.empty()) return {};
    return Error(ErrorCode::NotFound, "no repository definition for " + unknown +
                                          ". Please add the missing repos via 'helm repo add'");
}

}  // namespace yare::repo
