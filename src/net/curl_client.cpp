// The HTTP client over libcurl's multi interface. One thread owns the multi handle and every easy handle;
// callers put orders into an inbox and wake it. It starts with the first request.
#include <curl/curl.h>
#include <pthread.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <map>
#include <system_error>
#include <thread>

#include "transfer.h"
#include "yare/base/host_names.h"
#include "yare/net/http.h"

namespace yare::net {

namespace {

// libcurl's set-up is the process's, done once and never undone: other clients may be using it.
void initialise_curl() {
    static std::once_flag once;
    std::call_once(once, [] {
        prepare_host_names();
        curl_global_init(CURL_GLOBAL_DEFAULT);
    });
}

bool is_file(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

// OpenSSL finds certificates by files called after a hash, "5ad8a5d6.0".
bool is_hashed_directory(const std::string& path) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
        const std::string name = entry.path().filename().string();
        if (name.size() == 10 && name.ends_with(".0")) return true;
    }
    return false;
}

// Where this system keeps the certificates it trusts; the variables and places are Go's.
void find_authorities(Settings& settings) {
    const auto& variables = settings.options.proxy_environment;
    if (const auto file = find_variable(variables, "SSL_CERT_FILE"); !file.empty()) {
        settings.authority_file = file;
        return;
    }
    if (const auto directory = find_variable(variables, "SSL_CERT_DIR"); !directory.empty()) {
        settings.authority_directory = directory;
        return;
    }
    static constexpr std::array kDirectories{"/etc/ssl/certs", "/etc/pki/tls/certs"};
    for (const char* path : kDirectories) {
        if (!is_hashed_directory(path)) continue;
        settings.authority_directory = path;
        return;
    }
    static constexpr std::array kFiles{"/etc/ssl/certs/ca-certificates.crt",
                                       "/etc/pki/tls/certs/ca-bundle.crt",
                                       "/etc/ssl/ca-bundle.pem",
                                       "/etc/pki/tls/cacert.pem",
                                       "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                       "/etc/ssl/cert.pem"};
    const auto* const found = std::find_if(kFiles.begin(), kFiles.end(), is_file);
    if (found != kFiles.end()) settings.authority_file = *found;
}

class Engine;

struct MultiFree {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

struct Order {
    enum class Kind { Start, Cancel, Resume };
    Kind kind;
    // Shared: the caller may let go of its exchange before the network thread has heard of it.
    std::shared_ptr<Transfer> transfer;
};

class Engine {
  public:
    explicit Engine(ClientOptions options) { settings_.options = std::move(options); }
    ~Engine() { stop(); }
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    std::shared_ptr<Transfer> start(Request request) {
        auto transfer = std::make_shared<Transfer>(std::move(request), settings_);
        const std::lock_guard lock(mutex_);
        if (stopped_) {
            transfer->finish(describe_cancelled(transfer->request()));
        } else if (auto ready = begin(); !ready) {
            transfer->finish(std::move(ready).error());
        } else {
            send({Order::Kind::Start, transfer});
        }
        return transfer;
    }

    void order(Order order) {
        const std::lock_guard lock(mutex_);
        if (!stopped_ && multi_) send(std::move(order));
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            if (stopped_) return;
            stopped_ = true;
            if (multi_) curl_multi_wakeup(multi_.get());
        }
        if (thread_.joinable()) thread_.join();
    }

  private:
    // The first request's part: what is wrong with our own options is found here.
    Result<void> begin() {
        if (multi_) return {};
        YARE_TRY(check_tls_options(settings_.options.tls));
        if (settings_.options.tls.authority_pem.empty()) find_authorities(settings_);
        initialise_curl();
        multi_.reset(curl_multi_init());
        if (!multi_) return Error(ErrorCode::Internal, "libcurl cannot be initialised");
        curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long(CURLPIPE_MULTIPLEX));
        curl_multi_setopt(multi_.get(), CURLMOPT_MAX_CONCURRENT_STREAMS, 250L);
        // Signals are for the threads that know what to do about them.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        thread_ = std::thread([this] { run(); });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return {};
    }

    void send(Order order) {
        inbox_.push_back(std::move(order));
        curl_multi_wakeup(multi_.get());
    }

    // -- the network thread --
    void run() {
        while (take_orders()) {
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            finish_done();
            // libcurl 7.88 does not always wake for a request that waited for another's connection to come
            // up, so while any is under way it is looked at often; without one only new work can wake us.
            const int longest_sleep_ms = running > 0 ? 20 : 60000;
            curl_multi_poll(multi_.get(), nullptr, 0, longest_sleep_ms, nullptr);
        }
        while (!active_.empty()) cancel(active_.begin()->first);
        for (CURL* easy : idle_) curl_easy_cleanup(easy);
        idle_.clear();
    }

    bool take_orders() {
        std::vector<Order> orders;
        bool going = true;
        {
            const std::lock_guard lock(mutex_);
            orders.swap(inbox_);
            going = !stopped_;
        }
        for (Order& order : orders) {
            if (!going || order.kind == Order::Kind::Cancel) {
                cancel(order.transfer.get());
                order.transfer->finish(describe_cancelled(order.transfer->request()));
            } else if (order.kind == Order::Kind::Start) {
                add(std::move(order.transfer));
            } else if (const auto at = active_.find(order.transfer.get()); at != active_.end()) {
                curl_easy_pause(at->second.easy, CURLPAUSE_CONT);
            }
        }
        return going;
    }

    void add(std::shared_ptr<Transfer> transfer) {
        CURL* easy = nullptr;
        if (idle_.empty()) {
            easy = curl_easy_init();
        } else {
            easy = idle_.back();
            idle_.pop_back();
        }
        transfer->set_up(easy);
        curl_multi_add_handle(multi_.get(), easy);
        Transfer* key = transfer.get();
        active_.emplace(key, Active{easy, std::move(transfer)});
    }

    void finish_done() {
        int left = 0;
        while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* easy = message->easy_handle;
            const CURLcode code = message->data.result;  // gone with the handle's removal
            void* key = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &key);
            const auto at = active_.find(static_cast<Transfer*>(key));
            YARE_ASSERT(at != active_.end(), "libcurl reports what was given to it");
            std::shared_ptr<Transfer> transfer = at->second.transfer;
            const bool moves = transfer->moves(easy, code);
            if (!moves) transfer->finish(easy, code);
            release(at);
            if (moves) add(std::move(transfer));
        }
    }

    void cancel(Transfer* key) {
        const auto at = active_.find(key);
        if (at == active_.end()) return;
        const std::shared_ptr<Transfer> transfer = at->second.transfer;
        release(at);
        transfer->finish(describe_cancelled(transfer->request()));
    }

    struct Active {
        CURL* easy;
        std::shared_ptr<Transfer> transfer;
    };

    void release(std::map<Transfer*, Active>::iterator at) {
        constexpr std::size_t kIdleHandles = 32;
        CURL* easy = at->second.easy;
        curl_multi_remove_handle(multi_.get(), easy);
        active_.erase(at);
        if (idle_.size() >= kIdleHandles) return curl_easy_cleanup(easy);
        curl_easy_reset(easy);
        idle_.push_back(easy);
    }

    Settings settings_;
    std::mutex mutex_;
    std::vector<Order> inbox_;
    bool stopped_ = false;
    std::unique_ptr<CURLM, MultiFree> multi_;
    std::thread thread_;
    std::map<Transfer*, Active> active_;  // of the network thread alone, as the next
    std::vector<CURL*> idle_;
};

class CurlExchange final : public Exchange {
  public:
    CurlExchange(std::shared_ptr<Engine> engine, Request request, const Cancellation& cancellation)
        : engine_(std::move(engine)),
          transfer_(engine_->start(std::move(request))),
          on_cancel_(cancellation, Cancel{this}) {}
    ~CurlExchange() override { cancel(); }

    Result<Response> wait() override { return transfer_->wait(); }

    Result<std::optional<std::string>> next() override {
        Transfer::Piece piece = YARE_TRY(transfer_->next());
        if (piece.resume) engine_->order({Order::Kind::Resume, transfer_});
        return std::move(piece.text);
    }

  private:
    struct Cancel {
        CurlExchange* exchange;
        void operator()() const { exchange->cancel(); }
    };

    void cancel() {
        // The waiter goes on at once; the network thread lets go of the connection's stream a little later.
        if (!transfer_->finish(describe_cancelled(transfer_->request()))) return;
        engine_->order({Order::Kind::Cancel, transfer_});
    }

    // Shared: an exchange may be destroyed after its client.
    std::shared_ptr<Engine> engine_;
    std::shared_ptr<Transfer> transfer_;
    std::stop_callback<Cancel> on_cancel_;
};

class CurlClient final : public Client {
  public:
    explicit CurlClient(ClientOptions options) : engine_(std::make_shared<Engine>(std::move(options))) {}
    ~CurlClient() override { engine_->stop(); }

    std::unique_ptr<Exchange> start(Request request, Cancellation cancellation) override {
        return std::make_unique<CurlExchange>(engine_, std::move(request), cancellation);
    }

  private:
    std::shared_ptr<Engine> engine_;
};

}  // namespace

std::unique_ptr<Client> curl_client(ClientOptions options) {
    return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace yare::net
