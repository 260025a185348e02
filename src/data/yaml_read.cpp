#include "yaml_tiers.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::inline data {

Result<Value> read_yaml(std::string_view text, Document& document, const YamlOptions& options) {
    const std::optional<Value> value = yaml::read_tier1(text, document, options);
    if (value) return *value;
    if (options.slow) *options.slow = true;
    return yaml::read_tier2(text, document, options);
}

Result<Map*> read_yaml_map(std::string_view text, Document& document, const YamlOptions& options) {
    const Value value = YARE_TRY(read_yaml(text, document, options));
    if (value.is_nil()) return static_cast<Map*>(nullptr);
    if (!value.is_map()) return yaml_mismatch(value, "value of type map[string]interface {}");
    return &value.as_map();
}

Result<const List*> read_yaml_list(std::string_view text, Document& document, const YamlOptions& options) {
    const Value value = YARE_TRY(read_yaml(text, document, options));
    if (value.is_nil()) return static_cast<const List*>(nullptr);
    if (!value.is_list()) return yaml_mismatch(value, "value of type []interface {}");
    return &value.as_list();
}

std::optional<std::string> yaml_string_field(const Value& value) {
    std::string text;
    switch (value.kind()) {
        case Kind::String:
            return std::string(value.as_string());
        case Kind::Bool:
            return value.as_bool() ? "true" : "false";
        case Kind::Int:
        case Kind::Int64:
            if (value.go_type() == GoType::Uint64)
                append_unsigned(text, std::uint64_t(value.as_integer()));
            else
                append_integer(text, value.as_integer());
            return text;
        // Helm: a number in a string field goes through a 32-bit float.
        case Kind::Float64:
            append_float(text, value.as_float(), 'g', -1, 32);
            return text;
        default:
            return std::nullopt;
    }
}

Result<std::vector<std::string_view>> split_yaml_documents(std::string_view text) {
    std::vector<std::string_view> documents;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t feed = text.find('\n', at);
        const std::size_t end = feed == std::string_view::npos ? text.size() : feed + 1;
        const std::string_view line = text.substr(at, end - at);
        if (line.starts_with("---")) {
            const std::string_view rest = trim_space(line.substr(3));
            if (!rest.empty() && rest[0] != '#') {
                return Error(ErrorCode::Invalid, "invalid Yaml document separator: " + std::string(rest));
            }
            // Helm: a separator that nothing comes before is kept, and then is what comes before the next.
            if (at > from) {
                documents.push_back(text.substr(from, at - from));
                from = end;
            }
        }
        at = end;
    }
    if (from < text.size()) documents.push_back(text.substr(from));
    return documents;
}

Error yaml_mismatch(const Value& value, std::string_view target) {
    return Error(ErrorCode::Invalid, json_mismatch(value, target))
        .during("while decoding JSON")
        .during("error unmarshaling JSON");
}

}  // namespace yare::inline data
