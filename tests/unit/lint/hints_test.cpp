#include <optional>

#include "yare/charts/set_flags.h"
#include "yare/lint/lint.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

struct Fixture {
    test::MemoryFileSystem disk;
    charts::ValueFlags flags;

    Fixture() { disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n"); }

    std::string hints(SecondThread* second_thread = nullptr) {
        test::FixedClock clock;
        test::SeededRandom random;
        std::vector<lint::Hint> found;
        lint::LintOptions options;
        options.clock = &clock;
        options.random = &random;
        options.hints = &found;
        templates::ParseAhead ahead(second_thread);
        options.parsed = &ahead;
        charts::ChartSet set;
        set.set_beside({second_thread, [&](std::string_view text) { ahead.add(text); }});
        Diagnostics diagnostics;
        const Result<Map*> given = charts::merge_value_flags(flags, charts::read_from(disk), set);
        REQUIRE(given.ok());
        (void)lint::lint_chart(disk, "/web", Value(*given), options, set, diagnostics);
        std::string out;
        for (const lint::Hint& one : found) out += one.line() + "\n";
        return out;
    }
};

// The hints at the values of a chart with one template.
std::string hints(const std::string& values, const std::string& text, const std::string& more = {}) {
    Fixture web;
    web.disk.add("/web/values.yaml", values).add("/web/templates/a.yaml", text);
    web.disk.add("/web/templates/_more.tpl", more);
    return web.hints();
}

}  // namespace

TEST_CASE("a value that is read in any of the ways of templates is no hint", "[lint][hints]") {
    struct Row {
        const char* values;
        const char* text;
        const char* more;
    };
    const Row rows[] = {
        {"a: {b: 1}", "{{ .Values.a.b }}", ""},
        {"a: {b: 1}", "{{ toYaml .Values.a }}", ""},
        {"a: {b: 1}", "{{ with .Values.a }}{{ .b }}{{ end }}", ""},
        {"a: {b: 1}", "{{ $x := .Values }}{{ $x.a.b }}", ""},
        {"a: {b: 1}", "{{ index .Values \"a\" \"b\" }}", ""},
        {"a: {b: 1}", "{{ get (get .Values \"a\") \"b\" }}", ""},
        {"a: {b: 1}", "{{ dig \"a\" \"b\" 2 .Values }}", ""},
        {"a: {b: 1}", "{{ dig \"a\" \"b\" 2 .Values.AsMap }}", ""},
        {"a: {b: 1}", "{{ if hasKey .Values.a \"b\" }}{{ end }}", ""},
        {"a: {b: 1}", "{{ range $k, $v := .Values.a }}{{ $v }}{{ end }}", ""},
        {"a: [{b: 1}]", "{{ range .Values.a }}{{ .b }}{{ end }}", ""},
        {"a: [{b: 1}]", "{{ (first .Values.a).b }}", ""},
        {"a: {b: 1}", "{{ include \"x\" .Values.a }}", "{{ define \"x\" }}{{ .b }}{{ end }}"},
        {"a: {b: 1}", "{{ include \"x\" (dict \"v\" .Values \"k\" \"b\") }}",
         "{{ define \"x\" }}{{ index .v.a .k }}{{ end }}"},
        {"a: {b: 1}", "{{ include (printf \"%s.y\" \"x\") $ }}",
         "{{ define \"x.y\" }}{{ .Values.a.b }}{{ end }}"},
        {"a: {b: 1}", "{{ template \"x\" . }}", "{{ define \"x\" }}{{ $.Values.a.b }}{{ end }}"},
        {"a: {b: 1}", "{{ range list \"b\" }}{{ index $.Values.a . }}{{ end }}", ""},
        {"a: {b: 1}", "{{ range splitList \".\" \"a.b\" }}{{ index $.Values . }}{{ end }}", ""},
        {"a: {b: 1}", "{{ index .Values.a (include \"x\" .) }}", "{{ define \"x\" -}}b{{- end }}"},
        {"a: {b: 1}\nc: {}", "{{ $m := merge .Values.c .Values.a }}{{ .Values.c.b }}", ""},
        {"a: {b: 1}", "{{ $d := dict }}{{ $_ := set $d \"x\" .Values.a }}{{ $d.x.b }}", ""},
        {"a: {b: 1}\nc: {}", "{{ $_ := set .Values.c \"x\" .Values.a }}{{ .Values.c.x.b }}", ""},
        {"a: {b: 1}", "{{ (default dict .Values.a).b }}", ""},
        {"a: {b: 1}", "{{ ternary .Values.a .Values.a true | toJson }}", ""},
        {"a: {b: 1}", "{{ range tuple .Values.a }}{{ .b }}{{ end }}", ""},
        {"a: {b: 1}", "{{ pick .Values.a \"b\" | toYaml }}", ""},
        {"a: {b: 1}", "{{ omit .Values.a \"c\" | toYaml }}", ""},
        {"a: {b: 1}\nt: '{{ .Values.a.b }}'", "{{ tpl .Values.t . }}", ""},
        {"a: {b: 1}", "{{ tpl \"{{ .Values.a.b }}\" . }}", ""},
        {"a: {b: 1}", "{{ .Values.a | required \"x\" | toYaml }}", ""},
        {"a: {b: 1}", "{{ toYaml $ }}", ""},
        {"a: &x {b: 1}\nc: *x", "{{ .Values.c.b }}", ""},
        {"a: {b: 1}",
         "{{ $x := .Values.none }}{{ range .Values.none }}{{ $x = $.Values.a }}{{ end }}{{ $x.b }}", ""},
    };
    for (const Row& row : rows) {
        INFO(row.values << " / " << row.text);
        CHECK(hints(row.values, row.text, row.more).empty());
    }
}

TEST_CASE("a value that nothing reads is one, with the name that may be meant", "[lint][hints]") {
    CHECK(hints("image:\n  tga: 1\n", "{{ .Values.image.tag }}") ==
          "hint: web/values.yaml:2: nothing reads image.tga; did you mean image.tag (read at "
          "web/templates/a.yaml:1)?\n");
    CHECK(hints("a:\n  b: 1\n  c: 2\n", "{{ .Values.a.b }}") ==
          "hint: web/values.yaml:3: nothing reads a.c\n");
    CHECK(hints("a: [{b: 1, c: 2}]\n", "{{ range .Values.a }}{{ .b }}{{ end }}") ==
          "hint: web/values.yaml:1: nothing reads a[0].c\n");
    CHECK(hints("a: {b: 1}\nc: {d: 1}\n", "{{ include \"x\" .Values.a }}",
                "{{ define \"x\" }}{{ .b }}{{ end }}") == "hint: web/values.yaml:2: nothing reads c\n");
    CHECK(hints("a: {b: 1, c: 1}\n", "{{ index .Values.a (include \"x\" .) }}",
                "{{ define \"x\" -}}b{{- end }}") == "hint: web/values.yaml:1: nothing reads a.c\n");
}

TEST_CASE("a read of what nothing sets is told of, beside the name that is set", "[lint][hints]") {
    const std::string text = "{{ .Values.web.image }}{{ .Values.web.imgae }}";
    CHECK(hints("web: {image: x}", text) ==
          "hint: web/templates/a.yaml:1: reads web.imgae, which nothing sets; did you mean web.image?\n");
    // Somebody may set it.
    CHECK(hints("web: {image: x, imgae: y}", text).empty());
    CHECK(hints("web:\n  image: x\n  # imgae: y\n", text).empty());
    // Nothing is near, or there is no table.
    CHECK(hints("web: {image: x}", "{{ .Values.web.image }}{{ .Values.web.other }}").empty());
    CHECK(hints("image: x", "{{ .Values.image }}{{ .Values.web.imgae }}").empty());
}

TEST_CASE("flags and files of the user are looked at too", "[lint][hints]") {
    Fixture web;
    web.disk.add("/web/values.yaml", "image: {tag: 1}\n")
        .add("/web/templates/a.yaml", "{{ .Values.image.tag }}");
    web.disk.add("/my.yaml", "image:\n  tagg: 2\n");
    web.flags.files = {"/my.yaml"};
    web.flags.values = {"image.atg=3"};
    CHECK(web.hints() ==
          "hint: /my.yaml:2: nothing reads image.tagg; did you mean image.tag (read at "
          "web/templates/a.yaml:1)?\n"
          "hint: --set image.atg=3: nothing reads image.atg; did you mean image.tag (read at "
          "web/templates/a.yaml:1)?\n");
}

TEST_CASE("what a sub-chart reads is read, switched off or not", "[lint][hints]") {
    Fixture web;
    web.disk
        .add("/web/Chart.yaml",
             "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n- name: db\n  version: 1.x.x\n"
             "  alias: store\n  condition: store.enabled\n  tags: [back]\n  import-values:\n  - child: out\n"
             "    parent: in\n- name: gone\n  version: 1.x.x\n")
        .add("/web/values.yaml",
             "store: {enabled: false, siez: 2, out: {x: 1}}\ntags: {bakc: true}\n"
             "gone: {anything: 1}\n")
        .add("/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n")
        .add("/web/charts/db/templates/a.yaml", "{{ .Values.size }}{{ .Values.global.zone }}");
    CHECK(web.hints() ==
          "hint: web/values.yaml:1: nothing reads store.siez; did you mean store.size (read at "
          "web/charts/store/templates/a.yaml:1)?\n"
          "hint: web/values.yaml:2: nothing reads tags.bakc; did you mean tags.back?\n");
}

TEST_CASE("a schema's properties are known to somebody", "[lint][hints]") {
    Fixture web;
    web.disk.add("/web/values.yaml", "a: {b: 1, c: 2}\n").add("/web/templates/a.yaml", "{{ .Values.a.b }}");
    web.disk.add(
        "/web/values.schema.json",
        R"({"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"properties": {"c": {}}}}})");
    CHECK(web.hints().empty());
}

TEST_CASE("a slip in a table that is taken over as it is shows against Kubernetes' names", "[lint][hints]") {
    CHECK(hints("resources:\n  limtis:\n    cpu: 1\n", "{{ toYaml .Values.resources }}") ==
          "hint: web/values.yaml:2: limtis is no name that this chart or Kubernetes knows; did you mean "
          "limits?\n");
    CHECK(hints("resources:\n  limits:\n    cpu: 1\n", "{{ toYaml .Values.resources }}").empty());
    CHECK(hints("labels:\n  tier: 1\n  ported: 2\n", "{{ toYaml .Values.labels }}").empty());
}

TEST_CASE("in a short name, what is beside the right letter on a keyboard is a slip", "[lint][hints]") {
    const std::string table = "{{ toYaml .Values.pod }}";
    CHECK(
        hints("pod: {namr: x}", table) ==
        "hint: web/values.yaml:1: namr is no name that this chart or Kubernetes knows; did you mean name?\n");
    CHECK(hints("pod: {naxe: x}", table).empty());
    // A plural is none.
    CHECK(hints("pod: {names: x}", table).empty());
}

TEST_CASE("a number that prints with an exponent is told of", "[lint][hints]") {
    CHECK(
        hints("size: 1000000\n", "{{ .Values.size }}") ==
        "hint: web/values.yaml:1: size is printed as 1e+06: numbers of a values file are floating point; put "
        "quotes around it, or `int64` into the template\n");
    CHECK(hints("size: 100000\n", "{{ .Values.size }}").empty());
    CHECK(hints("size: 1000000\n", "{{ .Values.size | int64 }}").empty());
    CHECK(hints("size: 1000000\n", "{{ toYaml .Values.size }}").empty());
}

TEST_CASE("an index of --set that throws items away is told of", "[lint][hints]") {
    const auto told = [](const std::string& flag, const std::string& file = {}) {
        Fixture web;
        web.disk.add("/web/values.yaml", "\nhosts:\n- name: a\n  port: 1\n- name: b\nplain: [a]\n");
        web.disk.add("/web/templates/a.yaml", "{{ toYaml .Values.hosts }}{{ toYaml .Values.plain }}");
        if (!file.empty()) web.disk.add("/my.yaml", file), web.flags.files = {"/my.yaml"};
        web.flags.values = {flag};
        return web.hints();
    };
    CHECK(told("hosts[0].name=x") ==
          "hint: --set hosts[0].name=x: the list hosts of the chart (web/values.yaml:2, 2 items) is replaced "
          "as a "
          "whole: what the flag does not set is gone\n");
    CHECK(told("hosts[0].name=x", "hosts: [{name: c, port: 2}]\n").empty());
    CHECK(told("plain[0]=x").empty());
    CHECK(told("hosts=").empty());
}

TEST_CASE("patterns of .helmignore that do not mean what they seem are told of", "[lint][hints]") {
    Fixture web;
    web.disk.add("/web/.helmignore", "# all is well\n*.bak\n/docs/\n./notes\n*.tmp # scratch\n!keep\n");
    CHECK(
        web.hints() ==
        "hint: web/.helmignore:4: ./notes: paths are matched without a leading ./, so this matches nothing\n"
        "hint: web/.helmignore:5: *.tmp # scratch: a comment begins at the start of a line: here it is part "
        "of the "
        "pattern\n"
        "hint: web/.helmignore:6: !keep: a pattern with ! does not bring files back: everything that it does "
        "not "
        "match is left out of the chart\n");
}

TEST_CASE("two threads find the hints that one does", "[lint][hints][threads]") {
    Fixture web;
    std::string values = "strategy: {nodeSelecter: {}}\n";
    web.disk.add("/web/templates/strategy.yaml", "a: {{ toYaml .Values.strategy }}\n");
    for (int i = 0; i < 60; ++i) {
        const std::string name = "part" + std::string(1, char('a' + i % 26)) + std::to_string(i / 26);
        values += name + ": {image: {tga: v1}}\n";
        web.disk.add("/web/templates/" + name + ".yaml", "a: {{ .Values." + name + ".image.tag }}\n");
    }
    web.disk.add("/web/values.yaml", values);
    const std::string alone = web.hints();
    CHECK(alone.find("nothing reads parta0.image.tga") != std::string::npos);
    CHECK(alone.find("nodeSelecter is no name") != std::string::npos);
    SecondThread second_thread;
    CHECK(web.hints(&second_thread) == alone);
}
