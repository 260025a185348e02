// Sandbox: a small Kubernetes API server for trying things out. Its core is a function from request to
// response; objects live in SQLite. Tests and rehearsals call it through in_process_client(), people through
// Server (server.h).
//
//     auto sandbox = Sandbox::open(":memory:", *clock);
//     auto client = in_process_client(**sandbox);
//     client->send({.url = "http://sandbox/api/v1/namespaces"});
//
// What is the same as in a cluster: discovery, all built-in types and those that CRDs bring, namespaces,
// names, labels, field selectors, chunked lists, watches with bookmarks, the four patches with field
// ownership, conflicts, finalizers, owner references, dry runs, tables for kubectl, and the API server's
// words for what is wrong.
//
// What is not: nothing runs. Pods become ready at once (see below), have no logs, and cannot be entered.
// There are no users and no permissions: everybody may do everything. No admission webhooks, quotas, limit
// ranges, conversion webhooks and no CEL rules; of the API server's validations there are those that charts
// meet most (required fields, types, names, immutable fields). CronJobs start nothing, autoscalers scale
// nothing, and no service routes anything. One process, one database.
//
// An annotation on a pod (or a pod template) chooses how it lives: `sandbox.yare.dev/pod: stuck` never
// becomes ready, `fail` ends in failure; `sandbox.yare.dev/delay: 1500ms` takes that long to become ready.
// `test.yare.dev/...` means the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/net/http.h"

namespace yare::sandbox {

// A watch's body, pulled. Each piece is one or more lines of JSON. Must not outlive its Sandbox.
class Watch {
  public:
    virtual ~Watch() = default;
    // Waits for up to `patience`: an empty string when nothing happened, nullopt at the watch's end (its
    // timeoutSeconds passed, its events are gone, or `cancellation` was asked for).
    virtual std::optional<std::string> next(std::chrono::milliseconds patience,
                                            const Cancellation& cancellation) = 0;
};

struct Answer {
    net::Response response;
    std::unique_ptr<Watch> watch;  // set when the body is a stream
};

class Sandbox {
  public:
    // A database file that need not exist, or ":memory:".
    static Result<std::unique_ptr<Sandbox>> open(const std::string& database, Clock& clock, Random& random);
    virtual ~Sandbox() = default;

    // Any method and path of the API. Of the URL only path and query count. May be called by several threads
    // at once.
    virtual Answer handle(const net::Request& request) = 0;
    // Does what has become due: pods whose delay is over. handle() and waiting watches call it too.
    virtual void tick() = 0;
    // Ends all watches; later requests are answered as before.
    virtual void end_watches() = 0;
};

// A client that calls handle(). The sandbox must outlive it and its exchanges.
std::unique_ptr<net::Client> in_process_client(Sandbox& sandbox);

}  // namespace yare::sandbox
