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

Result<void> pay_for_writing(Call& call, std::string_view text) { return pay(call, 5 + text.size() / 8); }

// YAML puts keys into an order of its own, which takes longer than all else.
template <typename Write>
Result<std::string> yaml_of(Call& call, const Value& value, Write write) {
    std::uint64_t steps = call.budget.steps_left();
    Result<std::string> text = write(value, {longest_text(call.document), &steps});
    // With none left it is more that was wanted.
    YARE_TRY(pay(call, call.budget.steps_left() - steps + (steps == 0 ? 1 : 0)));
    if (text) YARE_TRY(pay(call, text->size() / 2));
    return text;
}

Result<Value> quietly(Call& call, Result<std::string> written) {
    if (is_too_large(call, written)) return call.budget.error();
    if (!written && written.error().code() == ErrorCode::Internal) return written.error();  // a panic of Go's
    if (!written) return Value::of_view("");
    YARE_TRY(pay_for_writing(call, *written));
    return new_string(call, without_line_end(*written));
}

Result<Value> loudly(Call& call, Result<std::string> written) {
    if (is_too_large(call, written)) return call.budget.error();
    const std::string text = YARE_TRY(std::move(written));
    YARE_TRY(pay_for_writing(call, text));
    return new_string(call, without_line_end(text));
}

Result<Value> to_yaml(Call& call, Args args) { return quietly(call, yaml_of(call, args[0], write_yaml)); }
Result<Value> must_to_yaml(Call& call, Args args) { return loudly(call, yaml_of(call, args[0], write_yaml)); }
Result<Value> to_yaml_pretty(Call& call, Args args) {
    return quietly(call, yaml_of(call, args[0], write_yaml_pretty));
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

// Reading takes longer than looking.
Result<void> pay_for_json(Call& call, std::string_view text) { return pay(call, 8 + text.size() / 2); }

// Reads YAML by `read`, and pays for it; libyaml takes several times as long as our own reader.
template <typename Read>
auto paid_yaml(Call& call, std::string_view text, Read read) -> decltype(read(text, call.document, kYaml)) {
    YARE_TRY(pay(call, 20 + text.size()));
    bool slow = false;
    YamlOptions options = kYaml;
    options.slow = &slow;
    auto value = read(text, call.document, options);
    if (slow) YARE_TRY(pay(call, 60 + text.size() * 2));
    return value;
}

Result<Value> from_yaml(Call& call, Args args) {
    Result<Map*> read = paid_yaml(call, args[0].as_string(), read_yaml_map);
    if (call.budget.spent() != Limit::None) return call.budget.error();
    return map_or_error(call, std::move(read), GoType::Usual);
}

// Helm: null in YAML is an empty list, null in JSON none at all; the two print differently.
Result<Value> from_yaml_array(Call& call, Args args) {
    Result<const data::List*> read = paid_yaml(call, args[0].as_string(), read_yaml_list);
    if (call.budget.spent() != Limit::None) return call.budget.error();
    return list_or_error(call, std::move(read), GoType::Usual);
}

Result<Value> from_json(Call& call, Args args) {
    YARE_TRY(pay_for_json(call, args[0].as_string()));
    Map* before_error = nullptr;
    Result<Map*> read = read_json_map(args[0].as_string(), call.document, kJson, before_error);
    return map_or_error(call, std::move(read), GoType::NilMap, before_error);
}

Result<Value> from_json_array(Call& call, Args args) {
    YARE_TRY(pay_for_json(call, args[0].as_string()));
    return list_or_error(call, read_json_list(args[0].as_string(), call.document, kJson), GoType::NilList);
}

// sprig's own, which Helm leaves as it is: any JSON, not only a map.
Result<Value> must_from_json(Call& call, Args args) {
    YARE_TRY(pay_for_json(call, args[0].as_string()));
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
