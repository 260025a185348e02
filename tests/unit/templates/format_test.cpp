#include "yare/templates/format.h"

#include "rendering.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

TEST_CASE("values print as Go's %v", "[templates][format]") {
    Document document;
    Map* map = document.make_map();
    map->set("b", Value::of_float(1e6));
    map->set("a", document.make_list({Value::of_int(1), Value(), Value::of_view("x")}));
    std::string out;
    REQUIRE(append_print(out, map, document));
    CHECK(out == "map[a:[1 <nil> x] b:1e+06]");
    CHECK(
        sprint(std::vector<Value>{Value::of_int(1), Value::of_int(2), Value::of_view("a"), Value::of_int(3)},
               document) == "1 2a3");
    CHECK(sprintln(std::vector<Value>{Value::of_view("a"), Value()}, document) == "a <nil>\n");
}

TEST_CASE("types and kinds have Go's names", "[templates][format]") {
    Document document;
    CHECK(type_name(Value()) == "<nil>");
    CHECK(kind_name(Value()) == "invalid");
    CHECK(type_name(document.make_map(GoType::Values)) == "common.Values");
    CHECK(type_name(document.make_list({}, GoType::Strings)) == "[]string");
    CHECK(kind_name(document.bytes("x")) == "slice");
    CHECK(type_name(Value::of_int64(1, GoType::Duration)) == "time.Duration");
    CHECK(kind_name(Value::of_int64(1, GoType::Duration)) == "int64");
}

TEST_CASE("a map that holds itself does not print for ever", "[templates][format]") {
    Rendering rendering({{"t", "{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ $d }}"}});
    CHECK(rendering.run().starts_with("error: template: t:1:"));
    CHECK(rendering.failure.kind == FailureKind::Budget);
}

TEST_CASE("a list of lists of lists does not print for ever", "[templates][format]") {
    BudgetLimits limits;
    limits.memory = std::size_t{16} << 20;
    limits.output = std::size_t{1} << 20;
    Rendering rendering(
        {{"t", "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}{{ $l }}"}}, limits);
    CHECK(rendering.run().starts_with("error: template: t:1:"));
    CHECK(rendering.failure.kind == FailureKind::Budget);
}
