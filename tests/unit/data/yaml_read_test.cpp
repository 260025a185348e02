#include <limits>

#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("a YAML map or list that is asked for is had, or the error of Go", "[data][yaml]") {
    Document document;
    CHECK(read_yaml_map("- 1\n", document).error().text() ==
          "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type "
          "map[string]interface {}");
    CHECK(read_yaml_map("x", document).error().text() ==
          "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type "
          "map[string]interface {}");
    CHECK(read_yaml_list("a: 1", document).error().text() ==
          "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go value of type "
          "[]interface {}");
    CHECK(read_yaml_map("# nothing\n", document).value() == nullptr);
    CHECK(read_yaml_map("a: 1\n", document).value()->size() == 1);
    CHECK(read_yaml_list("- 1\n- 2\n", document).value()->size == 2);
}

TEST_CASE("YAML numbers become what is asked for", "[data][yaml]") {
    Document document;
    const std::string text = "[1, 1.0, 1e3, 2.5, 18446744073709551615, -0.0, 010]\n";
    const Value cluster = read_yaml(text, document, {.numbers = Numbers::KeepIntegers}).value();
    CHECK(cluster.items()[0].as_integer() == 1);
    CHECK(cluster.items()[1].as_integer() == 1);
    CHECK(cluster.items()[2].as_integer() == 1000);
    CHECK(cluster.items()[3].as_float() == 2.5);
    CHECK(cluster.items()[4].is_float());
    CHECK(cluster.items()[5].as_integer() == 0);
    CHECK(cluster.items()[6].as_integer() == 8);
    const Value written = read_yaml(text, document, {.numbers = Numbers::AsWritten}).value();
    CHECK(written.items()[0].as_integer() == 1);
    CHECK(written.items()[1].as_float() == 1);
    CHECK(written.items()[4].go_type() == GoType::Uint64);
    for (const Value& item : read_yaml(text, document).value().items()) CHECK(item.is_float());
}

TEST_CASE("a string field takes scalars of other kinds", "[data][yaml]") {
    Document document;
    const Value list = read_yaml("[x, 1, 1.10, 010, yes, 1234567.89, 18446744073709551615, ~, []]", document,
                                 {.numbers = Numbers::AsWritten})
                           .value();
    const char* texts[] = {"x", "1", "1.1", "8", "true", "1.2345679e+06", "18446744073709551615"};
    for (std::size_t i = 0; i < 7; ++i) CHECK(yaml_string_field(list.items()[i]) == texts[i]);
    CHECK_FALSE(yaml_string_field(list.items()[7]));
    CHECK_FALSE(yaml_string_field(list.items()[8]));
}

TEST_CASE("keys that come twice can be errors", "[data][yaml]") {
    Document document;
    const YamlOptions strict{.unique_keys = true};
    CHECK(read_yaml("a: 1\nb:\n- x: 1\n  x: 2\na: 3\n", document, strict).error().text() ==
          "error converting YAML to JSON: yaml: unmarshal errors:\n"
          "  line 4: key \"x\" already set in map\n"
          "  line 5: key \"a\" already set in map");
    CHECK(read_yaml("a: 1\nb: 2\n", document, strict));
}

TEST_CASE("entries, items and errors know their places", "[data][yaml]") {
    for (const char* tail : {"", "\nanchor: &x 1\n"}) {  // both readers
        SourceMap sources;
        const std::string text = "# c\na: 1\nb:\n  - x\n  - \"k\": v\n" + std::string(tail);
        const Source& source = sources.add("values.yaml", text);
        Document document;
        const Value root = read_yaml(source.text, document, {.source = &source}).value();
        const auto place = [&](Origin origin) {
            const Location at = sources.locate(Pos{origin.id});
            return std::to_string(at.line) + ":" + std::to_string(at.column);
        };
        CHECK(place(root.as_map().find_entry("a")->origin) == "2:0");
        CHECK(place(root.as_map().find_entry("b")->origin) == "3:0");
        const List& list = root.path({"b"}).as_list();
        REQUIRE(list.origins);
        CHECK(place(list.origins[0]) == "4:4");
        CHECK(place(list.origins[1]) == "5:4");
        CHECK(place(list.items[1].as_map().find_entry("k")->origin) == "5:4");
    }
    SourceMap sources;
    const Source& source = sources.add("values.yaml", "\xC3\xA9: 1\na: b: c\n");
    Document document;
    const Location at = sources.locate(read_yaml(source.text, document, {.source = &source}).error().pos());
    CHECK(at.line == 2);
    CHECK(at.column == 4);
}

TEST_CASE("values files are cut as apimachinery does", "[data][yaml]") {
    struct Row {
        const char* text;
        std::vector<std::string_view> documents;
    };
    const Row rows[] = {
        {"", {}},
        {"a: 1\n", {"a: 1\n"}},
        {"a: 1\n---\nb: 2\n", {"a: 1\n", "b: 2\n"}},
        {"---\na: 1\n---\nb: 2", {"---\na: 1\n", "b: 2"}},
        {"a: 1\n--- # c\nb: 2\n", {"a: 1\n", "b: 2\n"}},
        {"---\n---\na: 1\n", {"---\n", "a: 1\n"}},
        {"a: |\n  ---\n", {"a: |\n  ---\n"}},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(split_yaml_documents(row.text).value() == row.documents);
    }
    CHECK(split_yaml_documents("a: 1\n--- b\n").error().text() == "invalid Yaml document separator: b");
}

TEST_CASE("YAML nesting ends at the limit", "[data][yaml]") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    Document document;
    CHECK(read_yaml(nested(limits::kNestingDepth), document));
    CHECK(read_yaml(nested(limits::kNestingDepth + 1), document).error().text() ==
          "error converting YAML to JSON: yaml: exceeded max depth of 10000");
    // One of the two limits is met with brackets inside a block map too.
    CHECK(read_yaml("v: " + nested(limits::kNestingDepth - 1), document));
    CHECK(read_yaml("v: " + nested(limits::kNestingDepth), document).error().text() ==
          "error unmarshaling JSON: while decoding JSON: invalid character '[' exceeded max depth");
    // Much deeper costs no more time.
    CHECK_FALSE(read_yaml(std::string(1000000, '['), document));
    std::string blocks;
    for (int i = 0; i < 3000; ++i) blocks += "- ";
    CHECK(read_yaml(blocks + "x\n", document));
}

TEST_CASE("go_2020_0036, go_2021_0061: a bomb of aliases is refused", "[data][yaml]") {
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name < 'j'; ++name) {
        bomb += std::string(1, name) + ": &" + name + " [";
        for (int i = 0; i < 9; ++i) bomb += std::string(i ? ", *" : "*") + char(name - 1);
        bomb += "]\n";
    }
    Document document;
    CHECK(read_yaml(bomb, document).error().text() ==
          "error converting YAML to JSON: yaml: document contains excessive aliasing");
}
