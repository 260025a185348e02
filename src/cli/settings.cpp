#include "settings.h"

#include <cmath>

#include "flag_values.h"
#include "yare/base/ascii.h"
#include "yare/cli/run.h"
#include "yare/data/go_text.h"

namespace yare::cli {

std::optional<std::string_view> World::variable(std::string_view name) const {
    for (auto entry = environment.rbegin(); entry != environment.rend(); ++entry) {
        if (entry->first == name) return entry->second;
    }
    return std::nullopt;
}

namespace {

class Reader {
  public:
    explicit Reader(const World& world) : world_(world) {}

    std::string text(std::string_view name, std::string otherwise = {}) const {
        const std::optional<std::string_view> value = world_.variable(name);
        return value ? std::string(*value) : std::move(otherwise);
    }
    bool truth(std::string_view name) const {
        const Result<bool> parsed = parse_bool(text(name));
        return parsed.ok() && *parsed;
    }
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const {
        const Result<std::int64_t> parsed = parse_integer(text(name), "Atoi");
        return parsed.ok() ? *parsed : otherwise;
    }
    // Helm: HELM_x_HOME as it is, else XDG_x_HOME/helm, else below the home folder.
    std::string directory(std::string_view own, std::string_view xdg, const std::string& otherwise) const {
        if (std::string path = text(own); !path.empty()) return path;
        if (const std::string base = text(xdg); !base.empty()) return base + "/helm";
        return otherwise + "/helm";
    }

  private:
    const World& world_;
};

std::vector<std::string> split_groups(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(", ");
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin, text.find_last_not_of(", ") - begin + 1);
    std::vector<std::string> groups;
    while (true) {
        const std::size_t comma = text.find(',');
        groups.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos) return groups;
        text.remove_prefix(comma + 1);
    }
}

std::string color_of(const Reader& reader) {
    if (!reader.text("NO_COLOR").empty()) return "never";
    const std::string mode = ascii::lowered(reader.text("HELM_COLOR"));
    return mode == "never" || mode == "always" ? mode : "auto";
}

}  // namespace

Settings read_settings(const World& world) {
    const Reader reader(world);
    Settings out;
    out.files = &world.files;
    out.home = reader.text("HOME");
    out.gnupg_home = reader.text("GNUPGHOME");
    out.cache_home = reader.directory("HELM_CACHE_HOME", "XDG_CACHE_HOME", out.home + "/.cache");
    out.config_home = reader.directory("HELM_CONFIG_HOME", "XDG_CONFIG_HOME", out.home + "/.config");
    out.data_home = reader.directory("HELM_DATA_HOME", "XDG_DATA_HOME", out.home + "/.local/share");
    out.plugins = reader.text("HELM_PLUGINS", out.data_home + "/plugins");
    out.name_space = reader.text("HELM_NAMESPACE");
    out.kube_context = reader.text("HELM_KUBECONTEXT");
    out.kube_token = reader.text("HELM_KUBETOKEN");
    out.kube_as_user = reader.text("HELM_KUBEASUSER");
    out.kube_as_groups = split_groups(reader.text("HELM_KUBEASGROUPS"));
    out.kube_apiserver = reader.text("HELM_KUBEAPISERVER");
    out.kube_ca_file = reader.text("HELM_KUBECAFILE");
    out.kube_tls_server_name = reader.text("HELM_KUBETLS_SERVER_NAME");
    out.kube_insecure_skip_tls_verify = reader.truth("HELM_KUBEINSECURE_SKIP_TLS_VERIFY");
    out.debug = reader.truth("HELM_DEBUG");
    out.registry_config = reader.text("HELM_REGISTRY_CONFIG", out.config_home + "/registry/config.json");
    out.repository_config = reader.text("HELM_REPOSITORY_CONFIG", out.config_home + "/repositories.yaml");
    out.repository_cache = reader.text("HELM_REPOSITORY_CACHE", out.cache_home + "/repository");
    out.content_cache = reader.text("HELM_CONTENT_CACHE", out.cache_home + "/content");
    out.burst_limit = reader.integer("HELM_BURST_LIMIT", 100);
    if (const Result<double> qps = parse_number(reader.text("HELM_QPS")); qps.ok())
        out.qps = reader.text("HELM_QPS");
    out.color = color_of(reader);
    out.max_history = reader.integer("HELM_MAX_HISTORY", 10);
    out.driver = reader.text("HELM_DRIVER");
    out.driver_sql_connection = reader.text("HELM_DRIVER_SQL_CONNECTION_STRING");
    out.memory_driver_data = reader.text("HELM_MEMORY_DRIVER_DATA");
    out.program_path = world.program_path;
    out.chart_v3 = !reader.text("HELM_EXPERIMENTAL_CHART_V3").empty();
    out.source_date_epoch = reader.text("SOURCE_DATE_EPOCH");
    return out;
}

namespace {

std::string fallback_burst(const Settings& s) { return std::to_string(s.burst_limit); }
std::string fallback_color(const Settings& s) { return s.color; }
std::string fallback_content_cache(const Settings& s) { return s.content_cache; }
std::string fallback_debug(const Settings& s) { return s.debug ? "true" : "false"; }
std::string fallback_apiserver(const Settings& s) { return s.kube_apiserver; }
std::string fallback_user(const Settings& s) { return s.kube_as_user; }
std::string fallback_ca_file(const Settings& s) { return s.kube_ca_file; }
std::string fallback_context(const Settings& s) { return s.kube_context; }
std::string fallback_insecure(const Settings& s) {
    return s.kube_insecure_skip_tls_verify ? "true" : "false";
}
std::string fallback_server_name(const Settings& s) { return s.kube_tls_server_name; }
std::string fallback_token(const Settings& s) { return s.kube_token; }
std::string fallback_namespace(const Settings& s) { return s.name_space; }
std::string fallback_qps(const Settings& s) { return s.qps; }
std::string fallback_registry(const Settings& s) { return s.registry_config; }
std::string fallback_repositories(const Settings& s) { return s.repository_config; }
std::string fallback_repository_cache(const Settings& s) { return s.repository_cache; }
std::string fallback_groups(const Settings& s) {
    std::string out = "[";
    for (const std::string& group : s.kube_as_groups) out += (out.size() > 1 ? "," : "") + group;
    return out + "]";
}

constexpr std::string_view kColorChoices[] = {"never", "auto", "always"};

// The hidden ones belong to Kubernetes' log library; Helm accepts them without effect, so do we.
constexpr FlagSpec kGlobalFlags[] = {
    {.name = "add-dir-header", .type = FlagType::Bool, .hidden = true},
    {.name = "alsologtostderr", .type = FlagType::Bool, .hidden = true},
    {.name = "alsologtostderrthreshold", .hidden = true},
    {.name = "burst-limit",
     .type = FlagType::Int,
     .usage = "client-side default throttling limit",
     .fallback_from = fallback_burst},
    {.name = "color",
     .usage = "use colored output (never, auto, always)",
     .fallback_from = fallback_color,
     .choices = kColorChoices},
    {.name = "colour",
     .usage = "use colored output (never, auto, always)",
     .fallback_from = fallback_color,
     .choices = kColorChoices},
    {.name = "content-cache",
     .usage = "path to the directory containing cached content (e.g. charts)",
     .fallback_from = fallback_content_cache},
    {.name = "debug",
     .type = FlagType::Bool,
     .usage = "enable verbose output",
     .fallback_from = fallback_debug},
    {.name = "kube-apiserver",
     .usage = "the address and the port for the Kubernetes API server",
     .fallback_from = fallback_apiserver},
    {.name = "kube-as-group",
     .type = FlagType::Strings,
     .usage = "group to impersonate for the operation, this flag can be repeated to specify multiple groups.",
     .fallback_from = fallback_groups},
    {.name = "kube-as-user",
     .usage = "username to impersonate for the operation",
     .fallback_from = fallback_user},
    {.name = "kube-ca-file",
     .usage = "the certificate authority file for the Kubernetes API server connection",
     .fallback_from = fallback_ca_file},
    {.name = "kube-context",
     .usage = "name of the kubeconfig context to use",
     .fallback_from = fallback_context},
    {.name = "kube-insecure-skip-tls-verify",
     .type = FlagType::Bool,
     .usage = "if true, the Kubernetes API server's certificate will not be checked for validity. This will "
              "make your HTTPS connections insecure",
     .fallback_from = fallback_insecure},
    {.name = "kube-tls-server-name",
     .usage = "server name to use for Kubernetes API server certificate validation. If it is not provided, "
              "the hostname used to contact the server is used",
     .fallback_from = fallback_server_name},
    {.name = "kube-token", .usage = "bearer token used for authentication", .fallback_from = fallback_token},
    {.name = "kubeconfig", .usage = "path to the kubeconfig file"},
    {.name = "legacy-stderr-threshold-behavior", .type = FlagType::Bool, .hidden = true},
    {.name = "log-backtrace-at", .hidden = true},
    {.name = "log-dir", .hidden = true},
    {.name = "log-file", .hidden = true},
    {.name = "log-file-max-size", .type = FlagType::Uint, .hidden = true},
    {.name = "logtostderr", .type = FlagType::Bool, .hidden = true},
    {.name = "namespace",
     .shorthand = 'n',
     .usage = "namespace scope for this request",
     .fallback_from = fallback_namespace},
    {.name = "one-output", .type = FlagType::Bool, .hidden = true},
    {.name = "qps",
     .type = FlagType::Float32,
     .usage = "queries per second used when communicating with the Kubernetes API, not including bursting",
     .fallback_from = fallback_qps},
    {.name = "registry-config",
     .usage = "path to the registry config file",
     .fallback_from = fallback_registry},
    {.name = "repository-cache",
     .usage = "path to the directory containing cached repository indexes",
     .fallback_from = fallback_repository_cache},
    {.name = "repository-config",
     .usage = "path to the file containing repository names and URLs",
     .fallback_from = fallback_repositories},
    {.name = "skip-headers", .type = FlagType::Bool, .hidden = true},
    {.name = "skip-log-headers", .type = FlagType::Bool, .hidden = true},
    {.name = "stderrthreshold", .hidden = true},
    {.name = "v", .shorthand = 'v', .type = FlagType::Int, .hidden = true},
    {.name = "vmodule", .hidden = true},
};

}  // namespace

std::span<const FlagSpec> global_flags() { return kGlobalFlags; }

void apply_flags(Settings& settings, const FlagSet& flags) {
    const auto take = [&flags](std::string_view name, std::string& into) {
        if (flags.changed(name)) into = flags.text(name);
    };
    take("namespace", settings.name_space);
    take("kubeconfig", settings.kubeconfig);
    take("kube-context", settings.kube_context);
    take("kube-token", settings.kube_token);
    take("kube-as-user", settings.kube_as_user);
    take("kube-apiserver", settings.kube_apiserver);
    take("kube-ca-file", settings.kube_ca_file);
    take("kube-tls-server-name", settings.kube_tls_server_name);
    take("registry-config", settings.registry_config);
    take("repository-config", settings.repository_config);
    take("repository-cache", settings.repository_cache);
    take("content-cache", settings.content_cache);
    take("qps", settings.qps);
    // Helm: two flags, one variable; it holds what came last, and we look at the British one last.
    take("color", settings.color);
    take("colour", settings.color);
    if (flags.changed("burst-limit")) settings.burst_limit = flags.integer("burst-limit");
    if (flags.changed("debug")) settings.debug = flags.truth("debug");
    if (flags.changed("kube-insecure-skip-tls-verify")) {
        settings.kube_insecure_skip_tls_verify = flags.truth("kube-insecure-skip-tls-verify");
    }
    if (flags.changed("kube-as-group")) {
        // Helm: the global flags are parsed twice, and a list grows each time (`helm env --kube-as-group a`).
        if (!settings.groups_from_flags) settings.kube_as_groups.clear();
        settings.groups_from_flags = true;
        const std::vector<std::string>& groups = flags.texts("kube-as-group");
        settings.kube_as_groups.insert(settings.kube_as_groups.end(), groups.begin(), groups.end());
    }
}

Result<ColorMode> color_mode(const Settings& settings) {
    if (settings.color == "never") return ColorMode::Never;
    if (settings.color == "auto") return ColorMode::Auto;
    if (settings.color == "always") return ColorMode::Always;
    return Error(ErrorCode::Invalid,
                 "invalid color mode " + go_quote(settings.color) + ": must be one of: never, auto, always");
}

}  // namespace yare::cli
