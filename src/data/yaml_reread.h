// What becomes of a string on its way through toYaml: it is written as JSON and that is read as YAML again.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::inline data::yaml {

class Reread {
  public:
    // The string that comes out; it may be `text` itself, or live here until the next call.
    Result<std::string_view> text(std::string_view text);
    // The same for a key of a map, which has more ways to fail.
    Result<std::string_view> key(std::string_view text);

  private:
    Result<std::string_view> unusual(std::string_view text);
    std::string scratch_;
};

}  // namespace yare::inline data::yaml
