// Holds schema documents against the metaschemas of their drafts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "checker.h"
#include "compiler.h"

namespace yare::schema {

class Metaschemas {
  public:
    Metaschemas();
    // What is wrong with a schema, in Helm's words: "jsonschema validation failed with 'URL#'" and a line for
    // each fault. Empty when it is well formed.
    Result<std::string> problem(const Subschema& schema);

  private:
    class Others;
    Result<const Subschema*> of(const Dialect& dialect);

    Compiler compiler_;
    std::map<std::pair<int, std::optional<std::uint16_t>>, const Subschema*> known_;
};

}  // namespace yare::schema
