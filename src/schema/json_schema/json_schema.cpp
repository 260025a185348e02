#include "yare/schema/json_schema.h"

#include "checker.h"
#include "compiler.h"

namespace yare::schema {

namespace {

// Helm: the name under which each schema is known to itself.
constexpr std::string_view kUrl = "file:///values.schema.json";

void add_places(const Violation& violation, std::vector<std::string>& places) {
    for (const std::string& key : violation.keys) {
        std::string place = violation.location;
        append_token(place, key);
        places.push_back(std::move(place));
    }
    if (violation.causes.empty() && violation.keys.empty()) places.push_back(violation.location);
    for (const Violation& cause : violation.causes) add_places(cause, places);
}

}  // namespace

struct JsonSchema::Parts {
    explicit Parts(const Compiler::Options& options) : compiler(options) {}
    Compiler compiler;
    const Subschema* top = nullptr;
};

JsonSchema::JsonSchema(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

Result<JsonSchema> JsonSchema::parse(std::string_view text, const JsonSchemaOptions& options) {
    Compiler::Options compiler_options;
    compiler_options.source = options.source;
    compiler_options.diagnostics = options.diagnostics;
    compiler_options.debug = options.debug;
    auto parts = std::make_unique<Parts>(compiler_options);
    parts->top = YARE_TRY(parts->compiler.compile(std::string(kUrl), text));
    return JsonSchema(std::move(parts));
}

Result<std::string> JsonSchema::check(const Value& value, std::vector<std::string>* places) const {
    const std::vector<Violation> found = YARE_TRY(Checker().check(*parts_->top, value));
    std::string out;
    for (const Violation& violation : found) {
        if (places) add_places(violation, *places);
        append_violation(out, violation);
    }
    return out;
}

}  // namespace yare::schema
