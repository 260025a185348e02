// Paths of assertions: "spec.template.spec.containers[0].image", a dialect of JSONPath.
//
//     Path path = YARE_TRY(Path::compile("spec.ports[?(@.name == 'web')].port"));
//     std::vector<Value> found = path.find(manifest, document);
//
// What is found is what would be found had the manifest been written as YAML and read again: maps are walked
// in the order of written keys.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace re2 {
class RE2;
}

namespace yare::unittest {

struct Filter;

struct PathStep {
    enum class Kind : std::uint8_t {
        Children,    // of a map, by name, each in turn
        All,         // members of a list or map
        Subscript,   // items of a list
        Descend,     // everything below, innermost first, and the node itself
        Filter,      // items of a list that pass, or the node itself
        NodeFilter,  // the node itself, if it passes
        Names,       // names themselves, of those that are there
        AllNames,
    };
    Kind kind = Kind::All;
    std::vector<std::string> names;
    std::string subscript;
    std::shared_ptr<const Filter> filter;
};

class Path {
  public:
    static Result<Path> compile(std::string_view text);
    // In order; names of keys are made in `document`.
    std::vector<Value> find(const Value& root, Document& document) const {
        return find(root, root, document);
    }
    std::vector<Value> find(const Value& node, const Value& root, Document& document) const;

    explicit Path(std::vector<PathStep> steps) : steps_(std::move(steps)) {}

  private:
    std::vector<PathStep> steps_;
};

// A condition in "[?(...)]".
struct Filter {
    enum class Kind : std::uint8_t { Never, Exists, Compare, Match, Not, Or, And, Truth };
    enum class Type : std::uint8_t { Unknown, String, Int, Float, Bool, Null, Pattern };
    enum class Order : std::uint8_t { Less, Equal, Greater, None };
    struct Scalar {
        Type type = Type::Unknown;
        std::string text;
    };
    // What is compared: a literal, or what a path finds from the node or the root.
    struct Operand {
        bool literal = false;
        Scalar scalar;
        bool from_root = false;
        std::shared_ptr<const Path> path;
    };

    Kind kind = Kind::Never;
    std::string comparison;  // "==", "<="
    Operand left;
    Operand right;
    std::shared_ptr<const re2::RE2> pattern;
    bool truth = false;
    std::shared_ptr<const Filter> first;
    std::shared_ptr<const Filter> second;

    bool passes(const Value& node, const Value& root, Document& document) const;
};

// The items that a subscript means: "0", "-1", "1:3", "*", "0,2". Error: "non-integer array index".
Result<std::vector<std::size_t>> subscript_items(std::string_view subscript, std::size_t length);

}  // namespace yare::unittest
