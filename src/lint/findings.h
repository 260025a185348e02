// Findings being collected: a rule says what is wrong, or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "yare/lint/lint.h"

namespace yare::lint {

// What a rule has to say.
using Verdict = std::optional<std::string>;

class Findings {
  public:
    // Whether the rule was content.
    bool note(Level level, const std::string& place, Verdict verdict) {
        if (!verdict) return true;
        found_.push_back({level, place, *std::move(verdict)});
        return false;
    }
    void append(const Findings& others) {
        found_.insert(found_.end(), others.found_.begin(), others.found_.end());
    }
    std::vector<Finding> take() && { return std::move(found_); }

  private:
    std::vector<Finding> found_;
};

}  // namespace yare::lint
