// What a TemplateSet holds, for those inside the library who run it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node.h"
#include "parse_crew.h"
#include "parser.h"
#include "yare/templates/template_set.h"

namespace yare::templates {

class TemplateSetParts {
  public:
    TemplateSetParts(SymbolTable& symbols, Dialect dialect) : symbols_(&symbols), dialect_(dialect) {
        rooms_.push_back(std::make_unique<ParseRoom>());
    }

    bool add(std::string_view name, const Source& source, Failure& failure);
    bool add_all(std::span<const NamedText> texts, ParseAhead* ahead, Failure& failure);
    // Points what names a template at it.
    void link(const ParsedText& text) const;
    void link();

    const Template* find(std::string_view name) const {
        const auto found = templates_.find(name);
        return found == templates_.end() ? nullptr : found->second;
    }
    const std::unordered_map<std::string_view, const Template*>& all() const { return templates_; }
    // Also those that a later definition of their name replaced.
    template <typename Visit>
    void each_definition(const Visit& visit) const {
        for (const auto& [hash, text] : texts_) {
            for (const Template* made : text.templates) visit(*made);
        }
    }
    // String literals that have actions themselves; also those of definitions that a later one replaced.
    const std::vector<std::string_view>& inner_texts() const { return unlinked_.inner_texts; }
    const SymbolTable& symbols() const { return *symbols_; }
    Dialect dialect() const { return dialect_; }
    std::size_t memory() const {
        std::size_t bytes = 0;
        for (const auto& each : rooms_) bytes += each->arena.used();
        return bytes;
    }

  private:
    ParseRoom& room() { return *rooms_.front(); }
    // A text of the set and what it defines.
    struct Text {
        std::string_view text;
        const Template* own = nullptr;  // null: a define of the file's own name stands in its place
        std::vector<Template*> templates;
    };

    const Text* find_twin(std::string_view name, std::string_view text) const;
    void take(std::string_view name, const Source& source, ParsedText& parsed);
    void define(std::span<Template* const> templates);
    void define_again(const Text& twin, std::string_view name, const Source& source);

    std::vector<std::unique_ptr<ParseRoom>> rooms_;  // this set's own, and those of texts parsed ahead
    SymbolTable* symbols_;
    Dialect dialect_;
    std::unordered_map<std::string_view, const Template*> templates_;
    ParsedText unlinked_;
    std::unordered_multimap<std::size_t, Text> texts_;  // by a hash of some of their bytes
};

}  // namespace yare::templates
