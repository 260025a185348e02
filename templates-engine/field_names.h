// The names of fields, each kept once for all texts that are parsed with it.
//
// The parser only counts them; they become symbols of a table later, all at once. So a text can be parsed on
// a thread that does not own the table, and a name that stands in a thousand places is looked up once.
#pragma once

#include <cstddef>
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
        const std::size_t number = texts_.intern(text).id;
        if (number < names_.size()) [[likely]]
            return names_[number];
        names_.push_back(arena.make<FieldName>(FieldName{{}, text}));
        return names_.back();
    }
    // Gives the new ones their symbols.
    void resolve(SymbolTable& symbols) {
        for (; resolved_ < names_.size(); ++resolved_) {
            names_[resolved_]->symbol = symbols.intern(names_[resolved_]->text);
        }
    }
    std::size_t used() const { return texts_.used() + names_.size() * sizeof(FieldName*); }

  private:
    SymbolTable texts_;                       // numbers the names
    std::vector<FieldName*> names_{nullptr};  // by number; 0 is the empty text, which is no name
    std::size_t resolved_ = 1;
};

}  // namespace yare::templates
