// The names of fields, each kept once for all texts that are parsed with it.
//
// The parser only counts them; they become symbols of a table later, all at once. So a text can be parsed on
// a thread that does not own the table, and a name that stands in a thousand places is looked up once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "node.h"
#include "yare/base/arena.h"
#include "yare/data/symbol.h"

namespace yare::templates {

class FieldNames {
  public:
    // The name with this text, in `arena` when it is new; the text must live as long as that.
    const FieldName* find(std::string_view text, Arena& arena) {
        const FieldName*& recent = recent_[place(text)];
        if (recent && recent->text == text) [[likely]]
            return recent;
        return recent = look_up(text, arena);
    }
    // Gives the new ones their symbols.
    void resolve(SymbolTable& symbols) {
        for (; resolved_ < names_.size(); ++resolved_) {
            names_[resolved_]->symbol = symbols.intern(names_[resolved_]->text);
        }
    }
    std::size_t used() const { return texts_.used() + names_.size() * sizeof(FieldName*); }

  private:
    static constexpr std::size_t kRecent = 512;

    // By the size and a few letters.
    static std::size_t place(std::string_view text) {
        const auto at = [&](std::size_t i) { return std::size_t(std::uint8_t(text[i])); };
        const std::size_t last = text.size() - 1;
        return (text.size() * 67 + at(0) * 5 + at(last / 2) * 13 + at(last) * 41) % kRecent;
    }
    const FieldName* look_up(std::string_view text, Arena& arena) {
        const std::size_t number = texts_.intern(text).id;
        if (number == names_.size()) names_.push_back(arena.make<FieldName>(FieldName{{}, text}));
        return names_[number];
    }

    std::array<const FieldName*, kRecent> recent_{};  // by place
    SymbolTable texts_;                               // numbers the names
    std::vector<FieldName*> names_{nullptr};          // by number; 0 is the empty text, which is no name
    std::size_t resolved_ = 1;
};

}  // namespace yare::templates
