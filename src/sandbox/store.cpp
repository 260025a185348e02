#include "store.h"

#include <sqlite3.h>

#include <utility>

namespace yare::sandbox {
namespace {

// So many changes are kept for watches that come back.
constexpr std::int64_t kLogLength = 10000;

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS objects (
  storage TEXT NOT NULL, space TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, labels TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (storage, space, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_by_space ON objects (space, storage);
CREATE TABLE IF NOT EXISTS owners (
  owner TEXT NOT NULL, storage TEXT NOT NULL, space TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (owner, storage, space, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS owners_by_object ON owners (storage, space, name);
CREATE TABLE IF NOT EXISTS changes (
  version INTEGER PRIMARY KEY, type INTEGER NOT NULL, storage TEXT NOT NULL, space TEXT NOT NULL, name TEXT NOT NULL,
  labels TEXT NOT NULL, body TEXT NOT NULL, old_labels TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS changes_by_storage ON changes (storage, version);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace

// One run of a prepared statement: bound in order, read by column, reset at the end.
class Store::Statement {
  public:
    Statement(Store& store, const char* sql) : store_(store), statement_(store.statement(sql)) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() {
        if (!statement_) return;
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Statement& with(std::string_view text) {
        // The texts outlive the run; a null pointer would bind NULL.
        if (statement_)
            sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                                SQLITE_STATIC, SQLITE_UTF8);
        return *this;
    }
    Statement& with(std::int64_t number) {
        if (statement_) sqlite3_bind_int64(statement_, ++bound_, number);
        return *this;
    }
    // False at the end, and on failure.
    bool step() {
        if (!statement_) return false;
        const int result = sqlite3_step(statement_);
        if (result != SQLITE_ROW && result != SQLITE_DONE) store_.failed();
        return result == SQLITE_ROW;
    }
    std::string text(int column) const {
        const void* bytes = sqlite3_column_text(statement_, column);
        return {static_cast<const char*>(bytes), std::size_t(sqlite3_column_bytes(statement_, column))};
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }

  private:
    Store& store_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

Result<std::unique_ptr<Store>> Store::open(const std::string& path) {
    sqlite3* database = nullptr;
    const int opened = sqlite3_open(path.c_str(), &database);
    std::unique_ptr<Store> store(new Store(database));
    if (opened != SQLITE_OK) {
        return Error(ErrorCode::Unavailable, database ? sqlite3_errmsg(database) : "out of memory")
            .during("open " + path);
    }
    YARE_TRY_WHILE("open " + path, store->prepare_schema());
    return store;
}

Result<void> Store::prepare_schema() {
    sqlite3_busy_timeout(database_, 2000);
    // Whoever else has the file open would not see our changes coming: one sandbox, one database.
    run("PRAGMA locking_mode = EXCLUSIVE");
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = NORMAL");
    run(kSchema);
    if (!failure_.empty()) return Error(ErrorCode::Unavailable, std::exchange(failure_, {}));
    Statement state(*this, "SELECT key, value FROM state");
    while (state.step()) (state.text(0) == "version" ? version_ : forgotten_) = state.number(1);
    if (!failure_.empty()) return Error(ErrorCode::Unavailable, std::exchange(failure_, {}));
    return {};
}

Store::~Store() {
    for (const auto& [sql, prepared] : statements_) sqlite3_finalize(prepared);
    sqlite3_close(database_);
}

void Store::failed() {
    if (failure_.empty()) failure_ = sqlite3_errmsg(database_);
}

void Store::run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) failed();
}

sqlite3_stmt* Store::statement(const char* sql) {
    for (const auto& [known, prepared] : statements_) {
        if (known == sql && !sqlite3_stmt_busy(prepared)) return prepared;
    }
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) != SQLITE_OK) {
        failed();
        return nullptr;
    }
    statements_.emplace_back(sql, prepared);
    return prepared;
}

void Store::begin() {
    failure_.clear();
    version_at_begin_ = version_;
    run("BEGIN IMMEDIATE");
}

Result<void> Store::commit() {
    if (version_ != version_at_begin_) {
        forget_old();
        Statement(*this, "INSERT OR REPLACE INTO state (key, value) VALUES ('version', ?)")
            .with(version_)
            .step();
        Statement(*this, "INSERT OR REPLACE INTO state (key, value) VALUES ('forgotten', ?)")
            .with(forgotten_)
            .step();
    }
    if (failure_.empty()) run("COMMIT");
    if (failure_.empty()) return {};
    Error error(ErrorCode::Unavailable, failure_);
    roll_back();
    return std::move(error).during("write to the sandbox's database");
}

void Store::roll_back() {
    // Not through run(): there may be no transaction left, which is what is wanted.
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    version_ = version_at_begin_;
    failure_.clear();
}

std::optional<Row> Store::find(std::string_view storage, std::string_view space, std::string_view name) {
    Statement query(*this,
                    "SELECT version, labels, body FROM objects WHERE storage = ? AND space = ? AND name = ?");
    if (!query.with(storage).with(space).with(name).step()) return std::nullopt;
    return Row{std::string(space), std::string(name), query.number(0), query.text(1), query.text(2)};
}

bool Store::has_any(std::string_view storage, std::string_view space) {
    return Statement(*this, "SELECT 1 FROM objects WHERE storage = ? AND space = ? LIMIT 1")
        .with(storage)
        .with(space)
        .step();
}

std::int64_t Store::put(std::string_view storage, const Row& row, ChangeType type,
                        std::string_view old_labels, const std::vector<std::string>& owner_uids) {
    const std::int64_t version = ++version_;
    Statement(*this,
              "INSERT OR REPLACE INTO objects (storage, space, name, version, labels, body) VALUES (?, ?, ?, "
              "?, ?, ?)")
        .with(storage)
        .with(row.space)
        .with(row.name)
        .with(version)
        .with(row.labels)
        .with(row.body)
        .step();
    if (type != ChangeType::Added) {
        Statement(*this, "DELETE FROM owners WHERE storage = ? AND space = ? AND name = ?")
            .with(storage)
            .with(row.space)
            .with(row.name)
            .step();
    }
    for (const std::string& uid : owner_uids) {
        Statement(*this, "INSERT OR IGNORE INTO owners (owner, storage, space, name) VALUES (?, ?, ?, ?)")
            .with(uid)
            .with(storage)
            .with(row.space)
            .with(row.name)
            .step();
    }
    log(version, type, storage, row, old_labels);
    return version;
}

std::int64_t Store::remove(std::string_view storage, const Row& row) {
    const std::int64_t version = ++version_;
    for (const char* sql : {"DELETE FROM objects WHERE storage = ? AND space = ? AND name = ?",
                            "DELETE FROM owners WHERE storage = ? AND space = ? AND name = ?"}) {
        Statement(*this, sql).with(storage).with(row.space).with(row.name).step();
    }
    log(version, ChangeType::Deleted, storage, row, row.labels);
    return version;
}

void Store::log(std::int64_t version, ChangeType type, std::string_view storage, const Row& row,
                std::string_view old_labels) {
    Statement(*this,
              "INSERT INTO changes (version, type, storage, space, name, labels, body, old_labels) VALUES "
              "(?, ?, ?, ?, ?, ?, ?, ?)")
        .with(version)
        .with(std::int64_t(type))
        .with(storage)
        .with(row.space)
        .with(row.name)
        .with(row.labels)
        .with(row.body)
        .with(old_labels)
        .step();
}

void Store::forget_old() {
    // In larger steps, so that not every write deletes.
    if (version_ - forgotten_ < kLogLength + kLogLength / 10) return;
    forgotten_ = version_ - kLogLength;
    Statement(*this, "DELETE FROM changes WHERE version <= ?").with(forgotten_).step();
}

Page Store::list(std::string_view storage, std::string_view space, const std::optional<Cursor>& after,
                 std::size_t limit) {
    // Spaces and names hold no character below '!', so every row comes after ("", "").
    const Cursor from = after.value_or(Cursor{});
    const char* sql =
        space.empty()
            ? "SELECT space, name, version, labels, body FROM objects WHERE storage = ?1 AND (space, name) > "
              "(?2, ?3) "
              "ORDER BY space, name LIMIT ?4"
            : "SELECT space, name, version, labels, body FROM objects WHERE storage = ?1 AND space = ?5 AND "
              "(space, name) > (?2, ?3) ORDER BY space, name LIMIT ?4";
    Page page;
    Statement query(*this, sql);
    query.with(storage).with(from.space).with(from.name).with(limit ? std::int64_t(limit) + 1 : -1);
    if (!space.empty()) query.with(space);
    while (query.step()) {
        page.rows.push_back({query.text(0), query.text(1), query.number(2), query.text(3), query.text(4)});
    }
    if (limit && page.rows.size() > limit) {
        page.rows.pop_back();
        page.more = true;
        const char* count =
            space.empty() ? "SELECT count(*) FROM objects WHERE storage = ?1 AND (space, name) > (?2, ?3)"
                          : "SELECT count(*) FROM objects WHERE storage = ?1 AND (space, name) > (?2, ?3) "
                            "AND space = ?4";
        Statement counting(*this, count);
        counting.with(storage).with(page.rows.back().space).with(page.rows.back().name);
        if (!space.empty()) counting.with(space);
        if (counting.step()) page.remaining = counting.number(0);
    }
    return page;
}

std::vector<Change> Store::changes_after(std::int64_t version, std::string_view storage,
                                         std::string_view space, std::size_t limit) {
    std::vector<Change> changes;
    Statement query(*this,
                    "SELECT version, type, space, name, labels, body, old_labels FROM changes WHERE storage "
                    "= ? AND version > ? "
                    "ORDER BY version LIMIT ?");
    query.with(storage).with(version).with(std::int64_t(limit));
    while (query.step()) {
        Change change;
        change.version = query.number(0);
        change.type = ChangeType(query.number(1));
        change.storage = storage;
        change.row = {query.text(2), query.text(3), change.version, query.text(4), query.text(5)};
        change.old_labels = query.text(6);
        if (!space.empty() && change.row.space != space) change.row.body.clear();
        changes.push_back(std::move(change));
    }
    return changes;
}

std::vector<Dependent> Store::dependents(std::string_view owner_uid) {
    std::vector<Dependent> found;
    Statement query(*this, "SELECT storage, space, name FROM owners WHERE owner = ?");
    query.with(owner_uid);
    while (query.step()) found.push_back({query.text(0), query.text(1), query.text(2)});
    return found;
}

std::vector<std::string> Store::storages_in(std::string_view space) {
    std::vector<std::string> found;
    Statement query(*this, "SELECT DISTINCT storage FROM objects WHERE space = ?");
    query.with(space);
    while (query.step()) found.push_back(query.text(0));
    return found;
}

}  // namespace yare::sandbox
