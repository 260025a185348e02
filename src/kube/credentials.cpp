#include "credentials.h"

#include <ctime>

#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/data/value.h"

namespace yare::kube {

namespace {

std::string text_at(const Value& value, std::initializer_list<std::string_view> path) {
    return std::string(value.path(path).string_or({}));
}

// RFC 3339, as Kubernetes writes times: "2026-11-21T09:00:00Z", perhaps with an offset.
std::optional<std::chrono::system_clock::time_point> parse_time(const std::string& text) {
    std::tm parts{};
    const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (!rest) return std::nullopt;
    while (*rest == '.' || ascii::is_digit(*rest)) ++rest;
    std::tm zone{};
    const bool offset = *rest != 'Z' && strptime(rest, "%z", &zone);
    return std::chrono::system_clock::from_time_t(timegm(&parts) - (offset ? zone.tm_gmtoff : 0));
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<Credential> parse_exec_credential(std::string_view text, const ExecPlugin& plugin) {
    Document document;
    const Value root = YARE_TRY_WHILE("decoding stdout", read_json(text, document));
    const std::string version = text_at(root, {"apiVersion"});
    if (version != plugin.api_version) {
        return Error(ErrorCode::Invalid, "exec plugin is configured to use API version " +
                                             plugin.api_version + ", plugin returned version " + version);
    }
    if (!root.path({"status"}).is_map()) {
        return Error(ErrorCode::Invalid, "exec plugin didn't return a status field");
    }
    Credential out;
    out.token = text_at(root, {"status", "token"});
    out.certificate_pem = text_at(root, {"status", "clientCertificateData"});
    out.key_pem = text_at(root, {"status", "clientKeyData"});
    out.expires = parse_time(text_at(root, {"status", "expirationTimestamp"}));
    if (out.token.empty() && out.certificate_pem.empty() && out.key_pem.empty()) {
        return Error(ErrorCode::Invalid, "exec plugin didn't return a token or cert/key pair");
    }
    if (out.certificate_pem.empty() != out.key_pem.empty()) {
        return Error(ErrorCode::Invalid, "exec plugin returned only certificate or key, not both");
    }
    return out;
}

Environment exec_environment(const ExecPlugin& plugin, const RestConfig& config) {
    Document document;
    Map* spec = document.make_map();
    spec->set("interactive", Value::of_bool(false));
    if (plugin.provide_cluster_info) {
        Map* cluster = document.make_map();
        cluster->set("server", document.string(config.server));
        if (!config.tls.server_name.empty())
            cluster->set("tls-server-name", document.string(config.tls.server_name));
        if (config.tls.skip_verification) cluster->set("insecure-skip-tls-verify", Value::of_bool(true));
        if (!config.tls.authority_pem.empty()) {
            cluster->set("certificate-authority-data", document.bytes(config.tls.authority_pem));
        }
        if (!config.proxy_url.empty()) cluster->set("proxy-url", document.string(config.proxy_url));
        spec->set("cluster", cluster);
    }
    Map* info = document.make_map();
    info->set("kind", Value::of_view("ExecCredential"));
    info->set("apiVersion", document.string(plugin.api_version));
    info->set("spec", spec);
    Environment out = config.environment;
    const auto set = [&](const std::string& name, const std::string& value) {
        std::erase_if(out, [&](const auto& entry) { return entry.first == name; });
        out.emplace_back(name, value);
    };
    for (const auto& [name, value] : plugin.environment) set(name, value);
    if (const auto text = write_json(info)) set("KUBERNETES_EXEC_INFO", *text);
    return out;
}

Result<Credential> Credentials::current() {
    constexpr std::chrono::seconds kFileLife{60};
    if (!config_.token_file.empty()) {
        const auto now = clock_.monotonic();
        if (known_ && now - read_at_ < kFileLife) return *known_;
        auto text = files_.read(config_.token_file);
        // A token file that goes away for a moment does not end the work: the last token may still be good.
        if (!text && known_) return *known_;
        std::string token =
            YARE_TRY_WHILE("failed to read token file \"" + config_.token_file + "\"", std::move(text));
        token = trimmed(token);
        if (token.empty())
            return Error(ErrorCode::Invalid, "read empty token from file \"" + config_.token_file + "\"");
        known_ = Credential{.token = std::move(token), .certificate_pem = {}, .key_pem = {}, .expires = {}};
        read_at_ = now;
        return *known_;
    }
    if (!config_.exec)
        return Credential{.token = config_.token, .certificate_pem = {}, .key_pem = {}, .expires = {}};
    if (known_ && (!known_->expires || clock_.now() < *known_->expires)) return *known_;
    const std::string text = YARE_TRY_WHILE("getting credentials",
                                            runner_(*config_.exec, exec_environment(*config_.exec, config_)));
    known_ = YARE_TRY_WHILE("getting credentials", parse_exec_credential(text, *config_.exec));
    return *known_;
}

void Credentials::reject() {
    if (config_.exec) known_.reset();
}

}  // namespace yare::kube
