// yare env: the settings, as the environment and the global flags leave them.
#include "../texts/env.h"

#include <cstdio>
#include <map>

#include "../chart_source.h"
#include "commands.h"
#include "yare/data/numbers.h"

namespace yare::cli {
namespace {

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
    return out;
}

std::string two_decimals(const std::string& number) {
    std::string out;
    append_float(out, parse_float(number).value, 'f', 2, 32);
    return out;
}

std::map<std::string, std::string, std::less<>> environment_variables(const Invocation& invocation) {
    const Settings& settings = invocation.settings;
    std::map<std::string, std::string, std::less<>> out{
        {"HELM_BIN", settings.program_path},
        {"HELM_BURST_LIMIT", std::to_string(settings.burst_limit)},
        {"HELM_CACHE_HOME", settings.cache_home},
        {"HELM_CONFIG_HOME", settings.config_home},
        {"HELM_CONTENT_CACHE", settings.content_cache},
        {"HELM_DATA_HOME", settings.data_home},
        {"HELM_DEBUG", settings.debug ? "true" : "false"},
        {"HELM_KUBEAPISERVER", settings.kube_apiserver},
        {"HELM_KUBEASGROUPS", joined(settings.kube_as_groups)},
        {"HELM_KUBEASUSER", settings.kube_as_user},
        {"HELM_KUBECAFILE", settings.kube_ca_file},
        {"HELM_KUBECONTEXT", settings.kube_context},
        {"HELM_KUBEINSECURE_SKIP_TLS_VERIFY", settings.kube_insecure_skip_tls_verify ? "true" : "false"},
        {"HELM_KUBETLS_SERVER_NAME", settings.kube_tls_server_name},
        {"HELM_KUBETOKEN", settings.kube_token},
        {"HELM_MAX_HISTORY", std::to_string(settings.max_history)},
        {"HELM_NAMESPACE", release_namespace(invocation)},
        {"HELM_PLUGINS", settings.plugins},
        {"HELM_QPS", two_decimals(settings.qps)},
        {"HELM_REGISTRY_CONFIG", settings.registry_config},
        {"HELM_REPOSITORY_CACHE", settings.repository_cache},
        {"HELM_REPOSITORY_CONFIG", settings.repository_config},
    };
    // Helm: the flag alone; the variable is not looked at.
    if (!settings.kubeconfig.empty()) out["KUBECONFIG"] = settings.kubeconfig;
    return out;
}

Result<void> run_env(Invocation& invocation) {
    const auto variables = environment_variables(invocation);
    if (!invocation.arguments.empty()) {
        const auto found = variables.find(invocation.arguments[0]);
        invocation.console.print((found == variables.end() ? "" : found->second) + "\n");
        return {};
    }
    std::string out;
    for (const auto& [name, value] : variables) out += name + "=\"" + value + "\"\n";
    invocation.console.print(out);
    return {};
}

Completions complete_env(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    Completions out;
    for (const auto& entry : environment_variables(invocation)) out.proposals.push_back(entry.first);
    return out;
}

}  // namespace

constinit const Command kEnv{
    .use = "env",
    .brief = "helm client environment information",
    .description = kEnvDescription,
    .arguments = ArgumentRule::at_most(1),
    .run = run_env,
    .complete = complete_env,
};

}  // namespace yare::cli
