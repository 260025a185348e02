#include "toml_tables.h"

#include <algorithm>

#include "toml_text.h"

namespace yare::templates {

namespace {

// Of one key; all tables lie within one another no deeper. The reader's time grows with the square of it.
constexpr std::size_t kMostParts = 1000;

std::string defined_already(const TomlKey& key) {
    return "Key '" + toml_key_text(key) + "' has already been defined.";
}

TomlKey parent_of(const TomlKey& key) { return {key.begin(), key.end() - 1}; }

}  // namespace

std::string toml_key_text(const TomlKey& key) {
    std::string out;
    for (const std::string& part : key) {
        if (&part != &key.front()) out += '.';
        append_toml_key(out, part);
    }
    return out;
}

TomlTables::Table* TomlTables::inside(const Entry& entry) {
    return entry.is_list ? entry.tables.back() : entry.table;
}

// The table that holds the key's last part; tables on the way that are not there are implied.
std::string TomlTables::step_to_parent(const TomlKey& key, Table*& at) {
    at = &root_;
    if (key.size() > kMostParts) return "nested too deeply";
    for (std::size_t i = 0; i + 1 < key.size(); ++i) {
        const auto [found, added] = at->entries.try_emplace(key[i]);
        Entry& entry = found->second;
        if (added) {
            entry.table = &new_table();
            entry.implied = true;
        }
        at = inside(entry);
        if (!at) {
            const TomlKey path(key.begin(), key.begin() + std::ptrdiff_t(i) + 1);
            return "Key '" + toml_key_text(path) + "' was already created as a hash.";
        }
    }
    context_ = parent_of(key);
    return {};
}

std::string TomlTables::enter_table(const TomlKey& key) {
    Table* at = nullptr;
    std::string error = step_to_parent(key, at);
    if (!error.empty()) return error;
    Entry fresh;
    fresh.table = &new_table();
    error = set(key.back(), fresh);
    if (!error.empty()) return error;
    at->entries[key.back()].array = false;
    context_.push_back(key.back());
    return {};
}

std::string TomlTables::enter_implied(const TomlKey& key) {
    Table* at = nullptr;
    std::string error = step_to_parent(key, at);
    if (!error.empty()) return error;
    // Helm: what was there before counts as implied now, which takes an array away.
    const auto found = at->entries.find(key.back());
    if (found != at->entries.end()) found->second.implied = true;
    Entry fresh;
    fresh.table = &new_table();
    fresh.implied = found == at->entries.end();
    error = set(key.back(), fresh);
    if (!error.empty()) return error;
    context_.push_back(key.back());
    return {};
}

std::string TomlTables::enter_list(const TomlKey& key, bool implied) {
    Table* at = nullptr;
    const std::string error = step_to_parent(key, at);
    if (!error.empty()) return error;
    const auto [found, added] = at->entries.try_emplace(key.back());
    Entry& entry = found->second;
    if (added) entry.is_list = true;
    entry.array = implied;
    entry.implied = entry.implied || implied;
    if (!entry.is_list)
        return "Key '" + toml_key_text(key) + "' was already created and cannot be used as an array.";
    entry.tables.push_back(&new_table());
    context_.push_back(key.back());
    return {};
}

std::string TomlTables::enter_next_table(const TomlKey& key) { return enter_list(key, false); }
std::string TomlTables::enter_array_item(const TomlKey& key) { return enter_list(key, true); }

std::string TomlTables::set(const std::string& key, Entry fresh) {
    Table* at = &root_;
    TomlKey path;
    for (const std::string& part : context_) {
        path.push_back(part);
        at = inside(at->entries[part]);
        if (!at) return defined_already(path);
    }
    path.push_back(key);
    const auto found = at->entries.find(key);
    if (found == at->entries.end()) {
        at->entries.emplace(key, std::move(fresh));
        return {};
    }
    Entry& entry = found->second;
    if (!entry.implied) return defined_already(path);
    entry.implied = false;
    if (entry.array) {
        entry = std::move(fresh);
        entry.implied = false;
        entry.array = true;
    }
    return {};
}

std::string TomlTables::put(const std::string& key, const Value& value, Type type) {
    if (type == Type::Array) {
        // Helm: an array may stand in place of a table that was only implied.
        Table* at = &root_;
        for (const std::string& part : context_) {
            if (at) at = inside(at->entries[part]);
        }
        const auto found = at ? at->entries.find(key) : root_.entries.end();
        if (at && found != at->entries.end()) found->second.array = true;
    }
    Entry fresh;
    fresh.value = value;
    fresh.array = type == Type::Array;
    return set(key, std::move(fresh));
}

std::string TomlTables::close_inline(const std::string& key) { return set(key, {}); }

Map* TomlTables::current(Document& document) {
    const Table* at = &root_;
    for (const std::string& part : context_) at = inside(at->entries.find(part)->second);
    return to_map(*at, document);
}

Map* TomlTables::to_map(const Table& table, Document& document) {
    Map* out = document.make_map();
    for (const auto& [key, entry] : table.entries) {
        Value value = entry.value;
        if (entry.table) value = to_map(*entry.table, document);
        if (entry.is_list) {
            std::vector<Value> items;
            for (const Table* item : entry.tables) items.emplace_back(to_map(*item, document));
            value = document.make_list(items, GoType::Maps);
        }
        out->append(document.symbols().intern(key), value);
    }
    out->finish();
    return out;
}

}  // namespace yare::templates
