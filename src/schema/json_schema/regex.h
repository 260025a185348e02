// What `pattern` and `patternProperties` hold: Go's regular expressions.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string_view>

#include "yare/base/result.h"

namespace yare::schema {

// Whether an expression is surely one: letters, classes of letters, simple repetitions. False says nothing.
bool is_plain_regex(std::string_view text);

// Compiled when it is first asked.
class Regex {
  public:
    explicit Regex(std::string_view text) : text_(text) {}
    std::string_view text() const { return text_; }
    // "error parsing regexp: missing closing ): `(`".
    Result<void> compile();
    // Of one that compiles.
    bool matches(std::string_view text);

  private:
    std::string_view text_;
    std::unique_ptr<re2::RE2> program_;
};

}  // namespace yare::schema
