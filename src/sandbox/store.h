// Store: the objects and the log of their changes, in SQLite. The one file that calls SQLite.
//
// A failure of the database (a full disk) sticks: whoever asks for a commit hears of it, and nothing of the
// transaction is kept. Not for several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace yare::sandbox {

// An object at rest: its JSON without apiVersion and kind (all versions of a type share it), its labels
// beside it.
struct Row {
    std::string space;  // namespace; empty for cluster-wide types
    std::string name;
    std::int64_t version = 0;  // resourceVersion
    std::string labels;        // JSON
    std::string body;
};

enum class ChangeType : std::uint8_t { Added, Modified, Deleted };

struct Change {
    std::int64_t version = 0;
    ChangeType type = ChangeType::Added;
    std::string storage;
    Row row;  // the object after the change; of deleted ones as it was last
    std::string old_labels;
};

// An object that names an owner.
struct Dependent {
    std::string storage;
    std::string space;
    std::string name;
};

struct Page {
    std::vector<Row> rows;
    bool more = false;
    std::int64_t remaining = 0;
};

class Store {
  public:
    static Result<std::unique_ptr<Store>> open(const std::string& path);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    void begin();
    Result<void> commit();
    void roll_back();

    // The resourceVersion of the last change.
    std::int64_t version() const { return version_; }
    // Changes up to and including this one are no longer in the log.
    std::int64_t forgotten() const { return forgotten_; }

    std::optional<Row> find(std::string_view storage, std::string_view space, std::string_view name);
    bool has_any(std::string_view storage, std::string_view space);
    // Writes, logs, and gives the new version.
    std::int64_t put(std::string_view storage, const Row& row, ChangeType type, std::string_view old_labels,
                     const std::vector<std::string>& owner_uids);
    // The row is the object as it was last; it gets the version of its removal.
    std::int64_t remove(std::string_view storage, const Row& row);
    // In the order of namespace and name. An empty namespace means all. `after` is exclusive; limit 0 is
    // none.
    struct Cursor {
        std::string space, name;
    };
    Page list(std::string_view storage, std::string_view space, const std::optional<Cursor>& after,
              std::size_t limit);
    std::vector<Change> changes_after(std::int64_t version, std::string_view storage, std::string_view space,
                                      std::size_t limit);
    std::vector<Dependent> dependents(std::string_view owner_uid);
    // Types that have objects in the namespace.
    std::vector<std::string> storages_in(std::string_view space);

  private:
    explicit Store(sqlite3* database) : database_(database) {}
    Result<void> prepare_schema();
    class Statement;
    sqlite3_stmt* statement(const char* sql);
    void run(const char* sql);
    void log(std::int64_t version, ChangeType type, std::string_view storage, const Row& row,
             std::string_view old_labels);
    void forget_old();
    void failed();

    sqlite3* database_;
    std::vector<std::pair<const char*, sqlite3_stmt*>> statements_;
    std::int64_t version_ = 0;
    std::int64_t forgotten_ = 0;
    std::int64_t version_at_begin_ = 0;
    std::string failure_;
};

}  // namespace yare::sandbox
