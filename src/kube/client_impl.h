// What stands behind kube::Client: requests with credentials on them, and what discovery has said.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials.h"
#include "discovery.h"
#include "refusal.h"
#include "yare/kube/client.h"

namespace yare::kube {

// A request before it has credentials; the same one may be sent again.
struct Call {
    std::string method = "GET";
    std::string path;  // with its query
    std::string accept = "application/json";
    std::string content_type{};
    std::string body{};
    bool streaming = false;
    Subject subject{};
    CallOptions options{};
};

struct Client::Impl {
    Impl(RestConfig rest, std::shared_ptr<net::Client> given, ClientOptions client_options);

    // Puts credentials on and sends.
    Result<std::unique_ptr<net::Exchange>> start(const Call& call);
    // start, wait, and again as often as the server asks for that; any status.
    Result<net::Response> perform(const Call& call);
    // The same when the first sending has happened already.
    Result<net::Response> finish(const Call& call, std::unique_ptr<net::Exchange> exchange);
    // perform, with a refusal as an Error.
    Result<net::Response> perform_well(const Call& call, bool structured = true);
    void note_warnings(const net::Response& response);

    // Discovery; the pointers stay valid until forget() is called and all holders are done.
    Result<std::shared_ptr<const Catalog>> catalog(bool fresh);
    using Finder = std::function<const ResourceMapping*(const Catalog&)>;
    // NotFound with the text `missing`, after a second look at what the server serves now.
    Result<ResourceMapping> look_up(const Finder& find, const std::string& missing);
    Result<Catalog> fetch_catalog();
    Result<void> add_legacy_groups(const net::Response& core, const net::Response& groups, Catalog& catalog);
    std::string cache_path() const;
    std::optional<Catalog> cached_catalog();
    void keep_catalog(const Catalog& catalog);

    const RestConfig config;
    ClientOptions options;
    std::unique_ptr<FileSystem> own_files;
    std::unique_ptr<Clock> own_clock;
    FileSystem* files;
    Clock* clock;

    std::mutex connection_mutex;        // the next three
    std::shared_ptr<net::Client> http;  // shared: replaced when a plugin gives another certificate
    const bool http_is_given;
    std::string certificate_in_use;
    Credentials credentials;

    std::mutex catalog_mutex;
    std::shared_ptr<const Catalog> known_catalog;
    bool catalog_is_fresh = false;

    std::mutex warnings_mutex;
    std::vector<std::string> warnings;
    std::vector<std::string> warned;
};

struct Pending::Rep {
    Client::Impl* impl = nullptr;
    Call call;
    std::unique_ptr<net::Exchange> exchange;
    std::optional<Error> failed_early;
    ApiStatus status;
};

// "%", for a path segment or a query value.
std::string escaped(std::string_view text);

// ?a=b&c=d
class Query {
  public:
    Query& add(std::string_view name, std::string_view value);
    Query& add_if(bool wanted, std::string_view name, std::string_view value) {
        return wanted ? add(name, value) : *this;
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace yare::kube
