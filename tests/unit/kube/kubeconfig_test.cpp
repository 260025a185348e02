#include "yare/kube/kubeconfig.h"

#include <string>

#include "yare/test/catch.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using kube::AccessOptions;

namespace {

constexpr const char* kConfig = R"(
apiVersion: v1
kind: Config
clusters:
- {name: c, cluster: {server: "https://10.0.0.1:6443/", certificate-authority: ca.crt, tls-server-name: api.test}}
- {name: plain, cluster: {server: "http://10.0.0.2"}}
users:
- {name: u, user: {token: secret}}
- {name: cert, user: {client-certificate-data: Y2VydA==, client-key: /keys/k, as: boss, as-groups: [a, b], as-user-extra: {k: [v]}}}
- name: plugin
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: bin/login
      args: [--now]
      env: [{name: A, value: b}]
      interactiveMode: Never
contexts:
- {name: ctx, context: {cluster: c, user: u, namespace: team}}
- {name: cert, context: {cluster: c, user: cert}}
- {name: plain, context: {cluster: plain, user: u}}
- {name: plugin, context: {cluster: c, user: plugin}}
- {name: dangling, context: {cluster: nope, user: nope}}
current-context: ctx
)";

struct Home {
    test::MemoryFileSystem files;
    AccessOptions options;

    Home() {
        files.add("/home/u/.kube/config", kConfig).add("/home/u/.kube/ca.crt", "CA").add("/keys/k", "KEY");
        options.environment = {{"HOME", "/home/u"}};
    }
    kube::ClusterAccess access() {
        auto out = kube::cluster_access(files, options);
        REQUIRE(out);
        return std::move(*out);
    }
    std::string error() {
        auto out = kube::cluster_access(files, options);
        return out ? "" : out.error().text();
    }
};

}  // namespace

TEST_CASE_METHOD(Home, "the current context of the file at home", "[kube][kubeconfig]") {
    const auto found = access();
    CHECK(found.rest.server == "https://10.0.0.1:6443");
    CHECK(found.rest.tls.authority_pem == "CA");
    CHECK(found.rest.tls.server_name == "api.test");
    CHECK(found.rest.token == "secret");
    CHECK(found.namespace_name == "team");
    CHECK(kube::current_namespace(files, options) == "team");
}

TEST_CASE_METHOD(Home, "certificates, impersonation and plugins are read", "[kube][kubeconfig]") {
    options.context = "cert";
    auto found = access();
    CHECK(found.rest.tls.certificate_pem == "cert");
    CHECK(found.rest.tls.key_pem == "KEY");
    CHECK(found.rest.impersonation.user == "boss");
    CHECK(found.rest.impersonation.groups == std::vector<std::string>{"a", "b"});
    CHECK(found.rest.impersonation.extra.front().first == "k");
    CHECK(found.namespace_name == "default");
    options.context = "plugin";
    found = access();
    REQUIRE(found.rest.exec);
    CHECK(found.rest.exec->command == "/home/u/.kube/bin/login");
    CHECK(found.rest.exec->arguments == std::vector<std::string>{"--now"});
    CHECK(found.rest.exec->environment.front().second == "b");
}

TEST_CASE_METHOD(Home, "flags beat the file", "[kube][kubeconfig]") {
    files.add("/other.crt", "OTHER");
    options.api_server = "https://10.9.9.9";
    options.authority_file = "/other.crt";
    options.token = "flag";
    options.as_user = "me";
    options.as_groups = {"g"};
    options.namespace_name = "mine";
    auto found = access();
    CHECK(found.rest.server == "https://10.9.9.9");
    CHECK(found.rest.tls.authority_pem == "OTHER");
    CHECK(found.rest.tls.server_name.empty());  // the file's was for the file's server
    CHECK(found.rest.token == "flag");
    CHECK(found.rest.impersonation.user == "me");
    CHECK(found.namespace_name == "mine");
    options.authority_file.clear();
    options.insecure_skip_tls_verify = true;
    found = access();
    CHECK(found.rest.tls.skip_verification);
    CHECK(found.rest.tls.authority_pem.empty());
}

TEST_CASE_METHOD(Home, "nobody is told who we are over plain HTTP", "[kube][kubeconfig]") {
    options.context = "plain";
    const auto found = access();
    CHECK(found.rest.server == "http://10.0.0.2");
    CHECK(found.rest.token.empty());
}

TEST_CASE_METHOD(Home, "of several files the first to name a thing decides, and missing ones are passed over",
                 "[kube][kubeconfig]") {
    files.add(
        "/one",
        "contexts: [{name: ctx, context: {cluster: c, user: u, namespace: first}}]\ncurrent-context: ctx\n");
    options.environment.emplace_back("KUBECONFIG", "/none:/one::/home/u/.kube/config");
    const auto found = access();
    CHECK(found.namespace_name == "first");
    CHECK(found.rest.token == "secret");
}

TEST_CASE_METHOD(Home, "without any file the server is on this machine", "[kube][kubeconfig]") {
    options.environment = {{"HOME", "/nobody"}};
    CHECK(access().rest.server == "http://localhost:8080");
    options.environment.emplace_back("KUBERNETES_MASTER", "10.1.1.1:80");
    CHECK(access().rest.server == "http://10.1.1.1:80");
}

TEST_CASE_METHOD(Home, "in a Pod the service account's files are used", "[kube][kubeconfig]") {
    const std::string account = "/var/run/secrets/kubernetes.io/serviceaccount/";
    files.add(account + "token", "inside")
        .add(account + "ca.crt", "INCA")
        .add(account + "namespace", "podns\n");
    options.environment = {{"KUBERNETES_SERVICE_HOST", "10.96.0.1"}, {"KUBERNETES_SERVICE_PORT", "443"}};
    const auto found = access();
    CHECK(found.rest.server == "https://10.96.0.1:443");
    CHECK(found.rest.token_file == account + "token");
    CHECK(found.rest.tls.authority_pem == "INCA");
    CHECK(found.namespace_name == "podns");
    options.environment.emplace_back("HOME", "/home/u");  // a kubeconfig wins
    CHECK(access().rest.server == "https://10.0.0.1:6443");
}

TEST_CASE_METHOD(Home, "what cannot be used is told in Helm's words", "[kube][kubeconfig]") {
    SECTION("a context that is not there") {
        options.context = "x";
        CHECK(error() == "context \"x\" does not exist");
    }
    SECTION("a current context that is not there") {
        files.add("/bad", "current-context: zz\n");
        options.kubeconfig = "/bad";
        CHECK(error() == "invalid configuration: context was not found for specified context: zz");
    }
    SECTION("a file that is not there") {
        options.kubeconfig = "/none";
        CHECK(error() == "stat /none: no such file or directory");
    }
    SECTION("a file that is no YAML") {
        files.add("/bad", "a: [");
        options.kubeconfig = "/bad";
        CHECK(error() ==
              "error loading config file \"/bad\": yaml: line 1: did not find expected node content");
    }
    SECTION("data that are no base64") {
        files.add("/bad", "clusters: [{name: c, cluster: {certificate-authority-data: '@@'}}]");
        options.kubeconfig = "/bad";
        CHECK(error() == "error loading config file \"/bad\": illegal base64 data at input byte 0");
    }
    SECTION("a list in a map's place") {
        files.add("/bad", "clusters: {a: b}");
        options.kubeconfig = "/bad";
        CHECK(error() ==
              "error loading config file \"/bad\": json: cannot unmarshal object into Go struct field "
              "Config.clusters "
              "of type []v1.NamedCluster");
    }
    SECTION("files that are missing, all in one message") {
        files.add("/bad",
                  "clusters: [{name: c, cluster: {server: 'https://h', certificate-authority: /no.ca}}]\n"
                  "users: [{name: u, user: {client-certificate: /no.crt, client-key: /no.key}}]\n"
                  "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
        options.kubeconfig = "/bad";
        CHECK(error() ==
              "invalid configuration: [unable to read client-cert /no.crt for u due to open /no.crt: no such "
              "file or "
              "directory, unable to read client-key /no.key for u due to open /no.key: no such file or "
              "directory, unable "
              "to read certificate-authority /no.ca for c due to open /no.ca: no such file or directory]");
    }
    SECTION("groups without a user") {
        options.as_groups = {"g"};
        CHECK(
            error() ==
            "invalid configuration: requesting uid, groups or user-extra for u without impersonating a user");
    }
    SECTION("a login that was removed") {
        files.add("/bad",
                  "clusters: [{name: c, cluster: {server: 'https://h'}}]\nusers: [{name: u, user: "
                  "{auth-provider: {name: "
                  "oops}}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
        options.kubeconfig = "/bad";
        CHECK(error() == "no Auth Provider found for name \"oops\"");
    }
    SECTION("a cluster that is not there is the default one") {
        options.context = "dangling";
        CHECK(error().empty());
        CHECK(access().rest.server == "http://localhost:8080");
    }
    CHECK(kube::current_namespace(files, options) == "default");
}
