#include "yare/schema/json_schema.h"

#include <algorithm>
#include <fstream>

#include "compiler.h"
#include "yare/data/json.h"
#include "yare/data/url.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

// A machine with nothing on it.
class NoFiles final : public schema::SchemaSource {
  public:
    Result<std::string> load(const std::string& url) override {
        const Result<Url> address = parse_url(url);
        REQUIRE(address);
        return Error(ErrorCode::NotFound, "open " + address->path + ": no such file or directory");
    }
};

std::string check(std::string_view schema, std::string_view values) {
    Document document;
    Result<Value> value = read_json(values, document);
    REQUIRE(value);
    NoFiles files;
    Result<schema::JsonSchema> parsed = schema::JsonSchema::parse(schema, {.source = &files});
    if (!parsed) return parsed.error().text();
    Result<std::string> found = parsed->check(*value);
    return found ? *found : found.error().text();
}

// What is said, in whatever order: the lines sorted, and the names in them.
std::vector<std::string> sorted_lines(std::string_view text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.emplace_back(text.substr(at, end - at));
        if (lines.back().find("properties '") != std::string::npos)
            std::sort(lines.back().begin(), lines.back().end());
        at = end + 1;
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::vector<Value> recorded(Document& document) {
    std::ifstream file(YARE_CASES);
    std::vector<Value> out;
    for (std::string line; std::getline(file, line);) {
        const Result<Value> row = read_json(line, document);
        REQUIRE(row);
        out.push_back(*row);
    }
    return out;
}

}  // namespace

TEST_CASE("values are judged as Helm judges them", "[schema][oracle]") {
    Document document;
    const std::vector<Value> cases = recorded(document);
    CHECK(cases.size() > 1000);
    for (const Value& row : cases) {
        const std::string_view schema = row.find("schema")->as_string();
        const std::string_view values = row.find("values")->as_string();
        INFO(schema << "\n" << values);
        // Helm's order is another one each time where `varies` is set.
        const std::string said = check(schema, values);
        if (const Value* expected = row.find("expected")) {
            CHECK(said == expected->as_string());
            continue;
        }
        const auto answers = row.find("varies")->items();
        INFO(said);
        CHECK(std::any_of(answers.begin(), answers.end(), [&](const Value& answer) {
            return sorted_lines(said) == sorted_lines(answer.as_string());
        }));
    }
}

TEST_CASE("a schema that is taken without asking its metaschema is one that the metaschema takes",
          "[schema]") {
    Document document;
    for (const Value& row : recorded(document)) {
        const std::string_view text = row.find("schema")->as_string();
        INFO(text);
        schema::Compiler quick({});
        schema::Compiler::Options options;
        options.thorough = true;
        schema::Compiler thorough(options);
        const auto taken = quick.compile("file:///values.schema.json", text);
        const auto asked = thorough.compile("file:///values.schema.json", text);
        CHECK(taken.ok() == asked.ok());
        if (!taken && !asked) CHECK(taken.error().text() == asked.error().text());
    }
}

TEST_CASE("a name that nobody knows stands for a schema that takes everything, and is warned of once",
          "[schema]") {
    Diagnostics diagnostics;
    const std::string_view text = R"({"$ref": "urn:a:b", "properties": {"k": {"$ref": "urn:a:b"}}})";
    for (int i = 0; i < 2; ++i) {
        const auto schema = schema::JsonSchema::parse(text, {.diagnostics = &diagnostics});
        REQUIRE(schema);
        Document document;
        CHECK(*schema->check(*read_json(R"({"k": 1})", document)) == "");
    }
    REQUIRE(diagnostics.entries().size() == 1);
    CHECK(diagnostics.entries()[0].message == "unresolved URN reference ignored; using permissive schema");
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

TEST_CASE("cve_2025_55199_schema_files: without leave a reference to a file or an address is not followed",
          "[schema][security]") {
    for (const std::string_view keyword : {"$ref", "$schema"}) {
        for (const std::string_view url : {"file:///dev/zero", "http://169.254.169.254/latest"}) {
            const std::string text = "{\"" + std::string(keyword) + "\": \"" + std::string(url) + "\"}";
            const auto parsed = schema::JsonSchema::parse(text);
            REQUIRE_FALSE(parsed);
            CHECK(parsed.error().text() == "failing loading \"" + std::string(url) +
                                               "\": references out of a schema are not followed");
        }
    }
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
