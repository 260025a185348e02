// What `yare sandbox` does in the foreground.
#include "yare/sandbox/server.h"

namespace yare::sandbox {
namespace {

constexpr std::string_view kMark = "# The kubeconfig of a yare sandbox.\n";
constexpr std::chrono::milliseconds kBeat{100};

Result<void> write_kubeconfig(FileSystem& files, const std::string& path, const std::string& url) {
    // Somebody else's kubeconfig is not overwritten: it may hold the only way into a cluster.
    if (files.lstat(path)) {
        const std::string there = YARE_TRY_WHILE("write the kubeconfig", files.read(path));
        if (!there.starts_with(kMark)) {
            return Error(
                ErrorCode::AlreadyExists,
                path +
                    " is not a sandbox's kubeconfig and is left alone; name another file with --kubeconfig");
        }
    }
    YARE_TRY_WHILE("write the kubeconfig", files.write(path, kubeconfig_text(url), 0600));
    return {};
}

}  // namespace

std::string kubeconfig_text(const std::string& url) {
    return std::string(kMark) +
           "apiVersion: v1\n"
           "kind: Config\n"
           "clusters:\n"
           "- name: yare-sandbox\n"
           "  cluster:\n"
           "    server: " +
           url +
           "\n"
           "users:\n"
           "- name: yare-sandbox\n"
           "  user: {}\n"
           "contexts:\n"
           "- name: yare-sandbox\n"
           "  context:\n"
           "    cluster: yare-sandbox\n"
           "    user: yare-sandbox\n"
           "current-context: yare-sandbox\n";
}

Result<void> serve(FileSystem& files, Clock& clock, Random& random, const ServeOptions& options,
                   ReadyListener& listener, const Cancellation& cancellation) {
    const std::unique_ptr<Sandbox> sandbox = YARE_TRY(Sandbox::open(options.data, clock, random));
    const std::unique_ptr<Server> server = YARE_TRY(Server::start(*sandbox, options.port));
    if (!options.kubeconfig.empty()) YARE_TRY(write_kubeconfig(files, options.kubeconfig, server->url()));
    YARE_TRY(listener.ready({server->url(), server->port(), options.kubeconfig, options.data}));
    while (clock.sleep(kBeat, cancellation)) sandbox->tick();
    server->stop();
    return {};
}

}  // namespace yare::sandbox
