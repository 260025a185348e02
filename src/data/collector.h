// What a reader keeps of the lists and maps it is inside of: their members on two stacks, moved into the
// document in one piece when the list or map ends.
#pragma once

#include <array>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <vector>

#include "yare/data/value.h"

namespace yare::inline data {

class Collector {
  public:
    explicit Collector(Document& document) : document_(document) {
        entries_.reserve(64);
        items_.reserve(32);
    }
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    void item(Value value, Origin origin) {
        items_.push_back(value);
        if (origin.id == 0 && origins_.empty()) return;
        origins_.resize(items_.size() - 1);
        origins_.push_back(origin);
    }
    void entry(Symbol key, Value value, Origin origin) { entries_.push_back({key, origin, value}); }

    std::size_t item_count() const { return items_.size(); }
    std::size_t entry_count() const { return entries_.size(); }

    // Whether the document has room for what is open. Asked at each member: a text may be nothing but
    // members.
    bool fits() const {
        const std::size_t open =
            items_.size() * (sizeof(Value) + sizeof(Origin)) + entries_.size() * sizeof(Entry);
        return open + document_.symbols().used() <= document_.arena().left();
    }

    // The members since `from`, as one value; they leave the stack.
    Value list_since(std::size_t from) {
        List* list = document_.arena().make<List>();
        const std::span<const Value> items(items_.data() + from, items_.size() - from);
        list->items = document_.arena().copy(items).data();
        list->size = std::uint32_t(items.size());
        if (origins_.size() > from) {
            list->origins = document_.arena().copy(std::span<const Origin>(origins_).subspan(from)).data();
            origins_.resize(from);
        }
        items_.resize(from);
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
    // Small texts, which are the most, need no memory but this.
    static constexpr std::size_t kOwnBytes = 4096;

    Document& document_;
    alignas(std::max_align_t) std::array<std::byte, kOwnBytes> own_;
    std::pmr::monotonic_buffer_resource memory_{own_.data(), own_.size()};
    std::pmr::vector<Value> items_{&memory_};
    std::pmr::vector<Origin> origins_{&memory_};  // beside the items, as far as there are any
    std::pmr::vector<Entry> entries_{&memory_};
};

}  // namespace yare::inline data
