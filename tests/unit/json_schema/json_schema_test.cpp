#include "yare/schema/json_schema.h"

#include <fstream>

#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {
std::string check(std::string_view schema, std::string_view values) {
    Document document;
    Result<Value> value = read_json(values, document);
    REQUIRE(value);
    Result<schema::JsonSchema> parsed = schema::JsonSchema::parse(schema);
    if (!parsed) return parsed.error().text();
    Result<std::string> found = parsed->check(*value);
    return found ? *found : found.error().text();
}
}  // namespace

TEST_CASE("values are judged as Helm judges them", "[schema][oracle]") {
    std::ifstream cases(YARE_CASES);
    std::size_t count = 0;
    for (std::string line; std::getline(cases, line); ++count) {
        Document document;
        Result<Value> row = read_json(line, document);
        REQUIRE(row);
        const std::string schema = *write_json(*row->find("schema"));
        const std::string values = *write_json(*row->find("values"));
        INFO(schema << "\n" << values);
        CHECK(check(schema, values) == row->find("expected")->as_string());
    }
    CHECK(count > 70);
}

TEST_CASE("cve_2025_32387_ref_chain: references that lead to themselves, and long chains of them, end",
          "[schema][security]") {
    CHECK(check(R"({"$ref": "#"})", "{}") ==
          "- at '': both /$ref and  resolve to \"file:///values.schema.json#\" causing reference cycle");
    CHECK(check(R"({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})",
                "{}") ==
          "- at '': both /$ref/$ref/$ref and /$ref resolve to "
          "\"file:///values.schema.json#/$defs/a\" causing reference cycle");
    const auto chain = [](int length) {
        std::string out = R"({"$ref": "#/$defs/d0", "$defs": {)";
        for (int i = 0; i < length; ++i) {
            out += "\"d" + std::to_string(i) + R"(": {"$ref": "#/$defs/d)" + std::to_string(i + 1) + "\"},";
        }
        return out + "\"d" + std::to_string(length) + R"(": {"type": "string"}}})";
    };
    CHECK(check(chain(1000), "{}") == "- at '': got object, want string");
    CHECK(check(chain(100'000), "{}").find("nest too deeply to be held against each other") !=
          std::string::npos);
}

TEST_CASE("cve_2025_32387_nesting: schemas and values may nest as deep as JSON may", "[schema][security]") {
    const auto nested = [](std::string_view open, std::string_view inner, std::string_view close, int depth) {
        std::string out;
        for (int i = 0; i < depth; ++i) out += open;
        out += inner;
        for (int i = 0; i < depth; ++i) out += close;
        return out;
    };
    CHECK(check(nested(R"({"not":)", "{}", "}", 9999), "{}").find("nest too deeply") != std::string::npos);
    CHECK(check(nested(R"({"not":)", "{}", "}", 10001), "{}") == "invalid character '{' exceeded max depth");
    CHECK(check(R"({"items": {"$ref": "#"}, "type": "array"})", nested("[", "[1]", "]", 500))
              .ends_with("': got number, want array"));
    CHECK(check(R"({"items": {"$ref": "#"}, "uniqueItems": true})", nested("[", "1, 1", "]", 9999))
              .find("; --skip-schema-validation leaves it out") != std::string::npos);
}

TEST_CASE("a schema may not ask without end", "[schema][security]") {
    std::string fan = R"({"allOf": [{"$ref": "#/$defs/d0"}], "$defs": {)";
    for (int i = 0; i < 64; ++i) {
        const std::string next = R"({"$ref": "#/$defs/d)" + std::to_string(i + 1) + R"("})";
        fan += "\"d" + std::to_string(i) + R"(": {"allOf": [)" + next + "," + next + "]},";
    }
    fan += R"("d64": {}}})";
    CHECK(check(fan, "{}") ==
          "holding the values against the schema takes more than 20,000,000 steps; "
          "--skip-schema-validation leaves it out");
    // The same with a fault in each: what is said is bounded too.
    std::string faults = R"({"$ref": "#/$defs/d0", "$defs": {)";
    for (int i = 0; i < 20; ++i) {
        const std::string next = R"({"$ref": "#/$defs/d)" + std::to_string(i + 1) + R"("})";
        faults += "\"d" + std::to_string(i) + R"(": {"allOf": [)" + next + "," + next + "]},";
    }
    faults += R"("d20": {"required": ["a"]}}})";
    CHECK(check(faults, "{}") ==
          "more is wrong with the values than can be said; --skip-schema-validation leaves it out");
}

TEST_CASE("numbers of any size cost no more than their digits", "[schema][security]") {
    CHECK(check(R"({"properties": {"k": {"multipleOf": 1e-999999}}})", R"({"k": 1})") == "");
    CHECK(check(R"({"properties": {"k": {"multipleOf": 3e-999999}}})", R"({"k": 1})") ==
          "- at '/k': multipleOf: got 1, want 0");
    CHECK(check(R"({"properties": {"k": {"minimum": 1e999999}}})", R"({"k": 1})") ==
          "- at '/k': minimum: got 1, want ∞");
    CHECK(check(R"({"properties": {"k": {"minimum": 1e1000001}}})", R"({"k": 1})") == "");
}

TEST_CASE("cve_2025_55199_schema_files: a reference to a file is not followed", "[schema][security]") {
    CHECK(check(R"({"$ref": "file:///dev/zero"})", "{}") ==
          "failing loading \"file:///dev/zero\": references out of a schema are not followed");
    CHECK(check(R"({"$schema": "file:///dev/zero"})", "{}") ==
          "failing loading \"file:///dev/zero\": references out of a schema are not followed");
}

TEST_CASE("cve_2022_23526_malformed_schema: a schema that is none gets Helm's answer, and does not crash",
          "[schema][security]") {
    constexpr std::string_view kInvalid =
        "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with "
        "'https://json-schema.org/draft/2020-12/schema#'\n";
    CHECK(check("null", "{}") == std::string(kInvalid) + "- at '': got null, want boolean or object");
    CHECK(check("[]", "{}") == std::string(kInvalid) + "- at '': got array, want boolean or object");
    CHECK(check("", "{}") == "EOF");
    CHECK(check(R"({"type": 5, "enum": {}, "required": [1], "items": 3, "properties": []})", "{}")
              .starts_with(kInvalid));
    CHECK(check(R"({"allOf": {}, "anyOf": 1, "$ref": 5, "dependencies": {"a": 5}, "pattern": 3})", "{}")
              .starts_with(kInvalid));
}
