#include "transfer.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <utility>

#include "yare/base/ascii.h"

namespace yare::net {

namespace {

void append(std::unique_ptr<curl_slist, SlistFree>& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    YARE_ASSERT(longer, "libcurl copies a short text");
    if (!list) list.reset(longer);
}

bool has_header(const Request& request, std::string_view name) {
    for (const Header& header : request.headers) {
        if (ascii::equal_fold(header.name, name)) return true;
    }
    return false;
}

void set_blob(CURL* easy, CURLoption option, const std::string& pem) {
    // The text stays with the client, which outlives the transfer.
    curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
    curl_easy_setopt(easy, option, &blob);
}

std::string socket_text(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        return std::string(text.data()) + ":" + std::to_string(ntohs(v4.sin_port));
    }
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(v6.sin6_port));
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

Result<Response> Transfer::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return finished_ || (request_.streaming && answered_); });
    if (error_ && !(request_.streaming && answered_)) return *error_;
    return request_.streaming ? response_ : std::move(response_);
}

Result<Transfer::Piece> Transfer::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return finished_ || !queue_.empty(); });
    if (queue_.empty()) {
        if (error_) return *error_;
        return Piece{};
    }
    Piece out;
    out.text = std::move(queue_.front());
    queue_.pop_front();
    queued_ -= out.text->size();
    if (paused_ && queued_ < kQueueBytes / 2) {
        paused_ = false;
        out.resume = true;
    }
    return out;
}

bool Transfer::finish(Error error) {
    const std::lock_guard lock(mutex_);
    if (finished_) return false;
    finished_ = true;
    error_ = std::move(error);
    changed_.notify_all();
    return true;
}

// libcurl follows redirects by itself, but with the first host's proxy and checks.
bool Transfer::moves(CURL* easy, CURLcode code) {
    constexpr int kMostRedirects = 10;
    if (code != CURLE_OK || !moving()) return false;
    const char* target = nullptr;
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &target);
    if (!target) return false;
    const UrlParts from = split_url(hop_.url);
    const UrlParts to = split_url(target);
    if (from.scheme != to.scheme || !ascii::equal_fold(from.host, to.host) || from.port != to.port) {
        std::erase_if(hop_.headers, [](const Header& header) {
            return ascii::equal_fold(header.name, "Authorization") ||
                   ascii::equal_fold(header.name, "Cookie");
        });
    }
    hop_.url = target;
    too_often_ = ++redirects_ >= kMostRedirects;
    if (too_often_) return false;
    if (response_.status <= 303 && hop_.method != "GET" && hop_.method != "HEAD") {
        hop_.method = "GET";
        hop_.body.clear();
    }
    headers_.reset();
    connect_to_.reset();
    failure_ = {};
    const std::lock_guard lock(mutex_);
    response_ = {};
    return true;
}

bool Transfer::moving() const {
    const int status = response_.status;
    return request_.follow_redirects && response_.header("Location") &&
           (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
}

void Transfer::finish(CURL* easy, CURLcode code) {
    std::optional<Error> error;
    if (too_often_) {
        error = Error(ErrorCode::Unavailable, "stopped after 10 redirects").during(request_context(hop_));
    }
    if (code != CURLE_OK) {
        long number = 0;
        curl_off_t connected = 0;
        curl_off_t secured = 0;
        curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
        curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
        curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &secured);
        failure_.curl_code = code;
        failure_.os_error = int(number);
        failure_.detail = error_text_[0] ? error_text_.data() : curl_easy_strerror(code);
        failure_.connected = failure_.connected || connected > 0;
        failure_.secured = secured > 0;
        if (peer_) {
            failure_.certificate = peer_->failure;
            failure_.alert = peer_->alert;
        }
        error = describe(failure_, hop_);
    }
    const std::lock_guard lock(mutex_);
    if (finished_) return;
    if (redirects_ > 0) response_.url = hop_.url;
    finished_ = true;
    answered_ = answered_ || code == CURLE_OK;
    error_ = std::move(error);
    changed_.notify_all();
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    static_cast<Transfer*>(self)->header_line({data, size * count});
    return size * count;
}

void Transfer::header_line(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    const std::lock_guard lock(mutex_);
    if (line.starts_with("HTTP/")) {  // of each answer in turn: 100, redirects, the last
        response_.headers.clear();
        const auto space = std::min(line.find(' '), line.size());
        response_.status = std::atoi(std::string(line.substr(space)).c_str());
        const auto reason = std::min(line.find(' ', space + 1), line.size());
        response_.reason = line.substr(std::min(reason + 1, line.size()));
        if (line.starts_with("HTTP/2")) response_.reason = usual_reason(response_.status);
        return;
    }
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        std::string_view value = line.substr(colon + 1);
        while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
        response_.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
        return;
    }
    if (!line.empty() || response_.status < 200) return;
    if (moving()) return;
    failure_.answering = true;
    answered_ = true;
    if (request_.streaming) changed_.notify_all();
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->body_piece({data, size * count});
}

std::size_t Transfer::body_piece(std::string_view piece) {
    const std::lock_guard lock(mutex_);
    if (moving()) return piece.size();
    if (!request_.streaming) {
        if (piece.size() > request_.body_limit - response_.body.size()) return 0;
        response_.body.append(piece);
        return piece.size();
    }
    if (queued_ >= kQueueBytes) {
        paused_ = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    answered_ = true;
    queue_.emplace_back(piece);
    queued_ += piece.size();
    changed_.notify_all();
    return piece.size();
}

// Go names the address it failed to reach, so note each that is tried.
curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
    static_cast<Transfer*>(self)->failure_.addresses.push_back(socket_text(address->addr));
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode Transfer::on_tls(CURL*, void* context, void* self) {
    auto* transfer = static_cast<Transfer*>(self);
    transfer->failure_.connected = true;
    install_peer_check(context, transfer->peer_);
    return CURLE_OK;
}

void Transfer::set_up(CURL* easy) {
    const ClientOptions& options = settings_.options;
    const UrlParts target = split_url(hop_.url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_text_.data());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    // Over TLS the handshake says whether one connection can carry all; in the clear waiting to learn that
    // would make every request wait for the first one's answer, a watch's for ever.
    const bool secure = target.scheme == "https";
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     long(secure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, secure ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 30L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 15L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(options.connect_timeout.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, long(hop_.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    // libcurl would read the environment by itself.
    const std::string proxy =
        options.proxy.empty() ? proxy_for(hop_.url, options.proxy_environment) : options.proxy;
    failure_.by_proxy = !proxy.empty();
    curl_easy_setopt(easy, CURLOPT_PROXY, proxy.c_str());
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set_up_request(easy);
    set_up_tls(easy, target);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_up_request(CURL* easy) {
    curl_easy_setopt(easy, CURLOPT_URL, hop_.url.c_str());
    if (hop_.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (!hop_.body.empty() || hop_.method == "POST" || hop_.method == "PUT") {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(hop_.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, hop_.body.c_str());
    }
    if (hop_.method != "HEAD") curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, hop_.method.c_str());
    if (hop_.compression) curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    for (const Header& header : hop_.headers) {
        // An empty value is written with ";" or libcurl takes it for "leave this header out".
        append(headers_, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    append(headers_, "Expect:");
    if (!has_header(hop_, "Content-Type")) append(headers_, "Content-Type:");
    if (!has_header(hop_, "Accept")) append(headers_, "Accept:");
}

void Transfer::set_up_tls(CURL* easy, const UrlParts& target) {
    if (target.scheme != "https") return;
    const TlsOptions& tls = settings_.options.tls;
    peer_ = std::make_shared<PeerCheck>();
    peer_->verify = !tls.skip_verification;
    peer_->host = tls.server_name.empty() ? target.host : tls.server_name;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls.skip_verification ? 0L : 1L);
    // Names are checked together with the rest, in peer_check.cpp.
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_tls);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    if (!tls.authority_pem.empty()) {
        set_blob(easy, CURLOPT_CAINFO_BLOB, tls.authority_pem);
    } else if (!settings_.authority_directory.empty()) {
        // A hashed directory is looked into only for the one name that is needed; a bundle is parsed whole.
        curl_easy_setopt(easy, CURLOPT_CAPATH, settings_.authority_directory.c_str());
    } else if (!settings_.authority_file.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, settings_.authority_file.c_str());
    }
    if (!tls.certificate_pem.empty()) {
        set_blob(easy, CURLOPT_SSLCERT_BLOB, tls.certificate_pem);
        set_blob(easy, CURLOPT_SSLKEY_BLOB, tls.key_pem);
        curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
        curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
    }
    if (tls.server_name.empty() || ascii::equal_fold(tls.server_name, target.host)) return;
    // libcurl takes the name for SNI from the URL: so the URL gets it, the connection goes where the URL
    // pointed, and the Host header says what it did.
    const auto host_at = hop_.url.find("://") + 3;
    const auto host_end = std::min(hop_.url.find_first_of("/?#", host_at), hop_.url.size());
    const std::string port = std::to_string(target.port);
    const std::string url =
        hop_.url.substr(0, host_at) + bracketed(tls.server_name) + ":" + port + hop_.url.substr(host_end);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    append(connect_to_, bracketed(tls.server_name) + ":" + port + ":" + bracketed(target.host) + ":" + port);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to_.get());
    if (!has_header(hop_, "Host")) {
        append(headers_, "Host: " + hop_.url.substr(host_at, host_end - host_at));
    }
}

}  // namespace yare::net
