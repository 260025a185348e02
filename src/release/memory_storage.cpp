// Records in this process: HELM_DRIVER=memory, client dry runs, tests.
#include <map>
#include <mutex>
#include <tuple>

#include "selector.h"
#include "yare/release/storage.h"

namespace yare::release {

namespace {

class MemoryStorage final : public Storage {
  public:
    explicit MemoryStorage(std::string namespace_name) : namespace_(std::move(namespace_name)) {}

    Result<std::vector<RecordHead>> heads(const Query& query, Diagnostics&) override {
        const std::lock_guard lock(mutex_);
        std::vector<RecordHead> found;
        for (const auto& [key, stored] : records_) {
            const Release& release = stored.release;
            if (!namespace_.empty() && release.namespace_name != namespace_) continue;
            if (!query.name.empty() && release.name != query.name) continue;
            if (query.status && release.info.status != *query.status) continue;
            const bool selected = YARE_TRY(selects(query.selector, release.labels));
            if (!selected) continue;
            found.push_back({release.name,
                             release.namespace_name,
                             release.revision,
                             release.info.status,
                             stored.version,
                             release.labels,
                             release.labels,  // Helm: the memory driver shows no labels of the system
                             stored.lease,
                             {}});
        }
        return found;
    }

    Result<Stored> get(std::string_view name, std::int64_t revision) override {
        const std::lock_guard lock(mutex_);
        return find(name, revision);
    }

    Result<std::vector<Stored>> get_all(const std::vector<RecordHead>& heads) override {
        const std::lock_guard lock(mutex_);
        std::vector<Stored> all;
        for (const RecordHead& head : heads) {
            const auto found = records_.find({head.namespace_name, head.name, head.revision});
            if (found != records_.end()) all.push_back(found->second);
        }
        return all;
    }

    Result<std::string> create(const Release& release, const std::optional<Lease>& lease) override {
        const std::lock_guard lock(mutex_);
        std::string version = std::to_string(++version_);
        const Key key{release.namespace_name, release.name, release.revision};
        if (!records_.try_emplace(key, Stored{release, version, lease}).second) {
            return Error(ErrorCode::AlreadyExists, "release: already exists");
        }
        return version;
    }

    Result<std::string> update(const Release& release, const std::optional<Lease>& lease,
                               const std::string& version) override {
        const std::lock_guard lock(mutex_);
        Stored* stored = YARE_TRY(find_same(release.namespace_name, release.name, release.revision, version));
        *stored = {release, std::to_string(++version_), lease};
        return stored->version;
    }

    Result<std::string> mark(std::string_view name, std::int64_t revision, const std::optional<Lease>& lease,
                             const std::string& version) override {
        const std::lock_guard lock(mutex_);
        Stored* stored = YARE_TRY(find_same(namespace_, name, revision, version));
        stored->lease = lease;
        stored->version = std::to_string(++version_);
        return stored->version;
    }

    Result<void> remove(std::string_view name, std::int64_t revision, const std::string& version) override {
        const std::lock_guard lock(mutex_);
        YARE_TRY(find_same(namespace_, name, revision, version));
        records_.erase({namespace_, std::string(name), revision});
        return {};
    }

  private:
    using Key = std::tuple<std::string, std::string, std::int64_t>;

    Result<Stored> find(std::string_view name, std::int64_t revision) const {
        const auto found = records_.find({namespace_, std::string(name), revision});
        if (found == records_.end()) return Error(ErrorCode::NotFound, "release: not found");
        return found->second;
    }

    Result<Stored*> find_same(std::string_view namespace_name, std::string_view name, std::int64_t revision,
                              const std::string& version) {
        const auto found = records_.find({std::string(namespace_name), std::string(name), revision});
        if (found == records_.end()) return Error(ErrorCode::NotFound, "release: not found");
        if (!version.empty() && found->second.version != version) {
            return Error(ErrorCode::Conflict,
                         "the record " + record_key(name, revision) + " has been changed");
        }
        return &found->second;
    }

    const std::string namespace_;
    std::mutex mutex_;
    std::map<Key, Stored> records_;
    std::int64_t version_ = 0;
};

}  // namespace

std::unique_ptr<Storage> memory_storage(std::string namespace_name) {
    return std::make_unique<MemoryStorage>(std::move(namespace_name));
}

}  // namespace yare::release
