// The documents that a values.schema.json refers to. A chart's schema is a stranger's text: nothing is read
// or fetched for it unless
// --schema-references says so (docs/schemas.md).
#pragma once

#include <memory>
#include <string>

#include "flags.h"
#include "yare/cli/run.h"
#include "yare/net/http.h"
#include "yare/schema/json_schema.h"

namespace yare::cli {

// "none", "files", "web" or "all".
Result<std::string> check_schema_references(std::string_view given, std::string_view before,
                                            Diagnostics& diagnostics);

class SchemaReferences final : public schema::SchemaSource {
  public:
    // Both outlive it; the flags are looked at when a schema first asks.
    SchemaReferences(World& world, const FlagSet& flags) : world_(world), flags_(flags) {}
    Result<std::string> load(const std::string& url) override;

  private:
    Result<std::string> read_file(const std::string& url);
    Result<std::string> fetch(const std::string& url);

    World& world_;
    const FlagSet& flags_;
    std::unique_ptr<net::Client> client_;
};

}  // namespace yare::cli
