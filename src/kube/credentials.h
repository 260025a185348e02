// Who we are, for each request: a fixed token, a token file that is replaced while we run, or what an exec
// plugin prints.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "yare/base/clock.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/kube/kubeconfig.h"

namespace yare::kube {

struct Credential {
    std::string token;
    std::string certificate_pem;
    std::string key_pem;
    std::optional<std::chrono::system_clock::time_point> expires;
};

using ExecRunner = std::function<Result<std::string>(const ExecPlugin&, const Environment&)>;

// Reads what an exec plugin printed (an ExecCredential).
Result<Credential> parse_exec_credential(std::string_view text, const ExecPlugin& plugin);

// The variables for the plugin: the caller's, the configured ones, and KUBERNETES_EXEC_INFO.
Environment exec_environment(const ExecPlugin& plugin, const RestConfig& config);

// Runs the plugin as a child process and gives its standard output; its standard error goes to ours.
Result<std::string> run_exec_plugin(const ExecPlugin& plugin, const Environment& environment);

// Not for several threads at once.
class Credentials {
  public:
    Credentials(const RestConfig& config, FileSystem& files, Clock& clock, ExecRunner runner)
        : config_(config), files_(files), clock_(clock), runner_(std::move(runner)) {}
    // Asks the plugin or reads the file again when what is known has run out.
    Result<Credential> current();
    // The server did not take it: the next call asks the plugin again.
    void reject();

  private:
    const RestConfig& config_;
    FileSystem& files_;
    Clock& clock_;
    ExecRunner runner_;
    std::optional<Credential> known_;
    std::chrono::steady_clock::time_point read_at_{};
};

}  // namespace yare::kube
