// Running a credential plugin as a child process.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "credentials.h"

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

// The program by the PATH of the environment given, not by our own.
std::string find_program(const std::string& command, const Environment& environment) {
    if (command.find('/') != std::string::npos)
        return access(command.c_str(), X_OK) == 0 ? command : std::string();
    std::string_view path = lookup_variable(environment, "PATH");
    while (!path.empty()) {
        const auto colon = std::min(path.find(':'), path.size());
        std::string candidate(path.substr(0, colon));
        path.remove_prefix(std::min(colon + 1, path.size()));
        candidate += (candidate.empty() ? "./" : "/") + command;
        if (access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

std::string read_all(int descriptor) {
    std::string out;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto got = ::read(descriptor, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return out;
        out.append(buffer.data(), std::size_t(got));
    }
}

}  // namespace

Result<std::string> run_exec_plugin(const ExecPlugin& plugin, const Environment& environment) {
    const std::string program = find_program(plugin.command, environment);
    if (program.empty()) return not_found(plugin);
    std::vector<std::string> arguments{plugin.command};
    arguments.insert(arguments.end(), plugin.arguments.begin(), plugin.arguments.end());
    std::vector<std::string> variables;
    variables.reserve(environment.size());
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);

    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return Error(ErrorCode::Internal, std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    pid_t child = 0;
    const int failed = posix_spawn(&child, program.c_str(), &actions, nullptr, pointers(arguments).data(),
                                   pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (failed != 0) {
        close(ends[0]);
        return Error(ErrorCode::Invalid, "exec: fork/exec " + program + ": " + std::strerror(failed));
    }
    std::string output = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return Error(ErrorCode::Invalid,
                 "exec: executable " + plugin.command + " failed with exit code " + std::to_string(code));
}

}  // namespace yare::kube
