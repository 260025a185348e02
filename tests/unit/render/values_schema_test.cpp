#include "yare/render/values_schema.h"

#include "yare/charts/loader.h"
#include "yare/data/json.h"
#include "yare/schema/json_schema.h"
#include "yare/test/catch.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

std::string inferred(const std::string& values, const std::string& text) {
    test::MemoryFileSystem disk;
    disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\n");
    disk.add("/web/values.yaml", values).add("/web/templates/a.yaml", text);
    charts::ChartSet set;
    Diagnostics diagnostics;
    const Result<charts::Chart*> chart = charts::load_chart(disk, "/web", set, diagnostics);
    REQUIRE(chart.ok());
    const charts::ValueOrigins origins(**chart, set);
    const render::ChartReads reads(**chart, set, origins, render::ChartReads::Schemas::LeaveOut);
    Document document;
    const Value schema = render::infer_schema(**chart, {}, reads, set.sources(), document);
    const Result<std::string> out = write_json(schema);
    REQUIRE(out.ok());
    const Result<schema::JsonSchema> compiled = schema::JsonSchema::parse(*out);
    REQUIRE(compiled.ok());
    const Result<std::string> problems = compiled->check((**chart).values);
    REQUIRE(problems.ok());
    CHECK(problems->empty());
    const Result<std::string> properties = write_json(*schema.find("properties"));
    const Value* required = schema.find("required");
    return *properties + (required ? *write_json(*required) : "");
}

}  // namespace

TEST_CASE("types come from defaults, descriptions from the comments above", "[render][values_schema]") {
    CHECK(inferred("# -- How many.\n# At least one.\nreplicas: 2\nimage:\n  tag: x\n  pull: true\n", "") ==
          R"({"image":{"properties":{"pull":{"type":"boolean"},"tag":{"type":"string"}},"type":"object"},)"
          R"("replicas":{"description":"How many. At least one.","type":"integer"}})");
}

TEST_CASE("what a default leaves open, reads may say", "[render][values_schema]") {
    CHECK(inferred("a: \"\"\nb: {}\nc: []\nd: null\n", "{{ .Values.b.x }}{{ .Values.a }}") ==
          R"({"a":{},"b":{"properties":{"x":{}},"type":"object"},"c":{},"d":{}})");
    CHECK(inferred("a: 1\n", "{{ range .Values.list }}{{ end }}{{ .Values.a }}{{ int .Values.b }}") ==
          R"({"a":{"type":"integer"},"b":{"type":["integer","null","number","string"]},)"
          R"("list":{"type":["array","integer","null","object"]}})");
}

TEST_CASE("a default that the chart requires is required", "[render][values_schema]") {
    CHECK(inferred("a: x\nb: z\n", "{{ required \"a!\" .Values.a }}") ==
          R"({"a":{"type":"string"},"b":{"type":"string"}}["a"])");
}
