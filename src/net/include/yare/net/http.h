// HTTP as Yare needs it: many requests in flight over one connection, and bodies that arrive in pieces
// (watches). The interface; the one implementation is over libcurl (curl_client.cpp), tests have a scripted
// one.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/result.h"

namespace yare::net {

struct Header {
    std::string name{};
    std::string value{};
};

struct Request {
    std::string method = "GET";
    std::string url{};
    std::vector<Header> headers{};
    std::string body{};
    // For the whole exchange; zero: no limit of its own.
    std::chrono::milliseconds timeout{0};
    // A longer body ends the exchange with Invalid. Not for streams.
    std::size_t body_limit = std::size_t{1} << 30;
    // The body is handed out by next() as it arrives, instead of being collected.
    bool streaming = false;
    // Asks for gzip and unpacks it.
    bool compression = false;
    // Followed as Go does, up to ten. Credentials are not taken to another scheme, host or port.
    bool follow_redirects = true;
};

// What errors of a request begin with: `Get "https://host/x"`. A password in the URL is left out.
std::string request_context(const Request& request);

struct Response {
    int status = 0;
    std::string reason{};  // as the server words the status; where it does not (HTTP/2), the usual words
    std::vector<Header> headers{};
    std::string body{};
    std::string url{};  // of the last redirect; empty when there was none

    // The first header of that name, in any case; null if there is none.
    const std::string* header(std::string_view name) const;
};

// "Not Found"; empty for a status that is not usual.
std::string_view usual_reason(int status);

// One request under way. Destroying it cancels it. Not for several threads at once.
class Exchange {
  public:
    virtual ~Exchange() = default;
    // Blocks until the response is whole (streams: until its headers are there). A status of 400 or more is a
    // response, not an error; errors are Unavailable (no connection, broken off), TimedOut, Cancelled,
    // Forbidden (a certificate that is not trusted), Invalid (a URL or an option that cannot be). Texts are
    // those of Go's net/http, with the request around them: `Get "https://host/x": dial tcp 10.0.0.1:443:
    // connect: connection refused`.
    virtual Result<Response> wait() = 0;
    // Streams only, after wait(): the next piece of the body, or nullopt at its end. Blocks; cancellation
    // ends it.
    virtual Result<std::optional<std::string>> next() = 0;
};

// May be used by several threads at once.
class Client {
  public:
    virtual ~Client() = default;
    virtual std::unique_ptr<Exchange> start(Request request, Cancellation cancellation = {}) = 0;
    // start and wait.
    Result<Response> send(Request request, Cancellation cancellation = {});
};

// Who is trusted and who we are, in PEM.
struct TlsOptions {
    std::string authority_pem{};    // certificates to trust; empty: the system's
    std::string certificate_pem{};  // ours, with its chain
    std::string key_pem{};
    std::string server_name{};  // instead of the URL's host, for SNI and the check
    bool skip_verification = false;
};

// What is wrong with a certificate and its key, in crypto/tls's words.
Result<void> check_key_pair(const TlsOptions& options);
bool holds_certificate(const std::string& pem);

struct ClientOptions {
    TlsOptions tls{};
    std::string proxy{};  // URL; empty: as the environment given says
    // HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR, ...; may be a whole environment.
    std::vector<std::pair<std::string, std::string>> proxy_environment{};
    std::chrono::milliseconds connect_timeout{30000};
};

// Starts nothing until the first request: no thread, no library initialisation. Destroying it cancels what is
// under way and joins its thread.
std::unique_ptr<Client> curl_client(ClientOptions options);

}  // namespace yare::net
