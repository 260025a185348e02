#include "yare/data/value.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "yare/data/limits.h"

namespace yare::inline data {

namespace {

// Up to here a scan over the symbol numbers beats a binary search over texts.
constexpr std::size_t kScanSize = 24;

struct Copier {
    Document& target;
    std::size_t depth = 0;

    Value copy(const Value& value) {
        switch (value.kind()) {
            case Kind::String:
                return target.string(value.as_string());
            case Kind::Bytes:
                return target.bytes(value.as_bytes());
            case Kind::List:
                return copy_list(value.as_list());
            case Kind::Map:
                return Value::of_map(&copy_map(value.as_map()).as_map(), value.go_type());
            case Kind::Host:
                if (HostObject* copy = value.as_host().copied(target)) return Value(copy);
                return value;
            default:
                return value;
        }
    }

    Value copy_list(const List& list) {
        if (depth >= limits::kNestingDepth) return {};
        ++depth;
        Value* items = target.arena().make_array<Value>(list.size);
        for (std::uint32_t i = 0; i < list.size; ++i) new (items + i) Value(copy(list.items[i]));
        List* out = target.arena().make<List>(list);
        out->items = items;
        if (list.origins) out->origins = target.arena().copy(std::span(list.origins, list.size)).data();
        --depth;
        return out;
    }

    Value copy_map(const Map& map) {
        if (depth >= limits::kNestingDepth) return {};
        ++depth;
        Map* out = target.make_map(map.go_type());
        const bool same_symbols = target.symbols().extends(map.owner().symbols());
        out->append_all({map.begin(), map.size()});
        for (Entry& entry : *out) {
            if (!same_symbols) entry.key = target.symbols().intern(map.key_text(entry));
            entry.value = copy(entry.value);
        }
        --depth;
        return out;  // the entries came in order, without duplicates
    }
};

// Two values that are to be compared.
struct Pair {
    Value left;
    Value right;
};

// Says no, or leaves the pairs that decide it. The same map is equal to itself, as in Go: it may hold itself.
bool same_so_far(const Value& left, const Value& right, std::vector<Pair>& open) {
    if (left.kind() != right.kind() || left.go_type() != right.go_type()) return false;
    switch (left.kind()) {
        case Kind::Nil:
            return true;
        case Kind::Bool:
            return left.as_bool() == right.as_bool();
        case Kind::Int:
        case Kind::Int64:
            return left.as_integer() == right.as_integer();
        case Kind::Float64:
            return left.as_float() == right.as_float();
        case Kind::String:
            return left.as_string() == right.as_string();
        case Kind::Bytes:
            return left.as_bytes() == right.as_bytes();
        case Kind::Host:
            return left.as_host().go_type() == right.as_host().go_type() &&
                   left.as_host().equals(right.as_host());
        case Kind::List: {
            const List& a = left.as_list();
            const List& b = right.as_list();
            if (a.size != b.size || a.type != b.type) return false;
            if (a.items == b.items) return true;
            for (std::uint32_t i = a.size; i > 0; --i) open.push_back({a.items[i - 1], b.items[i - 1]});
            return true;
        }
        case Kind::Map: {
            const Map& a = left.as_map();
            const Map& b = right.as_map();
            if (&a == &b) return true;
            if (a.size() != b.size() || a.go_type() != b.go_type()) return false;
            for (std::size_t i = a.size(); i > 0; --i) {
                if (a.key_text(a.begin()[i - 1]) != b.key_text(b.begin()[i - 1])) return false;
                open.push_back({a.begin()[i - 1].value, b.begin()[i - 1].value});
            }
            return true;
        }
    }
    return false;
}

}  // namespace

const Value* Value::find(std::string_view key) const { return is_map() ? payload_.map->find(key) : nullptr; }

Value Value::path(std::initializer_list<std::string_view> keys) const {
    Value at = *this;
    for (std::string_view key : keys) {
        const Value* next = at.find(key);
        if (!next) return {};
        at = *next;
    }
    return at;
}

std::size_t Map::lower_bound(std::string_view key) const {
    const SymbolTable& symbols = owner_->symbols();
    const std::uint64_t prefix = SymbolTable::prefix_of(key);
    const Entry* at = std::lower_bound(begin(), end(), key, [&](const Entry& entry, std::string_view wanted) {
        return symbols.before(entry.key, wanted, prefix);
    });
    return std::size_t(at - begin());
}

const Entry* Map::find_entry(std::string_view key) const {
    if (size_ == 0) return nullptr;
    const std::size_t at = lower_bound(key);
    return at < size_ && key_text(entries_[at]) == key ? entries_ + at : nullptr;
}

const Value* Map::find(std::string_view key) const {
    const Entry* entry = find_entry(key);
    return entry ? &entry->value : nullptr;
}

const Value* Map::find(Symbol key) const {
    if (size_ > kScanSize) return find(owner_->symbols().text(key));
    for (const Entry& entry : *this) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

void Map::reserve(std::size_t count) {
    if (count <= capacity_) return;
    const std::size_t capacity =
        std::max<std::size_t>(count, capacity_ == 0 ? 4 : std::size_t{capacity_} * 2);
    Entry* bigger = owner_->arena().make_array<Entry>(capacity);
    std::uninitialized_copy(begin(), end(), bigger);
    entries_ = bigger;
    capacity_ = std::uint32_t(capacity);
}

void Map::set(std::string_view key, Value value, Origin origin) {
    set(owner_->symbols().intern(key), value, origin);
}

void Map::set(Symbol key, Value value, Origin origin) {
    YARE_ASSERT(!frozen_, "a frozen map does not change");
    const std::string_view text = owner_->symbols().text(key);
    const std::size_t at =
        size_ == 0 || key_text(entries_[size_ - 1]) < text ? size_ : lower_bound(text);  // often in order
    if (at < size_ && entries_[at].key == key) {
        entries_[at].value = value;
        entries_[at].origin = origin;
        return;
    }
    reserve(size_ + std::size_t{1});
    std::copy_backward(entries_ + at, entries_ + size_, entries_ + size_ + 1);
    entries_[at] = {key, origin, value};
    ++size_;
}

bool Map::erase(std::string_view key) {
    YARE_ASSERT(!frozen_, "a frozen map does not change");
    const Entry* found = find_entry(key);
    if (!found) return false;
    Entry* at = entries_ + (found - entries_);
    std::copy(at + 1, entries_ + size_, at);
    --size_;
    return true;
}

void Map::append(Symbol key, Value value, Origin origin) {
    YARE_ASSERT(!frozen_, "a frozen map does not change");
    reserve(size_ + std::size_t{1});
    entries_[size_++] = {key, origin, value};
}

void Map::append_all(std::span<const Entry> entries) {
    YARE_ASSERT(!frozen_, "a frozen map does not change");
    if (entries.empty()) return;
    if (size_ == 0 && capacity_ == 0) {
        entries_ = owner_->arena().copy(entries).data();  // just as much room as is needed
        capacity_ = size_ = std::uint32_t(entries.size());
        return;
    }
    reserve(size_ + entries.size());
    std::uninitialized_copy(entries.begin(), entries.end(), entries_ + size_);
    size_ += std::uint32_t(entries.size());
}

namespace {

// Beyond this many entries the quadratic sort loses.
constexpr std::size_t kInsertionSize = 24;

// Keys are mostly written in some order (key1, key2, ... key10), so the runs that are sorted already are
// merged, two by two.
template <class Before>
void merge_runs(std::span<Entry> entries, const Before& before) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < entries.size(); ends.push_back(at)) {
        at = std::size_t(std::is_sorted_until(entries.begin() + std::ptrdiff_t(at), entries.end(), before) -
                         entries.begin());
    }
    std::vector<Entry> other(entries.size());
    Entry* from = entries.data();
    Entry* to = other.data();
    while (ends.size() > 1) {
        std::vector<std::size_t> merged;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < ends.size(); i += 2) {
            const std::size_t middle = ends[i];
            const std::size_t end = i + 1 < ends.size() ? ends[i + 1] : middle;
            std::merge(from + begin, from + middle, from + middle, from + end, to + begin, before);
            merged.push_back(begin = end);
        }
        ends = std::move(merged);
        std::swap(from, to);
    }
    if (from != entries.data()) std::copy(other.begin(), other.end(), entries.begin());
}

// Stable: of two entries with one key the later stays behind the earlier. (std::stable_sort is not used
// because the library's own buffer for it is deprecated in the eyes of clang.)
void sort_entries(std::span<Entry> entries, const SymbolTable& symbols) {
    const auto before = [&](const Entry& a, const Entry& b) { return symbols.before(a.key, b.key); };
    if (std::is_sorted(entries.begin(), entries.end(), before)) return;
    if (entries.size() <= kInsertionSize) {
        for (std::size_t i = 1; i < entries.size(); ++i) {
            const Entry entry = entries[i];
            std::size_t at = i;
            for (; at > 0 && before(entry, entries[at - 1]); --at) entries[at] = entries[at - 1];
            entries[at] = entry;
        }
        return;
    }
    merge_runs(entries, before);
}

}  // namespace

void Map::finish() {
    if (size_ < 2) return;
    sort_entries({entries_, size_}, owner_->symbols());
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < size_; ++i) {
        if (i + 1 < size_ && entries_[i].key == entries_[i + 1].key) continue;  // the last one wins
        entries_[kept++] = entries_[i];
    }
    size_ = kept;
}

Document::Document() : own_symbols_(std::make_unique<SymbolTable>()), symbols_(own_symbols_.get()) {}

const List* Document::make_list(std::span<const Value> items, GoType type) {
    List* list = arena_.make<List>();
    list->items = arena_.copy(items).data();
    list->size = std::uint32_t(items.size());
    list->type = type;
    return list;
}

Value deep_copy(const Value& value, Document& target) { return Copier{target}.copy(value); }

bool is_empty(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return true;
        case Kind::Bool:
            return !value.as_bool();
        case Kind::Int:
        case Kind::Int64:
            return value.as_integer() == 0;
        case Kind::Float64:
            return value.as_float() == 0;
        case Kind::String:
            return value.as_string().empty();
        case Kind::Bytes:
            return value.as_bytes().empty();
        case Kind::List:
            return value.as_list().size == 0;
        case Kind::Map:
            return value.as_map().empty();
        case Kind::Host:
            return !value.as_host().truth();
    }
    return false;
}

bool deep_equal(const Value& left, const Value& right) {
    std::uint64_t steps = std::numeric_limits<std::uint64_t>::max();
    return deep_equal(left, right, steps);
}

bool deep_equal(const Value& left, const Value& right, std::uint64_t& steps) {
    std::vector<Pair> open;
    const auto same = [&](const Value& one, const Value& other) {
        const std::uint64_t cost = 1 + (one.is_string() ? one.as_string().size() / 64 : 0);
        if (cost > steps) return steps = 0, false;
        steps -= cost;
        return same_so_far(one, other, open);
    };
    if (!same(left, right)) return false;
    while (!open.empty()) {
        const Pair pair = open.back();
        open.pop_back();
        if (!same(pair.left, pair.right)) return false;
    }
    return true;
}

}  // namespace yare::inline data
