// Parser: one text as templates: the text itself and what it defines.
#pragma once

#include <string_view>
#include <vector>

#include "field_names.h"
#include "node.h"
#include "yare/base/arena.h"
#include "yare/base/source_map.h"
#include "yare/templates/failure.h"

namespace yare::templates {

struct ParsedText {
    std::vector<Template*> templates;  // the text's own, whose name was given, and its defines; no name twice
    // Nodes that name a template: to be pointed at it once all are known.
    std::vector<CommandNode*> includes;  // include with a literal name
    std::vector<TemplateNode*> calls;
    std::vector<std::string_view> inner_texts;  // string literals that have actions themselves
};

// Nodes go into `arena`, which with `source` and `names` must outlive them. What they name is not looked up
// yet. On failure says why in `failure` and returns false.
bool parse_template(std::string_view name, const Source& source, Arena& arena, FieldNames& names,
                    ParsedText& out, Failure& failure, Dialect dialect = Dialect::Chart);

}  // namespace yare::templates
