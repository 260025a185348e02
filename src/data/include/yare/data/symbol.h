// Symbol: an interned string, compared by number. Map keys and field names are symbols.
//
// A chart set fills one table while it loads and then freezes it by laying others over it: each render, each
// document from a cluster, has its own on top, so that a symbol of the table below means the same in all of
// them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "yare/base/arena.h"

namespace yare::inline data {

struct Symbol {
    std::uint32_t id = 0;  // 0 is the empty string
    friend constexpr bool operator==(Symbol, Symbol) = default;
};

class SymbolTable {
  public:
    SymbolTable();
    // A table over `below`, which must outlive it and not change any more.
    explicit SymbolTable(const SymbolTable* below);
    SymbolTable(const SymbolTable&) = delete;
    SymbolTable& operator=(const SymbolTable&) = delete;

    // The symbol of a text; the text is copied when it is new.
    Symbol intern(std::string_view text);
    // The symbol of a text if there is one; sets `known` to false otherwise.
    Symbol find(std::string_view text, bool& known) const;
    std::string_view text(Symbol symbol) const {
        return symbol.id >= first_ ? texts_[symbol.id - first_] : below_->text(symbol);
    }
    // Whether the text of one symbol comes before that of another, by bytes. Mostly known from the first
    // eight.
    bool before(Symbol left, Symbol right) const {
        const std::uint64_t a = prefix(left);
        const std::uint64_t b = prefix(right);
        return a != b ? a < b : text(left) < text(right);
    }
    // The same against a text that need not be a symbol, with its first eight bytes as prefix_of gives them.
    bool before(Symbol left, std::string_view right, std::uint64_t right_prefix) const {
        const std::uint64_t left_prefix = prefix(left);
        return left_prefix != right_prefix ? left_prefix < right_prefix : text(left) < right;
    }
    // The first eight bytes of a text as one number that sorts as they do.
    static std::uint64_t prefix_of(std::string_view text);
    // True when symbols of `other` mean the same here.
    bool extends(const SymbolTable& other) const {
        for (const SymbolTable* table = this; table; table = table->below_) {
            if (table == &other) return true;
        }
        return false;
    }

    // Bytes that this table's own symbols take, without those of tables below.
    std::size_t used() const {
        return arena_.used() + texts_.size() * (sizeof(std::string_view) + 16) + slots_.size() * sizeof(Slot);
    }

  private:
    // Part of the hash beside the place in texts_ (plus 1; 0 is free), so that most misses cost no look at
    // the text.
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t index = 0;
    };

    std::uint32_t next() const { return first_ + std::uint32_t(texts_.size()); }
    std::uint64_t prefix(Symbol symbol) const {
        return symbol.id >= first_ ? prefixes_[symbol.id - first_] : below_->prefix(symbol);
    }
    void grow();
    bool is(std::uint32_t index, std::string_view text, std::uint64_t prefix) const;
    std::size_t slot(std::string_view text, std::uint64_t hash) const;

    const SymbolTable* below_ = nullptr;
    std::uint32_t first_ = 0;
    Arena arena_;
    std::vector<std::string_view> texts_;
    std::vector<std::uint64_t> prefixes_;  // as prefix_of
    std::vector<std::uint64_t> hashes_;
    std::vector<Slot> slots_;
};

}  // namespace yare::inline data
