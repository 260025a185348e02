#include <cmath>

#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

std::string written(std::string_view json) {
    Document document;
    return write_yaml(read_json(json, document).value()).value();
}

std::string pretty(std::string_view json) {
    Document document;
    return write_yaml_pretty(read_json(json, document).value()).value();
}

std::string written_string(std::string_view text) {
    Document document;
    const Result<std::string> out = write_yaml(document.string(text));
    return out ? *out : out.error().text();
}

class Plain final : public HostObject {
  public:
    std::string_view go_type() const override { return "x.Plain"; }
    std::string_view go_kind() const override { return "struct"; }
    Value print(Document& document) const override { return document.string("plain"); }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        map->set("Name", document.string("text"));
        return map;
    }
};

}  // namespace

TEST_CASE("keys come in natural order", "[data][yaml]") {
    CHECK(
        written(
            R"({"b10":1,"b2":2,"b1":3,"a1b":4,"a-1":5,"a:b":6,"B":7,"é":8,"10":9,"9":10,"1.5":11,"_":12,"":13})") ==
        "\"\": 13\n_: 12\n\"1.5\": 11\n\"9\": 10\n\"10\": 9\nB: 7\na-1: 5\na:b: 6\na1b: 4\nb1: 3\nb2: "
        "2\nb10: 1\n\xC3\xA9: 8\n");
    CHECK(written(R"({"web-10":1,"web-2":2,"web-02":3})") == "web-2: 2\nweb-02: 3\nweb-10: 1\n");
}

TEST_CASE("lists stand at their key's column, or below it in the pretty form", "[data][yaml]") {
    const std::string_view json = R"({"a":[1,{"b":2,"c":[3]},[4,[5]],[],{}],"d":{"e":{}}})";
    CHECK(written(json) == "a:\n- 1\n- b: 2\n  c:\n  - 3\n- - 4\n  - - 5\n- []\n- {}\nd:\n  e: {}\n");
    CHECK(pretty(json) ==
          "a:\n  - 1\n  - b: 2\n    c:\n      - 3\n  - - 4\n    - - 5\n  - []\n  - {}\nd:\n  e: {}\n");
}

TEST_CASE("strings are quoted as Helm quotes them", "[data][yaml]") {
    struct Row {
        const char* text;
        const char* yaml;
    };
    const Row rows[] = {
        {"plain", "plain"},
        {"a:b", "a:b"},
        {"-a", "-a"},
        {"it's", "it's"},
        {"http://x.y/z:80", "http://x.y/z:80"},
        {"tRue", "tRue"},
        {"1,000", "1,000"},
        {"1-1", "1-1"},
        {"<<", "<<"},
        {"=", "="},
        {"?a", "?a"},
        {"true", "\"true\""},
        {"y", "\"y\""},
        {"Off", "\"Off\""},
        {"null", "\"null\""},
        {"~", "\"~\""},
        {"", "\"\""},
        {"1", "\"1\""},
        {"1.5", "\"1.5\""},
        {"0x1", "\"0x1\""},
        {"1_000", "\"1_000\""},
        {".inf", "\".inf\""},
        {"12:30", "\"12:30\""},
        {"2001-12-14", "\"2001-12-14\""},
        {"1e400", "1e400"},
        {"2001-12-14 21:59", "2001-12-14 21:59"},
        {"a: b", "'a: b'"},
        {"a:", "'a:'"},
        {"#a", "'#a'"},
        {"a #b", "'a #b'"},
        {"- a", "'- a'"},
        {"-", "'-'"},
        {"---", "'---'"},
        {"*a", "'*a'"},
        {"[a", "'[a'"},
        {"'a", "'''a'"},
        {" a", "' a'"},
        {"a ", "'a '"},
        {"a\tb", "\"a\\tb\""},
        {"a\rb", "\"a\\rb\""},
        {"\a", "\"\\a\""},
        {"a \nb", "\"a \\nb\""},
        {"a\nb", "|-\n  a\n  b"},
        {"a\n", "|\n  a"},
        {"a\n\n", "|+\n  a\n"},
        {" a\nb", "|2-\n   a\n  b"},
        {"\n", "|2+\n"},
        {"<a>&", "<a>&"},
        {"\xC3\xA9", "\xC3\xA9"},
        {"\xEF\xBB\xBF", "\"\\uFEFF\""},
        {"\xF0\x9F\x98\x80", "\"\\U0001F600\""},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        std::string out = written_string(row.text);
        REQUIRE(out.ends_with("\n"));
        out.pop_back();
        CHECK(out == row.yaml);
    }
}

TEST_CASE("the way through JSON is felt", "[data][yaml]") {
    CHECK(written_string("\x7f") == "yaml: control characters are not allowed");
    CHECK(written_string("\xC2\x80") == "yaml: control characters are not allowed");
    CHECK(written_string("a\xC2\x85 b") == "a b\n");
    CHECK(written_string("\xff") == "\xEF\xBF\xBD\n");
    CHECK(written_string(std::string_view("\0", 1)) == "\"\\0\"\n");
    Document document;
    CHECK(write_yaml(Value::of_float(std::nan(""))).error().text() ==
          "error marshaling into JSON: json: unsupported value: NaN");
    CHECK(write_yaml(document.bytes("hello")).value() == "aGVsbG8=\n");
    CHECK(write_yaml(document.make_list({}, GoType::NilList)).value() == "null\n");
    CHECK(write_yaml(Value::of_float(1e6)).value() == "1000000\n");
    Map* map = document.make_map();
    map->set(std::string(1024, 'k'), Value());
    CHECK(write_yaml(map).error().text() == "yaml: did not find expected ',' or '}'");
    map->set("self", map);
    CHECK_FALSE(write_yaml(map));
}

TEST_CASE("long lines fold at column 80, but not in the pretty form", "[data][yaml]") {
    std::string words;
    for (int i = 0; i < 30; ++i) words += words.empty() ? "word" : " word";
    const std::string json = "{\"k\":\"" + words + "\"}";
    const std::string line =
        "k: word word word word word word word word word word word word word word word word";
    const std::string out = written(json);
    CHECK(out.substr(0, out.find('\n')) == line);
    CHECK(out.substr(out.find('\n'), 7) == "\n  word");
    CHECK(pretty(json) == "k: " + words + "\n");
    CHECK(written("\"" + std::string(200, 'x') + "\"") == std::string(200, 'x') + "\n");
}

TEST_CASE("long keys and keys of several lines need a question mark", "[data][yaml]") {
    const std::string key(129, 'k');
    CHECK(written("{\"" + key + "\":[1]}") == "? " + key + "\n: - 1\n");
    CHECK(written("{\"a\\nb\":1}") == "? |-\n  a\n  b\n: 1\n");
}

TEST_CASE("host objects are written as their plain data", "[data][yaml]") {
    Document document;
    Map* map = document.make_map();
    map->set("object", Value(document.arena().make<Plain>()));
    CHECK(write_yaml(map).value() == "object:\n  Name: text\n");
    CHECK(write_json(map).value() == "{\"object\":{\"Name\":\"text\"}}");
}

TEST_CASE("what is appended stands behind what was there, and an error leaves that alone", "[data][yaml]") {
    Document document;
    std::string out = "before: 1\n";
    CHECK(append_yaml(out, document.string("x")));
    CHECK(out == "before: 1\nx\n");
    CHECK_FALSE(append_yaml(out, document.make_list({document.string("y"), document.string("\x7f")})));
    CHECK(out == "before: 1\nx\n");
}

TEST_CASE("what is written reads back as what it was", "[data][yaml]") {
    const std::string pieces[] = {"a", " ",  "\n", "'",        "\"", ":", "#",
                                  "-", "\t", "1",  "\xC3\xA9", "\\", "{", "x: y"};
    for (const std::string& first : pieces) {
        for (const std::string& second : pieces) {
            for (const std::string& third : pieces) {
                Document document;
                const std::string text = first + second + third;
                INFO(text);
                Map* map = document.make_map();
                map->set(text, document.make_list({document.string(text)}));
                map->set("k", document.string(text));
                const std::string yaml = write_yaml(map).value();
                Document again;
                CHECK(deep_equal(read_yaml(yaml, again).value(), map));
                // Helm: the pretty form of a block that begins with a tab cannot be read.
                if (text.find('\t') != std::string::npos && text.find('\n') != std::string::npos) continue;
                const std::string other = write_yaml_pretty(map).value();
                CHECK(deep_equal(read_yaml(other, again).value(), map));
            }
        }
    }
}
