// Reading kubeconfig files.
#include "yare/kube/kubeconfig.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "yare/data/base64.h"
#include "yare/data/yaml.h"

namespace yare::kube {

namespace {

std::string text_at(const YAML::Node& node, const char* key) {
    if (!node.IsMap()) return {};
    const YAML::Node found = node[key];
    return found && found.IsScalar() ? found.Scalar() : std::string();
}

bool truth_at(const YAML::Node& node, const char* key) {
    const std::string text = text_at(node, key);
    return text == "true" || text == "True" || text == "TRUE" || text == "yes" || text == "on";
}

YAML::Node child(const YAML::Node& node, const char* key) {
    if (!node.IsMap()) return YAML::Node();
    const YAML::Node found = node[key];
    return found ? found : YAML::Node();
}

std::vector<std::string> texts_at(const YAML::Node& node, const char* key) {
    std::vector<std::string> out;
    for (const YAML::Node& item : child(node, key))
        out.push_back(item.IsScalar() ? item.Scalar() : std::string());
    return out;
}

Result<std::string> data_at(const YAML::Node& node, const char* key) {
    std::size_t bad_at = 0;
    auto bytes = decode_base64(text_at(node, key), &bad_at);
    if (!bytes)
        return Error(ErrorCode::Invalid, "illegal base64 data at input byte " + std::to_string(bad_at));
    return std::move(*bytes);
}

// File names in a kubeconfig are relative to it.
std::string beside(const std::string& directory, std::string name) {
    if (name.empty() || name.starts_with('/') || directory.empty()) return name;
    while (name.starts_with("./")) name.erase(0, 2);
    return directory + "/" + name;
}

Result<Cluster> read_cluster(const YAML::Node& node, const std::string& directory) {
    Cluster out;
    out.server = text_at(node, "server");
    out.tls_server_name = text_at(node, "tls-server-name");
    out.insecure_skip_tls_verify = truth_at(node, "insecure-skip-tls-verify");
    out.authority_file = beside(directory, text_at(node, "certificate-authority"));
    out.authority_data = YARE_TRY(data_at(node, "certificate-authority-data"));
    out.proxy_url = text_at(node, "proxy-url");
    out.disable_compression = truth_at(node, "disable-compression");
    return out;
}

ExecPlugin read_exec(const YAML::Node& node, const std::string& directory) {
    ExecPlugin out;
    out.api_version = text_at(node, "apiVersion");
    out.command = text_at(node, "command");
    if (out.command.find('/') != std::string::npos) out.command = beside(directory, out.command);
    out.arguments = texts_at(node, "args");
    for (const YAML::Node& variable : child(node, "env")) {
        out.environment.emplace_back(text_at(variable, "name"), text_at(variable, "value"));
    }
    out.install_hint = text_at(node, "installHint");
    out.provide_cluster_info = truth_at(node, "provideClusterInfo");
    out.interactive_mode = text_at(node, "interactiveMode");
    // Helm: only the v1 API demands this field; the versions before it have a default.
    if (out.interactive_mode.empty() && out.api_version != "client.authentication.k8s.io/v1") {
        out.interactive_mode = "IfAvailable";
    }
    return out;
}

Result<User> read_user(const YAML::Node& node, const std::string& directory) {
    User out;
    out.certificate_file = beside(directory, text_at(node, "client-certificate"));
    out.certificate_data = YARE_TRY(data_at(node, "client-certificate-data"));
    out.key_file = beside(directory, text_at(node, "client-key"));
    out.key_data = YARE_TRY(data_at(node, "client-key-data"));
    out.token = text_at(node, "token");
    out.token_file = beside(directory, text_at(node, "tokenFile"));
    out.user_name = text_at(node, "username");
    out.password = text_at(node, "password");
    out.impersonation.user = text_at(node, "as");
    out.impersonation.uid = text_at(node, "as-uid");
    out.impersonation.groups = texts_at(node, "as-groups");
    for (const auto& entry : child(node, "as-user-extra")) {
        std::vector<std::string> values;
        for (const YAML::Node& value : entry.second) values.push_back(value.IsScalar() ? value.Scalar() : "");
        out.impersonation.extra.emplace_back(entry.first.Scalar(), std::move(values));
    }
    if (const YAML::Node exec = child(node, "exec"); exec.IsMap()) out.exec = read_exec(exec, directory);
    if (const YAML::Node provider = child(node, "auth-provider"); provider.IsMap()) {
        out.auth_provider = text_at(provider, "name");
    }
    return out;
}

// The sections that have to be lists, with the words of Go's decoder for when they are not.
Result<void> check_shape(const YAML::Node& root) {
    const std::string kind = text_at(root, "kind").empty() ? "Config" : text_at(root, "kind");
    const std::string version = text_at(root, "apiVersion").empty() ? "v1" : text_at(root, "apiVersion");
    if (kind != "Config" || version != "v1") {
        return Error(ErrorCode::Invalid, "no kind \"" + kind + "\" is registered for version \"" + version +
                                             "\" in scheme \"pkg/runtime/scheme.go:111\"");
    }
    constexpr std::pair<const char*, const char*> kLists[] = {
        {"clusters", "NamedCluster"}, {"users", "NamedAuthInfo"}, {"contexts", "NamedContext"}};
    for (const auto& [key, type] : kLists) {
        const YAML::Node node = child(root, key);
        if (!node.IsMap() && !node.IsScalar()) continue;
        return Error(ErrorCode::Invalid, std::string("json: cannot unmarshal ") +
                                             (node.IsMap() ? "object" : "string") +
                                             " into Go struct field Config." + key + " of type []v1." + type);
    }
    return {};
}

Result<Kubeconfig> read_config(const YAML::Node& root, const std::string& directory) {
    YARE_TRY(check_shape(root));
    Kubeconfig out;
    out.current_context = text_at(root, "current-context");
    for (const YAML::Node& item : child(root, "clusters")) {
        Cluster cluster = YARE_TRY(read_cluster(child(item, "cluster"), directory));
        out.clusters.emplace(text_at(item, "name"), std::move(cluster));
    }
    for (const YAML::Node& item : child(root, "users")) {
        User user = YARE_TRY(read_user(child(item, "user"), directory));
        out.users.emplace(text_at(item, "name"), std::move(user));
    }
    for (const YAML::Node& item : child(root, "contexts")) {
        const YAML::Node context = child(item, "context");
        out.contexts.emplace(
            text_at(item, "name"),
            Context{text_at(context, "cluster"), text_at(context, "user"), text_at(context, "namespace")});
    }
    return out;
}

// "a/b/config" is in "a/b" below the working directory.
std::string directory_of(FileSystem& fs, const std::string& path) {
    const auto slash = path.rfind('/');
    if (path.starts_with('/')) return path.substr(0, slash);
    auto here = fs.resolve(".");
    std::string out = here ? std::move(*here) : std::string();
    if (slash != std::string::npos) out += "/" + path.substr(0, slash);
    return out;
}

std::vector<std::string> candidate_files(const AccessOptions& options) {
    std::vector<std::string> out;
    std::string_view list = lookup_variable(options.environment, "KUBECONFIG");
    if (list.empty()) {
        out.push_back(std::string(lookup_variable(options.environment, "HOME")) + "/.kube/config");
        return out;
    }
    while (!list.empty()) {
        const auto colon = std::min(list.find(':'), list.size());
        std::string name(list.substr(0, colon));
        list.remove_prefix(std::min(colon + 1, list.size()));
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end())
            out.push_back(std::move(name));
    }
    return out;
}

}  // namespace

std::string_view lookup_variable(const Environment& environment, std::string_view name) {
    for (const auto& [key, value] : environment) {
        if (key == name) return value;
    }
    return {};
}

bool Kubeconfig::empty() const {
    return current_context.empty() && clusters.empty() && users.empty() && contexts.empty();
}

Result<Kubeconfig> parse_kubeconfig(std::string_view text, const std::string& directory) {
    const char* kind = "string";
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        if (root.IsNull()) return Kubeconfig{};
        if (root.IsMap()) return read_config(root, directory);
        if (root.IsSequence()) kind = "array";
    } catch (const YAML::Exception& failure) {
        // Go's reader has the words that Helm's users know; where it has no complaint, yaml-cpp's stand.
        Document document;
        const auto second = read_yaml(text, document);
        return Error(ErrorCode::Invalid, second ? std::string(failure.what()) : second.error().message());
    }
    return Error(ErrorCode::Invalid,
                 std::string("couldn't get version/kind; json parse error: json: cannot unmarshal ") + kind +
                     " into Go value of type struct { APIVersion string "
                     "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
                     "\"json:\\\"kind,omitempty\\\"\" }");
}

Result<Kubeconfig> load_kubeconfig(FileSystem& fs, const AccessOptions& options) {
    std::vector<std::string> files;
    if (options.kubeconfig.empty()) {
        files = candidate_files(options);
    } else {
        if (auto there = fs.stat(options.kubeconfig); !there) return std::move(there).error();
        files.push_back(options.kubeconfig);
    }
    Kubeconfig out;
    for (const std::string& path : files) {
        auto text = fs.read(path);
        if (!text && text.error().code() == ErrorCode::NotFound) continue;
        const std::string context = "error loading config file \"" + path + "\"";
        const std::string content = YARE_TRY_WHILE(context, std::move(text));
        Kubeconfig one = YARE_TRY_WHILE(context, parse_kubeconfig(content, directory_of(fs, path)));
        out.clusters.merge(one.clusters);
        out.users.merge(one.users);
        out.contexts.merge(one.contexts);
        if (out.current_context.empty()) out.current_context = std::move(one.current_context);
    }
    return out;
}

}  // namespace yare::kube
