// TemplateSet: the parsed templates of a chart set: every file and every define, by name.
//
//     TemplateSet set(symbols);
//     YARE_TRY(set.add("web/templates/svc.yaml", sources.add("web/templates/svc.yaml", text)));
//     set.link();
//
// After link() it does not change any more, and any number of renders may share it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/data/symbol.h"
#include "yare/templates/function.h"

namespace yare::templates {

struct Template;
struct Failure;
class ParseAhead;
class TemplateSetParts;

struct NamedText {
    std::string_view name;
    const Source* source;  // must outlive the set
};

class TemplateSet {
  public:
    // Field names are interned in `symbols`; the documents that a render computes with have tables over it.
    explicit TemplateSet(SymbolTable& symbols, Dialect dialect = Dialect::Chart);
    ~TemplateSet();
    TemplateSet(TemplateSet&&) noexcept;
    TemplateSet& operator=(TemplateSet&&) noexcept;

    // Parses a text and its defines into the set. A later definition of a name wins, unless it is white space
    // and comments alone and the earlier one is not. The error has Helm's text ("parse error at (F:1): ...").
    // `source` must outlive the set.
    Result<void> add(std::string_view name, const Source& source);
    // The same, with the failure as data.
    Result<void> add(std::string_view name, const Source& source, Failure& failure);
    // The same as adding one after the other. `ahead` may have begun with their texts.
    Result<void> add_all(std::span<const NamedText> texts, ParseAhead* ahead = nullptr);
    // Resolves the names that include and template call. Call it once, after the last add.
    void link();

    bool contains(std::string_view name) const;
    // All names, sorted: files and defines.
    std::vector<std::string_view> names() const;
    // The tree of a template printed as Go prints it, which is what messages quote; empty where there is
    // none.
    std::string tree_text(std::string_view name) const;
    // What the trees take.
    std::size_t memory() const;
    const TemplateSetParts& parts() const { return *parts_; }

  private:
    std::unique_ptr<TemplateSetParts> parts_;
};

}  // namespace yare::templates
