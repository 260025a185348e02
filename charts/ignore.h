// .helmignore: which files of a folder are no part of the chart. Private to this library.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::charts {

class IgnoreRules {
  public:
    // The text of a .helmignore (empty without one), with Helm's own rule added behind it.
    static Result<IgnoreRules> parse(std::string_view text);
    // `path` is within the chart, with slashes.
    bool ignores(std::string_view path, bool is_directory) const;
    // Of all patterns together: what a look at one path costs.
    std::size_t pattern_bytes() const;

  private:
    enum class Against { WholePath, LastElement };
    struct Rule {
        std::string pattern;
        Against against = Against::LastElement;
        bool negated = false;
        bool directories_only = false;
    };
    Result<void> add(std::string_view line);
    static bool matches(const Rule& rule, std::string_view path);

    std::vector<Rule> rules_;
};

}  // namespace yare::charts
