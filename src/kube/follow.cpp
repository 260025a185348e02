// The reflector: list, then watch from where the list ended, for as long as anybody wants to know.
#include <algorithm>
#include <unordered_map>

#include "yare/kube/watch.h"

namespace yare::kube {

namespace {

// Growing pauses between attempts to reach a server that does not answer.
class Pauses {
  public:
    std::chrono::milliseconds next() { return std::exchange(pause_, std::min(pause_ * 2, kLongest)); }
    void reset() { pause_ = kFirst; }

  private:
    static constexpr std::chrono::milliseconds kFirst{200};
    static constexpr std::chrono::milliseconds kLongest{30000};
    std::chrono::milliseconds pause_ = kFirst;
};

class Reflector {
  public:
    Reflector(Client& client, const WatchTarget& target, const std::function<bool(const Change&)>& on_change,
              const Cancellation& cancellation, Clock& clock)
        : client_(client),
          target_(target),
          on_change_(on_change),
          cancellation_(cancellation),
          clock_(clock) {}

    Result<void> run() {
        while (!stopped_) {
            auto round = resource_version_.empty() ? list() : watch();
            if (cancellation_.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
            if (round) {
                pauses_.reset();
                continue;
            }
            if (round.error().code() == ErrorCode::Conflict) {
                // 410: the server has forgotten where we were.
                resource_version_.clear();
                if (!clock_.sleep(pauses_.next(), cancellation_))
                    return Error(ErrorCode::Cancelled, "context canceled");
                continue;
            }
            if (!worth_another_try(round.error())) return round;
            if (!clock_.sleep(pauses_.next(), cancellation_))
                return Error(ErrorCode::Cancelled, "context canceled");
        }
        return {};
    }

  private:
    static bool worth_another_try(const Error& error) {
        return error.code() == ErrorCode::Unavailable || error.code() == ErrorCode::TimedOut;
    }

    static std::string key_of(const Value& object) {
        return std::string(object_namespace(object)) + "/" + std::string(object_name(object));
    }

    bool tell(Change::Type type, SharedObject object, SharedObject previous) {
        stopped_ = stopped_ || !on_change_({type, std::move(object), std::move(previous)});
        return !stopped_;
    }

    // A new or changed object; one that is the same as what is known is not told again.
    bool put(Object object) {
        auto shared = std::make_shared<const Object>(std::move(object));
        SharedObject& known = known_[key_of(shared->root())];
        SharedObject previous = std::exchange(known, shared);
        if (!previous) return tell(Change::Type::Added, shared, nullptr);
        if (previous->resource_version() == shared->resource_version()) return true;
        return tell(Change::Type::Modified, shared, std::move(previous));
    }

    bool drop(const std::string& key, SharedObject last) {
        const auto at = known_.find(key);
        if (at == known_.end()) return true;
        SharedObject previous = std::move(at->second);
        known_.erase(at);
        if (!last) last = previous;
        return tell(Change::Type::Deleted, std::move(last), std::move(previous));
    }

    Result<void> list() {
        ListOptions options;
        options.namespace_name = target_.namespace_name;
        options.label_selector = target_.label_selector;
        options.field_selector = target_.field_selector;
        options.call.cancellation = cancellation_;
        const ObjectList items = YARE_TRY(client_.list(target_.api_version, target_.kind, options));
        std::set<std::string> listed;
        for (const Value& item : items.items) {
            listed.insert(key_of(item));
            if (!put(copy_object(item))) return {};
        }
        std::vector<std::string> gone;
        for (const auto& [key, object] : known_) {
            if (!listed.contains(key)) gone.push_back(key);
        }
        for (const std::string& key : gone) {
            if (!drop(key, nullptr)) return {};
        }
        resource_version_ = items.resource_version;
        if (!std::exchange(synced_, true)) tell(Change::Type::Synced, nullptr, nullptr);
        return {};
    }

    Result<void> watch() {
        WatchOptions options;
        options.namespace_name = target_.namespace_name;
        options.label_selector = target_.label_selector;
        options.field_selector = target_.field_selector;
        options.resource_version = resource_version_;
        options.server_timeout = kStreamLife;
        options.cancellation = cancellation_;
        WatchStream stream = YARE_TRY(client_.watch(target_.api_version, target_.kind, options));
        bool any = false;
        while (!stopped_) {
            auto next = YARE_TRY(stream.next());
            if (!next) break;
            any = true;
            handle(std::move(*next));
        }
        // A server that ends each stream at once is not asked again at once.
        if (!any && !stopped_) clock_.sleep(pauses_.next(), cancellation_);
        return {};
    }

    void handle(WatchEvent event) {
        resource_version_ = event.object.resource_version();
        switch (event.type) {
            case WatchEvent::Type::Bookmark:
                return;
            case WatchEvent::Type::Added:
            case WatchEvent::Type::Modified:
                put(std::move(event.object));
                return;
            case WatchEvent::Type::Deleted: {
                auto last = std::make_shared<const Object>(std::move(event.object));
                const std::string key = key_of(last->root());
                drop(key, std::move(last));
                return;
            }
        }
    }

    // The server ends the stream then, so that a connection that died unseen does not keep us blind for ever.
    static constexpr std::chrono::seconds kStreamLife{300};

    Client& client_;
    const WatchTarget& target_;
    const std::function<bool(const Change&)>& on_change_;
    const Cancellation& cancellation_;
    Clock& clock_;
    Pauses pauses_;
    std::unordered_map<std::string, SharedObject> known_;
    std::string resource_version_;
    bool synced_ = false;
    bool stopped_ = false;
};

}  // namespace

Result<void> follow(Client& client, const WatchTarget& target,
                    const std::function<bool(const Change&)>& on_change, const Cancellation& cancellation,
                    Clock& clock) {
    return Reflector(client, target, on_change, cancellation, clock).run();
}

}  // namespace yare::kube
