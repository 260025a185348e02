#include "yare/templates/trace.h"

#include "rendering.h"
#include "yare/data/yaml.h"

using namespace yare;
using namespace yare::templates;

namespace {

// What "t" writes with these values, and who wrote it: one piece a line, its bytes in quotes.
std::string traced(std::initializer_list<std::pair<std::string, std::string>> files,
                   std::string_view values) {
    test::Rendering rendering(files);
    Result<Map*> read = read_yaml_map(values, rendering.document);
    REQUIRE(read.ok());
    Map* dot = rendering.document.make_map();
    dot->set("Values", Value(*read));
    Trace trace;
    trace.name_values(**read);
    const std::string text = rendering.run(dot, &trace);
    const TracedFile* file = trace.file("t");
    REQUIRE(file);
    std::string out;
    std::size_t at = 0;
    for (const Piece& piece : file->pieces) {
        // In order and without gaps.
        CHECK(piece.begin == at);
        at = piece.end;
        const Location place = rendering.sources.locate(piece.place);
        out += "'" + text.substr(piece.begin, piece.end - piece.begin) + "' " +
               (place.source ? place.source->name + ":" + std::to_string(place.column) : "nowhere");
        for (std::uint32_t call = piece.call; call != 0; call = trace.call_site(call).outer)
            out += " <" + trace.call_site(call).name;
        for (const PathId path : trace.reads(piece.reads)) out += " " + trace.path_text(path);
        for (const PathId path : trace.reads(piece.conditions)) out += " if " + trace.path_text(path);
        out += "\n";
    }
    CHECK(at == text.size());
    return out;
}

}  // namespace

TEST_CASE("text and actions are pieces with their places", "[templates][trace]") {
    CHECK(traced({{"t", "a {{ .Values.x }} b"}}, "x: 1") ==
          "'a ' t:0\n"
          "'1' t:5 x\n"
          "' b' t:17\n");
}

TEST_CASE("a piece knows what its action read through variables, dots and indexes", "[templates][trace]") {
    CHECK(traced({{"t", "{{ $v := .Values.x }}{{ $v }}"}}, "x: 1") == "'1' t:24 x\n");
    CHECK(traced({{"t", "{{ with .Values.x }}{{ .z }}{{ end }}"}}, "x: {z: 1}") == "'1' t:23 x.z if x\n");
    CHECK(traced({{"t", "{{ range .Values.x }}{{ . }}{{ end }}"}}, "x: [a, b]") ==
          "'a' t:24 x[0] if x\n"
          "'b' t:24 x[1] if x\n");
    CHECK(traced({{"t", "{{ index .Values \"x\" \"z\" }}"}}, "x: {z: 1}") == "'1' t:3 x.z\n");
    CHECK(traced({{"t", "{{ get .Values.x \"z\" }}"}}, "x: {z: 1}") == "'1' t:3 x.z\n");
}

TEST_CASE("what is not set has a path too", "[templates][trace]") {
    CHECK(traced({{"t", "{{ .Values.x | default \"d\" }}"}}, "y: 1") == "'d' t:3 x\n");
    CHECK(traced({{"t", "{{ if not .Values.x }}d{{ end }}"}}, "y: 1") == "'d' t:22 if x\n");
}

TEST_CASE("a text keeps its places through include and what functions make of it", "[templates][trace]") {
    CHECK(traced({{"t", "{{ define \"d\" }}a {{ .Values.x }}{{ end }}{{ include \"d\" . | upper | quote }}"}},
                 "x: 1") == "'\"A 1\"' t:45 x\n");
    CHECK(traced({{"t", "{{ define \"d\" }}a\nb {{ .Values.x }}{{ end }}{{ include \"d\" . | nindent 2 }}"}},
                 "x: 1") ==
          "'\n  ' t:16 <d\n"
          "'a' t:16 <d\n"
          "'\n  ' t:0 <d\n"
          "'b ' t:0 <d\n"
          "'1' t:5 <d x\n");
    CHECK(traced({{"t", "{{ define \"d\" }} a {{ end }}{{ template \"d\" . }}"}}, "x: 1") ==
          "' a ' t:16 <d\n");
    CHECK(traced({{"t", "{{ define \"d\" }} abc {{ end }}{{ include \"d\" . | trim | trunc 2 }}"}}, "x: 1") ==
          "'ab' t:17 <d\n");
}

TEST_CASE("a value that is not there leaves no piece behind", "[templates][trace]") {
    CHECK(traced({{"t", "a{{ .Values.x.y }}b{{ .Values.z }}c"}}, "x: {}") ==
          "'a' t:0\n"
          "'b' t:18\n"
          "'c' t:34\n");
}

TEST_CASE("a render without a trace and one with it write the same", "[templates][trace]") {
    const std::string text =
        "{{ define \"d\" }}{{ range $k, $v := . }}{{ $k }}={{ $v }},{{ end }}{{ end }}{{ include \"d\" "
        ".Values | nindent 1 }}";
    test::Rendering with({{"t", text}});
    Map* values = with.document.make_map();
    values->set("b", Value::of_int(2));
    Map* dot = with.document.make_map();
    dot->set("Values", Value(values));
    Trace trace;
    trace.name_values(*values);
    const std::string traced_text = with.run(dot, &trace);
    CHECK(traced_text == "\n b=2,");
    CHECK(with.run(dot) == traced_text);
}
