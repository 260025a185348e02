// What a TemplateSet holds, for those inside the library who run it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node.h"
#include "parser.h"
#include "yare/base/arena.h"

namespace yare::templates {

class TemplateSetParts {
  public:
    explicit TemplateSetParts(SymbolTable& symbols) : symbols_(&symbols) {}

    bool add(std::string_view name, const Source& source, Failure& failure);
    // Points what names a template at it.
    void link(const ParsedText& text) const;
    void link() { link(unlinked_); }

    const Template* find(std::string_view name) const {
        const auto found = templates_.find(name);
        return found == templates_.end() ? nullptr : found->second;
    }
    const std::unordered_map<std::string_view, const Template*>& all() const { return templates_; }
    const SymbolTable& symbols() const { return *symbols_; }

  private:
    Arena arena_;
    SymbolTable* symbols_;
    std::unordered_map<std::string_view, const Template*> templates_;
    ParsedText unlinked_;
};

}  // namespace yare::templates
