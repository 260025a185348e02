// Running a credential plugin as a child process.
#include <utility>
#include <vector>

#include "credentials.h"
#include "yare/plugins/subprocess.h"

namespace yare::kube {

namespace {

// What client-go says when the program is not there, with the hint of whoever wrote the kubeconfig.
Error not_found(const ExecPlugin& plugin) {
    std::string text =
        "exec: executable " + plugin.command +
        " not found\n\n"
        "It looks like you are trying to use a client-go credential plugin that is not installed.\n\n"
        "To learn more about this feature, consult the documentation available at:\n"
        "      https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
        "#client-go-credential-plugins";
    if (!plugin.install_hint.empty()) text += "\n\n" + plugin.install_hint;
    return Error(ErrorCode::Invalid, std::move(text));
}

}  // namespace

Result<std::string> run_exec_plugin(const ExecPlugin& plugin, const Environment& environment) {
    std::vector<std::string> words{plugin.command};
    words.insert(words.end(), plugin.arguments.begin(), plugin.arguments.end());
    Result<plugins::Ended> ended = plugins::run_program(words, environment, {}, plugins::ErrorOutput::Passed);
    if (!ended) {
        if (ended.error().code() == ErrorCode::NotFound) return not_found(plugin);
        return std::move(ended).error().during("exec");
    }
    if (ended->code == 0) return std::move(ended->output);
    return Error(ErrorCode::Invalid, "exec: executable " + plugin.command + " failed with exit code " +
                                         std::to_string(ended->code));
}

}  // namespace yare::kube
