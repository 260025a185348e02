// HTTP without a network: a function answers, and every request is written down.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "yare/net/http.h"

namespace yare::test {

class ScriptedHttp final : public net::Client {
  public:
    using Answer = std::function<Result<net::Response>(const net::Request&)>;

    explicit ScriptedHttp(Answer answer) : answer_(std::move(answer)) {}
    // Answers in turn, whatever is asked; Unavailable when there are no more.
    explicit ScriptedHttp(std::vector<net::Response> answers);

    std::unique_ptr<net::Exchange> start(net::Request request, Cancellation cancellation) override;

    // "GET https://host/path", in the order sent.
    std::vector<std::string> lines() const;
    std::vector<net::Request> requests() const;

  private:
    mutable std::mutex mutex_;
    Answer answer_;
    std::vector<net::Request> requests_;
};

}  // namespace yare::test
