#include "proxy.h"

#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("the proxy of a URL follows the variables as Go reads them", "[net][proxy]") {
    struct Row {
        const char* url;
        const char* exceptions;
        const char* expected;
    };
    const std::vector<Row> rows{
        {"https://a.test/x", "", "http://secure:1"},
        {"http://a.test/x", "", "http://plain:2"},
        {"http://localhost:8080/", "", ""},
        {"http://127.0.0.9/", "", ""},
        {"http://[::1]:80/", "", ""},
        {"http://a.test/", "*", ""},
        {"http://a.test/", "b.test, a.test", ""},
        {"http://x.a.test/", "a.test", ""},
        {"http://xa.test/", "a.test", "http://plain:2"},
        {"http://a.test/", ".a.test", "http://plain:2"},
        {"http://x.a.test/", ".a.test", ""},
        {"http://x.a.test/", "*.a.test", ""},
        {"http://a.test/", "a.test:80", ""},
        {"http://a.test:81/", "a.test:80", "http://plain:2"},
        {"http://10.1.2.3/", "10.1.0.0/16", ""},
        {"http://10.2.2.3/", "10.1.0.0/16", "http://plain:2"},
        {"http://10.2.2.3/", "10.2.2.3", ""},
        {"http://[fd00::1]/", "fd00::/8", ""},
    };
    for (const Row& row : rows) {
        INFO(row.url << " except " << row.exceptions);
        CHECK(net::proxy_for(row.url, {{"HTTPS_PROXY", "http://secure:1"},
                                       {"http_proxy", "plain:2"},
                                       {"NO_PROXY", row.exceptions}}) == row.expected);
    }
    CHECK(net::proxy_for("http://a.test/", {}) == "");
}

TEST_CASE("a URL comes apart into scheme, host and port", "[net][proxy]") {
    const auto text = [](std::string_view url) {
        const net::UrlParts parts = net::split_url(url);
        return parts.scheme + " " + parts.host + " " + std::to_string(parts.port);
    };
    CHECK(text("HTTPS://user:p@host/x?y:z") == "https host 443");
    CHECK(text("http://host:81") == "http host 81");
    CHECK(text("https://[::1]:6443/x") == "https ::1 6443");
    CHECK(text("host:81") == "  0");
}
