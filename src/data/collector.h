// What a reader keeps of the lists and maps it is inside of: their members on two stacks, moved into the
// document in one piece when the list or map ends.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "yare/data/value.h"

namespace yare::inline data {

class Collector {
  public:
    explicit Collector(Document& document) : document_(document) {
        entries_.reserve(64);
        items_.reserve(16);
        origins_.reserve(16);
    }

    void item(Value value, Origin origin) {
        items_.push_back(value);
        if (origin.id != 0) with_origins_ = true;
        origins_.push_back(origin);
    }
    void entry(Symbol key, Value value, Origin origin) { entries_.push_back({key, origin, value}); }

    std::size_t item_count() const { return items_.size(); }
    std::size_t entry_count() const { return entries_.size(); }

    // The members since `from`, as one value; they leave the stack.
    Value list_since(std::size_t from) {
        List* list = document_.arena().make<List>();
        const std::span<const Value> items(items_.data() + from, items_.size() - from);
        list->items = document_.arena().copy(items).data();
        list->size = std::uint32_t(items.size());
        if (with_origins_) {
            list->origins = document_.arena().copy(std::span<const Origin>(origins_).subspan(from)).data();
        }
        items_.resize(from);
        origins_.resize(from);
        return list;
    }
    Value map_since(std::size_t from) {
        Map* map = document_.make_map();
        map->append_all(std::span<const Entry>(entries_).subspan(from));
        map->finish();
        entries_.resize(from);
        return map;
    }

  private:
    Document& document_;
    std::vector<Value> items_;
    std::vector<Origin> origins_;
    std::vector<Entry> entries_;
    bool with_origins_ = false;
};

}  // namespace yare::inline data
