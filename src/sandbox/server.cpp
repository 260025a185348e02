// The sandbox behind HTTP. The one file that includes cpp-httplib.
#include "yare/sandbox/server.h"

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "yare/base/host_names.h"

namespace yare::sandbox {
namespace {

// Each open connection holds a thread, and each watch a connection, so there are as many as are needed: a
// pool of fixed size stops answering when watches have taken all of it.
class GrowingPool final : public httplib::TaskQueue {
  public:
    void enqueue(std::function<void()> task) override {
        const std::lock_guard guard(lock_);
        tasks_.push_back(std::move(task));
        if (idle_ < tasks_.size() && threads_.size() < kMost) threads_.emplace_back([this] { work(); });
        wake_.notify_one();
    }
    void shutdown() override {
        {
            const std::lock_guard guard(lock_);
            over_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }

  private:
    static constexpr std::size_t kMost = 2048;

    void work() {
        std::unique_lock guard(lock_);
        while (true) {
            ++idle_;
            wake_.wait(guard, [this] { return over_ || !tasks_.empty(); });
            --idle_;
            if (tasks_.empty()) return;
            const std::function<void()> task = std::move(tasks_.front());
            tasks_.pop_front();
            guard.unlock();
            task();
            guard.lock();
        }
    }

    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool over_ = false;
};

constexpr std::chrono::milliseconds kWatchPatience{500};

class HttpServer final : public Server {
  public:
    explicit HttpServer(Sandbox& sandbox) : sandbox_(sandbox) {
        server_.new_task_queue = [] { return new GrowingPool; };
        server_.set_keep_alive_max_count(1000000);
        server_.set_keep_alive_timeout(60);
        server_.set_tcp_nodelay(true);
        server_.set_socket_options([this](int socket) {
            httplib::default_socket_options(socket);
            listening_ = socket;
        });
        const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
            answer(request, response);
        };
        server_.Get(".*", handler)
            .Post(".*", handler)
            .Put(".*", handler)
            .Patch(".*", handler)
            .Delete(".*", handler);
    }
    ~HttpServer() override { stop(); }

    Result<void> listen(std::uint16_t port) {
        prepare_host_names();
        const bool bound =
            port ? server_.bind_to_port("127.0.0.1", port)
                 : (port_ = std::uint16_t(std::max(0, server_.bind_to_any_port("127.0.0.1")))) != 0;
        if (!bound)
            return Error(ErrorCode::Unavailable,
                         "listen tcp 127.0.0.1:" + std::to_string(port) + ": bind: address already in use");
        if (port) port_ = port;
        // httplib lets five connections wait. A client that opens one for each of a hundred objects would
        // lose most of their handshakes, and each comes again only after seconds.
        ::listen(listening_, SOMAXCONN);
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) std::this_thread::yield();
        return {};
    }

    std::uint16_t port() const override { return port_; }
    std::string url() const override { return "http://127.0.0.1:" + std::to_string(port_); }

    void stop() override {
        if (!thread_.joinable()) return;
        stopping_.request_stop();
        sandbox_.end_watches();
        server_.stop();
        close_idle_connections();
        thread_.join();
    }

  private:
    void answer(const httplib::Request& request, httplib::Response& response) {
        net::Request inner;
        inner.method = request.method;
        inner.url = request.target;
        inner.body = request.body;
        for (const auto& [name, value] : request.headers) inner.headers.push_back({name, value});
        Answer result = sandbox_.handle(inner);
        response.status = result.response.status;
        std::string type = "application/json";
        for (const net::Header& header : result.response.headers) {
            if (header.name == "Content-Type")
                type = header.value;
            else
                response.set_header(header.name, header.value);
        }
        if (!result.watch) {
            response.set_content(std::move(result.response.body), type);
            return;
        }
        // Named as a stream, so that the library does not compress it: a compressor holds lines back.
        const std::shared_ptr<Watch> watch(std::move(result.watch));  // shared: httplib copies its callbacks
        response.set_chunked_content_provider(
            "application/json;stream=watch", [this, watch](std::size_t, httplib::DataSink& sink) {
                const std::optional<std::string> piece = watch->next(kWatchPatience, stopping_.get_token());
                if (!piece) {
                    sink.done();
                    return true;
                }
                return piece->empty() ? sink.is_writable() : sink.write(piece->data(), piece->size());
            });
    }

    // httplib's threads wait for the next request of a kept connection, and do not look up until it comes or
    // a minute has passed. Ours are the sockets with our port at this end.
    void close_idle_connections() const {
        rlimit limit{};
        getrlimit(RLIMIT_NOFILE, &limit);
        for (int fd = 3; fd < int(std::min<rlim_t>(limit.rlim_cur, 65536)); ++fd) {
            sockaddr_in local{}, remote{};
            socklen_t size = sizeof(local);
            if (getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size) != 0 ||
                local.sin_family != AF_INET || ntohs(local.sin_port) != port_)
                continue;
            size = sizeof(remote);
            if (getpeername(fd, reinterpret_cast<sockaddr*>(&remote), &size) == 0) ::shutdown(fd, SHUT_RDWR);
        }
    }

    Sandbox& sandbox_;
    httplib::Server server_;
    std::thread thread_;
    std::stop_source stopping_;
    std::uint16_t port_ = 0;
    int listening_ = -1;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(Sandbox& sandbox, std::uint16_t port) {
    auto server = std::make_unique<HttpServer>(sandbox);
    YARE_TRY(server->listen(port));
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace yare::sandbox
