#include "yare/render/failure_places.h"

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::render;

namespace {

// A chart that does not render: the place and the notes of its error.
struct Fixture {
    test::MemoryFileSystem disk;
    test::FixedClock clock;
    test::SeededRandom random;

    Fixture() { disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\n"); }

    std::string fail() {
        charts::ChartSet set;
        Diagnostics diagnostics;
        Result<charts::Chart*> chart = charts::load_chart(disk, "/web", set, diagnostics);
        REQUIRE(chart.ok());
        const Value user(set.new_document().make_map());
        REQUIRE(charts::process_dependencies(**chart, user, set, diagnostics).ok());
        SymbolTable symbols(&set.symbols());
        SourceMap sources(&set.sources());
        Document document(symbols);
        RenderOptions options;
        options.clock = &clock;
        options.random = &random;
        const ReleaseInfo release;
        const FailedRender once_more{**chart, set, user, release, options, sources};
        Result<Map*> merged = render_values(**chart, user, options, document, diagnostics);
        if (!merged) return words(locate_failure(std::move(merged).error(), once_more), sources);
        const Result<Rendered> rendered =
            render_chart(**chart, **merged, release, options, document, sources, diagnostics);
        REQUIRE_FALSE(rendered.ok());
        return words(locate_failure(rendered.error(), once_more), sources);
    }

    // The same chart renders, and the cluster refuses an object.
    std::string refuse(RefusedObject object) {
        charts::ChartSet set;
        Diagnostics diagnostics;
        Result<charts::Chart*> chart = charts::load_chart(disk, "/web", set, diagnostics);
        REQUIRE(chart.ok());
        const Value user(set.new_document().make_map());
        REQUIRE(charts::process_dependencies(**chart, user, set, diagnostics).ok());
        SourceMap sources(&set.sources());
        RenderOptions options;
        options.clock = &clock;
        options.random = &random;
        const ReleaseInfo release;
        const Error said(ErrorCode::Invalid, "said");
        const Error error =
            locate_refusals(said, {std::move(object)}, {**chart, set, user, release, options, sources});
        CHECK(error.text() == "said");
        return words(error, sources);
    }

    static std::string words(const Error& error, const SourceMap& sources) {
        const Location at = sources.locate(error.pos());
        std::string out = at.source ? at.source->name + ":" + std::to_string(at.line) + "\n" : "nowhere\n";
        for (const std::string& note : error.notes()) out += note + "\n";
        return out;
    }
};

}  // namespace

TEST_CASE("a bad line of the output leads to the template line and the value behind it",
          "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "a: ok\nname: \"x: y: z\"\n");
    f.disk.add("/web/templates/a.yaml", "kind: {{ .Values.a }}\nname: {{ .Values.name }}\n");
    CHECK(f.fail() ==
          "web/templates/a.yaml:2\n"
          "it wrote line 2 of the rendered file: name: x: y: z\n"
          "value: .Values.name is a text, set by web/values.yaml:2\n");
}

TEST_CASE("a secret's line is not shown", "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "kind: Secret\npassword: x: y\n");
    CHECK(f.fail() ==
          "web/templates/a.yaml:2\n"
          "it wrote line 2 of the rendered file\n");
}

TEST_CASE("a missing key is told with the nearest one there is", "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "service:\n  port: 80\n");
    f.disk.add("/web/templates/_a.tpl", "{{ define \"x\" }}{{ .Values.servcie.port }}{{ end }}");
    f.disk.add("/web/templates/a.yaml", "a: 1\nport: {{ include \"x\" . }}\n");
    CHECK(f.fail() ==
          "web/templates/_a.tpl:1\n"
          "value: .Values.servcie is not set (read as .Values.servcie.port); did you mean service "
          "(web/values.yaml:1)?\n"
          "included as \"x\" at web/templates/a.yaml:2:9\n");
}

TEST_CASE("a value that the schema refuses is told with its place", "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "a: 1\nport: eighty\n");
    f.disk.add("/web/values.schema.json", R"({"properties": {"port": {"type": "integer"}}})");
    f.disk.add("/web/templates/a.yaml", "a: 1\n");
    CHECK(f.fail() ==
          "nowhere\n"
          "value: .Values.port is a text, set by web/values.yaml:2\n");
}

TEST_CASE("a field that the cluster refuses leads to the template line that wrote it",
          "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "port: eighty\n");
    f.disk.add("/web/templates/_p.tpl", "{{ define \"ports\" }}- port: {{ .Values.port }}{{ end }}");
    f.disk.add(
        "/web/templates/a.yaml",
        "kind: Other\nmetadata: {name: s}\n---\n"
        "kind: Service\napiVersion: v1\nmetadata: {name: s}\nspec:\n  ports:\n  {{ include \"ports\" . }}\n");
    CHECK(f.refuse({"v1", "Service", "s", "default", {"spec.ports[0].port", "spec.type"}}) ==
          "web/templates/_p.tpl:1\n"
          "it wrote spec.ports[0].port of Service/s: port: eighty\n"
          "value: .Values.port is a text, set by web/values.yaml:1\n"
          "included as \"ports\" at web/templates/a.yaml:9:5\n"
          "web/templates/a.yaml:7:0 wrote spec of Service/s, in which there is no type\n");
    CHECK(f.refuse({"v1", "Service", "s", "default", {}}) ==
          "web/templates/a.yaml:4\n"
          "it wrote Service/s\n");
}

TEST_CASE("an object that the chart did not write has no place", "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "kind: Service\napiVersion: v1\nmetadata: {name: s, namespace: x}\n");
    CHECK(f.refuse({"v1", "Service", "s", "other", {"spec"}}) == "nowhere\n");
    CHECK(f.refuse({"v1", "Service", "t", "x", {"spec"}}) == "nowhere\n");
    CHECK(f.refuse({"apps/v1", "Service", "s", "x", {"spec"}}) == "nowhere\n");
}

TEST_CASE("a secret's field is named, its text is not shown", "[render][failure_places]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "kind: Secret\napiVersion: v1\nmetadata: {name: s}\ndata:\n  a: b\n");
    CHECK(f.refuse({"v1", "Secret", "s", "default", {"data.a"}}) ==
          "web/templates/a.yaml:5\n"
          "it wrote data.a of Secret/s\n");
}
