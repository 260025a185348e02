// What a TemplateSet holds, for those inside the library who run it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node.h"
#include "parse_texts.h"
#include "parser.h"
#include "yare/templates/template_set.h"

namespace yare::templates {

class TemplateSetParts {
  public:
    explicit TemplateSetParts(SymbolTable& symbols) : symbols_(&symbols) {}

    bool add(std::string_view name, const Source& source, Failure& failure);
    bool add_all(std::span<const NamedText> texts, Failure& failure);
    // Points what names a template at it.
    void link(const ParsedText& text) const;
    void link();

    const Template* find(std::string_view name) const {
        const auto found = templates_.find(name);
        return found == templates_.end() ? nullptr : found->second;
    }
    const std::unordered_map<std::string_view, const Template*>& all() const { return templates_; }
    const SymbolTable& symbols() const { return *symbols_; }

  private:
    // A text of the set and what it defines.
    struct Text {
        std::string_view text;
        const Template* own = nullptr;  // null: a define of the file's own name stands in its place
        std::vector<Template*> templates;
    };

    const Text* find_twin(std::string_view name, std::string_view text) const;
    void take(TextToParse& text);
    void define(std::span<Template* const> templates);
    void define_again(const Text& twin, std::string_view name, const Source& source);

    ParseRoom room_;
    ParseRoom second_room_;  // of a second thread
    SymbolTable* symbols_;
    std::unordered_map<std::string_view, const Template*> templates_;
    ParsedText unlinked_;
    std::unordered_multimap<std::size_t, Text> texts_;  // by a hash of some of their bytes
};

}  // namespace yare::templates
