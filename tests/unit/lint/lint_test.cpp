#include "yare/lint/lint.h"

#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

constexpr const char* kChart = "apiVersion: v2\nname: web\nversion: 0.1.0\nicon: https://example.com/i.png\n";

// What lint says of the chart in /web, a line each.
std::string linted(test::MemoryFileSystem& fs) {
    test::FixedClock clock;
    test::SeededRandom random;
    lint::LintOptions options;
    options.clock = &clock;
    options.random = &random;
    charts::ChartSet set;
    Diagnostics diagnostics;
    const auto found = lint::lint_chart(fs, "/web", Value(), options, set, diagnostics);
    if (!found) return "Error " + found.error().text() + "\n";
    std::string out;
    for (const lint::Finding& one : *found) out += one.line() + "\n";
    return out;
}

test::MemoryFileSystem web(const std::string& more = {}) {
    test::MemoryFileSystem fs;
    fs.add("/web/Chart.yaml", kChart + more)
        .add("/web/values.yaml", "port: 80\n")
        .add("/web/templates/_x.tpl", "");
    return fs;
}

std::string linted_template(const std::string& text) {
    test::MemoryFileSystem fs = web();
    fs.add("/web/templates/one.yaml", text);
    return linted(fs);
}

}  // namespace

TEST_CASE("a folder without a Chart.yaml is no chart", "[lint]") {
    test::MemoryFileSystem fs;
    fs.add_directory("/web");
    CHECK(
        linted(fs) ==
        "Error unable to check Chart.yaml file in chart: stat /web/Chart.yaml: no such file or directory\n");
}

TEST_CASE("addresses of maintainers are judged as Helm's validator judges them", "[lint]") {
    struct Row {
        std::string field;
        bool good;
    };
    const std::vector<Row> rows = {
        {"email: ann@example.com", true},
        {"email: o'neil+x@mail.example.co.uk", true},
        {"email: ann", false},
        {"email: ann@example", false},
        {"email: a..b@example.com", false},
        {"email: ann@-example.com", false},
        // Every character between quotes needs a quote of its own.
        {"email: '\"a\"@example.com'", true},
        {"email: '\"ab\"@example.com'", false},
        {"url: 'https://example.com/x?y#z'", true},
        {"url: example.com", true},
        {"url: http://", false},
        {"url: nothing", false},
        {"url: http://10.1.2.3:80/", true},
        {"url: 'mailto:a@example.com'", true},
    };
    for (const Row& row : rows) {
        INFO(row.field);
        test::MemoryFileSystem fs = web("maintainers: [{name: Ann, " + row.field + "}]\n");
        CHECK(linted(fs).empty() == row.good);
    }
}

TEST_CASE("fields of Chart.yaml that nobody knows are told, the first of them", "[lint]") {
    test::MemoryFileSystem fs = web("zzz: 1\nengine: x\n");
    CHECK(linted(fs) ==
          "[WARNING] Chart.yaml: failed to strictly parse chart metadata file\n\terror unmarshaling JSON: "
          "while decoding "
          "JSON: json: unknown field \"engine\"\n");
}

TEST_CASE("a document that does not read ends the look at the templates", "[lint]") {
    CHECK(linted_template("kind: Service\nmetadata: {name: a.b}\n---bad\n") ==
          "[ERROR] templates/one.yaml: unable to parse YAML: invalid Yaml document separator: bad\n");
    CHECK(linted_template("{\"kind\": \"A\", \"metadata\": {\"name\": \"a\"}}\nkind: [\n") ==
          "[ERROR] templates/one.yaml: unable to parse YAML: json: offset 42: invalid character 'k' looking "
          "for beginning "
          "of value\n");
}

TEST_CASE("what Kubernetes has deprecated is told with what to use instead", "[lint]") {
    CHECK(linted_template("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n") ==
          "[WARNING] templates/one.yaml: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, "
          "unavailable in v1.25+; "
          "use policy/v1 PodDisruptionBudget\n");
}

TEST_CASE("required and fail do not stop a lint", "[lint]") {
    CHECK(linted_template("kind: A\nmetadata: {name: {{ required \"need\" .Values.none | default \"a\" "
                          "}}}\n{{ fail \"x\" }}") == "");
}
