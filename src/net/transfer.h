// One request on its way: what the caller's thread and the network thread share.
#pragma once

#include <curl/curl.h>

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "failure.h"
#include "peer_check.h"
#include "proxy.h"
#include "yare/base/result.h"
#include "yare/net/http.h"

namespace yare::net {

struct SlistFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What all requests of a client have in common, worked out once.
struct Settings {
    ClientOptions options;
    std::string authority_directory;  // hashed; when authority_pem is empty
    std::string authority_file;
};

class Transfer {
  public:
    Transfer(Request request, const Settings& settings)
        : request_(std::move(request)), settings_(settings), hop_(request_) {}

    // -- the caller's thread --
    Result<Response> wait();
    struct Piece {
        std::optional<std::string> text;
        bool resume = false;  // the network thread holds the stream back and is to be told
    };
    Result<Piece> next();
    const Request& request() const { return request_; }

    // -- the network thread --
    void set_up(CURL* easy);
    // Whether the answer sends the request elsewhere: it is then to be set up anew.
    bool moves(CURL* easy, CURLcode code);
    void finish(CURL* easy, CURLcode code);
    // -- either --
    // False when it had ended before.
    bool finish(Error error);

  private:
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static CURLcode on_tls(CURL* easy, void* context, void* self);
    void set_up_request(CURL* easy);
    void set_up_tls(CURL* easy, const UrlParts& target);
    void header_line(std::string_view line);
    bool moving() const;
    std::size_t body_piece(std::string_view piece);

    // A stream that nobody reads is held back at this many bytes.
    static constexpr std::size_t kQueueBytes = std::size_t{1} << 20;

    const Request request_;
    const Settings& settings_;

    // Of the network thread alone.
    Request hop_;  // the request, as redirects have changed it
    int redirects_ = 0;
    bool too_often_ = false;
    std::unique_ptr<curl_slist, SlistFree> headers_;
    std::unique_ptr<curl_slist, SlistFree> connect_to_;
    std::shared_ptr<PeerCheck> peer_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
    Failure failure_;

    std::mutex mutex_;
    std::condition_variable changed_;
    Response response_;
    std::deque<std::string> queue_;
    std::size_t queued_ = 0;
    bool paused_ = false;
    bool answered_ = false;  // the headers are there
    bool finished_ = false;
    std::optional<Error> error_;
};

}  // namespace yare::net
