#include "yare/data/symbol.h"

#include <functional>

namespace yare::inline data {

namespace {
constexpr std::size_t kFirstSlots = 64;
std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }
}  // namespace

SymbolTable::SymbolTable() : slots_(kFirstSlots) { intern({}); }

SymbolTable::SymbolTable(const SymbolTable* below)
    : below_(below), first_(below ? below->next() : 0), slots_(kFirstSlots) {
    if (!below) intern({});
}

std::size_t SymbolTable::slot(std::string_view text, std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at] != 0) {
        const std::uint32_t index = slots_[at] - 1;
        if (hashes_[index] == hash && texts_[index] == text) break;
        at = (at + 1) & mask;
    }
    return at;
}

void SymbolTable::grow() {
    slots_.assign(slots_.size() * 2, 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t index = 0; index < texts_.size(); ++index) {
        std::size_t at = hashes_[index] & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        slots_[at] = index + 1;
    }
}

Symbol SymbolTable::intern(std::string_view text) {
    const std::uint64_t hash = hash_of(text);
    for (const SymbolTable* table = below_; table; table = table->below_) {
        const std::size_t at = table->slot(text, hash);
        if (table->slots_[at] != 0) return {table->first_ + table->slots_[at] - 1};
    }
    std::size_t at = slot(text, hash);
    if (slots_[at] != 0) return {first_ + slots_[at] - 1};
    if (texts_.size() * 2 >= slots_.size()) {
        grow();
        at = slot(text, hash);
    }
    const Symbol symbol{next()};
    texts_.push_back(arena_.copy(text));
    hashes_.push_back(hash);
    slots_[at] = std::uint32_t(texts_.size());
    return symbol;
}

Symbol SymbolTable::find(std::string_view text, bool& known) const {
    const std::uint64_t hash = hash_of(text);
    known = true;
    for (const SymbolTable* table = this; table; table = table->below_) {
        const std::size_t at = table->slot(text, hash);
        if (table->slots_[at] != 0) return {table->first_ + table->slots_[at] - 1};
    }
    known = false;
    return {};
}

}  // namespace yare::inline data
