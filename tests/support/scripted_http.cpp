#include "yare/test/scripted_http.h"

#include <utility>

namespace yare::test {

namespace {

// A stream hands out the lines of the scripted body one at a time.
class ScriptedExchange final : public net::Exchange {
  public:
    ScriptedExchange(Result<net::Response> answer, bool streaming)
        : answer_(std::move(answer)), streaming_(streaming) {}

    Result<net::Response> wait() override {
        if (!answer_ || !streaming_) return answer_;
        rest_ = std::exchange(answer_->body, {});
        return answer_;
    }

    Result<std::optional<std::string>> next() override {
        if (rest_.empty()) return std::optional<std::string>();
        const std::size_t end = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
        std::optional<std::string> piece = rest_.substr(0, end);
        rest_.erase(0, end);
        return piece;
    }

  private:
    Result<net::Response> answer_;
    bool streaming_;
    std::string rest_;
};

}  // namespace

ScriptedHttp::ScriptedHttp(std::vector<net::Response> answers) {
    auto left = std::make_shared<std::deque<net::Response>>(answers.begin(), answers.end());
    answer_ = [left](const net::Request& request) -> Result<net::Response> {
        if (left->empty()) return Error(ErrorCode::Unavailable, "no answer left for " + request.url);
        net::Response out = std::move(left->front());
        left->pop_front();
        return out;
    };
}

std::unique_ptr<net::Exchange> ScriptedHttp::start(net::Request request, Cancellation) {
    const std::lock_guard lock(mutex_);
    const bool streaming = request.streaming;
    requests_.push_back(request);
    return std::make_unique<ScriptedExchange>(answer_(request), streaming);
}

std::vector<net::Request> ScriptedHttp::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::vector<std::string> ScriptedHttp::lines() const {
    std::vector<std::string> out;
    for (const net::Request& request : requests()) out.push_back(request.method + " " + request.url);
    return out;
}

}  // namespace yare::test
