#include "yare/render/render.h"

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::render;

namespace {

// A chart on a disk in memory, rendered; the manifest and the notes, or the error.
struct Fixture {
    test::MemoryFileSystem disk;
    test::FixedClock clock;
    test::SeededRandom random;
    RenderOptions options;
    ReleaseInfo release{"rel", "space", 3, true};
    Diagnostics diagnostics;

    Fixture() {
        options.clock = &clock;
        options.random = &random;
        disk.add("/web/Chart.yaml",
                 "apiVersion: v2\nname: web\nversion: 1.2.3\nappVersion: 1.10\nannotations: {a: b}\n");
    }

    std::string render(std::string_view values = {}) {
        charts::ChartSet set;
        Result<charts::Chart*> chart = charts::load_chart(disk, "/web", set, diagnostics);
        if (!chart) return chart.error().text();
        Result<Value> user = read_yaml(values, set.new_document());
        if (!user) return user.error().text();
        if (Result<void> done = charts::process_dependencies(**chart, *user, set, diagnostics); !done)
            return done.error().text();
        SymbolTable symbols(&set.symbols());
        SourceMap sources(&set.sources());
        Document document(symbols);
        Result<Map*> merged = render_values(**chart, *user, options, document, diagnostics);
        if (!merged) return merged.error().text();
        Result<Rendered> out =
            render_chart(**chart, **merged, release, options, document, sources, diagnostics);
        if (!out) return out.error().text();
        return manifest_text(*out) + (out->notes.empty() ? "" : "NOTES " + out->notes);
    }
};

}  // namespace

TEST_CASE("a template sees its chart, its release, its values and the cluster", "[render]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "port: 80\n");
    f.disk.add(
        "/web/templates/a.yaml",
        "a: {{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Chart.Annotations.a }} {{ .Values.port }}\n"
        "b: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Revision }} {{ .Release.IsUpgrade }} "
        "{{ .Release.Service }}\n"
        "c: {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has \"apps/v1\" }} "
        "{{ .Capabilities.HelmVersion.Version }}\n"
        "d: {{ .Template.Name }} {{ .Template.BasePath }}\n");
    CHECK(f.render() ==
          "---\n# Source: web/templates/a.yaml\n"
          "a: web 1.1 b 80\n"
          "b: rel space 3 true Helm\n"
          "c: 37 true v4.3.1\n"
          "d: web/templates/a.yaml web/templates\n\n");
}

TEST_CASE("a sub-chart sees its own table of the values", "[render]") {
    Fixture f;
    f.disk.add("/web/values.yaml", "global: {zone: x}\ndb: {size: 2}\n");
    f.disk.add("/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 0.1.0\n");
    f.disk.add("/web/charts/db/values.yaml", "size: 1\nname: d\n");
    f.disk.add("/web/charts/db/templates/s.yaml",
               "kind: {{ .Values.name }}{{ .Values.size }}{{ .Values.global.zone }}\n");
    f.disk.add("/web/templates/a.yaml", "kind: {{ .Subcharts.db.Values.name }}\n");
    CHECK(f.render() ==
          "---\n# Source: web/templates/a.yaml\nkind: d\n\n"
          "---\n# Source: web/charts/db/templates/s.yaml\nkind: d2x\n\n");
}

TEST_CASE("files that are no templates are read through .Files", "[render][files]") {
    Fixture f;
    f.disk.add("/web/conf/a.txt", "one\ntwo\n");
    f.disk.add("/web/conf/b.txt", "");
    f.disk.add(
        "/web/templates/a.yaml",
        "# a: {{ .Files.Get \"conf/a.txt\" | quote }} {{ .Files.Get \"none\" | quote }}\n"
        "# b: {{ range $path, $_ := .Files.Glob \"conf/*\" }}{{ $path }} {{ end }}\n"
        "# c: {{ (.Files.Glob \"conf/a*\").AsConfig | quote }} {{ (.Files.Glob \"conf/*\").AsSecrets | "
        "quote }}\n"
        "# d: {{ .Files.Lines \"conf/a.txt\" }} {{ .Files.Lines \"conf/b.txt\" }}\n");
    CHECK(f.render() ==
          "---\n# Source: web/templates/a.yaml\n"
          "# a: \"one\\ntwo\\n\" \"\"\n"
          "# b: conf/a.txt conf/b.txt \n"
          "# c: \"a.txt: |\\n  one\\n  two\" \"a.txt: b25lCnR3bwo=\\nb.txt: \\\"\\\"\"\n"
          "# d: [one two] []\n\n");
}

TEST_CASE("notes are taken out, partials and empty files leave nothing", "[render]") {
    Fixture f;
    f.disk.add("/web/templates/_p.tpl", "{{ define \"p\" }}p{{ end }}");
    f.disk.add("/web/templates/NOTES.txt", "Hello {{ include \"p\" . }}");
    f.disk.add("/web/templates/none.yaml", "{{ if .Values.none }}a: 1{{ end }}\n");
    CHECK(f.render() == "NOTES Hello p");
}

TEST_CASE("a chart may ask for a version of Kubernetes", "[render]") {
    Fixture f;
    f.disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\nkubeVersion: '>=2'\n");
    CHECK(f.render() == "chart requires kubeVersion: >=2 which is incompatible with Kubernetes v1.37.0");
}

TEST_CASE("what a lookup finds comes from the source that was handed in", "[render][lookup]") {
    struct Source final : LookupSource {
        Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                             std::string_view namespace_name, std::string_view name) override {
            Map* map = document.make_map();
            map->set("found", document.string(std::string(api_version) + " " + std::string(kind) + " " +
                                              std::string(namespace_name) + " " + std::string(name)));
            return Value(map);
        }
    } source;
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "a: {{ (lookup \"v1\" \"Secret\" \"ns\" \"n\").found | quote }}\n");
    CHECK(f.render() == "---\n# Source: web/templates/a.yaml\na: \n\n");
    f.options.lookup = &source;
    CHECK(f.render() == "---\n# Source: web/templates/a.yaml\na: \"v1 Secret ns n\"\n\n");
}

TEST_CASE("secrets are hidden when that is asked for", "[render]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "apiVersion: v1\nkind: Secret\nstringData: {a: hush}\n");
    f.options.hide_secret = true;
    CHECK(f.render() ==
          "---\n# Source: web/templates/a.yaml\n# HIDDEN: The Secret output has been suppressed\n");
}

TEST_CASE("cve_2020_11013_lookup_stays_offline: without a source no lookup leaves the process",
          "[render][security]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "a: {{ lookup \"v1\" \"Secret\" \"\" \"\" | toJson }}\n");
    CHECK(f.render() == "---\n# Source: web/templates/a.yaml\na: {}\n\n");
}

TEST_CASE("cve_2023_25165_no_dns: names are not resolved unless that is asked for", "[render][security]") {
    Fixture f;
    f.disk.add("/web/templates/a.yaml", "a: {{ getHostByName \"localhost\" | quote }}\n");
    CHECK(f.render() == "---\n# Source: web/templates/a.yaml\na: \"\"\n\n");
}
