#include "loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace yare::test {

namespace {

std::string pem_text(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, std::size_t(size));
    BIO_free(bio);
    return out;
}

X509* read_certificate(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), int(pem.size()));
    X509* out = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return out;
}

EVP_PKEY* read_key(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), int(pem.size()));
    EVP_PKEY* out = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return out;
}

void add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// Reads and writes through TLS or not.
class Wire final : public Connection {
  public:
    Wire(int socket, SSL* ssl) : socket_(socket), ssl_(ssl) {}
    ~Wire() override {
        if (ssl_) SSL_shutdown(ssl_), SSL_free(ssl_);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool fill() {
        char buffer[4096];
        const auto got =
            ssl_ ? SSL_read(ssl_, buffer, sizeof buffer) : int(::read(socket_, buffer, sizeof buffer));
        if (got <= 0) return false;
        pending_.append(buffer, std::size_t(got));
        return true;
    }

    bool read_request() {
        while (pending_.find("\r\n\r\n") == std::string::npos) {
            if (!fill()) return false;
            constexpr char kHandshake = 0x16;
            if (!ssl_ && pending_.front() == kHandshake) {
                write("HTTP/1.1 400 Bad Request\r\n\r\n");
                return false;
            }
        }
        const auto end = pending_.find("\r\n\r\n");
        std::string head = pending_.substr(0, end + 2);
        pending_.erase(0, end + 4);
        headers.clear();
        while (!head.empty()) {
            const auto line = head.find("\r\n");
            headers.push_back(head.substr(0, line));
            head.erase(0, line + 2);
        }
        const std::string first = headers.front();
        headers.erase(headers.begin());
        method = first.substr(0, first.find(' '));
        path = first.substr(first.find(' ') + 1, first.rfind(' ') - first.find(' ') - 1);
        const std::string length = header("Content-Length");
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        while (pending_.size() < size) {
            if (!fill()) return false;
        }
        body = pending_.substr(0, size);
        pending_.erase(0, size);
        return true;
    }

    void write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto sent = ssl_ ? SSL_write(ssl_, bytes.data(), int(bytes.size()))
                                   : int(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (sent <= 0) return;
            bytes.remove_prefix(std::size_t(sent));
        }
    }

    void wait_closed() override {
        while (fill()) {
        }
    }

  private:
    int socket_;
    SSL* ssl_;
    std::string pending_;
};

}  // namespace

std::string Connection::header(std::string_view name) const {
    for (const std::string& line : headers) {
        if (line.size() <= name.size() || line[name.size()] != ':') continue;
        if (strncasecmp(line.data(), name.data(), name.size()) == 0) return line.substr(name.size() + 2);
    }
    return {};
}

Identity make_identity(const IdentityOptions& options, const Identity* issuer) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    static std::atomic<long> serial{1};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), options.valid_from_seconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate), options.valid_until_seconds);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(options.common_name.c_str()), -1, -1,
                               0);
    if (options.authority) add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (!options.alternative_names.empty()) {
        add_extension(certificate, NID_subject_alt_name, options.alternative_names);
    }
    X509* signer = issuer ? read_certificate(issuer->certificate) : certificate;
    EVP_PKEY* signer_key = issuer ? read_key(issuer->key) : key;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    X509_sign(certificate, signer_key, EVP_sha256());
    Identity out;
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, certificate);
    out.certificate = pem_text(bio);
    bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    out.key = pem_text(bio);
    if (issuer) X509_free(signer), EVP_PKEY_free(signer_key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return out;
}

namespace {

int listen_anywhere(int& port) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 128) != 0)
        std::abort();
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return listener;
}

}  // namespace

LoopbackServer::LoopbackServer(Handler handler, ServerOptions options) : handler_(std::move(handler)) {
    if (options.identity) {
        SSL_CTX* context = SSL_CTX_new(TLS_server_method());
        context_ = std::shared_ptr<void>(context, [](void* p) { SSL_CTX_free(static_cast<SSL_CTX*>(p)); });
        X509* certificate = read_certificate(options.identity->certificate);
        EVP_PKEY* key = read_key(options.identity->key);
        SSL_CTX_use_certificate(context, certificate);
        SSL_CTX_use_PrivateKey(context, key);
        X509_free(certificate);
        EVP_PKEY_free(key);
        if (!options.client_authority.empty()) {
            X509* authority = read_certificate(options.client_authority);
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
            X509_free(authority);
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        }
    }
    listener_ = listen_anywhere(port_);
    acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    for (std::thread& thread : threads_) thread.join();
}

std::string LoopbackServer::url(std::string_view path) const {
    return (context_ ? "https" : "http") + ("://127.0.0.1:" + std::to_string(port_)) + std::string(path);
}

void LoopbackServer::accept_all() {
    // Writing to a client that has gone is an error code; the serving threads inherit this.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (;;) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        ++accepted_;
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            close(socket);
            return;
        }
        open_.push_back(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void LoopbackServer::serve(int socket) {
    SSL* ssl = nullptr;
    bool ready = true;
    if (context_) {
        ssl = SSL_new(static_cast<SSL_CTX*>(context_.get()));
        SSL_set_fd(ssl, socket);
        ready = SSL_accept(ssl) == 1;
        if (!ready) {
            // Closing on what the client still sends would reset the connection, and the alert might never be
            // read.
            shutdown(socket, SHUT_WR);
            char rest[4096];
            while (::read(socket, rest, sizeof rest) > 0) {
            }
        }
    }
    {
        Wire wire(socket, ssl);
        while (ready && wire.read_request()) {
            handler_(wire);
            if (wire.header("Connection") == "close") break;
        }
    }
    const std::lock_guard lock(mutex_);
    std::erase(open_, socket);
    close(socket);
}

int free_port() {
    int port = 0;
    close(listen_anywhere(port));
    return port;
}

}  // namespace yare::test
