// The head of a document: the few fields that decide its order and whether it is a hook.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::render {

struct Head {
    std::string api_version;
    std::string kind;
    std::string name;
    std::vector<std::pair<std::string, std::string>> annotations;  // Helm's own

    // Null when there is none.
    const std::string* annotation(std::string_view key) const;
};

// Reads heads one after another. Scalars of other types become texts, as Helm's reader makes them; a list or
// a map in their place is an error in Go's words.
class HeadReader {
  public:
    Result<Head> read(std::string_view text);

  private:
    SymbolTable symbols_;  // the same keys come in every document
};

}  // namespace yare::render
