#include "name_index.h"

#include <string.h>

#include <algorithm>

#include "hint_rules.h"
#include "yare/base/ascii.h"

namespace yare::lint {

namespace {

std::uint64_t letters_of(std::string_view text) {
    std::uint64_t out = 0;
    for (const char c : text) out |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63);
    return out;
}

}  // namespace

std::size_t count_word(std::string_view text, std::string_view word, std::size_t most) {
    std::size_t count = 0;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    for (const char* from = begin; count < most;) {
        const auto* at =
            static_cast<const char*>(memmem(from, std::size_t(end - from), word.data(), word.size()));
        if (!at) return count;
        const char* const behind = at + word.size();
        const bool alone = (at == begin || !NameIndex::is_word_character(at[-1])) &&
                           (behind == end || !NameIndex::is_word_character(*behind));
        if (alone) ++count;
        from = at + 1;
    }
    return count;
}

bool NameIndex::is_word(std::string_view key) {
    return key.size() >= kShortest && key.size() <= kLongest && !ascii::is_digit(key[0]) &&
           std::all_of(key.begin(), key.end(), is_word_character);
}

void NameIndex::add(std::string_view name, bool kubernetes) {
    if (!is_word(name)) return;
    const auto number = static_cast<std::uint32_t>(known_.size());
    if (!known_.emplace(name, kubernetes).second) return;
    by_length_[name.size()].push_back({name, letters_of(name), number});
}

bool NameIndex::is_kubernetes(std::string_view name) const {
    const auto found = known_.find(name);
    return found != known_.end() && found->second;
}

std::vector<std::string_view> NameIndex::near(std::string_view key) const {
    std::vector<Name> found;
    const std::uint64_t letters = letters_of(key);
    for (std::size_t length = key.size() - 1; length <= std::min(key.size() + 1, kLongest); ++length) {
        for (const Name& name : by_length_[length]) {
            // One letter changed into another is the most that a slip does.
            std::uint64_t differing = letters ^ name.letters;
            differing &= differing - 1;
            differing &= differing - 1;
            if (differing == 0 && is_slip(key, name.text)) found.push_back(name);
        }
    }
    std::sort(found.begin(), found.end(), [](const Name& a, const Name& b) { return a.number < b.number; });
    std::vector<std::string_view> out;
    out.reserve(found.size());
    for (const Name& name : found) out.push_back(name.text);
    return out;
}

}  // namespace yare::lint
