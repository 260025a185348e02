// Where the cluster is and who we are: kubeconfig files, the flags that override them, and what a Pod finds
// in its own file system.
//
//     AccessOptions options{.environment = environment};  // as `env` prints it
//     ClusterAccess access = YARE_TRY(cluster_access(fs, options));
//     Client client(access.rest);                          // client.h
//
// Nothing here reads the process's environment: the caller hands it in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/net/http.h"

namespace yare::kube {

using Environment = std::vector<std::pair<std::string, std::string>>;

// A program that prints credentials (client.authentication.k8s.io).
struct ExecPlugin {
    std::string api_version{};
    std::string command{};
    std::vector<std::string> arguments{};
    Environment environment{};  // added to the caller's
    std::string install_hint{};
    bool provide_cluster_info = false;
    std::string interactive_mode{};  // Never, IfAvailable, Always
};

struct Impersonation {
    std::string user{};
    std::string uid{};
    std::vector<std::string> groups{};
    std::vector<std::pair<std::string, std::vector<std::string>>> extra{};
};

// All that a request needs to know. Certificates and keys are read into memory; a token file is not, because
// it is replaced while we run.
struct RestConfig {
    std::string server{};  // "https://host:6443/prefix", without a slash at the end
    net::TlsOptions tls{};
    std::string token{};
    std::string token_file{};  // wins over `token`
    std::string user_name{};   // basic authentication
    std::string password{};
    std::optional<ExecPlugin> exec{};
    Impersonation impersonation{};
    std::string proxy_url{};
    bool compression = true;
    std::string user_agent = "Helm/4.3";
    Environment environment{};  // of the process: proxies, and what an exec plugin is started with
};

struct Cluster {
    std::string server{};
    std::string tls_server_name{};
    bool insecure_skip_tls_verify = false;
    std::string authority_file{};
    std::string authority_data{};  // decoded
    std::string proxy_url{};
    bool disable_compression = false;
};

struct User {
    std::string certificate_file{};
    std::string certificate_data{};  // decoded
    std::string key_file{};
    std::string key_data{};  // decoded
    std::string token{};
    std::string token_file{};
    std::string user_name{};
    std::string password{};
    Impersonation impersonation{};
    std::optional<ExecPlugin> exec{};
    std::string auth_provider{};  // the name of a kind of login that is no longer supported
};

struct Context {
    std::string cluster{};
    std::string user{};
    std::string namespace_name{};
};

// One kubeconfig, or several merged: of two entries with one name the first file's counts, whole.
struct Kubeconfig {
    std::string current_context{};
    std::map<std::string, Cluster> clusters{};
    std::map<std::string, User> users{};
    std::map<std::string, Context> contexts{};
    bool empty() const;
};

// File names in it are relative to `directory`.
Result<Kubeconfig> parse_kubeconfig(std::string_view text, const std::string& directory);

// Helm's global flags, already joined with their HELM_* variables. Empty means not given.
struct AccessOptions {
    std::string kubeconfig{};  // --kubeconfig: this file alone, and it must exist
    std::string context{};     // --kube-context
    std::string namespace_name{};
    std::string token{};
    std::string as_user{};
    std::vector<std::string> as_groups{};
    std::string api_server{};
    std::string authority_file{};
    std::string tls_server_name{};
    bool insecure_skip_tls_verify = false;
    // KUBECONFIG, HOME, KUBERNETES_MASTER, KUBERNETES_SERVICE_HOST, HTTPS_PROXY, ... are looked up here.
    Environment environment{};
};

struct ClusterAccess {
    RestConfig rest;
    std::string namespace_name{};  // flag, context, the Pod's own, "default"
};

// The files in the order they count: the flag, or KUBECONFIG's, or ~/.kube/config. Files that are not there
// are passed over unless the flag names them.
Result<Kubeconfig> load_kubeconfig(FileSystem& fs, const AccessOptions& options);

// Errors have the texts that Helm prints behind "Kubernetes cluster unreachable: ".
Result<ClusterAccess> cluster_access(FileSystem& fs, const AccessOptions& options);

// The namespace alone. Helm: any trouble with the files gives the flag's, or "default".
std::string current_namespace(FileSystem& fs, const AccessOptions& options);

// The value of a variable; empty when it is not set.
std::string_view lookup_variable(const Environment& environment, std::string_view name);

}  // namespace yare::kube
