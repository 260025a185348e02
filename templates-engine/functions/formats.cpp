// YAML and JSON in and out. Without "must", what cannot be written is the empty text, and what cannot be read
// is a map or list that holds the error's text.
#include <string>

#include "call.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::templates {

namespace {

using P = Param;

std::string_view without_line_end(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

// Whatever swallows errors: not this one.
template <typename T>
bool is_too_large(Call& call, const Result<T>& done) {
    if (done || done.error().code() != ErrorCode::TooLarge) return false;
    call.budget.refuse(Limit::Memory);
    return true;
}

Result<Value> quietly(Call& call, Result<std::string> written) {
    if (is_too_large(call, written)) return call.budget.error();
    if (!written && written.error().code() == ErrorCode::Internal) return written.error();  // a panic of Go's
    if (!written) return Value::of_view("");
    return new_string(call, without_line_end(*written));
}

Result<Value> loudly(Call& call, Result<std::string> written) {
    if (is_too_large(call, written)) return call.budget.error();
    const std::string text = YARE_TRY(std::move(written));
    return new_string(call, without_line_end(text));
}

Result<Value> to_yaml(Call& call, Args args) {
    return quietly(call, write_yaml(args[0], longest_text(call.document)));
}
Result<Value> must_to_yaml(Call& call, Args args) {
    return loudly(call, write_yaml(args[0], longest_text(call.document)));
}
Result<Value> to_yaml_pretty(Call& call, Args args) {
    return quietly(call, write_yaml_pretty(args[0], longest_text(call.document)));
}

// In three forms: json.Marshal's, without escapes for HTML, indented.
enum class Json { Usual, Raw, Pretty };
Result<std::string> json_of(Call& call, const Value& value, Json form) {
    JsonFormat format;
    if (form == Json::Raw) format.escape_html = false;
    if (form == Json::Pretty) format.indent = "  ";
    format.most = longest_text(call.document);
    return write_json(value, format);
}

Result<Value> to_json(Call& call, Args args) { return quietly(call, json_of(call, args[0], Json::Usual)); }
Result<Value> must_to_json(Call& call, Args args) {
    return loudly(call, json_of(call, args[0], Json::Usual));
}
// Helm: this one fails like its "must".
Result<Value> to_raw_json(Call& call, Args args) { return loudly(call, json_of(call, args[0], Json::Raw)); }
Result<Value> to_pretty_json(Call& call, Args args) {
    return quietly(call, json_of(call, args[0], Json::Pretty));
}
Result<Value> must_to_pretty_json(Call& call, Args args) {
    return loudly(call, json_of(call, args[0], Json::Pretty));
}

Value error_map(Call& call, Map* map, const Error& error) {
    if (!map) map = call.document.make_map();
    map->set("Error", call.document.string(error.text()));
    return map;
}

// `none_type` is the type of the map that null becomes, as for the list below.
Result<Value> map_or_error(Call& call, Result<Map*> read, GoType none_type,
                           Map* read_before_error = nullptr) {
    if (is_too_large(call, read)) return call.budget.error();
    if (!read) return error_map(call, read_before_error, read.error());
    if (*read) return Value(*read);
    Map* none = call.document.make_map(none_type);
    if (none_type == GoType::NilMap) none->freeze();
    return Value(none);
}

// `none` is the type of the list that null becomes.
Result<Value> list_or_error(Call& call, Result<const data::List*> read, GoType none) {
    if (is_too_large(call, read)) return call.budget.error();
    if (!read) return Value(call.document.make_list({call.document.string(read.error().text())}));
    return Value(*read ? *read : call.document.make_list({}, none));
}

// The argument lives as long as the render's document, so what is read may point into it.
constexpr YamlOptions kYaml{.text_outlives = true};
constexpr JsonOptions kJson{.text_outlives = true};

// Reading takes longer than looking: about so many steps for each byte.
Result<void> pay_for_reading(Call& call, std::string_view text, std::uint64_t halves_of_a_step) {
    return call.budget.spend(text.size() * halves_of_a_step / 2) ? Result<void>() : call.budget.error();
}
constexpr std::uint64_t kJsonPrice = 1;
constexpr std::uint64_t kYamlPrice = 2;

Result<Value> from_yaml(Call& call, Args args) {
    YARE_TRY(pay_for_reading(call, args[0].as_string(), kYamlPrice));
    return map_or_error(call, read_yaml_map(args[0].as_string(), call.document, kYaml), GoType::Usual);
}

// Helm: null in YAML is an empty list, null in JSON none at all; the two print differently.
Result<Value> from_yaml_array(Call& call, Args args) {
    YARE_TRY(pay_for_reading(call, args[0].as_string(), kYamlPrice));
    return list_or_error(call, read_yaml_list(args[0].as_string(), call.document, kYaml), GoType::Usual);
}

Result<Value> from_json(Call& call, Args args) {
    YARE_TRY(pay_for_reading(call, args[0].as_string(), kJsonPrice));
    Map* before_error = nullptr;
    Result<Map*> read = read_json_map(args[0].as_string(), call.document, kJson, before_error);
    return map_or_error(call, std::move(read), GoType::NilMap, before_error);
}

Result<Value> from_json_array(Call& call, Args args) {
    YARE_TRY(pay_for_reading(call, args[0].as_string(), kJsonPrice));
    return list_or_error(call, read_json_list(args[0].as_string(), call.document, kJson), GoType::NilList);
}

// sprig's own, which Helm leaves as it is: any JSON, not only a map.
Result<Value> must_from_json(Call& call, Args args) {
    YARE_TRY(pay_for_reading(call, args[0].as_string(), kJsonPrice));
    Result<Value> read = read_json(args[0].as_string(), call.document, kJson);
    if (is_too_large(call, read)) return call.budget.error();
    return read;
}

constexpr Function kFunctions[] = {
    {"toYaml", to_yaml, {P::Any}},
    {"mustToYaml", must_to_yaml, {P::Any}},
    {"toYamlPretty", to_yaml_pretty, {P::Any}},
    {"fromYaml", from_yaml, {P::String}},
    {"fromYamlArray", from_yaml_array, {P::String}},
    {"toJson", to_json, {P::Any}},
    {"mustToJson", must_to_json, {P::Any}},
    {"toRawJson", to_raw_json, {P::Any}},
    {"mustToRawJson", to_raw_json, {P::Any}},
    {"toPrettyJson", to_pretty_json, {P::Any}},
    {"mustToPrettyJson", must_to_pretty_json, {P::Any}},
    {"fromJson", from_json, {P::String}},
    {"fromJsonArray", from_json_array, {P::String}},
    {"mustFromJson", must_from_json, {P::String}},
};

}  // namespace

std::span<const Function> format_functions() { return kFunctions; }

}  // namespace yare::templates
