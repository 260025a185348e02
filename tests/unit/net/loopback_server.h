// A small HTTP/1.1 server on 127.0.0.1 for the tests of the real client: plain or TLS, with certificates made
// on the spot.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace yare::test {

// A certificate and its key, in PEM.
struct Identity {
    std::string certificate{};
    std::string key{};
};

struct IdentityOptions {
    std::string common_name = "test";
    std::string alternative_names{};  // "DNS:example.test,IP:127.0.0.1"; empty: no extension
    long valid_from_seconds = -3600;  // from now
    long valid_until_seconds = 3600;
    bool authority = false;
};
// Signed by `issuer`, or by itself.
Identity make_identity(const IdentityOptions& options, const Identity* issuer = nullptr);

// What a handler sees, and writes its answer to, byte for byte.
class Connection {
  public:
    virtual ~Connection() = default;
    virtual void write(std::string_view bytes) = 0;
    // Blocks until the other side has gone.
    virtual void wait_closed() = 0;
    std::string method{};
    std::string path{};
    std::vector<std::string> headers{};  // lines
    std::string body{};
    std::string header(std::string_view name) const;
};

struct ServerOptions {
    const Identity* identity = nullptr;  // null: plain HTTP
    std::string client_authority{};      // PEM: a client certificate is demanded
};

class LoopbackServer {
  public:
    using Handler = std::function<void(Connection&)>;
    explicit LoopbackServer(Handler handler, ServerOptions options = {});
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    int port() const { return port_; }
    std::string url(std::string_view path) const;
    int connections() const { return accepted_; }

  private:
    void accept_all();
    void serve(int socket);

    Handler handler_;
    std::shared_ptr<void> context_;  // SSL_CTX
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> accepted_{0};
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    bool stopping_ = false;
    std::thread acceptor_;
};

// A port that nobody listens on.
int free_port();

}  // namespace yare::test
