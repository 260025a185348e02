// Where release records live. Every write is a compare-and-swap on the stored object's version.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/release/record.h"

namespace yare::kube {
class Client;
}

namespace yare::release {

// "sh.helm.release.v1.NAME.vREVISION"
std::string record_key(std::string_view name, std::int64_t revision);

// Who works on a record: a process on a host since its start. Written to the annotations of the stored
// object.
struct Holder {
    std::string host;
    std::string boot;  // empty: not known
    std::int64_t process = 0;
    std::uint64_t start_ticks = 0;

    friend bool operator==(const Holder&, const Holder&) = default;
};

struct Lease {
    Holder holder;
    Timestamp until;  // for people to read; no clocks are compared
};

// A record with what storage knows about it.
struct Stored {
    Release release;
    std::string version;         // the stored object's resourceVersion
    std::optional<Lease> lease;  // somebody works, or worked, on it
};

// What the labels of a stored object tell without unpacking it.
struct RecordHead {
    std::string name;
    std::string namespace_name;
    std::int64_t revision = 0;
    Status status = Status::Unknown;
    std::string version;
    Labels labels;      // the user's own
    Labels all_labels;  // the system's too
    std::optional<Lease> lease;
    // The record itself, encoded, when it came along with the list.
    std::string payload;
};

struct Query {
    std::string name;  // empty: all
    std::optional<Status> status;
    std::string selector;  // a further label selector, as `list --selector` takes it
};

// Errors: NotFound "release: not found", AlreadyExists "release: already exists", Conflict where somebody
// else has changed the record meanwhile. May be used by several threads at once.
class Storage {
  public:
    virtual ~Storage() = default;

    // Heads of all records that match, by namespace, name and revision. An object with Helm's label that is
    // no release is reported, and passed over.
    virtual Result<std::vector<RecordHead>> heads(const Query& query, Diagnostics& diagnostics) = 0;
    virtual Result<Stored> get(std::string_view name, std::int64_t revision) = 0;
    // The records of these heads, in the same order, read side by side. One that is gone meanwhile is left
    // out.
    virtual Result<std::vector<Stored>> get_all(const std::vector<RecordHead>& heads) = 0;
    // Gives the new version.
    virtual Result<std::string> create(const Release& release, const std::optional<Lease>& lease) = 0;
    // Replaces the record if it still has this version, and gives the new one. An empty version overwrites.
    virtual Result<std::string> update(const Release& release, const std::optional<Lease>& lease,
                                       const std::string& version) = 0;
    // Changes the lease alone, which costs little however large the record is.
    virtual Result<std::string> mark(std::string_view name, std::int64_t revision,
                                     const std::optional<Lease>& lease, const std::string& version) = 0;
    // Only if it still has this version; an empty one means whatever it has.
    virtual Result<void> remove(std::string_view name, std::int64_t revision, const std::string& version) = 0;

    // All revisions of a release, oldest first; NotFound when there is none.
    Result<std::vector<RecordHead>> history(std::string_view name, Diagnostics& diagnostics);
    // The newest revision, of whatever status.
    Result<Stored> last(std::string_view name, Diagnostics& diagnostics);
};

// Secrets of the type helm.sh/release.v1 in one namespace (empty: reading in all).
std::unique_ptr<Storage> secret_storage(kube::Client& client, Clock& clock, std::string namespace_name);
// ConfigMaps, for HELM_DRIVER=configmap.
std::unique_ptr<Storage> config_map_storage(kube::Client& client, Clock& clock, std::string namespace_name);
// In this process only: HELM_DRIVER=memory, client dry runs and tests.
std::unique_ptr<Storage> memory_storage(std::string namespace_name);

}  // namespace yare::release
