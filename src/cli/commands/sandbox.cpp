// yare sandbox: a small API server, for trying things out with no cluster.
#include "../texts/sandbox.h"

#include <stop_token>

#include "../flag_values.h"
#include "commands.h"
#include "yare/sandbox/server.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kSandboxFlags[] = {
    {.name = "data",
     .fallback = ":memory:",
     .usage = "database file that keeps the objects between runs; in memory without it"},
    {.name = "port", .type = FlagType::Uint, .usage = "port on 127.0.0.1; 0 takes a free one"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kSandboxFlags};

class Announcer final : public sandbox::ReadyListener {
  public:
    explicit Announcer(Console& console) : console_(console) {}
    Result<void> ready(const sandbox::RunningServer& server) override {
        std::string out = "The sandbox serves the Kubernetes API at " + server.url + "\n";
        if (!server.kubeconfig.empty()) out += "Use it with: export KUBECONFIG=" + server.kubeconfig + "\n";
        console_.print(out + "Ctrl-C ends it.\n");
        console_.flush();
        return {};
    }

  private:
    Console& console_;
};

Result<void> run_sandbox(Invocation& invocation) {
    constexpr std::int64_t kHighestPort = 65535;
    World& world = invocation.world;
    const std::int64_t port = invocation.flags.integer("port");
    if (port > kHighestPort)
        return Error(ErrorCode::Invalid, "--port: there is no port " + std::to_string(port));
    sandbox::ServeOptions options;
    options.data = invocation.flags.text("data");
    options.port = static_cast<std::uint16_t>(port);
    // The global flag: elsewhere the file that is read, here the one that is written.
    options.kubeconfig = invocation.settings.kubeconfig;
    std::stop_source stop;
    world.signals.watch([stop]() mutable { stop.request_stop(); });
    Announcer announcer(invocation.console);
    return sandbox::serve(world.files, world.clock, world.random, options, announcer, stop.get_token());
}

}  // namespace

constinit const Command kSandbox{
    .use = "sandbox",
    .brief = "run a small Kubernetes API server for trying things out",
    .description = kSandboxDescription,
    .example = kSandboxExample,
    .arguments = ArgumentRule::none(),
    .flags = kFlags,
    .run = run_sandbox,
    .complete = complete_nothing,
};

}  // namespace yare::cli
