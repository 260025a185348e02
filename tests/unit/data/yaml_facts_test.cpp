// The facts about YAML values that were seen by running Helm: what a scalar in values.yaml is printed as by
// {{ .Values.v }}, by toYaml and by toJson.
#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

// "%v" of a scalar as the engine prints it.
std::string printed(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "";
        case Kind::Bool:
            return value.as_bool() ? "true" : "false";
        case Kind::Float64:
            return go_float(value.as_float());
        default:
            return std::string(value.as_string());
    }
}

std::string without_line_feed(std::string text) {
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("scalars mean what they mean to Helm", "[data][yaml]") {
    struct Row {
        const char* input;
        const char* printed;
        const char* yaml;
        const char* json;
    };
    const Row rows[] = {
        {"1", "1", "1", "1"},
        {"007", "7", "7", "7"},
        {"010", "8", "8", "8"},
        {"0o10", "8", "8", "8"},
        {"08", "8", "8", "8"},
        {"0o9", "0o9", "0o9", "\"0o9\""},
        {"0777", "511", "511", "511"},
        {"0x1F", "31", "31", "31"},
        {"0x_1F", "31", "31", "31"},
        {"0b101", "5", "5", "5"},
        {"0b1_0", "2", "2", "2"},
        {"1_000", "1000", "1000", "1000"},
        {"1__0", "10", "10", "10"},
        {"1_", "1", "1", "1"},
        {"_1", "_1", "_1", "\"_1\""},
        {"0x", "0x", "0x", "\"0x\""},
        {"0b2", "0b2", "0b2", "\"0b2\""},
        {"1e", "1e", "1e", "\"1e\""},
        {"1.2.3", "1.2.3", "1.2.3", "\"1.2.3\""},
        {"1e3", "1000", "1000", "1000"},
        {"12e03", "12000", "12000", "12000"},
        {"1e6", "1e+06", "1000000", "1000000"},
        {"3000000", "3e+06", "3000000", "3000000"},
        {"123456789", "1.23456789e+08", "123456789", "123456789"},
        {"1234567.5", "1.2345675e+06", "1.2345675e+06", "1234567.5"},
        {"10000000.25", "1.000000025e+07", "1.000000025e+07", "10000000.25"},
        {"9007199254740993", "9.007199254740992e+15", "9007199254740992", "9007199254740992"},
        {"9223372036854775807", "9.223372036854776e+18", "9223372036854776000", "9223372036854776000"},
        {"18446744073709551616", "1.8446744073709552e+19", "1.8446744073709552e+19", "18446744073709552000"},
        {"-9223372036854775808", "-9.223372036854776e+18", "-9.223372036854776e+18", "-9223372036854776000"},
        {"1e23", "1e+23", "1e+23", "1e+23"},
        {"1.", "1", "1", "1"},
        {"1.10", "1.1", "1.1", "1.1"},
        {".5", "0.5", "0.5", "0.5"},
        {"+.5", "0.5", "0.5", "0.5"},
        {"+1", "1", "1", "1"},
        {"-0", "0", "0", "0"},
        {"-0.0", "-0", "0", "-0"},
        {"0.000001", "1e-06", "1e-06", "0.000001"},
        {"1e-7", "1e-07", "1e-07", "1e-7"},
        {"1e-400", "0", "0", "0"},
        {"1e400", "1e400", "1e400", "\"1e400\""},
        {"NaN", "NaN", "NaN", "\"NaN\""},
        {"Infinity", "Infinity", "Infinity", "\"Infinity\""},
        {"0xffffffffffffffffff", "0xffffffffffffffffff", "0xffffffffffffffffff", "\"0xffffffffffffffffff\""},
        {"1:30", "1:30", "\"1:30\"", "\"1:30\""},
        {"190:20:30", "190:20:30", "\"190:20:30\"", "\"190:20:30\""},
        {"1:2:3.5", "1:2:3.5", "\"1:2:3.5\"", "\"1:2:3.5\""},
        {"yes", "true", "true", "true"},
        {"on", "true", "true", "true"},
        {"y", "true", "true", "true"},
        {"TRUE", "true", "true", "true"},
        {"no", "false", "false", "false"},
        {"off", "false", "false", "false"},
        {"n", "false", "false", "false"},
        {"tRUE", "tRUE", "tRUE", "\"tRUE\""},
        {"~", "", "null", "null"},
        {"null", "", "null", "null"},
        {"", "", "null", "null"},
        {"2001-12-14", "2001-12-14", "\"2001-12-14\"", "\"2001-12-14\""},
        {"2001-12-14 21:59", "2001-12-14 21:59", "2001-12-14 21:59", "\"2001-12-14 21:59\""},
        {"!!str 1", "1", "\"1\"", "\"1\""},
        {"!!int \"3\"", "3", "3", "3"},
        {"!!float 3", "3", "3", "3"},
        {"!!bool \"yes\"", "true", "true", "true"},
        {"!!binary aGVsbG8=", "hello", "hello", "\"hello\""},
        {"!foo bar", "bar", "bar", "\"bar\""},
        {"<<", "<<", "<<", "\"\\u003c\\u003c\""},
        {"=", "=", "=", "\"=\""},
        {"a#b", "a#b", "a#b", "\"a#b\""},
        {"a #b", "a", "a", "\"a\""},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        Document document;
        const Value root = read_yaml("v: " + std::string(row.input) + "\n", document).value();
        const Value value = root.path({"v"});
        CHECK(printed(value) == row.printed);
        CHECK(without_line_feed(write_yaml(value).value()) == row.yaml);
        CHECK(write_json(value).value() == row.json);
    }
}

TEST_CASE("documents, keys and merges mean what they mean to Helm", "[data][yaml]") {
    struct Row {
        const char* input;
        const char* json;
    };
    const Row rows[] = {
        {"y: 1", "{\"true\":1}"},
        {"off: 1", "{\"false\":1}"},
        {"{1: a, 1.5: b, 0x10: c, 1e3: d, .5: e, 08: f}",
         "{\"0.5\":\"e\",\"1\":\"a\",\"1.5\":\"b\",\"1000\":\"d\",\"16\":\"c\",\"8\":\"f\"}"},
        {"1e6: a\n-0.0: b\n2001-01-01: c\n1:30: d",
         "{\"-0\":\"b\",\"1:30\":\"d\",\"1e+06\":\"a\",\"2001-01-01\":\"c\"}"},
        {"a: 1\na: 2", "{\"a\":2}"},
        {"b: &b {x: 1, z: 2}\nc:\n  <<: *b\n  z: 3", "{\"b\":{\"x\":1,\"z\":2},\"c\":{\"x\":1,\"z\":3}}"},
        {"b: &b {x: 1}\nc: &c {x: 2}\nd:\n  <<: [*b, *c]",
         "{\"b\":{\"x\":1},\"c\":{\"x\":2},\"d\":{\"x\":1}}"},
        // A merge overwrites the keys before it.
        {"d:\n  x: 1\n  <<: {x: 2}", "{\"d\":{\"x\":2}}"},
        {"\"<<\": 1", "{\"\\u003c\\u003c\":1}"},
        {"a: 1\n...\nb: 2", "{\"a\":1}"},
        {"a: 1\n---\nb: 2", "{\"a\":1}"},
        {"", "null"},
        {"# nothing", "null"},
        {"---\n", "null"},
        {"\xEF\xBB\xBF"
         "a: 1",
         "{\"a\":1}"},
        {"{\"a\": 1e2}", "{\"a\":100}"},
        {"a:\t1", "{\"a\":1}"},
        {"{x, y: 1}", "{\"true\":1,\"x\":null}"},
        {"!!set {a, b}", "{\"a\":null,\"b\":null}"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        Document document;
        const Result<Value> value = read_yaml(row.input, document);
        REQUIRE(value);
        CHECK(write_json(*value).value() == row.json);
    }
}

TEST_CASE("errors are Helm's", "[data][yaml]") {
    struct Row {
        const char* input;
        const char* error;
    };
    const Row rows[] = {
        {"v: .inf", "json: unsupported value: +Inf"},
        {"b: .nan\na: -.inf", "json: unsupported value: -Inf"},
        {"v: !!int abc", "yaml: cannot decode !!str `abc` as a !!int"},
        {"null: 5", "unsupported map key of type: %!s(<nil>), key: <nil>, value: 5"},
        {"12345678901234567890: 1", "unsupported map key of type: uint64, key: 0xab54a98ceb1f0ad2, value: 1"},
        {"? [a, b]\n: 1", "yaml: invalid map key: []interface {}{\"a\", \"b\"}"},
        {"a: *b", "yaml: unknown anchor 'b' referenced"},
        {"a: &x [*x]", "yaml: anchor 'x' value contains itself"},
        {"a:\n\tb: 2", "yaml: line 2: found character that cannot start any token"},
        {"a: \"\\ud83d\\ude00\"", "yaml: found invalid Unicode character escape code"},
        {"a: \x01", "yaml: control characters are not allowed"},
        {"a: @foo", "yaml: found character that cannot start any token"},
        {"a: %foo", "yaml: found character that cannot start any token"},
        {"a: b: c", "yaml: mapping values are not allowed in this context"},
        {"a: [1, 2\nb: 1", "yaml: line 1: did not find expected ',' or ']'"},
        {"a: 1\n b: 2", "yaml: line 2: mapping values are not allowed in this context"},
        {"a:\n  - 1\n - 2", "yaml: line 2: did not find expected key"},
        {"d:\n  <<: 3", "yaml: map merge requires map or sequence of maps as the value"},
        {"a: !!binary x", "yaml: !!binary value contains invalid base64 data"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        Document document;
        const Result<Value> value = read_yaml(row.input, document);
        REQUIRE_FALSE(value);
        CHECK(value.error().text() == "error converting YAML to JSON: " + std::string(row.error));
    }
}

// Where libyaml and the Go port of it part, one case each.
TEST_CASE("the port's own ways are followed", "[data][yaml]") {
    struct Row {
        const char* input;
        const char* outcome;  // JSON, or the error
    };
    const Row rows[] = {
        {"%YAML 1.2\n---\na: 1", "yaml: found incompatible YAML document"},
        {"%YAML 1.1\n---\na: 1", "{\"a\":1}"},
        {"a: \"\\/\"", "yaml: found unknown escape character"},
        {"a: \"x\\'y\"", "{\"a\":\"x'y\"}"},
        {"[a?b]", "yaml: did not find expected ',' or ']'"},
        {"{x: http://h/?q=1}", "yaml: did not find expected ',' or '}'"},
        {"[?x]", "[{\"x\":null}]"},
        {"a: 1\n\xEF\xBB\xBF"
         "b: 2",
         "{\"a\":1,\"\xEF\xBB\xBF"
         "b\":2}"},
        {"{b:, c: 1}", "{\"b:\":null,\"c\":1}"},
        {"a: !!str, xxx", "{\"a\":\"xxx\"}"},
        {"[!, x]", "[\"x\"]"},
        {"{foo: !!str, !!str : bar}", "yaml: did not find expected ',' or '}'"},
        {"? []: x", "yaml: did not find expected key"},
        {"[]: x", "[]"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        Document document;
        const Result<Value> value = read_yaml(row.input, document);
        const std::string outcome = row.outcome;
        if (outcome.starts_with("yaml: ")) {
            REQUIRE_FALSE(value);
            CHECK(value.error().text() == "error converting YAML to JSON: " + outcome);
        } else {
            REQUIRE(value);
            CHECK(write_json(*value).value() == outcome);
        }
    }
}
