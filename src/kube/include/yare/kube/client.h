// The API server: discovery, and every verb on every kind, with objects as data.
//
//     Client client(access.rest);
//     Object live = YARE_TRY(client.get({"v1", "Secret", "default", "x"}).wait());
//
// Each verb sends at once and gives a Pending; wait() gives the answer. For many at a time, start them all
// and then wait for each: they share one connection. Conditions that more than a verb needs (resourceVersion,
// dry run) are in its options.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/kube/kubeconfig.h"
#include "yare/kube/object.h"
#include "yare/net/http.h"

namespace yare::kube {

struct Call;

// Where a kind is served.
struct ResourceMapping {
    std::string api_version{};  // "apps/v1"
    std::string kind{};         // "Deployment"
    std::string resource{};     // "deployments"
    std::string singular{};
    std::vector<std::string> short_names{};
    std::vector<std::string> categories{};
    std::vector<std::string> verbs{};
    bool namespaced = false;

    std::string group() const { return split_api_version(api_version).group; }
    std::string version() const { return split_api_version(api_version).version; }
    // "/apis/apps/v1/namespaces/default/deployments/web"; without a name the collection, without a namespace
    // all of them.
    std::string path(std::string_view namespace_name, std::string_view name) const;
};

// What `/version` says.
struct ServerVersion {
    std::string major{};
    std::string minor{};
    std::string git_version{};
    std::string platform{};
};

// What a server said in refusing: its Status object.
struct ApiStatus {
    struct Cause {
        std::string reason;
        std::string message;
        std::string field;
    };
    int code = 0;          // HTTP; 0 when there was no answer
    std::string reason{};  // "NotFound", "AlreadyExists", "Conflict", ...
    std::string message{};
    std::string group{}, kind{}, name{}, uid{};  // of what it is about
    std::vector<Cause> causes{};                 // invalid fields; fields that other managers own
    std::chrono::seconds retry_after{0};
};

// One request under way. Destroying it cancels it. It must not outlive the client.
class Pending {
  public:
    Pending(Pending&&) noexcept;
    Pending& operator=(Pending&&) noexcept;
    ~Pending();

    // The object that the server answered with (for a deletion: the object or a Status). Once.
    // Errors carry the text that client-go gives them.
    Result<Object> wait();
    // After wait() has failed: what the server said.
    const ApiStatus& status() const;

  private:
    friend class Client;
    struct Rep;
    explicit Pending(std::unique_ptr<Rep> rep);
    std::unique_ptr<Rep> rep_;
};

struct CallOptions {
    Cancellation cancellation{};
    // Zero: no limit.
    std::chrono::milliseconds timeout{0};
};

struct WriteOptions {
    std::string field_manager = "helm";
    // "", "Ignore", "Warn", "Strict".
    std::string field_validation{};
    bool dry_run = false;
    std::string subresource{};  // "status", "scale"
    CallOptions call{};
};

enum class PatchKind { Apply, StrategicMerge, Merge, Json };

struct PatchOptions {
    bool force = false;  // Apply: take fields that others own
    WriteOptions write{};
};

enum class Propagation { Default, Background, Foreground, Orphan };

struct DeleteOptions {
    Propagation propagation = Propagation::Background;
    std::optional<std::int64_t> grace_seconds{};
    // Refused with Conflict when the object is another one by now.
    std::string uid{};
    std::string resource_version{};
    bool dry_run = false;
    CallOptions call{};
};

struct ListOptions {
    std::string namespace_name{};  // empty: all
    std::string label_selector{};
    std::string field_selector{};
    std::int64_t limit = 500;  // items a page; 0: all in one
    // "0": any state will do, from the server's cache.
    std::string resource_version{};
    CallOptions call{};
};

struct WatchOptions {
    std::string namespace_name{};
    std::string label_selector{};
    std::string field_selector{};
    std::string resource_version{};
    bool bookmarks = true;
    std::chrono::seconds server_timeout{0};  // when the server ends the stream; zero: its own choice
    Cancellation cancellation{};
};

struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark };
    Type type = Type::Added;
    Object object;
};

// One stream of changes.
class WatchStream {
  public:
    ~WatchStream();
    WatchStream(WatchStream&&) noexcept;
    WatchStream& operator=(WatchStream&&) noexcept;
    // Blocks for the next change; nullopt when the server has ended the stream (an ordinary thing: watch
    // again). An error with status().code 410 means that the resourceVersion is too old: list again.
    Result<std::optional<WatchEvent>> next();
    const ApiStatus& status() const;

  private:
    friend class Client;
    struct Rep;
    explicit WatchStream(std::unique_ptr<Rep> rep);
    std::unique_ptr<Rep> rep_;
};

struct ClientOptions {
    // For token files and for what discovery said. Null: the real one.
    FileSystem* files = nullptr;
    // Where discovery is kept between runs, and for how long; nothing is kept without a directory.
    std::string cache_directory{};
    std::chrono::seconds cache_life{std::chrono::hours{6}};
    // Waiting before a retry, and the age of the cache. Null: the real one.
    Clock* clock = nullptr;
    // Overrides how an exec plugin is run: the program's standard output. Empty: as a child process.
    std::function<Result<std::string>(const ExecPlugin&, const Environment&)> run_exec{};
    // How often a request is sent again when the server asks for it (429 and 503 with Retry-After).
    int retries = 10;
};

// May be used by several threads at once.
class Client {
  public:
    // `http` null: the real one, made with the first request. A test and the sandbox give their own.
    explicit Client(RestConfig config, std::shared_ptr<net::Client> http = nullptr,
                    ClientOptions options = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    const RestConfig& config() const;

    // -- what the server is --
    // Helm: what installs and upgrades ask first. The error begins "Kubernetes cluster unreachable".
    Result<void> check_reachable(const Cancellation& cancellation = {});
    Result<ServerVersion> server_version(const Cancellation& cancellation = {});
    // NotFound, with client-go's text (`no matches for kind "X" in version "v1"`), when the server does not
    // serve it. Asks the server anew, once, before it gives up, since a CRD may have come meanwhile.
    Result<ResourceMapping> mapping(std::string_view api_version, std::string_view kind);
    // The version that the server prefers, for a kind of any version of the group.
    Result<ResourceMapping> preferred_mapping(std::string_view group, std::string_view kind);
    // By resource name, singular, short name or kind, with an optional ".group" or ".version.group".
    Result<ResourceMapping> find_resource(std::string_view text);
    // All that is served, without subresources, in the server's order.
    Result<std::vector<ResourceMapping>> resources();
    // For .Capabilities.APIVersions: "v1", "v1/Pod", "apps/v1", "apps/v1/Deployment", ...
    Result<std::vector<std::string>> api_versions();
    // Forgets what discovery said, on disk too (after CRDs have been installed).
    void forget_discovery();

    // -- objects; the kind is looked up through discovery --
    Pending get(const ObjectRef& ref, CallOptions options = {});
    // `object` says its apiVersion, kind, namespace and name.
    Pending create(const Value& object, WriteOptions options = {});
    // PUT. With metadata.resourceVersion in it, Conflict when somebody else was quicker.
    Pending update(const Value& object, WriteOptions options = {});
    Pending patch(const ObjectRef& ref, PatchKind kind, std::string body, PatchOptions options = {});
    // Server-side apply of a whole object.
    Pending apply(const Value& object, PatchOptions options = {});
    Pending remove(const ObjectRef& ref, DeleteOptions options = {});
    Result<ObjectList> list(std::string_view api_version, std::string_view kind, ListOptions options = {});
    Result<WatchStream> watch(std::string_view api_version, std::string_view kind, WatchOptions options = {});

    // Any path below the server's URL ("/healthz", "/api/v1/namespaces/x/pods/y/log?container=c"); the
    // answer's text.
    Result<std::string> get_text(std::string path_and_query, CallOptions options = {},
                                 std::string accept = "*/*");

    // What servers have warned of since the last call (HTTP header `Warning`), each text once.
    std::vector<std::string> take_warnings();

  private:
    friend class Pending;
    friend class WatchStream;
    struct Impl;
    Pending send(Result<Call> call);
    std::unique_ptr<Impl> impl_;
};

}  // namespace yare::kube
