// JSON Schema, as Helm checks values.schema.json: drafts 4, 6, 7, 2019-09 and 2020-12, with the texts and the
// layout of the validator that Helm uses.
//
//     JsonSchema schema = YARE_TRY(JsonSchema::parse(text));
//     std::string problems = YARE_TRY(schema.check(values));   // "- at '/port': got string, want integer",
//     or ""
//
// Not there yet: the check of the schema itself against its metaschema, `format`, `$dynamicRef` and
// `$recursiveRef` across documents, and schemas in other files or on the web (a `$ref` that leads there is an
// error that says so).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::schema {

class JsonSchema {
  public:
    // The error is that of a text that is no JSON, or names what is not there.
    static Result<JsonSchema> parse(std::string_view text);
    // What is wrong with a value, a line each, causes indented below; empty when it fits.
    // `places` gets the JSON pointers of what is wrong, and of the keys that should not be there, or should
    // be.
    Result<std::string> check(const Value& value, std::vector<std::string>* places = nullptr) const;

    JsonSchema(JsonSchema&&) noexcept;
    JsonSchema& operator=(JsonSchema&&) noexcept;
    ~JsonSchema();

    struct Parts;

  private:
    explicit JsonSchema(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace yare::schema
