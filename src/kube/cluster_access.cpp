// From kubeconfig, flags and environment to one server and one identity, in client-go's order and with its
// words.
#include <algorithm>

#include "yare/kube/kubeconfig.h"

namespace yare::kube {

namespace {

constexpr const char* kServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/";

struct Chosen {
    std::string cluster_name;
    std::string user_name;
    Cluster cluster;
    User user;
    Context context;
};

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string default_server(const AccessOptions& options) {
    const auto master = lookup_variable(options.environment, "KUBERNETES_MASTER");
    return master.empty() ? "http://localhost:8080" : std::string(master);
}

void override_cluster(const AccessOptions& options, Cluster& cluster) {
    if (!options.api_server.empty()) cluster.server = options.api_server;
    // A flag about trust replaces all that the file says about it.
    if (options.insecure_skip_tls_verify || !options.authority_file.empty()) {
        cluster.insecure_skip_tls_verify = options.insecure_skip_tls_verify;
        cluster.authority_file = options.authority_file;
        cluster.authority_data.clear();
    }
    if (!options.tls_server_name.empty() || !options.api_server.empty()) {
        cluster.tls_server_name = options.tls_server_name;
    }
}

void override_user(const AccessOptions& options, User& user) {
    if (!options.token.empty()) user.token = options.token;
    if (!options.as_user.empty()) user.impersonation.user = options.as_user;
    if (!options.as_groups.empty()) user.impersonation.groups = options.as_groups;
}

Result<Chosen> choose(const Kubeconfig& config, const AccessOptions& options) {
    Chosen out;
    const std::string& name = options.context.empty() ? config.current_context : options.context;
    if (const auto at = config.contexts.find(name); at != config.contexts.end()) {
        out.context = at->second;
    } else if (!options.context.empty()) {
        return Error(ErrorCode::NotFound, "context " + quoted(name) + " does not exist");
    }
    out.cluster_name = out.context.cluster;
    out.user_name = out.context.user;
    out.cluster.server = default_server(options);
    if (const auto at = config.clusters.find(out.cluster_name); at != config.clusters.end()) {
        const std::string server = at->second.server.empty() ? out.cluster.server : at->second.server;
        out.cluster = at->second;
        out.cluster.server = server;
    }
    if (const auto at = config.users.find(out.user_name); at != config.users.end()) out.user = at->second;
    override_cluster(options, out.cluster);
    override_user(options, out.user);
    return out;
}

// Reads files into memory and collects what is wrong with the choice, as one message for all of it.
class Validation {
  public:
    explicit Validation(FileSystem& fs) : fs_(fs) {}

    void fail(std::string text) { problems_.push_back(std::move(text)); }

    // The content of `file` into `data`, unless there are data already.
    void read(const std::string& file, std::string& data, const char* what, const std::string& whose) {
        if (file.empty()) return;
        auto text = fs_.read(file);
        if (!text) {
            fail(std::string("unable to read ") + what + " " + file + " for " + whose + " due to " +
                 text.error().message());
        } else if (data.empty()) {
            data = std::move(*text);
        }
    }

    Result<void> result() const {
        if (problems_.empty()) return {};
        std::string all = problems_.front();
        for (std::size_t i = 1; i < problems_.size(); ++i) all += ", " + problems_[i];
        if (problems_.size() > 1) all = "[" + all + "]";
        return Error(ErrorCode::Invalid, "invalid configuration: " + all);
    }

  private:
    FileSystem& fs_;
    std::vector<std::string> problems_;
};

void validate_exec(const ExecPlugin& exec, const std::string& name, Validation& validation) {
    const std::string use = " for " + name + " to use exec authentication plugin";
    if (exec.command.empty()) validation.fail("command must be specified" + use);
    if (exec.api_version.empty()) validation.fail("apiVersion must be specified" + use);
    for (const auto& [variable, value] : exec.environment) {
        if (variable.empty()) validation.fail("env variable name must be specified" + use);
    }
    const std::string& mode = exec.interactive_mode;
    if (mode.empty()) {
        validation.fail("interactiveMode must be specified" + use);
    } else if (mode != "Never" && mode != "IfAvailable" && mode != "Always") {
        validation.fail("invalid interactiveMode for " + name + ": " + quoted(mode));
    }
}

void validate_user(User& user, const std::string& name, Validation& validation) {
    if (!user.certificate_file.empty() || !user.certificate_data.empty()) {
        if (!user.certificate_file.empty() && !user.certificate_data.empty()) {
            validation.fail("client-cert-data and client-cert are both specified for " + name +
                            ". client-cert-data will override.");
        }
        if (!user.key_file.empty() && !user.key_data.empty()) {
            validation.fail("client-key-data and client-key are both specified for " + name +
                            "; client-key-data will override");
        }
        if (user.key_file.empty() && user.key_data.empty()) {
            validation.fail("client-key-data or client-key must be specified for " + name +
                            " to use the clientCert authentication method.");
        }
        validation.read(user.certificate_file, user.certificate_data, "client-cert", name);
        validation.read(user.key_file, user.key_data, "client-key", name);
    }
    if (user.exec && !user.auth_provider.empty()) {
        validation.fail("authProvider cannot be provided in combination with an exec plugin for " + name);
    }
    if (user.exec) validate_exec(*user.exec, name, validation);
    if (!user.token.empty() && (!user.user_name.empty() || !user.password.empty())) {
        validation.fail("more than one authentication method found for " + name +
                        "; found [token basicAuth], only one is allowed");
    }
    const Impersonation& who = user.impersonation;
    if (who.user.empty() && (!who.uid.empty() || !who.groups.empty() || !who.extra.empty())) {
        validation.fail("requesting uid, groups or user-extra for " + name + " without impersonating a user");
    }
}

void validate_cluster(Cluster& cluster, const std::string& name, Validation& validation) {
    if (!cluster.proxy_url.empty() && cluster.proxy_url.find("://") == std::string::npos) {
        validation.fail("invalid 'proxy-url' " + quoted(cluster.proxy_url) + " for cluster " + quoted(name) +
                        ": unsupported scheme \"\", must be http, https, or socks5");
    }
    if (!cluster.authority_file.empty() && !cluster.authority_data.empty()) {
        validation.fail("certificate-authority-data and certificate-authority are both specified for " +
                        name + ". certificate-authority-data will override.");
    }
    validation.read(cluster.authority_file, cluster.authority_data, "certificate-authority", name);
}

Result<void> validate(FileSystem& fs, const Kubeconfig& config, const AccessOptions& options,
                      Chosen& chosen) {
    Validation validation(fs);
    const std::string& name = options.context.empty() ? config.current_context : options.context;
    if (!name.empty() && !config.contexts.contains(name)) {
        validation.fail("context was not found for specified context: " + name);
    }
    validate_user(chosen.user, chosen.user_name, validation);
    validate_cluster(chosen.cluster, chosen.cluster_name, validation);
    return validation.result();
}

// "host:port" is a server that speaks plain HTTP.
std::string full_url(std::string server) {
    if (server.find("://") == std::string::npos) server.insert(0, "http://");
    while (server.ends_with('/')) server.pop_back();
    return server;
}

// As client-go looks at it before anything is sent.
Result<void> check_server(const std::string& server, const std::string& as_given) {
    const std::string_view rest = std::string_view(server).substr(server.find("://") + 3);
    const bool open_bracket = rest.starts_with('[') && rest.find(']') == std::string_view::npos;
    if (rest.empty() || open_bracket || rest.find_first_of(" <>\"") != std::string_view::npos) {
        return Error(ErrorCode::Invalid, "host must be a URL or a host:port pair: " + quoted(as_given));
    }
    return {};
}

Result<void> refuse_auth_provider(const User& user) {
    const std::string& name = user.auth_provider;
    if (name.empty()) return {};
    if (name == "gcp") {
        return Error(
            ErrorCode::Invalid,
            "The gcp auth plugin has been removed.\nPlease use the \"gke-gcloud-auth-plugin\" "
            "kubectl/client-go credential plugin instead.\nSee "
            "https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for "
            "further details");
    }
    if (name == "azure") {
        return Error(
            ErrorCode::Invalid,
            "The azure auth plugin has been removed.\nPlease use the https://github.com/Azure/kubelogin "
            "kubectl/client-go credential plugin instead.\nSee "
            "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
            "#client-go-credential-plugins for further details");
    }
    return Error(ErrorCode::Invalid, "no Auth Provider found for name " + quoted(name));
}

Result<RestConfig> rest_config(FileSystem& fs, Chosen chosen, const AccessOptions& options) {
    RestConfig out;
    out.environment = options.environment;
    out.server = full_url(chosen.cluster.server);
    YARE_TRY(check_server(out.server, chosen.cluster.server));
    out.proxy_url = chosen.cluster.proxy_url;
    out.compression = !chosen.cluster.disable_compression;
    out.impersonation = chosen.user.impersonation;
    // Helm: over plain HTTP nobody is told who we are.
    if (!out.server.starts_with("https://")) return out;
    YARE_TRY(refuse_auth_provider(chosen.user));
    if (chosen.cluster.insecure_skip_tls_verify && !chosen.cluster.authority_data.empty()) {
        return Error(ErrorCode::Invalid,
                     "specifying a root certificates file with the insecure flag is not allowed");
    }
    out.tls.authority_pem = std::move(chosen.cluster.authority_data);
    out.tls.certificate_pem = std::move(chosen.user.certificate_data);
    out.tls.key_pem = std::move(chosen.user.key_data);
    out.tls.server_name = chosen.cluster.tls_server_name;
    out.tls.skip_verification = chosen.cluster.insecure_skip_tls_verify;
    out.token = chosen.user.token;
    out.token_file = chosen.user.token_file;
    if (out.token.empty() && !out.token_file.empty()) {
        std::string token = YARE_TRY(fs.read(out.token_file));
        out.token = std::move(token);
    }
    out.user_name = chosen.user.user_name;
    out.password = chosen.user.password;
    out.exec = chosen.user.exec;
    return out;
}

bool in_cluster_possible(FileSystem& fs, const AccessOptions& options) {
    if (lookup_variable(options.environment, "KUBERNETES_SERVICE_HOST").empty()) return false;
    if (lookup_variable(options.environment, "KUBERNETES_SERVICE_PORT").empty()) return false;
    const auto token = fs.stat(std::string(kServiceAccount) + "token");
    return token && token->kind != FileKind::Directory;
}

Result<RestConfig> in_cluster_config(FileSystem& fs, const AccessOptions& options) {
    RestConfig out;
    out.environment = options.environment;
    const std::string host(lookup_variable(options.environment, "KUBERNETES_SERVICE_HOST"));
    const std::string port(lookup_variable(options.environment, "KUBERNETES_SERVICE_PORT"));
    out.server = "https://" + (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
    if (!options.api_server.empty()) out.server = full_url(options.api_server);
    if (options.token.empty()) {
        out.token_file = std::string(kServiceAccount) + "token";
        std::string token = YARE_TRY(fs.read(out.token_file));
        out.token = std::move(token);
    } else {
        out.token = options.token;
    }
    // Without the file the system's own authorities have to do.
    const std::string authority =
        options.authority_file.empty() ? std::string(kServiceAccount) + "ca.crt" : options.authority_file;
    if (auto text = fs.read(authority)) {
        out.tls.authority_pem = std::move(*text);
    } else if (!options.authority_file.empty()) {
        return std::move(text).error();
    }
    return out;
}

bool says_nothing(const RestConfig& config, const AccessOptions& options) {
    return config.server == default_server(options) && config.impersonation.user.empty() &&
           config.proxy_url.empty() && config.compression;
}

std::string in_cluster_namespace(FileSystem& fs, const AccessOptions& options) {
    if (const auto name = lookup_variable(options.environment, "POD_NAMESPACE"); !name.empty()) {
        return std::string(name);
    }
    const auto text = fs.read(std::string(kServiceAccount) + "namespace");
    if (!text) return "default";
    const auto first = text->find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return "default";
    return text->substr(first, text->find_last_not_of(" \t\r\n") - first + 1);
}

Result<std::string> chosen_namespace(FileSystem& fs, const Kubeconfig& config, const AccessOptions& options) {
    if (!options.namespace_name.empty()) return options.namespace_name;
    Chosen chosen = YARE_TRY(choose(config, options));
    YARE_TRY(validate(fs, config, options, chosen));
    if (!chosen.context.namespace_name.empty()) return chosen.context.namespace_name;
    if (in_cluster_possible(fs, options)) return in_cluster_namespace(fs, options);
    return std::string("default");
}

}  // namespace

Result<ClusterAccess> cluster_access(FileSystem& fs, const AccessOptions& options) {
    const Kubeconfig config = YARE_TRY(load_kubeconfig(fs, options));
    Chosen chosen = YARE_TRY(choose(config, options));
    YARE_TRY(validate(fs, config, options, chosen));
    RestConfig rest = YARE_TRY(rest_config(fs, std::move(chosen), options));
    std::string namespace_name = YARE_TRY(chosen_namespace(fs, config, options));
    if (says_nothing(rest, options) && in_cluster_possible(fs, options)) {
        RestConfig inside = YARE_TRY(in_cluster_config(fs, options));
        rest = std::move(inside);
    }
    return ClusterAccess{std::move(rest), std::move(namespace_name)};
}

std::string current_namespace(FileSystem& fs, const AccessOptions& options) {
    const auto config = load_kubeconfig(fs, options);
    const auto name = config ? chosen_namespace(fs, *config, options) : Result<std::string>(config.error());
    if (name) return *name;
    return options.namespace_name.empty() ? "default" : options.namespace_name;
}

}  // namespace yare::kube
