// Cluster: the objects, and the rules that hold for all of them however they are changed: versions, managed
// fields, finalizers, owners. Requests and controllers both write through it. Not for several threads at
// once.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kinds.h"
#include "store.h"
#include "yare/base/clock.h"
#include "yare/data/value.h"

namespace yare::sandbox {

// Who changes an object: what its managedFields say.
struct Writer {
    std::string manager = "kube-controller-manager";
    std::string subresource;
    bool applies = false;  // server-side apply records its fields itself
};

enum class Propagation : std::uint8_t { Background, Foreground, Orphan };

// An object that the controllers have yet to look at.
struct Dirty {
    const Kind* kind = nullptr;
    std::string space;
    std::string name;
    std::string gone_uid;  // set when the object is no more
};

class Cluster {
  public:
    Cluster(std::unique_ptr<Store> store, Clock& clock, Random& random);

    Kinds& kinds() { return kinds_; }
    Store& store() { return *store_; }
    Clock& clock() { return clock_; }

    std::int64_t seconds();  // since the epoch
    std::string now();       // "2026-11-21T09:30:00Z"
    std::string now_fine();  // with microseconds, as Leases and Events have it
    std::string new_uid();
    std::string random_suffix(std::size_t length);  // as generateName has it
    std::uint64_t random_below(std::uint64_t bound) { return random_.below(bound); }

    // Null when there is none. `space` is empty for cluster-wide kinds.
    Map* load(Document& document, const Kind& kind, std::string_view space, std::string_view name);
    std::vector<Map*> load_all(Document& document, const Kind& kind, std::string_view space);
    Map* object_of(Document& document, const Kind& kind, const Row& row);

    // A whole new object: gives it uid, creationTimestamp, resourceVersion.
    void insert(const Kind& kind, Map& object, const Writer& writer);
    // False when nothing but the record of who wrote would change; then nothing is written, and `object` has
    // the old version. An object that is being deleted and has lost its last finalizer is gone afterwards.
    bool replace(const Kind& kind, Map& object, const Map& old, const Writer& writer);
    // What a DELETE means: marks, or removes at once where nothing holds the object. True: it is gone.
    bool remove(const Kind& kind, Map& object, Propagation propagation,
                std::optional<std::int64_t> grace = std::nullopt);
    void erase(const Kind& kind, Map& object);
    // The metadata that insert() gives.
    void stamp(const Kind& kind, Map& object);

    bool exists(const Kind& kind, std::string_view space, std::string_view name);
    // Of a dirty object that is to be looked at, in order; nullopt when all is done.
    std::optional<Dirty> take_dirty();
    void forget_dirty() { dirty_.clear(); }
    void mark(const Kind& kind, std::string_view space, std::string_view name) {
        dirty_.push_back({&kind, std::string(space), std::string(name), {}});
    }

    // The JSON that clients get, out of a row.
    std::string rendered(const Kind& kind, const Row& row);

  private:
    Row row_of(const Kind& kind, Map& object);

    std::unique_ptr<Store> store_;
    Clock& clock_;
    Random& random_;
    Kinds kinds_;
    std::deque<Dirty> dirty_;
};

// Types whose metadata.generation counts changes of their spec.
bool counts_generations(const Kind& kind);
// Owner references with `uid` removed; true when there were any.
bool drop_owner(Map& object, std::string_view uid);
// Adds a controller owner reference.
void own(Map& object, const Kind& owner_kind, const Map& owner);

}  // namespace yare::sandbox
