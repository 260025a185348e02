#include "yare/base/source_map.h"

#include "yare/test/catch.h"

using namespace yare;

namespace {
std::string place(const SourceMap& map, Pos pos) {
    const Location at = map.locate(pos);
    if (!at.source) return "nowhere";
    return at.source->name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
           std::string(at.line_text);
}
}  // namespace

TEST_CASE("a place is worked out into file, line, column and line", "[base][source_map]") {
    SourceMap map;
    const Source& first = map.add("a.yaml", "one\ntwo\n");
    const Source& second = map.add("b.yaml", "");
    const Source& third = map.add("c.yaml", "x");
    CHECK(place(map, first.at(0)) == "a.yaml:1:0 one");
    CHECK(place(map, first.at(3)) == "a.yaml:1:3 one");
    CHECK(place(map, first.at(4)) == "a.yaml:2:0 two");
    CHECK(place(map, first.at(8)) == "a.yaml:3:0 ");
    CHECK(place(map, second.at(0)) == "b.yaml:1:0 ");
    CHECK(place(map, third.at(1)) == "c.yaml:1:1 x");
    CHECK(place(map, Pos{}) == "nowhere");
    CHECK(place(map, Pos{1000}) == "nowhere");
}

TEST_CASE("a map over another knows the places of both", "[base][source_map]") {
    SourceMap below;
    const Source& chart = below.add("chart", "a\nb");
    SourceMap above(&below);
    const Source& text = above.add("tpl", "{{ x }}", chart.at(2));
    CHECK(place(above, chart.at(2)) == "chart:2:0 b");
    CHECK(place(above, text.at(3)) == "tpl:1:3 {{ x }}");
    CHECK(place(above, above.find(text.at(3))->origin) == "chart:2:0 b");
    CHECK(place(below, text.at(3)) == "nowhere");
}
