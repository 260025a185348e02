// The tables of a TOML text while it is read: which keys there are, which of them were only implied by longer
// ones
// (`[a.b]` implies `a`), and what may still be added where.
//
// Helm: its library judges less strictly than the specification, and what it lets through has to be let
// through here; each such place says so.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "call.h"

namespace yare::templates {

using TomlKey = std::vector<std::string>;

// As its messages have it: a.b."c d"
std::string toml_key_text(const TomlKey& key);

class TomlTables {
  public:
    enum class Type { Single, Array };

    // What the keys that follow are put into: the table named last, and the parts of a dotted key.
    const TomlKey& context() const { return context_; }
    void set_context(TomlKey context) { context_ = std::move(context); }

    // Each of these gives the error's text, "" when there is none.
    // "[key]": makes the table and steps into it.
    std::string enter_table(const TomlKey& key);
    // "[[key]]": one more table in the list of that name.
    std::string enter_next_table(const TomlKey& key);
    // The `a` of `a.b = 1`, and the table of `a = {`: may be there already when it was implied before.
    std::string enter_implied(const TomlKey& key);
    // A table within an array, which is put into a list under the array's name until the array ends.
    std::string enter_array_item(const TomlKey& key);
    // A value of the table that the context names.
    std::string put(const std::string& key, const Value& value, Type type);
    // `key = {...}` ends: its entries are where they belong already.
    std::string close_inline(const std::string& key);

    // The table that the context names, as a value.
    Map* current(Document& document);
    Map* all(Document& document) { return to_map(root_, document); }

  private:
    struct Table;
    struct Entry {
        Value value;                 // when it is neither of these
        Table* table = nullptr;      // a table
        std::vector<Table*> tables;  // a list of tables
        bool implied = false;
        bool array = false;  // was a value in brackets last
        bool is_list = false;
    };
    struct Table {
        std::map<std::string, Entry, std::less<>> entries;
    };

    Table& new_table() { return storage_.emplace_back(); }
    static Table* inside(const Entry& entry);
    std::string step_to_parent(const TomlKey& key, Table*& at);
    std::string enter_list(const TomlKey& key, bool implied);
    // `fresh`: the entry as it is when there is none of that name yet.
    std::string set(const std::string& key, Entry fresh);
    static Map* to_map(const Table& table, Document& document);

    Table root_;
    std::deque<Table> storage_;
    TomlKey context_;
};

}  // namespace yare::templates
