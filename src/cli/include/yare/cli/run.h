// The command line of Yare: everything between the arguments and the exit code.
//
// A World is all that a run may touch. main.cpp makes the real one; tests make one of fakes and run commands
// in the process.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/base/second_thread.h"
#include "yare/net/http.h"

namespace yare::cli {

// Standard output or standard error.
class Output {
  public:
    virtual ~Output() = default;
    virtual void write(std::string_view text) = 0;
    // One after the other; an implementation may do it in one go.
    virtual void write_all(std::span<const std::string_view> texts) {
        for (const std::string_view text : texts) write(text);
    }
    // Columns of the terminal behind it; 0 where there is none.
    virtual int terminal_width() const { return 0; }
};

// Tells of SIGINT and SIGTERM. Nothing is caught before the first command that asks for it.
class Signals {
  public:
    virtual ~Signals() = default;
    // Calls `on_signal` once, from another thread, at the first signal; a second signal ends the process at
    // once.
    virtual void watch(std::function<void()> on_signal) = 0;
};

struct World {
    std::string program;                 // the name it was called by, without folders
    std::string program_path;            // as it was called
    std::vector<std::string> arguments;  // without the program's name
    std::string working_directory;       // absolute
    std::vector<std::pair<std::string, std::string>> environment;
    FileSystem& files;
    Clock& clock;
    Random& random;
    Process& process;
    Signals& signals;
    Output& out;
    Output& error;
    // For what goes on beside the first; null: nothing does.
    SecondThread* second_thread = nullptr;
    // The whole of standard input.
    std::function<Result<std::string>()> read_input = nullptr;
    // How clusters are reached; null: over the network, as their kubeconfig says.
    std::shared_ptr<net::Client> cluster_http = nullptr;
    // How repositories and other files on the web are reached; null: over the network.
    std::shared_ptr<net::Client> web_http = nullptr;

    // The last definition of a variable, or nothing where it is not set.
    std::optional<std::string_view> variable(std::string_view name) const;
};

// Runs one command line; gives the exit code.
int run(World& world);

}  // namespace yare::cli
