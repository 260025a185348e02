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

// What a tag adds to a key's length, in bytes before escapes. Helm: the "<" and ">" around one that is
// written whole do not count.
std::size_t tree_tag_size(std::string_view tag);

// "!!int", "!<tag>"; nothing for none.
void write_tree_tag(TreeLines& lines, std::string_view tag);

// With its tag. A block scalar's line comment stands behind its sign.
void write_tree_scalar(TreeLines& lines, WaitingComments& comments, const YamlTree& node, ScalarPlace place);

}  // namespace yare::inline data
