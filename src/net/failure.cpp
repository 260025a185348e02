#include "failure.h"

#include <curl/curl.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "peer_check.h"
#include "proxy.h"
#include "yare/base/ascii.h"

namespace yare::net {

namespace {

// Go names system errors in lower case.
std::string system_error(int number) {
    std::string text =
        std::strerror(number);  // NOLINT(concurrency-mt-unsafe): glibc's is safe for known numbers
    if (text.size() > 1 && ascii::is_lower(text[1])) {
        text[0] = ascii::lower(text[0]);
    }
    return text;
}

// Go's resolver says whom it asked; it asks the first server of /etc/resolv.conf.
std::string name_server() {
    std::ifstream file("/etc/resolv.conf");
    std::string word;
    while (file >> word) {
        std::string rest;
        if (word == "nameserver" && file >> rest) {
            return rest.find(':') == std::string::npos ? rest + ":53" : "[" + rest + "]:53";
        }
        std::getline(file, rest);
    }
    return "127.0.0.1:53";
}

std::string first_address(const Failure& failure) {
    return failure.addresses.empty() ? std::string() : failure.addresses.front();
}

std::string dialing(const Failure& failure) {
    const std::string address = first_address(failure);
    return (failure.by_proxy ? "proxyconnect tcp: dial tcp" : "dial tcp") +
           (address.empty() ? "" : " " + address);
}

std::string timed_out(const Failure& failure) {
    if (failure.answering) {
        return "context deadline exceeded (Client.Timeout or context cancellation while reading body)";
    }
    if (!failure.connected) return dialing(failure) + ": i/o timeout";
    if (!failure.secured) return "net/http: TLS handshake timeout";
    return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
}

std::string handshake(const Failure& failure) {
    if (!failure.certificate.empty()) return "tls: failed to verify certificate: " + failure.certificate;
    if (failure.alert >= 0) return "remote error: tls: " + alert_text(failure.alert);
    // OpenSSL has no code of its own to tell an HTTP answer from other noise.
    if (failure.detail.find("wrong version number") != std::string::npos ||
        failure.detail.find("http request") != std::string::npos) {
        return "http: server gave HTTP response to HTTPS client";
    }
    if (failure.os_error != 0) return "read: " + system_error(failure.os_error);
    if (failure.detail.find("unexpected eof") != std::string::npos || failure.detail.empty()) return "EOF";
    return failure.detail;
}

std::string broken_off(const Failure& failure) {
    if (failure.alert >= 0) return "remote error: tls: " + alert_text(failure.alert);
    if (failure.os_error == ECONNRESET) {
        return "read tcp: read: connection reset by peer";
    }
    return failure.answering ? "unexpected EOF" : "EOF";
}

struct Verdict {
    ErrorCode code;
    std::string text;
};

Verdict judge(const Failure& failure, const Request& request) {
    const UrlParts parts = split_url(request.url);
    switch (failure.curl_code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {ErrorCode::Unavailable,
                    "dial tcp: lookup " + parts.host + " on " + name_server() + ": no such host"};
        case CURLE_COULDNT_RESOLVE_PROXY:
            return {ErrorCode::Unavailable, "proxyconnect tcp: dial tcp: lookup: no such host"};
        case CURLE_COULDNT_CONNECT: {
            const int number = failure.os_error != 0 ? failure.os_error : ECONNREFUSED;
            return {ErrorCode::Unavailable, dialing(failure) + ": connect: " + system_error(number)};
        }
        case CURLE_OPERATION_TIMEDOUT:
            return {ErrorCode::TimedOut, timed_out(failure)};
        case CURLE_PEER_FAILED_VERIFICATION:
            return {ErrorCode::Forbidden, handshake(failure)};
        case CURLE_SSL_CONNECT_ERROR:
            return {ErrorCode::Unavailable, handshake(failure)};
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_PARTIAL_FILE:
        case CURLE_HTTP2:
            return {ErrorCode::Unavailable, broken_off(failure)};
        case CURLE_HTTP2_STREAM:
            return {ErrorCode::Unavailable, "stream error: " + failure.detail};
        case CURLE_UNSUPPORTED_PROTOCOL:
            return {ErrorCode::Invalid, "unsupported protocol scheme \"" + parts.scheme + "\""};
        case CURLE_TOO_MANY_REDIRECTS:
            return {ErrorCode::Invalid, "stopped after 10 redirects"};
        case CURLE_FILESIZE_EXCEEDED:
        case CURLE_WRITE_ERROR:
            return {ErrorCode::Invalid,
                    "the answer is longer than " + std::to_string(request.body_limit) + " bytes"};
        default:
            return {ErrorCode::Unavailable, failure.detail};
    }
}

}  // namespace

std::string request_context(const Request& request) {
    std::string method = ascii::lowered(request.method);
    if (!method.empty()) method[0] = request.method[0];
    std::string url = request.url;
    const auto scheme = url.find("://");
    if (scheme != std::string::npos) {
        const auto end = url.find_first_of("/?#", scheme + 3);
        const auto at = url.rfind('@', end == std::string::npos ? std::string::npos : end);
        const auto colon = url.find(':', scheme + 3);
        if (at != std::string::npos && at > scheme + 3 && colon < at)
            url.replace(colon + 1, at - colon - 1, "***");
    }
    return method + " \"" + url + "\"";
}

Error describe(const Failure& failure, const Request& request) {
    if (failure.curl_code == CURLE_URL_MALFORMAT) {
        return Error(ErrorCode::Invalid, "parse \"" + request.url + "\": " + failure.detail);
    }
    Verdict verdict = judge(failure, request);
    return Error(verdict.code, std::move(verdict.text)).during(request_context(request));
}

Error describe_cancelled(const Request& request) {
    return Error(ErrorCode::Cancelled, "context canceled").during(request_context(request));
}

}  // namespace yare::net
