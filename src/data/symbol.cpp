#include "yare/data/symbol.h"

#include <unistd.h>

#include <array>
#include <bit>
#include <cstring>

namespace yare::inline data {

namespace {

constexpr std::size_t kFirstSlots = 64;

static_assert(std::endian::native == std::endian::little, "prefixes are byte-swapped loads");

std::uint64_t load8(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

std::uint64_t load4(const char* at) {
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Up to eight bytes, the missing ones zero.
std::uint64_t load_some(const char* at, std::size_t size) {
    if (size >= 4) return load4(at) | load4(at + size - 4) << (8 * (size - 4));
    if (size == 0) return 0;
    const auto byte = [&](std::size_t i) { return std::uint64_t(static_cast<unsigned char>(at[i])); };
    return byte(0) | byte(size / 2) << (8 * (size / 2)) | byte(size - 1) << (8 * (size - 1));
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide(a) * b;
    return std::uint64_t(product) ^ std::uint64_t(product >> 64);
}

// Other numbers in each process, so that nobody can write a chart whose keys collide. Nothing depends on the
// order of hashes.
struct Seed {
    std::uint64_t first = 0x9E3779B97F4A7C15;
    std::uint64_t second = 0xD6E8FEB86659FD93;
    Seed() {
        std::array<std::uint64_t, 2> chance{};
        if (getentropy(chance.data(), sizeof chance) != 0) return;
        first ^= chance[0];
        second ^= chance[1];
    }
};
const Seed& seed() {
    static const Seed seed;
    return seed;
}

// Keys are short: one multiplication up to sixteen bytes.
std::uint64_t hash_of(std::string_view text) {
    const Seed& chance = seed();
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t hash = chance.first ^ left;
    for (; left > 16; at += 16, left -= 16) hash = mix(hash ^ load8(at), chance.second ^ load8(at + 8));
    if (left < 8) return mix(hash ^ load_some(at, left), chance.second);
    return mix(hash ^ load8(at), chance.second ^ load8(at + left - 8));
}

// What equals in the first eight bytes and the size.
bool same_rest(const char* left, const char* right, std::size_t size) {
    if (size <= 8) return true;
    if (size <= 16) return load8(left + size - 8) == load8(right + size - 8);
    return std::memcmp(left + 8, right + 8, size - 8) == 0;
}

std::uint32_t tag_of(std::uint64_t hash) { return std::uint32_t(hash >> 32); }

}  // namespace

std::uint64_t SymbolTable::prefix_of(std::string_view text) {
    const std::uint64_t bytes = text.size() >= 8 ? load8(text.data()) : load_some(text.data(), text.size());
    return __builtin_bswap64(bytes);
}

SymbolTable::SymbolTable() : slots_(kFirstSlots) { intern({}); }

SymbolTable::SymbolTable(const SymbolTable* below)
    : below_(below), first_(below ? below->next() : 0), slots_(kFirstSlots) {
    if (!below) intern({});
}

// Most texts have no more than eight bytes, or differ in those.
bool SymbolTable::is(std::uint32_t index, std::string_view text, std::uint64_t prefix) const {
    const std::string_view known = texts_[index];
    return known.size() == text.size() && prefixes_[index] == prefix &&
           same_rest(known.data(), text.data(), text.size());
}

// The place of a text, or the free one where it would be.
std::size_t SymbolTable::slot(std::string_view text, std::uint64_t hash) const {
    const Slot* const slots = slots_.data();
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots[at].index != 0) {
        if (slots[at].tag == tag_of(hash) && is(slots[at].index - 1, text, prefix_of(text))) break;
        at = (at + 1) & mask;
    }
    return at;
}

void SymbolTable::grow() {
    slots_.assign(slots_.size() * 2, {});
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t index = 0; index < texts_.size(); ++index) {
        std::size_t at = hashes_[index] & mask;
        while (slots_[at].index != 0) at = (at + 1) & mask;
        slots_[at] = {tag_of(hashes_[index]), index + 1};
    }
}

Symbol SymbolTable::intern(std::string_view text) {
    const std::uint64_t hash = hash_of(text);
    for (const SymbolTable* table = below_; table; table = table->below_) {
        const std::size_t at = table->slot(text, hash);
        if (table->slots_[at].index != 0) return {table->first_ + table->slots_[at].index - 1};
    }
    std::size_t at = slot(text, hash);
    if (slots_[at].index != 0) return {first_ + slots_[at].index - 1};
    if (texts_.size() * 2 >= slots_.size()) {
        grow();
        at = slot(text, hash);
    }
    const Symbol symbol{next()};
    texts_.push_back(arena_.copy(text));
    prefixes_.push_back(prefix_of(text));
    hashes_.push_back(hash);
    slots_[at] = {tag_of(hash), std::uint32_t(texts_.size())};
    return symbol;
}

Symbol SymbolTable::find(std::string_view text, bool& known) const {
    const std::uint64_t hash = hash_of(text);
    known = true;
    for (const SymbolTable* table = this; table; table = table->below_) {
        const std::size_t at = table->slot(text, hash);
        if (table->slots_[at].index != 0) return {table->first_ + table->slots_[at].index - 1};
    }
    known = false;
    return {};
}

}  // namespace yare::inline data
