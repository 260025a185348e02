#include "cluster.h"

namespace yare::cli {

kube::AccessOptions access_options(const Invocation& invocation) {
    const Settings& settings = invocation.settings;
    kube::AccessOptions options;
    options.kubeconfig = settings.kubeconfig;
    options.context = settings.kube_context;
    options.namespace_name = settings.name_space;
    options.token = settings.kube_token;
    options.as_user = settings.kube_as_user;
    options.as_groups = settings.kube_as_groups;
    options.api_server = settings.kube_apiserver;
    options.authority_file = settings.kube_ca_file;
    options.tls_server_name = settings.kube_tls_server_name;
    options.insecure_skip_tls_verify = settings.kube_insecure_skip_tls_verify;
    options.environment = invocation.world.environment;
    return options;
}

}  // namespace yare::cli
