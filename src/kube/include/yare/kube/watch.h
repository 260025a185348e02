// Following the state of a cluster: a reflector keeps a store equal to what the server has, an informer tells
// about each change, a work queue spreads the work that follows.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/result.h"
#include "yare/kube/client.h"

namespace yare::kube {

struct WatchTarget {
    std::string api_version{};
    std::string kind{};
    std::string namespace_name{};  // empty: all
    std::string label_selector{};
    std::string field_selector{};
};

// What a reflector tells. Objects are shared and never change: handlers on other threads may keep them.
using SharedObject = std::shared_ptr<const Object>;
struct Change {
    enum class Type {
        Added,
        Modified,
        Deleted,
        Synced,  // the first list has been told in full; no object
    };
    Type type = Type::Added;
    SharedObject object;    // Deleted: the last state known
    SharedObject previous;  // Modified, Deleted
};

// Lists, then watches from there, with bookmarks; resumes where a stream ended; lists again when the server
// has forgotten (410), telling only the differences. Runs on the caller's thread until it is cancelled
// (Cancelled), `on_change` returns false (ok), or a failure that retrying cannot mend (Forbidden, NotFound,
// Invalid). Unavailable is retried with growing pauses.
Result<void> follow(Client& client, const WatchTarget& target,
                    const std::function<bool(const Change&)>& on_change, const Cancellation& cancellation,
                    Clock& clock);

// Objects by namespace and name, and by indexes of the caller's.
class Store {
  public:
    using IndexFunction = std::function<std::vector<std::string>(const Value&)>;
    void add_index(std::string name, IndexFunction function);  // before the first object
    void put(SharedObject object);
    void erase(std::string_view namespace_name, std::string_view name);
    SharedObject find(std::string_view namespace_name, std::string_view name) const;
    std::vector<SharedObject> by_index(const std::string& index, const std::string& key) const;
    std::vector<SharedObject> all() const;
    std::size_t size() const;

  private:
    void index(const std::string& key, const Object& object, bool present);

    mutable std::mutex mutex_;
    std::map<std::string, SharedObject, std::less<>> objects_;  // "namespace/name"
    std::map<std::string, IndexFunction> functions_;
    std::map<std::string, std::map<std::string, std::set<std::string>>> indexes_;
};

// follow() on a thread of its own, into a store that many may read. Handlers are called on that thread, one
// at a time.
class Informer {
  public:
    // `client` and `clock` must outlive the informer.
    Informer(Client& client, WatchTarget target, Clock& clock);
    ~Informer();  // cancels and joins
    Informer(const Informer&) = delete;
    Informer& operator=(const Informer&) = delete;

    Store& store() { return store_; }
    void add_handler(std::function<void(const Change&)> handler);  // before start
    void start();
    // Blocks until the store holds the first list; the error that ended the informer, or Cancelled.
    Result<void> wait_synced(const Cancellation& cancellation);
    // Why it ended, if it has.
    std::optional<Error> failure() const;

  private:
    bool handle(const Change& change);

    Client& client_;
    WatchTarget target_;
    Clock& clock_;
    Store store_;
    std::vector<std::function<void(const Change&)>> handlers_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool synced_ = false;
    bool ended_ = false;
    std::optional<Error> failure_;
    std::jthread thread_;
};

// Keys to be worked on: each at most once at a time, once more when it came again meanwhile, later when it
// failed.
class WorkQueue {
  public:
    struct Backoff {
        std::chrono::milliseconds first{5};
        std::chrono::milliseconds longest{std::chrono::seconds{1000}};
    };
    WorkQueue() : WorkQueue(Backoff{}) {}
    explicit WorkQueue(Backoff backoff) : backoff_(backoff) {}

    void add(std::string key);
    void add_after(std::string key, std::chrono::milliseconds pause);
    // The pause doubles with each failure in a row.
    void retry(std::string key);
    // Forgets the failures of a key.
    void forget(const std::string& key);
    // Blocks; nullopt when shut down and empty, or cancelled. What was taken must be given back with done().
    std::optional<std::string> take(const Cancellation& cancellation);
    void done(const std::string& key);
    void shut_down();
    std::size_t size() const;

  private:
    using Time = std::chrono::steady_clock::time_point;
    void add_locked(const std::string& key);
    void move_due_locked(Time now);

    Backoff backoff_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::string> ready_;
    std::set<std::string> waiting_;  // in ready_, or to be put there by done()
    std::set<std::string> processing_;
    std::multimap<Time, std::string> later_;
    std::map<std::string, int> failures_;
    bool shut_down_ = false;
};

}  // namespace yare::kube
