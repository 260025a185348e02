// Scalars of a tree in their style, or in the nearest that can hold them where they stand.
#pragma once

#include "yaml_tree_comments.h"
#include "yaml_tree_lines.h"
#include "yare/data/yaml_tree.h"

namespace yare::inline data {

struct ScalarPlace {
    bool flow = false;        // in a flow collection
    bool simple_key = false;  // a key that is written on one line
};

// "!!int", "!<tag>"; nothing for none.
void write_tree_tag(TreeLines& lines, std::string_view tag);

// With its tag. A block scalar's line comment stands behind its sign.
void write_tree_scalar(TreeLines& lines, WaitingComments& comments, const YamlTree& node, ScalarPlace place);

}  // namespace yare::inline data
