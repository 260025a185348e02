#include "yare/kube/watch.h"

namespace yare::kube {

// -- Store --

namespace {

std::string key_of(std::string_view namespace_name, std::string_view name) {
    std::string out(namespace_name);
    out += '/';
    out += name;
    return out;
}

}  // namespace

void Store::add_index(std::string name, IndexFunction function) {
    const std::lock_guard lock(mutex_);
    YARE_ASSERT(objects_.empty(), "indexes are added before the first object");
    functions_[std::move(name)] = std::move(function);
}

void Store::index(const std::string& key, const Object& object, bool present) {
    for (const auto& [name, function] : functions_) {
        auto& entries = indexes_[name];
        for (const std::string& value : function(object.root())) {
            if (present) {
                entries[value].insert(key);
            } else if (const auto at = entries.find(value); at != entries.end()) {
                at->second.erase(key);
                if (at->second.empty()) entries.erase(at);
            }
        }
    }
}

void Store::put(SharedObject object) {
    const std::string key = key_of(object->namespace_name(), object->name());
    const std::lock_guard lock(mutex_);
    SharedObject& place = objects_[key];
    if (place) index(key, *place, false);
    index(key, *object, true);
    place = std::move(object);
}

void Store::erase(std::string_view namespace_name, std::string_view name) {
    const std::string key = key_of(namespace_name, name);
    const std::lock_guard lock(mutex_);
    const auto at = objects_.find(key);
    if (at == objects_.end()) return;
    index(key, *at->second, false);
    objects_.erase(at);
}

SharedObject Store::find(std::string_view namespace_name, std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto at = objects_.find(key_of(namespace_name, name));
    return at == objects_.end() ? nullptr : at->second;
}

std::vector<SharedObject> Store::by_index(const std::string& index, const std::string& key) const {
    const std::lock_guard lock(mutex_);
    std::vector<SharedObject> out;
    const auto entries = indexes_.find(index);
    if (entries == indexes_.end()) return out;
    const auto keys = entries->second.find(key);
    if (keys == entries->second.end()) return out;
    for (const std::string& object_key : keys->second) out.push_back(objects_.find(object_key)->second);
    return out;
}

std::vector<SharedObject> Store::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<SharedObject> out;
    out.reserve(objects_.size());
    for (const auto& [key, object] : objects_) out.push_back(object);
    return out;
}

std::size_t Store::size() const {
    const std::lock_guard lock(mutex_);
    return objects_.size();
}

// -- Informer --

Informer::Informer(Client& client, WatchTarget target, Clock& clock)
    : client_(client), target_(std::move(target)), clock_(clock) {}

Informer::~Informer() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Informer::add_handler(std::function<void(const Change&)> handler) {
    YARE_ASSERT(!thread_.joinable(), "handlers are added before the informer starts");
    handlers_.push_back(std::move(handler));
}

void Informer::start() {
    YARE_ASSERT(!thread_.joinable(), "an informer is started once");
    thread_ = std::jthread([this](std::stop_token token) {
        auto result =
            follow(client_, target_, [this](const Change& change) { return handle(change); }, token, clock_);
        const std::lock_guard lock(mutex_);
        ended_ = true;
        if (!result) failure_ = std::move(result).error();
        changed_.notify_all();
    });
}

bool Informer::handle(const Change& change) {
    switch (change.type) {
        case Change::Type::Added:
        case Change::Type::Modified:
            store_.put(change.object);
            break;
        case Change::Type::Deleted:
            store_.erase(change.object->namespace_name(), change.object->name());
            break;
        case Change::Type::Synced: {
            const std::lock_guard lock(mutex_);
            synced_ = true;
            changed_.notify_all();
            break;
        }
    }
    for (const auto& handler : handlers_) handler(change);
    return true;
}

Result<void> Informer::wait_synced(const Cancellation& cancellation) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, cancellation, [&] { return synced_ || ended_; });
    if (synced_) return {};
    if (failure_) return *failure_;
    return Error(ErrorCode::Cancelled, "context canceled");
}

std::optional<Error> Informer::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

}  // namespace yare::kube
