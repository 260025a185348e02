#include "yare/render/explanation.h"

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/data/yaml.h"
#include "yare/render/render.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::render;

namespace {

// A chart on a disk in memory, printed and explained; one line of text for each writer.
struct Fixture {
    test::MemoryFileSystem disk;
    test::FixedClock clock;
    test::SeededRandom random;
    std::string values;

    Fixture() { disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\n"); }

    std::string explain() {
        charts::ChartSet set;
        Diagnostics diagnostics;
        Result<charts::Chart*> chart = charts::load_chart(disk, "/web", set, diagnostics);
        REQUIRE(chart.ok());
        const Source& source = set.sources().add("my.yaml", values);
        YamlOptions yaml;
        yaml.source = &source;
        Result<Value> user = read_yaml(source.text, set.new_document(), yaml);
        REQUIRE(user.ok());
        REQUIRE(charts::process_dependencies(**chart, *user, set, diagnostics).ok());
        SymbolTable symbols(&set.symbols());
        SourceMap sources(&set.sources());
        Document document(symbols);
        templates::Trace trace;
        RenderOptions options;
        options.clock = &clock;
        options.random = &random;
        options.trace = &trace;
        Result<Map*> merged = render_values(**chart, *user, options, document, diagnostics);
        REQUIRE(merged.ok());
        Result<Rendered> rendered =
            render_chart(**chart, **merged, {}, options, document, sources, diagnostics);
        REQUIRE(rendered.ok());
        PrintedText printed(*rendered, **chart);
        for (const PrintedDocument& one : rendered->documents) {
            printed.add("---\n");
            printed.add(one.text);
        }
        for (const Hook& hook : rendered->hooks) printed.add(hook.manifest);
        const charts::ValueOrigins origins(**chart, set);
        return words(explain_bytes({printed, trace, sources, **chart, origins}, 0, printed.text().size()));
    }

    static std::string reads(const std::vector<ValueRead>& all) {
        std::string out;
        for (const ValueRead& read : all)
            out += " " + read.path + (read.set ? "" : "?") + (read.origin.empty() ? "" : "@" + read.origin);
        return out;
    }

    static std::string words(const std::vector<ExplainedLine>& lines) {
        std::string out;
        for (const ExplainedLine& line : lines) {
            for (const Writer& writer : line.writers) {
                out += std::to_string(line.number) + " '" +
                       line.text.substr(std::min(writer.begin, line.text.size()), writer.end - writer.begin) +
                       "'";
                if (writer.kind == PartKind::Frame) out += " frame";
                if (writer.at.line != 0)
                    out += " " + writer.at.file + ":" + std::to_string(writer.at.line) + ":" +
                           std::to_string(writer.at.column);
                for (const CallExplained& call : writer.calls)
                    out += " <- " + call.name + " " + call.at.file + ":" + std::to_string(call.at.line) +
                           reads(call.reads);
                if (!writer.reads.empty()) out += " reads" + reads(writer.reads);
                if (!writer.conditions.empty()) out += " if" + reads(writer.conditions);
                out += "\n";
            }
        }
        return out;
    }
};

}  // namespace

TEST_CASE("plain text, an action and the frame around them have their writers", "[render][explanation]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "port: 80\n");
    f.disk.add("/web/templates/a.yaml", "kind: A\nport: {{ .Values.port }}\n");
    CHECK(f.explain() ==
          "1 '---' frame\n"
          "2 'kind: A' web/templates/a.yaml:1:0\n"
          "3 'port: 80' web/templates/a.yaml:2:9 reads port@web/values.yaml:1\n");
}

TEST_CASE("a value that a file overrides is told with the place that won", "[render][explanation]") {
    Fixture f;
    f.values = "\nport: 81\n";
    f.disk.add("/web/values.yaml", "port: 80\n");
    f.disk.add("/web/templates/a.yaml", "port: {{ .Values.port }} {{ .Values.gone }}\n");
    CHECK(f.explain() ==
          "1 '---' frame\n"
          "2 'port: 81 ' web/templates/a.yaml:1:9 reads port@my.yaml:2\n");
}

TEST_CASE("what an include wrote shows the chain, and each of its lines its own place",
          "[render][explanation]") {
    Fixture f;
    f.disk.add(
        "/web/templates/_a.tpl",
        "{{ define \"outer\" }}a: 1\n{{ include \"inner\" . }}{{ end }}{{ define \"inner\" }}b: 2{{ end }}");
    f.disk.add("/web/templates/a.yaml", "x:\n{{ include \"outer\" . | indent 2 }}\n");
    CHECK(f.explain() ==
          "1 '---' frame\n"
          "2 'x:' web/templates/a.yaml:1:0\n"
          "3 '  a: 1' web/templates/_a.tpl:1:20 <- outer web/templates/a.yaml:2\n"
          "4 '  b: 2' web/templates/_a.tpl:2:52 <- inner web/templates/_a.tpl:2 <- outer "
          "web/templates/a.yaml:2\n");
}

TEST_CASE("the text of a tpl is a source, and the value it was is told", "[render][explanation]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "text: |-\n  a: 1\n  b: {{ .Values.num }}\nnum: 5\n");
    f.disk.add("/web/templates/a.yaml", "{{ tpl .Values.text . }}\n");
    CHECK(f.explain() ==
          "1 '---' frame\n"
          "2 'a: 1' tpl:1:0 <-  web/templates/a.yaml:1 text@web/values.yaml:1\n"
          "3 'b: 5' tpl:2:6 <-  web/templates/a.yaml:1 text@web/values.yaml:1 reads num@web/values.yaml:4\n");
}

TEST_CASE("of a table written whole each line has the entry that it is", "[render][explanation]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "t:\n  a: 1\n  b:\n    c: x\n  l:\n  - p\n  - q\n");
    f.disk.add("/web/templates/a.yaml", "{{ with .Values.t }}\n{{ toYaml . }}\n{{ end }}");
    CHECK(f.explain() ==
          "1 '---' frame\n"
          "2 'a: 1' web/templates/a.yaml:2:3 reads t.a@web/values.yaml:2 if t@web/values.yaml:1\n"
          "3 'b:' web/templates/a.yaml:2:3 reads t.b@web/values.yaml:3 if t@web/values.yaml:1\n"
          "4 '  c: x' web/templates/a.yaml:2:3 reads t.b.c@web/values.yaml:4 if t@web/values.yaml:1\n"
          "5 'l:' web/templates/a.yaml:2:3 reads t.l@web/values.yaml:5 if t@web/values.yaml:1\n"
          "6 '- p' web/templates/a.yaml:2:3 reads t.l[0]@web/values.yaml:6 if t@web/values.yaml:1\n"
          "7 '- q' web/templates/a.yaml:2:3 reads t.l[1]@web/values.yaml:7 if t@web/values.yaml:1\n");
}

TEST_CASE("a sub-chart's template reads its own table of the values, and a hook is found in its file",
          "[render][explanation]") {
    Fixture f;
    f.disk.add("/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 0.1.0\n");
    f.disk.add("/web/charts/db/values.yaml", "size: 1\n");
    f.disk.add("/web/charts/db/templates/s.yaml",
               "\n---\nmetadata: {annotations: {helm.sh/hook: test}}\nsize: {{ .Values.size }}");
    CHECK(f.explain() ==
          "1 'metadata: {annotations: {helm.sh/hook: test}}' web/charts/db/templates/s.yaml:3:0\n"
          "2 'size: 1' web/charts/db/templates/s.yaml:4:9 reads db.size@web/charts/db/values.yaml:1\n");
}
