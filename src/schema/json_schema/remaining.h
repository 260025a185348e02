// The properties or items of a value that no schema has looked at yet, for unevaluatedProperties and
// unevaluatedItems. Kept only where one of them may ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yare::schema {

class Remaining {
  public:
    // Entries of a map by number, or items of a list: all from `first` on.
    void fill(std::size_t first, std::size_t count) {
        words_.assign((count + 63) / 64, 0);
        count_ = 0;
        for (std::size_t i = first; i < count; ++i, ++count_) words_[i / 64] |= std::uint64_t{1} << (i % 64);
    }
    bool is_empty() const { return count_ == 0; }
    bool has(std::size_t i) const { return i / 64 < words_.size() && (words_[i / 64] >> (i % 64) & 1) != 0; }
    void erase(std::size_t i) {
        if (!has(i)) return;
        words_[i / 64] &= ~(std::uint64_t{1} << (i % 64));
        --count_;
    }
    void clear() {
        words_.clear();
        count_ = 0;
    }
    // Leaves what remains in the other too.
    void keep_common(const Remaining& other) {
        if (is_empty()) return;
        count_ = 0;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] &= i < other.words_.size() ? other.words_[i] : 0;
            count_ += std::size_t(__builtin_popcountll(words_[i]));
        }
    }

  private:
    std::vector<std::uint64_t> words_;
    std::size_t count_ = 0;
};

}  // namespace yare::schema
