#include "yare/plugins/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/data/go_text.h"

namespace yare::plugins {

namespace {

std::string_view variable(const Environment& environment, std::string_view name) {
    for (auto one = environment.rbegin(); one != environment.rend(); ++one) {
        if (one->first == name) return one->second;
    }
    return {};
}

bool is_program(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

// One end of a pipe, closed with it.
class End {
  public:
    End() = default;
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { close(); }
    void close() {
        if (descriptor >= 0) ::close(descriptor);
        descriptor = -1;
    }
    int descriptor = -1;
};

struct Pipe {
    End read;
    End write;
    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read.descriptor = ends[0];
        write.descriptor = ends[1];
        return true;
    }
};

// A program that does not read to the end must not end us.
class NoPipeSignal {
  public:
    NoPipeSignal() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    NoPipeSignal(const NoPipeSignal&) = delete;
    NoPipeSignal& operator=(const NoPipeSignal&) = delete;
    ~NoPipeSignal() {
        const timespec now{};
        while (sigtimedwait(&pipe_, nullptr, &now) > 0) continue;
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    const sigset_t& before() const { return before_; }

  private:
    sigset_t pipe_{};
    sigset_t before_{};
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// Appends what is there; false at the end.
bool take(End& end, std::string& out) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(end.descriptor, buffer.data(), buffer.size());
    if (got > 0) out.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

void exchange(Pipe& in, Pipe& out, Pipe& errors, const std::string& input, Ended& ended) {
    ::fcntl(in.write.descriptor, F_SETFL, O_NONBLOCK);
    std::size_t sent = 0;
    if (input.empty()) in.write.close();
    while (out.read.descriptor >= 0 || errors.read.descriptor >= 0) {
        std::array<pollfd, 3> waits{{{in.write.descriptor, POLLOUT, 0},
                                     {out.read.descriptor, POLLIN, 0},
                                     {errors.read.descriptor, POLLIN, 0}}};
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
        if (waits[0].revents != 0) {
            const ssize_t put = ::write(in.write.descriptor, input.data() + sent, input.size() - sent);
            if (put > 0) sent += static_cast<std::size_t>(put);
            if (sent == input.size() || (put < 0 && errno != EINTR && errno != EAGAIN)) in.write.close();
        }
        if (waits[1].revents != 0 && !take(out.read, ended.output)) out.read.close();
        if (waits[2].revents != 0 && !take(errors.read, ended.errors)) errors.read.close();
    }
}

Error not_started(const std::string& command) {
    const bool path = command.find('/') != std::string::npos;
    if (!path)
        return Error(ErrorCode::NotFound,
                     "exec: " + go_quote(command) + ": executable file not found in $PATH");
    const std::string why = std::strerror(::access(command.c_str(), F_OK) == 0 ? EACCES : ENOENT);
    return Error(ErrorCode::NotFound,
                 "fork/exec " + command + ": " +
                     (why == "Permission denied" ? "permission denied" : "no such file or directory"));
}

}  // namespace

std::string find_program(const std::string& command, const Environment& environment) {
    if (command.find('/') != std::string::npos) return is_program(command) ? command : std::string();
    std::string_view path = variable(environment, "PATH");
    while (!path.empty()) {
        const std::size_t colon = std::min(path.find(':'), path.size());
        const std::string candidate = std::string(path.substr(0, colon)) + "/" + command;
        path.remove_prefix(std::min(colon + 1, path.size()));
        if (candidate[0] == '/' && candidate.size() > command.size() + 1 && is_program(candidate))
            return candidate;
    }
    return {};
}

Result<std::string> locate_program(const std::string& command, const Environment& environment,
                                   std::string_view working_directory) {
    const std::string found = find_program(command, environment);
    if (!found.empty()) return found[0] == '/' ? clean_path(found) : join_path(working_directory, found);
    const std::string what = "exec: " + go_quote(command) + ": ";
    if (command.find('/') == std::string::npos)
        return Error(ErrorCode::NotFound, what + "executable file not found in $PATH");
    struct stat status{};
    if (::stat(command.c_str(), &status) != 0)
        return Error(ErrorCode::NotFound,
                     what + "stat " + command + ": " + ascii::lowered(std::strerror(errno)));
    return Error(ErrorCode::Invalid,
                 what + (S_ISDIR(status.st_mode) ? "is a directory" : "permission denied"));
}

// Go has the system's names of signals, and of errors, without capitals.
std::string ending_text(const Ended& ended) {
    if (ended.signal == 0) return "exit status " + std::to_string(ended.code);
    return "signal: " + ascii::lowered(::strsignal(ended.signal));
}

Result<Ended> run_program(const std::vector<std::string>& words, const Environment& environment,
                          const std::string& input, ErrorOutput error_output) {
    const std::string program = find_program(words.front(), environment);
    if (program.empty()) return not_started(words.front());
    std::vector<std::string> arguments = words;
    std::vector<std::string> variables;
    variables.reserve(environment.size());
    for (const auto& [name, value] : environment) variables.emplace_back(name).append("=").append(value);
    Pipe in;
    Pipe out;
    Pipe errors;
    if (!in.open() || !out.open() || !errors.open()) return Error(ErrorCode::Internal, std::strerror(errno));
    const NoPipeSignal no_signal;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read.descriptor, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write.descriptor, STDOUT_FILENO);
    if (error_output == ErrorOutput::Collected)
        posix_spawn_file_actions_adddup2(&actions, errors.write.descriptor, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &no_signal.before());
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, &attributes,
                                     pointers(arguments).data(), pointers(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        return Error(ErrorCode::Invalid,
                     "fork/exec " + program + ": " + ascii::lowered(std::strerror(failed)));
    in.read.close();
    out.write.close();
    errors.write.close();
    Ended ended;
    exchange(in, out, errors, input, ended);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    return ended;
}

}  // namespace yare::plugins
