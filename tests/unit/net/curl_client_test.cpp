#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "loopback_server.h"
#include "yare/net/http.h"
#include "yare/test/catch.h"

using namespace yare;
using test::Connection;
using test::Identity;
using test::LoopbackServer;

namespace {

void answer(Connection& connection, const std::string& body, const std::string& status = "200 OK") {
    connection.write("HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
                     "\r\nX-Test: one\r\n\r\n" + body);
}

void echo(Connection& connection) {
    answer(connection, connection.method + " " + connection.path + " " + connection.body);
}

// The error's text without what changes from run to run.
std::string without_times(std::string text) {
    const auto begin = text.find("current time ");
    const auto end = text.find(" is ", begin);
    if (begin != std::string::npos && end != std::string::npos) text = text.substr(0, begin + 13) + "NOW";
    return text;
}

}  // namespace

TEST_CASE("a request carries method, path, headers and body, and the answer comes back whole", "[net]") {
    std::string seen;
    LoopbackServer server([&](Connection& connection) {
        seen = connection.header("X-Mine") + "|" + connection.header("Content-Type") + "|" +
               connection.header("Expect") + "|" + connection.header("Accept");
        echo(connection);
    });
    auto client = net::curl_client({});
    net::Request request{
        .method = "PUT", .url = server.url("/a?b=c"), .headers = {{"X-Mine", "yes"}}, .body = "text"};
    auto response = client->send(request);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->body == "PUT /a?b=c text");
    CHECK(*response->header("x-test") == "one");
    CHECK(response->header("absent") == nullptr);
    CHECK(seen == "yes|||");
}

TEST_CASE("requests one after the other use one connection", "[net]") {
    LoopbackServer server(echo);
    auto client = net::curl_client({});
    for (int i = 0; i < 5; ++i) REQUIRE(client->send({.url = server.url("/" + std::to_string(i))}));
    CHECK(server.connections() == 1);
}

TEST_CASE("many requests are under way together and each gets its own answer", "[net]") {
    std::atomic<int> together{0};
    constexpr int kCount = 20;
    LoopbackServer server([&](Connection& connection) {
        // Nobody is answered before all have arrived: only possible when none waits for another.
        if (++together == kCount) together.notify_all();
        for (int now = together; now < kCount; now = together) together.wait(now);
        echo(connection);
    });
    auto client = net::curl_client({});
    std::vector<std::unique_ptr<net::Exchange>> exchanges;
    for (int i = 0; i < kCount; ++i)
        exchanges.push_back(client->start({.url = server.url("/" + std::to_string(i))}));
    for (int i = 0; i < kCount; ++i) {
        auto response = exchanges[std::size_t(i)]->wait();
        REQUIRE(response);
        CHECK(response->body == "GET /" + std::to_string(i) + " ");
    }
}

TEST_CASE("one client serves several threads", "[net]") {
    LoopbackServer server(echo);
    auto client = net::curl_client({});
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                auto response = client->send({.url = server.url("/x")});
                if (response && response->body == "GET /x ") ++good;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(good == 100);
}

TEST_CASE("a stream's pieces can be read while the server goes on", "[net]") {
    std::atomic<bool> first_was_read{false};
    LoopbackServer server([&](Connection& connection) {
        connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n");
        first_was_read.wait(false);
        connection.write("4\r\ntwo\n\r\n0\r\n\r\n");
    });
    auto client = net::curl_client({});
    auto exchange = client->start({.url = server.url("/watch"), .streaming = true});
    REQUIRE(exchange->wait());
    auto piece = exchange->next();
    REQUIRE(piece);
    CHECK(piece->value() == "one\n");
    first_was_read = true;
    first_was_read.notify_all();
    piece = exchange->next();
    REQUIRE(piece);
    CHECK(piece->value() == "two\n");
    piece = exchange->next();
    REQUIRE(piece);
    CHECK_FALSE(piece->has_value());
}

TEST_CASE("a stream that is read slowly is held back and still arrives whole", "[net]") {
    const std::string chunk(64 * 1024, 'x');
    constexpr std::size_t kChunks = 160;  // ten times what is kept waiting
    LoopbackServer server([&](Connection& connection) {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(chunk.size() * kChunks) +
                         "\r\n\r\n");
        for (std::size_t i = 0; i < kChunks; ++i) connection.write(chunk);
    });
    auto client = net::curl_client({});
    auto exchange = client->start({.url = server.url("/big"), .streaming = true});
    REQUIRE(exchange->wait());
    // Another request meanwhile shows that the network thread is not stuck behind the unread stream.
    LoopbackServer other(echo);
    REQUIRE(client->send({.url = other.url("/")}));
    std::size_t total = 0;
    for (;;) {
        auto piece = exchange->next();
        REQUIRE(piece);
        if (!*piece) break;
        total += (*piece)->size();
    }
    CHECK(total == chunk.size() * kChunks);
}

TEST_CASE("a stream that breaks off ends with an error after what has arrived", "[net]") {
    LoopbackServer server([](Connection& connection) {
        connection.headers = {"Connection: close"};
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
    });
    auto client = net::curl_client({});
    auto exchange = client->start({.url = server.url("/x"), .streaming = true});
    REQUIRE(exchange->wait());
    auto piece = exchange->next();
    REQUIRE(piece);
    CHECK(piece->value() == "part");
    piece = exchange->next();
    REQUIRE_FALSE(piece);
    CHECK(piece.error().code() == ErrorCode::Unavailable);
    CHECK(piece.error().text() == "Get \"" + server.url("/x") + "\": unexpected EOF");
}

TEST_CASE("cancellation ends a wait, a stream, and a request not yet begun", "[net]") {
    LoopbackServer server([](Connection& connection) {
        if (connection.path == "/stream")
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.wait_closed();
    });
    auto client = net::curl_client({});
    std::stop_source source;
    SECTION("waiting for headers") {
        auto exchange = client->start({.url = server.url("/never")}, source.get_token());
        source.request_stop();
        auto response = exchange->wait();
        REQUIRE_FALSE(response);
        CHECK(response.error().code() == ErrorCode::Cancelled);
        CHECK(response.error().text() == "Get \"" + server.url("/never") + "\": context canceled");
    }
    SECTION("waiting for the next piece") {
        auto exchange = client->start({.url = server.url("/stream"), .streaming = true}, source.get_token());
        REQUIRE(exchange->wait());
        std::jthread stopper([&] { source.request_stop(); });
        auto piece = exchange->next();
        REQUIRE_FALSE(piece);
        CHECK(piece.error().code() == ErrorCode::Cancelled);
    }
    SECTION("before it began") {
        source.request_stop();
        CHECK(client->send({.url = server.url("/never")}, source.get_token()).error().code() ==
              ErrorCode::Cancelled);
    }
    SECTION("by destroying the client, before the exchange") {
        auto exchange = client->start({.url = server.url("/never")});
        client.reset();
        CHECK(exchange->wait().error().code() == ErrorCode::Cancelled);
    }
}

TEST_CASE("a time limit is named as Go names it", "[net]") {
    LoopbackServer server([](Connection& connection) { connection.wait_closed(); });
    auto client = net::curl_client({});
    auto response = client->send({.url = server.url("/x"), .timeout = std::chrono::milliseconds(50)});
    REQUIRE_FALSE(response);
    CHECK(response.error().code() == ErrorCode::TimedOut);
    CHECK(response.error().text() ==
          "Get \"" + server.url("/x") +
              "\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
}

TEST_CASE("a refused connection names the address", "[net]") {
    const std::string port = std::to_string(test::free_port());
    auto client = net::curl_client({});
    auto response = client->send({.method = "PATCH", .url = "http://user:secret@127.0.0.1:" + port + "/x"});
    REQUIRE_FALSE(response);
    CHECK(response.error().code() == ErrorCode::Unavailable);
    CHECK(response.error().text() == "Patch \"http://user:***@127.0.0.1:" + port +
                                         "/x\": dial tcp 127.0.0.1:" + port +
                                         ": connect: connection refused");
    CHECK(response.error().message() == "dial tcp 127.0.0.1:" + port + ": connect: connection refused");
}

TEST_CASE("a server that says nothing is an EOF", "[net]") {
    LoopbackServer server([](Connection& connection) { connection.headers = {"Connection: close"}; });
    auto client = net::curl_client({});
    CHECK(client->send({.url = server.url("/")}).error().text() == "Get \"" + server.url("/") + "\": EOF");
}

TEST_CASE("an answer over its limit is refused", "[net]") {
    LoopbackServer server([](Connection& connection) { answer(connection, "0123456789"); });
    auto client = net::curl_client({});
    CHECK(client->send({.url = server.url("/"), .body_limit = 10}));
    auto response = client->send({.url = server.url("/"), .body_limit = 9});
    REQUIRE_FALSE(response);
    CHECK(response.error().code() == ErrorCode::Invalid);
    CHECK(response.error().message() == "the answer is longer than 9 bytes");
}

TEST_CASE("redirects are followed up to ten, and not when not wanted", "[net]") {
    LoopbackServer server([](Connection& connection) {
        if (connection.path == "/end") return answer(connection, "end");
        const std::string next = connection.path == "/a" ? "/end" : "/loop";
        connection.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + next + "\r\n\r\n");
    });
    auto client = net::curl_client({});
    auto response = client->send({.url = server.url("/a")});
    REQUIRE(response);
    CHECK(response->body == "end");
    CHECK(response->url == server.url("/end"));
    CHECK(client->send({.url = server.url("/loop")}).error().message() == "stopped after 10 redirects");
    response = client->send({.url = server.url("/a"), .follow_redirects = false});
    REQUIRE(response);
    CHECK(response->status == 302);
    CHECK(response->url.empty());
}

TEST_CASE("cve_2021_32690: a redirect takes credentials along on the same server only", "[net]") {
    const auto tell = [](Connection& connection) {
        answer(connection, std::string(connection.header("Authorization")));
    };
    LoopbackServer other(tell);
    LoopbackServer server([&](Connection& connection) {
        if (connection.path == "/end") return tell(connection);
        const std::string next = connection.path == "/here" ? "/end" : other.url("/end");
        connection.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + next + "\r\n\r\n");
    });
    auto client = net::curl_client({});
    const auto told = [&](const std::string& path) {
        const auto response =
            client->send({.url = server.url(path), .headers = {{"Authorization", "Basic dTpw"}}});
        return response ? response->body : response.error().message();
    };
    CHECK(told("/here") == "Basic dTpw");
    CHECK(told("/elsewhere").empty());
}

TEST_CASE("a status is told in the server's own words", "[net]") {
    LoopbackServer server([](Connection& connection) {
        connection.write(connection.path == "/own"
                             ? "HTTP/1.1 404 File not found\r\nContent-Length: 0\r\n\r\n"
                             : "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n");
    });
    auto client = net::curl_client({});
    CHECK(client->send({.url = server.url("/own")})->reason == "File not found");
    CHECK(client->send({.url = server.url("/none")})->reason.empty());
}

TEST_CASE("a proxy gets the requests of other hosts, and loopback goes direct", "[net]") {
    LoopbackServer proxy([](Connection& connection) { answer(connection, "by proxy: " + connection.path); });
    LoopbackServer server(echo);
    auto client =
        net::curl_client({.proxy_environment = {{"http_proxy", proxy.url("")}, {"NO_PROXY", "b.test"}}});
    auto response = client->send({.url = "http://a.test/x"});
    REQUIRE(response);
    CHECK(response->body == "by proxy: http://a.test/x");
    response = client->send({.url = server.url("/x")});
    REQUIRE(response);
    CHECK(response->body == "GET /x ");
}

// -- TLS --

namespace {

struct TlsCase {
    Identity authority = test::make_identity({.common_name = "authority", .authority = true});
    test::IdentityOptions names{.alternative_names = "DNS:example.test,DNS:other.test,IP:127.0.0.1"};

    std::string error(const Identity& server_identity, net::TlsOptions tls) const {
        LoopbackServer server(echo, {.identity = &server_identity, .client_authority = {}});
        auto client = net::curl_client({.tls = std::move(tls)});
        auto response = client->send({.url = server.url("/x")});
        return response ? "" : without_times(response.error().message());
    }
};

}  // namespace

TEST_CASE_METHOD(TlsCase,
                 "cve_2019_1010275: a server is trusted through the authority given, and by nothing else",
                 "[net][tls]") {
    const Identity server = test::make_identity(names, &authority);
    CHECK(error(server, {.authority_pem = authority.certificate}) == "");
    const Identity stranger = test::make_identity({.common_name = "stranger", .authority = true});
    const std::string unknown =
        "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    CHECK(error(server, {.authority_pem = stranger.certificate}) == unknown);
    CHECK(error(server, {}) == unknown);
    CHECK(error(server, {.skip_verification = true}) == "");
    const Identity itself = test::make_identity(names);
    CHECK(error(itself, {}) == unknown);
    CHECK(error(itself, {.authority_pem = itself.certificate}) == "");
}

TEST_CASE_METHOD(TlsCase, "a certificate out of its time is told before anything else", "[net][tls]") {
    names.valid_until_seconds = -60;
    const Identity expired = test::make_identity(names, &authority);
    const std::string text =
        "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time "
        "NOW";
    CHECK(error(expired, {.authority_pem = authority.certificate}) == text);
    CHECK(error(expired, {}) == text);
    names.valid_from_seconds = 600;
    names.valid_until_seconds = 1200;
    const Identity early = test::make_identity(names, &authority);
    CHECK(error(early, {.authority_pem = authority.certificate}) == text);
}

TEST_CASE_METHOD(TlsCase, "a certificate for another name is refused with the names it has", "[net][tls]") {
    const std::string prefix = "tls: failed to verify certificate: x509: ";
    names.alternative_names = "DNS:example.test,DNS:other.test";
    const Identity no_address = test::make_identity(names, &authority);
    CHECK(error(no_address, {.authority_pem = authority.certificate}) ==
          prefix + "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs");
    CHECK(error(no_address, {.authority_pem = authority.certificate, .server_name = "wrong.test"}) ==
          prefix + "certificate is valid for example.test, other.test, not wrong.test");
    CHECK(error(no_address, {.authority_pem = authority.certificate, .server_name = "other.test"}) == "");
    names.alternative_names = "IP:127.0.0.2";
    CHECK(error(test::make_identity(names, &authority), {.authority_pem = authority.certificate}) ==
          prefix + "certificate is valid for 127.0.0.2, not 127.0.0.1");
    names.alternative_names.clear();
    names.common_name = "example.test";
    CHECK(error(test::make_identity(names, &authority),
                {.authority_pem = authority.certificate, .server_name = "example.test"}) ==
          prefix + "certificate relies on legacy Common Name field, use SANs instead");
}

TEST_CASE_METHOD(TlsCase, "the name for the handshake does not change the Host header", "[net][tls]") {
    std::string host;
    const Identity identity = test::make_identity(names, &authority);
    LoopbackServer server(
        [&](Connection& connection) {
            host = connection.header("Host");
            echo(connection);
        },
        {.identity = &identity, .client_authority = {}});
    auto client =
        net::curl_client({.tls = {.authority_pem = authority.certificate, .server_name = "example.test"}});
    REQUIRE(client->send({.url = server.url("/x")}));
    CHECK(host == "127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE_METHOD(TlsCase, "a client certificate is shown, and a missing one is the server's alert",
                 "[net][tls]") {
    const Identity identity = test::make_identity(names, &authority);
    const Identity mine = test::make_identity({.common_name = "me"}, &authority);
    LoopbackServer server(echo, {.identity = &identity, .client_authority = authority.certificate});
    auto with = net::curl_client({.tls = {.authority_pem = authority.certificate,
                                          .certificate_pem = mine.certificate,
                                          .key_pem = mine.key}});
    CHECK(with->send({.url = server.url("/x")}));
    auto without = net::curl_client({.tls = {.authority_pem = authority.certificate}});
    auto response = without->send({.url = server.url("/x")});
    REQUIRE_FALSE(response);
    CHECK(response.error().message() == "remote error: tls: certificate required");
}

TEST_CASE_METHOD(TlsCase, "PEM texts that are none fail before any connection", "[net][tls]") {
    const auto error_of = [](net::TlsOptions tls) {
        return net::curl_client({.tls = std::move(tls)})
            ->send({.url = "https://127.0.0.1:1/"})
            .error()
            .text();
    };
    CHECK(error_of({.authority_pem = "hello"}) ==
          "unable to load root certificates: unable to parse bytes as PEM block");
    CHECK(error_of({.certificate_pem = "hello", .key_pem = authority.key}) ==
          "tls: failed to find any PEM data in certificate input");
    CHECK(error_of({.certificate_pem = authority.certificate, .key_pem = "hello"}) ==
          "tls: failed to find any PEM data in key input");
    const Identity other = test::make_identity({});
    CHECK(error_of({.certificate_pem = authority.certificate, .key_pem = other.key}) ==
          "tls: private key does not match public key");
}

TEST_CASE("HTTPS to a server of plain HTTP says so", "[net][tls]") {
    auto client = net::curl_client({});
    LoopbackServer plain([](Connection& connection) { answer(connection, ""); });
    const std::string url = "https://127.0.0.1:" + std::to_string(plain.port()) + "/";
    auto response = client->send({.url = url, .timeout = std::chrono::seconds(5)});
    REQUIRE_FALSE(response);
    CHECK(response.error().message() == "http: server gave HTTP response to HTTPS client");
}
