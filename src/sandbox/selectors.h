// Label and field selectors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure.h"
#include "object.h"

namespace yare::sandbox {

enum class Match : std::uint8_t { Equals, Differs, In, NotIn, Exists, Missing };

struct Requirement {
    std::string key;
    Match match = Match::Exists;
    std::vector<std::string> values;
};

class Selector {
  public:
    // "app=web,tier in (a, b),!old"
    static Checked parse_labels(std::string_view text, Selector& into);
    // "metadata.name=web,status.phase!=Running"; only fields that the API server selects this kind by.
    static Checked parse_fields(const Kind& kind, std::string_view text, Selector& into);
    // A LabelSelector object: matchLabels and matchExpressions.
    static Selector of_object(const Value& label_selector);

    bool empty() const { return requirements_.empty(); }
    bool matches(const Labels& labels) const;
    bool matches_fields(const Value& object) const;
    // The value that the field must have, when there is one: metadata.name=web.
    std::optional<std::string> exact(std::string_view key) const;
    // True when all fields are of metadata's name and namespace.
    bool only_names() const;
    bool matches_names(std::string_view space, std::string_view name) const;
    std::string text() const;

  private:
    std::vector<Requirement> requirements_;
};

}  // namespace yare::sandbox
