// Checking the server's certificate on top of OpenSSL, with Go's order of reasons and Go's words, and
// watching for the alerts that a server sends when it does not like ours.
#pragma once

#include <memory>
#include <string>

#include "yare/base/result.h"
#include "yare/net/http.h"

namespace yare::net {

struct PeerCheck {
    std::string host;
    bool verify = true;
    std::string failure;  // "x509: certificate signed by unknown authority"
    int alert = -1;       // the last fatal alert received
};

// Takes a SSL_CTX* that is not in use yet. The context shares the check, because it may live longer than the
// request.
void install_peer_check(void* ssl_context, std::shared_ptr<PeerCheck> check);

// Go's name of a TLS alert: 42 is "bad certificate".
std::string alert_text(int alert);

// What is wrong with our own PEM texts, as client-go and crypto/tls say it.
Result<void> check_tls_options(const TlsOptions& options);

}  // namespace yare::net
