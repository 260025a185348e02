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

TEST_CASE("cve_2025_32387_ref_chain: a schema that leads to itself ends", "[schema][security]") {
    CHECK(check(R"({"$ref": "#"})", "{}").find("the schema leads to itself") != std::string::npos);
    CHECK(check(R"({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"})",
                "{}")
              .find("the schema leads to itself") != std::string::npos);
    std::string chain = R"({"$ref": "#/$defs/d0", "$defs": {)";
    for (int i = 0; i < 5000; ++i) {
        chain += "\"d" + std::to_string(i) + R"(": {"$ref": "#/$defs/d)" + std::to_string(i + 1) + "\"},";
    }
    chain += R"("d5000": {}}})";
    CHECK(check(chain, "{}").find("nests deeper") != std::string::npos);
}

TEST_CASE("cve_2025_55199_schema_files: a reference to a file is not followed", "[schema][security]") {
    CHECK(check(R"({"$ref": "file:///dev/zero"})", "{}")
              .starts_with("$ref \"file:///dev/zero\" leads out of this schema"));
}

TEST_CASE("cve_2022_23526_malformed_schema: whatever a schema holds, it does not crash",
          "[schema][security]") {
    for (
        const std::string_view schema :
        {"null", "5", "[]", "\"x\"",
         R"({"type": 5, "enum": {}, "required": [1], "items": 3, "properties": []})",
         R"({"allOf": {}, "anyOf": 1, "$ref": 5, "dependencies": {"a": 5}, "minimum": "x", "pattern": 3})"}) {
        INFO(schema);
        CHECK(check(schema, R"({"a": [1], "b": "x"})") == "");
    }
}
