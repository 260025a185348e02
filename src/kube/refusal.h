// A server's refusal: the HTTP answer as ApiStatus and Error, with client-go's words.
#pragma once

#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/kube/client.h"
#include "yare/net/http.h"

namespace yare::kube {

// What a request was about, for messages about answers that say nothing themselves.
struct Subject {
    std::string verb;  // "GET"
    std::string group;
    std::string resource;  // "deployments"; empty: no resource
    std::string name;
};

// Reads a Status object; false when it is none.
bool read_status(const Value& object, ApiStatus& out);

// Of a response that is no success. `structured` off: as client-go for raw calls, which do not look into the
// body.
ApiStatus status_of(const net::Response& response, const Subject& subject, bool structured = true);

// The code by reason, then by number; the server's message.
Error refusal(const ApiStatus& status);

// How long the server asks to wait before the same request is sent again; nullopt: not asked.
std::optional<std::chrono::seconds> asked_to_wait(const net::Response& response);

}  // namespace yare::kube
