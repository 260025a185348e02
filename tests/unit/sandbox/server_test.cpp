#include "yare/sandbox/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

// The whole answer to one request that asks for the connection to be closed.
std::string ask(std::uint16_t port, const std::string& method, const std::string& path,
                const std::string& body = {}) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    REQUIRE(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    const std::string request = method + " " + path +
                                " HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\nContent-Type: "
                                "application/json\r\nContent-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body;
    REQUIRE(::write(socket, request.data(), request.size()) == ssize_t(request.size()));
    std::string answer;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(socket, buffer, sizeof(buffer))) > 0;)
        answer.append(buffer, std::size_t(count));
    ::close(socket);
    return answer;
}

}  // namespace

TEST_CASE("the server answers over HTTP, watches too", "[sandbox][server]") {
    test::SandboxApi api;
    Result<std::unique_ptr<sandbox::Server>> server = sandbox::Server::start(*api.sandbox, 0);
    REQUIRE(server);
    const std::uint16_t port = (*server)->port();
    CHECK((*server)->url() == "http://127.0.0.1:" + std::to_string(port));
    CHECK(ask(port, "GET", "/version").find("v1.36.3") != std::string::npos);
    CHECK(ask(port, "POST", test::kMaps, R"({"metadata":{"name":"a"}})").starts_with("HTTP/1.1 201"));
    CHECK(ask(port, "DELETE", test::kMaps + "/a").starts_with("HTTP/1.1 200"));
    CHECK(ask(port, "GET", test::kMaps + "/a").starts_with("HTTP/1.1 404"));
    // The clock stands still, so a watch that is to end at once has to be told: it is over when the server
    // stops.
    std::string told;
    std::thread watcher([&] { told = ask(port, "GET", test::kMaps + "?watch=1"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    (*server)->stop();
    watcher.join();
    CHECK((told.empty() || told.find("kube-root-ca.crt") != std::string::npos));
}

TEST_CASE("a port that is taken is an error", "[sandbox][server]") {
    test::SandboxApi api;
    Result<std::unique_ptr<sandbox::Server>> first = sandbox::Server::start(*api.sandbox, 0);
    REQUIRE(first);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    socklen_t size = sizeof(address);
    REQUIRE(bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(socket, 1) == 0);
    REQUIRE(getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    const Result<std::unique_ptr<sandbox::Server>> second =
        sandbox::Server::start(*api.sandbox, ntohs(address.sin_port));
    CHECK_FALSE(second);
    ::close(socket);
}

TEST_CASE("serving writes a kubeconfig, and no one else's over", "[sandbox][server]") {
    struct Stop final : sandbox::ReadyListener {
        Result<void> ready(const sandbox::RunningServer& server) override {
            seen = server;
            return Error(ErrorCode::Cancelled, "that is all");
        }
        sandbox::RunningServer seen;
    };
    test::MemoryFileSystem files;
    test::FixedClock clock;
    test::SeededRandom random;
    Stop listener;
    CHECK(sandbox::serve(files, clock, random, {.kubeconfig = "/config"}, listener, {}).error().text() ==
          "that is all");
    const std::string text = files.read("/config").value();
    CHECK(text.find("server: " + listener.seen.url) != std::string::npos);
    CHECK(text.find("current-context: yare-sandbox") != std::string::npos);
    CHECK(sandbox::serve(files, clock, random, {.kubeconfig = "/config"}, listener, {}).error().text() ==
          "that is all");
    REQUIRE(files.write("/other", "apiVersion: v1\n"));
    CHECK(sandbox::serve(files, clock, random, {.kubeconfig = "/other"}, listener, {}).error().text() ==
          "/other is not a sandbox's kubeconfig and is left alone; name another file with --kubeconfig");
}
