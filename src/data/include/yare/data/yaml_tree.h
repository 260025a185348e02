// YAML as it was written: a tree that keeps comments, quotes, flow style, tags and anchors, and writes them
// again. For texts that are passed on, as to a post-renderer; what a text means is yaml.h's business.
//
// Comments go where go.yaml.in/yaml/v3 puts them, and the writer lays out as it does (indent 2, lists at the
// column of their key, no folding of long lines).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::inline data {

struct YamlTree {
    enum class Kind { Scalar, Mapping, Sequence, Alias };
    enum class Style { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

    Kind kind = Kind::Scalar;
    Style style = Style::Plain;  // of a scalar
    bool flow = false;           // of a collection
    std::string tag = {};        // as written, in its long form; "" without one
    std::string value = {};      // of a scalar; of an alias the anchor's name
    std::string anchor = {};
    std::string head_comment = {};
    std::string line_comment = {};
    std::string foot_comment = {};
    std::vector<YamlTree> children = {};  // of a mapping key, value, key, value ...

    // Null by its tag, or by being plain.
    bool is_null() const;
    // The value of a mapping's field; null where there is none.
    YamlTree* find(std::string_view key);
    // Takes the field out, and says whether it was there.
    bool erase(std::string_view key);
    // Adds a field behind the others.
    YamlTree& add(std::string_view key, YamlTree field);
};

struct YamlTreeDocument {
    YamlTree root;
    std::string head_comment = {};
    std::string foot_comment = {};
};

// The first document of a text; nothing for a text that holds none. Errors are Go's: "yaml: line 2: ...".
Result<std::optional<YamlTreeDocument>> read_yaml_tree(std::string_view text);

// The documents, with "---" between them.
std::string write_yaml_trees(const std::vector<const YamlTreeDocument*>& documents);

}  // namespace yare::inline data
