// Why a request failed, as the network thread saw it, and the words that Go's net/http has for it.
#pragma once

#include <string>
#include <vector>

#include "yare/base/result.h"
#include "yare/net/http.h"

namespace yare::net {

struct Failure {
    int curl_code = 0;
    int os_error = 0;
    std::string detail;                  // libcurl's own words, for what has none in Go
    std::vector<std::string> addresses;  // that were tried, "127.0.0.1:443" or "[::1]:443"
    std::string certificate;             // what is wrong with the server's
    int alert = -1;                      // what the server did not like
    bool by_proxy = false;
    bool connected = false;
    bool secured = false;    // the TLS handshake was over
    bool answering = false;  // headers had arrived
};

// With the request around it: `Get "https://host/x": EOF`.
Error describe(const Failure& failure, const Request& request);
Error describe_cancelled(const Request& request);

}  // namespace yare::net
