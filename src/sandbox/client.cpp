// net::Client over Sandbox::handle, watches included.
#include <utility>

#include "yare/sandbox/sandbox.h"

namespace yare::sandbox {
namespace {

class InProcessExchange final : public net::Exchange {
  public:
    InProcessExchange(Sandbox& sandbox, net::Request request, Cancellation cancellation)
        : sandbox_(sandbox), request_(std::move(request)), cancellation_(std::move(cancellation)) {}

    Result<net::Response> wait() override {
        if (cancellation_.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        Answer answer = sandbox_.handle(request_);
        watch_ = std::move(answer.watch);
        if (watch_ && !request_.streaming) {
            // Asked for as a whole: then it is read to its end.
            while (true) {
                std::optional<std::string> piece = watch_->next(kPatience, cancellation_);
                if (!piece) break;
                answer.response.body += *piece;
            }
            watch_.reset();
        } else if (request_.streaming && !watch_) {
            rest_ = std::exchange(answer.response.body, {});
        }
        return std::move(answer.response);
    }

    Result<std::optional<std::string>> next() override {
        if (!watch_) {
            if (rest_.empty()) return std::optional<std::string>();
            return std::optional<std::string>(std::exchange(rest_, {}));
        }
        while (true) {
            std::optional<std::string> piece = watch_->next(kPatience, cancellation_);
            if (cancellation_.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
            if (!piece || !piece->empty()) return piece;
        }
    }

  private:
    static constexpr std::chrono::milliseconds kPatience{1000};
    Sandbox& sandbox_;
    net::Request request_;
    Cancellation cancellation_;
    std::unique_ptr<Watch> watch_;
    std::string rest_;  // of an answer to a streaming request that is no watch
};

class InProcessClient final : public net::Client {
  public:
    explicit InProcessClient(Sandbox& sandbox) : sandbox_(sandbox) {}
    std::unique_ptr<net::Exchange> start(net::Request request, Cancellation cancellation) override {
        return std::make_unique<InProcessExchange>(sandbox_, std::move(request), std::move(cancellation));
    }

  private:
    Sandbox& sandbox_;
};

}  // namespace

std::unique_ptr<net::Client> in_process_client(Sandbox& sandbox) {
    return std::make_unique<InProcessClient>(sandbox);
}

}  // namespace yare::sandbox
