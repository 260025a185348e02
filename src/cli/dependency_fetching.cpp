#include "dependency_fetching.h"

namespace yare::cli {

repo::MakeClient web_clients(World& world) {
    return [&world](net::TlsOptions tls) -> std::shared_ptr<net::Client> {
        if (world.web_http) return world.web_http;
        net::ClientOptions options;
        options.tls = std::move(tls);
        options.proxy_environment = world.environment;
        return net::curl_client(std::move(options));
    };
}

repo::BuildWorld build_world(Invocation& invocation) {
    World& world = invocation.world;
    return {world.files, world.clock, invocation.diagnostics, web_clients(world), world.second_thread};
}

repo::BuildOptions build_options(Invocation& invocation, std::string folder) {
    repo::BuildOptions options;
    options.folder = std::move(folder);
    options.debug = invocation.settings.debug;
    options.repository_config = invocation.settings.repository_config;
    options.repository_cache = invocation.settings.repository_cache;
    options.process_id = invocation.world.process.id();
    options.say = [&invocation](std::string_view text) { invocation.console.print(text); };
    return options;
}

Result<void> check_registry_flags(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    repo::Repository registry;
    registry.cert_file = flags.text("cert-file");
    registry.key_file = flags.text("key-file");
    registry.ca_file = flags.text("ca-file");
    registry.insecure_skip_tls_verify = flags.truth("insecure-skip-tls-verify");
    if ((registry.cert_file.empty() || registry.key_file.empty()) && registry.ca_file.empty() &&
        !registry.insecure_skip_tls_verify)
        return {};
    YARE_TRY_WHILE("missing registry client", repo::read_tls_files(invocation.world.files, registry));
    return {};
}

}  // namespace yare::cli
