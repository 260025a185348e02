#include "downloads.h"

#include <algorithm>

#include "local_chart.h"
#include "sha256.h"
#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/data/go_text.h"
#include "yare/data/url.h"

namespace yare::repo {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }
Error not_found(std::string text) { return Error(ErrorCode::NotFound, std::move(text)); }

bool versions_equal(const std::string& left, const IndexedChart& right) {
    const Result<SemanticVersion> version = parse_version(left);
    if (!version) return left == right.version;
    return compare_versions(*version, right.number) == 0;
}

// The version that a repository which was not added has for a locked one.
const IndexedChart* find_version(const std::vector<IndexedChart>& versions, const std::string& wanted) {
    const auto exact = std::ranges::find(versions, wanted, &IndexedChart::version);
    if (exact != versions.end()) return &*exact;
    const Result<VersionRange> range = VersionRange::parse(wanted);
    if (!range) return nullptr;
    const auto fits =
        std::ranges::find_if(versions, [&](const IndexedChart& one) { return range->matches(one.number); });
    return fits == versions.end() ? nullptr : &*fits;
}

// Nothing for what is no SHA-256, which Helm takes no notice of either.
std::string plain_digest(std::string_view digest) {
    if (const std::size_t colon = digest.find(':'); colon != std::string_view::npos)
        digest.remove_prefix(colon + 1);
    const bool good = digest.size() == 64 && std::ranges::all_of(digest, ascii::is_hex_digit);
    return good ? ascii::lowered(digest) : "";
}

// The file's name in charts/, out of an index that a stranger wrote.
Result<std::string> file_name(const std::string& path) {
    std::string name(base_name(path));
    const bool odd = std::ranges::any_of(name, [](unsigned char c) { return c < ' ' || c == 0x7F; });
    if (name == "." || name == ".." || name == "/" || name.empty() || odd)
        return invalid("the index names no file that could be written: " + go_quote(name));
    return name;
}

}  // namespace

Result<Downloads::Place> Downloads::find(const charts::Dependency& dependency) {
    const auto repository = std::ranges::find_if(
        known_, [&](const Repository& one) { return same_url(dependency.repository, one.url); });
    if (repository == known_.end()) return find_unmanaged(dependency);
    const Index* index = YARE_TRY(indexes_.load(repository->name));
    const std::vector<IndexedChart>* versions = index->find(dependency.name);
    if (!versions) return not_found("entry not found");
    const auto version = std::ranges::find_if(*versions, [&](const IndexedChart& one) {
        return one.has_url && (dependency.version.empty() || versions_equal(dependency.version, one));
    });
    if (version == versions->end()) return not_found("no matching version");
    Place place;
    place.url = YARE_TRY(resolve_in_repository(dependency.repository, std::string(version->url)));
    place.digest = plain_digest(version->digest);
    place.repository = *repository;
    return place;
}

Result<Downloads::Place> Downloads::find_unmanaged(const charts::Dependency& dependency) {
    const auto look = [&]() -> Result<Place> {
        const Index* index = YARE_TRY(indexes_.fetch(dependency.repository));
        std::string what = "chart " + go_quote(dependency.name);
        if (!dependency.version.empty()) what += " version " + go_quote(dependency.version);
        const std::vector<IndexedChart>* versions = index->find(dependency.name);
        const IndexedChart* version = versions ? find_version(*versions, dependency.version) : nullptr;
        if (!version) return not_found(what + " not found in " + dependency.repository + " repository");
        if (!version->has_url) return not_found(what + " has no downloadable URLs");
        Place place;
        place.url = YARE_TRY_WHILE("failed to make chart URL absolute",
                                   resolve_in_repository(dependency.repository, std::string(version->url)));
        place.digest = plain_digest(version->digest);
        place.repository.url = dependency.repository;
        return place;
    };
    return YARE_TRY_WHILE("chart " + dependency.name + " not found in " + dependency.repository, look());
}

void Downloads::want(const charts::Dependency& dependency) {
    // After the first that cannot be found nothing further is fetched.
    if (!wanted_.empty() && !wanted_.back().place) return;
    wanted_.push_back({find(dependency), {}});
    start_more();
}

void Downloads::start_more() {
    for (; started_ < wanted_.size() && started_ < taken_ + limits::kDownloads; ++started_) {
        Wanted& next = wanted_[started_];
        if (!next.place) continue;
        const std::string& url = next.place->url;
        const auto before = wanted_.begin() + std::ptrdiff_t(started_);
        if (std::any_of(wanted_.begin(), before, [&](const Wanted& one) { return one.place->url == url; }))
            continue;
        const Result<Url> read = parse_url(url);
        if (!read || !is_web_scheme(read->scheme) || read->host.empty() || read->path.empty()) continue;
        next.fetch = web_.start({.url = url,
                                 .repository = next.place->repository,
                                 .accept = "application/gzip,application/octet-stream",
                                 .limit = limits::kChartBytes});
    }
}

Result<void> Downloads::take(const charts::Dependency& dependency, Archives& archives) {
    start_more();
    Wanted& wanted = wanted_[taken_++];
    if (!wanted.place) return std::move(wanted.place.error()).during("could not find ");
    const std::string url = wanted.place->url;
    if (!had_.insert(url).second) {
        options_.say("Already downloaded " + dependency.name + " from repo " + dependency.repository + "\n");
        return {};
    }
    options_.say("Downloading " + dependency.name + " from repo " + dependency.repository + "\n");
    std::string name;
    std::string bytes = YARE_TRY_WHILE("could not download " + url, archive(wanted, name));
    archives.foreign.insert(name);
    archives.fresh.insert_or_assign(name, std::move(bytes));
    return {};
}

Result<std::string> Downloads::archive(Wanted& wanted, std::string& name) {
    const Place& place = *wanted.place;
    const Result<Url> url = parse_url(place.url);
    if (!url) return invalid("invalid chart URL format: " + place.url);
    if (is_registry(place.url)) return registries_not_built(place.url);
    if (url->scheme.empty() || url->host.empty() || url->path.empty()) {
        return invalid("non-absolute URLs should be in form of repo_name/path_to_chart, got: " + url->text());
    }
    if (!is_web_scheme(url->scheme)) return invalid("scheme " + go_quote(url->scheme) + " not supported");
    name = YARE_TRY(file_name(url->path));
    YARE_ASSERT(wanted.fetch, "what can be fetched is under way");
    if (!*wanted.fetch) return wanted.fetch->error();
    std::string bytes = YARE_TRY((*wanted.fetch)->wait());
    if (const std::string got = sha256(bytes); !place.digest.empty() && got != place.digest) {
        return invalid("the archive is not the one that the index means: its digest is " + got + ", not " +
                       place.digest);
    }
    if (options_.verify != Verify::Never) YARE_TRY(check_signature(place));
    return bytes;
}

Result<void> Downloads::check_signature(const Place& place) {
    const std::string url = place.url + ".prov";
    const Result<std::string> signature = web_.get({.url = url,
                                                    .repository = place.repository,
                                                    .accept = "application/gzip,application/octet-stream",
                                                    .limit = limits::kWebFileBytes});
    if (signature) {
        return Error(ErrorCode::Unavailable,
                     "verifying charts (--verify) is not implemented yet in this version of yare");
    }
    if (options_.verify == Verify::Always) return not_found("failed to fetch provenance " + go_quote(url));
    options_.say("WARNING: Verification not found for " + place.url + ": " + signature.error().text() + "\n");
    return {};
}

}  // namespace yare::repo
