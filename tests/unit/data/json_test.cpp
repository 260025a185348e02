#include "yare/data/json.h"

#include <cmath>
#include <limits>

#include "yare/test/catch.h"

using namespace yare;

namespace {

// The value written again, or the error.
std::string reread(std::string_view text, const JsonOptions& options = {}) {
    Document document;
    const Result<Value> value = read_json(text, document, options);
    return value ? write_json(*value).value() : value.error().text();
}

}  // namespace

TEST_CASE("JSON errors are Go's", "[data][json]") {
    struct Row {
        const char* text;
        const char* error;
    };
    const Row rows[] = {
        {"", "unexpected end of JSON input"},
        {"{\"a\":1", "unexpected end of JSON input"},
        {"x", "invalid character 'x' looking for beginning of value"},
        {"{a:1}", "invalid character 'a' looking for beginning of object key string"},
        {"{\"a\":1,}", "invalid character '}' looking for beginning of object key string"},
        {"{\"a\" 1}", "invalid character '1' after object key"},
        {"{\"a\":1 2}", "invalid character '2' after object key:value pair"},
        {"[1 2]", "invalid character '2' after array element"},
        {"[1,]", "invalid character ']' looking for beginning of value"},
        {"1 2", "invalid character '2' after top-level value"},
        {"01", "invalid character '1' after top-level value"},
        {"-x", "invalid character 'x' in numeric literal"},
        {"1.x", "invalid character 'x' after decimal point in numeric literal"},
        {"1ex", "invalid character 'x' in exponent of numeric literal"},
        {"1e", "invalid character ' ' in exponent of numeric literal"},
        {"trux", "invalid character 'x' in literal true (expecting 'e')"},
        {"\"\\q\"", "invalid character 'q' in string escape code"},
        {"\"\\u12x4\"", "invalid character 'x' in \\u hexadecimal character escape"},
        {"\"\n\"", "invalid character '\\n' in string literal"},
        {"'a'", "invalid character '\\'' looking for beginning of value"},
        {"\xc3\xa9", "invalid character '\xc3\x83' looking for beginning of value"},
        {"1e999", "json: cannot unmarshal number 1e999 into Go value of type float64"},
        {"[1e999,", "unexpected end of JSON input"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(reread(row.text) == row.error);
    }
}

TEST_CASE("a map or list that is asked for is had, or Go's error", "[data][json]") {
    Document document;
    CHECK(read_json_map("[1]", document).error().text() ==
          "json: cannot unmarshal array into Go value of type map[string]interface {}");
    CHECK(read_json_map("1", document).error().text() ==
          "json: cannot unmarshal number into Go value of type map[string]interface {}");
    CHECK(read_json_map("\"x\"", document).error().text() ==
          "json: cannot unmarshal string into Go value of type map[string]interface {}");
    CHECK(read_json_map("true", document).error().text() ==
          "json: cannot unmarshal bool into Go value of type map[string]interface {}");
    CHECK(read_json_list("{}", document).error().text() ==
          "json: cannot unmarshal object into Go value of type []interface {}");
    CHECK(read_json_map("null", document).value() == nullptr);
    CHECK(read_json_map("{\"a\":1}", document).value()->size() == 1);
    CHECK(read_json_list("[1,2]", document).value()->size == 2);
}

TEST_CASE("numbers become what is asked for", "[data][json]") {
    Document document;
    CHECK(read_json("1", document).value().is_float());
    const JsonOptions integers{.numbers = Numbers::KeepIntegers};
    CHECK(read_json("9223372036854775807", document, integers).value().as_integer() ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(read_json("9223372036854775808", document, integers).value().is_float());
    CHECK(read_json("1.0", document, integers).value().is_float());
    CHECK(std::signbit(read_json("-0", document).value().as_float()));
}

TEST_CASE("strings are decoded as Go does", "[data][json]") {
    CHECK(reread("\"\\ud83d\\ude00\"") == "\"\xF0\x9F\x98\x80\"");
    CHECK(reread("\"\\ud83d\"") == "\"\xEF\xBF\xBD\"");
    CHECK(reread("\"\\ud83d\\u0041\"") == "\"\xEF\xBF\xBD\x41\"");
    CHECK(reread("\"\xff\"") == "\"\xEF\xBF\xBD\"");
    CHECK(reread("\"\\/\\b\"") == "\"/\\b\"");
    CHECK(reread("{\"b\":1,\"a\":2,\"b\":3}") == "{\"a\":2,\"b\":3}");
}

TEST_CASE("nesting ends at the limit", "[data][json]") {
    const std::size_t most = limits::kNestingDepth;
    CHECK(reread(std::string(most, '[') + std::string(most, ']')) ==
          std::string(most, '[') + std::string(most, ']'));
    CHECK(reread(std::string(most + 1, '[')) == "invalid character '[' exceeded max depth");
    CHECK(reread("[[[]]]", {.depth = 2}) == "invalid character '[' exceeded max depth");
}

TEST_CASE("JSON is written as Go does", "[data][json]") {
    Document document;
    Map* map = document.make_map();
    map->set("html", document.string("<a&b>"));
    map->set("control", document.string(std::string_view("\0\x1f\x7f\b\f\t\n\r\"\\", 10)));
    map->set("line", document.string("\xE2\x80\xA8\xE2\x80\xA9"));
    map->set("empty", document.make_list({}));
    map->set("nil", document.make_list({}, GoType::NilList));
    map->set("bytes", document.bytes("hello"));
    map->set("whole", Value::of_int64(-1, GoType::Uint64));
    CHECK(write_json(map).value() ==
          "{\"bytes\":\"aGVsbG8=\",\"control\":\"\\u0000\\u001f\x7f\\b\\f\\t\\n\\r\\\"\\\\\",\"empty\":[],"
          "\"html\":\"\\u003ca\\u0026b\\u003e\",\"line\":\"\\u2028\\u2029\",\"nil\":null,\"whole\":"
          "18446744073709551615}");
    CHECK(write_json(document.string("<&>"), {.escape_html = false}).value() == "\"<&>\"");
}

TEST_CASE("JSON is indented as Go does", "[data][json]") {
    Document document;
    const Value value = read_json("{\"a\":[1,{}],\"b\":{\"c\":[]}}", document).value();
    CHECK(write_json(value, {.indent = "  "}).value() ==
          "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
}

TEST_CASE("what JSON cannot have is an error, and what was written before stays", "[data][json]") {
    Document document;
    std::string out = "before ";
    const Result<void> written =
        append_json(out, document.make_list({Value::of_int(1), Value::of_float(std::nan(""))}));
    CHECK(written.error().text() == "json: unsupported value: NaN");
    CHECK(out == "before ");
    Map* map = document.make_map();
    map->set("self", map);
    CHECK(write_json(map).error().text() ==
          "json: unsupported value: encountered a cycle via map[string]interface {}");
}

TEST_CASE("a stream gives one value after the other", "[data][json]") {
    Document document;
    std::string_view text = " {\"a\":1}\n[2] 3";
    std::size_t used = 0;
    CHECK(read_json_value(text, document, used).value().is_map());
    text.remove_prefix(used);
    CHECK(read_json_value(text, document, used).value().is_list());
    text.remove_prefix(used);
    CHECK(read_json_value(text, document, used).value().as_float() == 3);
    text.remove_prefix(used);
    CHECK(read_json_value(text, document, used).error().text() == "EOF");
    CHECK(read_json_value("{\"a\":", document, used).error().text() == "unexpected EOF");
}
