// Server: a Sandbox behind HTTP/1.1 on loopback, for kubectl, Helm and yare in other processes. And what
// `yare sandbox` does, as functions: serve in the foreground, or start, look at and stop one in the
// background.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "yare/base/clock.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/sandbox/sandbox.h"

namespace yare::sandbox {

class Server {
  public:
    // Listens on 127.0.0.1; port 0 takes a free one. Threads of its own; answers as soon as this returns.
    static Result<std::unique_ptr<Server>> start(Sandbox& sandbox, std::uint16_t port);
    virtual ~Server() = default;  // stops
    virtual std::uint16_t port() const = 0;
    virtual std::string url() const = 0;  // "http://127.0.0.1:40123"
    // Ends watches, finishes what is being answered, joins the threads. Asking twice is harmless.
    virtual void stop() = 0;
};

// A kubeconfig with one cluster, user and context, all called `yare-sandbox`, the context current.
std::string kubeconfig_text(const std::string& url);

struct ServeOptions {
    std::string data = ":memory:";  // database file
    std::uint16_t port = 0;
    std::string kubeconfig;  // file to write; empty: none
};

// What a running sandbox says of itself; kept as JSON in a state file beside its kubeconfig by the command.
struct RunningServer {
    std::string url;
    std::uint16_t port = 0;
    std::string kubeconfig;
    std::string data;
};

// Opens the database, starts the server, writes the kubeconfig, calls `ready` (print the usage there; an
// error from it stops the server), then serves until `cancellation` is asked for.
class ReadyListener {
  public:
    virtual ~ReadyListener() = default;
    virtual Result<void> ready(const RunningServer& server) = 0;
};
Result<void> serve(FileSystem& files, Clock& clock, Random& random, const ServeOptions& options,
                   ReadyListener& listener, const Cancellation& cancellation);

}  // namespace yare::sandbox
