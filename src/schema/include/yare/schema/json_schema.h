// JSON Schema, as Helm checks values.schema.json: drafts 4, 6, 7, 2019-09 and 2020-12, with the texts and the
// layout of the validator that Helm uses.
//
//     JsonSchema schema = YARE_TRY(JsonSchema::parse(text));
//     std::string problems = YARE_TRY(schema.check(values));   // "- at '/port': got string, want integer",
//     or ""
//
// A schema from a stranger is compiled and asked within limits (limits.h); what would go past them is an
// error. What it refers to outside of itself is read only through the SchemaSource that the caller hands in.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::schema {

// Where the documents are that a schema refers to.
class SchemaSource {
  public:
    virtual ~SchemaSource() = default;
    // The text at an absolute URL without a fragment.
    virtual Result<std::string> load(const std::string& url) = 0;
};

struct JsonSchemaOptions {
    SchemaSource* source = nullptr;  // null: no other document is read
    // Of references by URN, which lead to a schema that takes everything. May be null.
    Diagnostics* diagnostics = nullptr;
    bool debug = false;  // says when a text turned out to be JSON
};

class JsonSchema {
  public:
    // The error is that of a text that is no JSON, of a schema that its draft does not take, or of a
    // reference that leads nowhere. The text has to live as long as the schema.
    static Result<JsonSchema> parse(std::string_view text, const JsonSchemaOptions& options = {});
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
