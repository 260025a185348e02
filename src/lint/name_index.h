// NameIndex: names that a key may be meant to be.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yare/base/ascii.h"

namespace yare::lint {

// How often a word stands in a text by itself, as far as that matters: `most` times or more are `most`.
std::size_t count_word(std::string_view text, std::string_view word, std::size_t most);

class NameIndex {
  public:
    static constexpr std::size_t kShortest = 3;
    static constexpr std::size_t kLongest = 48;

    static bool is_word_character(char c) { return ascii::is_word(c) || c == '-'; }
    // Whether a key is of the kind that is compared at all.
    static bool is_word(std::string_view key);

    // The text of the name outlives the index. What is no word is left out.
    void add(std::string_view name, bool kubernetes = false);
    bool is_kubernetes(std::string_view name) const;
    // The names that the key looks like a slip for (is_slip), in the order in which they were added.
    std::vector<std::string_view> near(std::string_view key) const;

  private:
    struct Name {
        std::string_view text;
        std::uint64_t letters = 0;  // a bit for each that is in it: most names are told apart by that alone
        std::uint32_t number = 0;
    };

    std::unordered_map<std::string_view, bool> known_;  // Kubernetes' own
    std::vector<Name> by_length_[kLongest + 1];
};

}  // namespace yare::lint
