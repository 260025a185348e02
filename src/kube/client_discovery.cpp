// What the server is and serves.
#include <algorithm>

#include "client_impl.h"
#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/kube/client.h"

namespace yare::kube {

namespace {

// One document for all groups, where the server has it; a list of the groups otherwise.
constexpr const char* kAggregated =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

bool is_aggregated(const net::Response& response) {
    const std::string* type = response.header("Content-Type");
    return type && type->find("APIGroupDiscoveryList") != std::string::npos;
}

Call call_of(std::string path, std::string accept = "application/json") {
    Call out;
    out.path = std::move(path);
    out.accept = std::move(accept);
    out.subject.verb = "GET";
    return out;
}

// A file name made of the server's address.
std::string file_name_of(std::string server) {
    const auto scheme = server.find("://");
    if (scheme != std::string::npos) server.erase(0, scheme + 3);
    for (char& c : server) {
        if (!ascii::is_alphanumeric(c) && c != '.' && c != '-') c = '_';
    }
    return server;
}

}  // namespace

Result<Catalog> Client::Impl::fetch_catalog() {
    const Call core_call = call_of("/api", kAggregated);
    const Call groups_call = call_of("/apis", kAggregated);
    auto core_exchange = YARE_TRY(start(core_call));
    auto groups_exchange = YARE_TRY(start(groups_call));
    const net::Response core = YARE_TRY(finish(core_call, std::move(core_exchange)));
    const net::Response groups = YARE_TRY(finish(groups_call, std::move(groups_exchange)));
    Catalog out;
    for (const net::Response* response : {&core, &groups}) {
        // A server without the one or the other has just none of those.
        if (response->status == 404) continue;
        if (response->status != 200) return refusal(status_of(*response, {"GET", "", "", ""}, false));
        if (!is_aggregated(*response)) continue;
        Document document;
        const Value list = YARE_TRY(read_json(response->body, document));
        add_aggregated(list, out);
    }
    YARE_TRY(add_legacy_groups(core, groups, out));
    return out;
}

// The older form: the groups, then a document for each version of each.
Result<void> Client::Impl::add_legacy_groups(const net::Response& core, const net::Response& groups,
                                             Catalog& out) {
    std::vector<std::string> versions;
    Document document;
    if (core.status == 200 && !is_aggregated(core)) {
        const Value list = YARE_TRY(read_json(core.body, document));
        const Value names = list.path({"versions"});
        if (names.is_list()) {
            for (const Value& name : names.items()) versions.emplace_back(name.string_or({}));
        }
    }
    if (groups.status == 200 && !is_aggregated(groups)) {
        const Value list = YARE_TRY(read_json(groups.body, document));
        const Value items = list.path({"groups"});
        for (const Value& group : items.is_list() ? items.items() : std::span<const Value>()) {
            const std::string preferred(group.path({"preferredVersion", "groupVersion"}).string_or({}));
            if (!preferred.empty()) versions.push_back(preferred);
            const Value others = group.path({"versions"});
            for (const Value& version : others.is_list() ? others.items() : std::span<const Value>()) {
                std::string name(version.path({"groupVersion"}).string_or({}));
                if (name != preferred) versions.push_back(std::move(name));
            }
        }
    }
    std::vector<std::pair<Call, std::unique_ptr<net::Exchange>>> under_way;
    for (const std::string& version : versions) {
        Call call = call_of((version.find('/') == std::string::npos ? "/api/" : "/apis/") + version);
        auto exchange = YARE_TRY(start(call));
        under_way.emplace_back(std::move(call), std::move(exchange));
    }
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const net::Response response = YARE_TRY(finish(under_way[i].first, std::move(under_way[i].second)));
        out.api_versions.push_back(versions[i]);
        // A group whose own server is away does not hide the others.
        if (response.status != 200) continue;
        Document one;
        const Value list = YARE_TRY(read_json(response.body, one));
        add_resource_list(versions[i], list, out);
    }
    return {};
}

std::string Client::Impl::cache_path() const {
    if (options.cache_directory.empty()) return {};
    return options.cache_directory + "/" + file_name_of(config.server) + "/yare-discovery.json";
}

std::optional<Catalog> Client::Impl::cached_catalog() {
    const std::string path = cache_path();
    if (path.empty()) return std::nullopt;
    const auto info = files->stat(path);
    if (!info || clock->now() - info->modified > options.cache_life) return std::nullopt;
    const auto text = files->read(path);
    if (!text) return std::nullopt;
    auto catalog = read_catalog(*text);
    if (!catalog) return std::nullopt;
    return std::move(*catalog);
}

void Client::Impl::keep_catalog(const Catalog& catalog) {
    const std::string path = cache_path();
    const auto text = path.empty() ? Result<std::string>(std::string()) : write_catalog(catalog);
    if (path.empty() || !text) return;
    // A cache that cannot be written costs the next run two requests, nothing else.
    if (!files->make_directories(path.substr(0, path.rfind('/')), 0750)) return;
    (void)files->write(path, *text, 0660);
}

Result<std::shared_ptr<const Catalog>> Client::Impl::catalog(bool fresh) {
    const std::lock_guard lock(catalog_mutex);
    if (known_catalog && (!fresh || catalog_is_fresh)) return known_catalog;
    if (!fresh) {
        if (auto cached = cached_catalog()) {
            known_catalog = std::make_shared<const Catalog>(std::move(*cached));
            return known_catalog;
        }
    }
    Catalog fetched = YARE_TRY(fetch_catalog());
    keep_catalog(fetched);
    known_catalog = std::make_shared<const Catalog>(std::move(fetched));
    catalog_is_fresh = true;
    return known_catalog;
}

// -- the public side --

Result<ServerVersion> Client::server_version(const Cancellation& cancellation) {
    Call call = call_of("/version");
    call.options.cancellation = cancellation;
    const net::Response response = YARE_TRY(impl_->perform_well(call, false));
    const Object object = YARE_TRY_WHILE("unable to parse the server version", parse_object(response.body));
    const auto text = [&](std::string_view key) {
        return std::string(object.root().path({key}).string_or({}));
    };
    return ServerVersion{text("major"), text("minor"), text("gitVersion"), text("platform")};
}

Result<void> Client::check_reachable(const Cancellation& cancellation) {
    YARE_TRY_WHILE("kubernetes cluster unreachable", server_version(cancellation));
    return {};
}

Result<ResourceMapping> Client::Impl::look_up(const Finder& find, const std::string& missing) {
    auto known = YARE_TRY(catalog(false));
    const ResourceMapping* found = find(*known);
    if (!found) {
        // It may have come since: a CRD, or what the cache on disk does not know yet.
        {
            const std::lock_guard lock(catalog_mutex);
            catalog_is_fresh = false;
        }
        known = YARE_TRY(catalog(true));
        found = find(*known);
    }
    if (!found) return Error(ErrorCode::NotFound, missing);
    return *found;
}

Result<ResourceMapping> Client::mapping(std::string_view api_version, std::string_view kind) {
    return impl_->look_up(
        [&](const Catalog& catalog) { return catalog.find(api_version, kind); },
        "no matches for kind \"" + std::string(kind) + "\" in version \"" + std::string(api_version) + "\"");
}

Result<ResourceMapping> Client::preferred_mapping(std::string_view group, std::string_view kind) {
    return impl_->look_up(
        [&](const Catalog& catalog) { return catalog.find_preferred(group, kind); },
        "no matches for kind \"" + std::string(kind) + "\" in group \"" + std::string(group) + "\"");
}

Result<ResourceMapping> Client::find_resource(std::string_view text) {
    return impl_->look_up([&](const Catalog& catalog) { return catalog.find_by_text(text); },
                          "the server doesn't have a resource type \"" + std::string(text) + "\"");
}

Result<std::vector<ResourceMapping>> Client::resources() {
    const auto catalog = YARE_TRY(impl_->catalog(true));
    return catalog->resources;
}

Result<std::vector<std::string>> Client::api_versions() {
    const auto catalog = YARE_TRY_WHILE("could not get apiVersions from Kubernetes", impl_->catalog(true));
    std::vector<std::string> out = catalog->api_versions;
    out.insert(out.end(), catalog->kinds.begin(), catalog->kinds.end());
    // Helm: in no order at all (it comes out of a map); here sorted.
    std::sort(out.begin(), out.end());
    return out;
}

void Client::forget_discovery() {
    const std::lock_guard lock(impl_->catalog_mutex);
    impl_->known_catalog.reset();
    impl_->catalog_is_fresh = false;
    if (const std::string path = impl_->cache_path(); !path.empty()) (void)impl_->files->remove(path);
}

}  // namespace yare::kube
