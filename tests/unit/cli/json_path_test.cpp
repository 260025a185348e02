// JSONPath templates and what Helm's `show values --jsonpath` prints of them.
#include "json_path.h"

#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;
using namespace yare::cli;

namespace {

constexpr std::string_view kValues = R"(port: 80
big: 12345678901234567890
frac: 1.5
million: 1000000
t: true
n: null
s: "it's <b>"
image: {name: nginx}
list: [1, 2, 3, 4]
strs: [a, b, c]
mixed: [1, a, null, {x: 1}]
items:
  - {name: one, port: 1, tags: [x, y], on: true}
  - {name: two, port: 2.5, tags: []}
  - {name: three, port: 3}
nested: [[1, 2], [3, 4], []]
empty: []
emptymap: {}
"a.b": dotted
"a b": blank
é: accent
uni: "é"
)";

// All of it. The names `on`, `y` and `n` are truths to YAML.
constexpr std::string_view kWhole =
    R"({"a b":"blank","a.b":"dotted","big":12345678901234567000,"empty":[],"emptymap":{},"false":null,)"
    R"("frac":1.5,"image":{"name":"nginx"},"items":[{"name":"one","port":1,"tags":["x",true],"true":true},)"
    R"({"name":"two","port":2.5,"tags":[]},{"name":"three","port":3}],"list":[1,2,3,4],"million":1000000,)"
    R"("mixed":[1,"a",null,{"x":1}],"nested":[[1,2],[3,4],[]],"port":80,)"
    R"("s":"it's \u003cb\u003e","strs":["a","b","c"],"t":true,"uni":"é","é":"accent"})";

struct Row {
    std::string_view path;
    std::string_view printed;  // "! " stands before an error
};

constexpr Row kRows[] = {
    {"{.port}", "80"},
    {"{.big}", "1.2345678901234567e+19"},
    {"{.frac}{.million}", "1.51e+06"},
    {"{.t}{.n}", ""},
    {"{.s}", "it's <b>"},
    {"{.image}", "{\"name\":\"nginx\"}"},
    {"{.list}", "[1,2,3,4]"},
    {"{.list[0]}", "1"},
    {"{.list[-1]}", "4"},
    {"{.list[1:3]}", "2 3"},
    {"{.list[::2]}", "1 3"},
    {"{.list[:2]}", "1 2"},
    {"{.list[2:]}", "3 4"},
    {"{.list[3:1]}", ""},
    {"{.list[9]}", ""},
    {"{.list[0:9]}", ""},
    {"{.list[-9]}", ""},
    {"{.list[-2:]}", "3 4"},
    {"{.list[1:1]}", ""},
    {"{.list[::0]}", ""},
    {"{.list[::-1]}", ""},
    {"{.list[]}", "1"},
    {"{.list[*]}", "1 2 3 4"},
    {"{.list.*}", "1 2 3 4"},
    {"{.list[-]}", "! array index - is not a number"},
    {"{.list[a]}", "! invalid array index a"},
    {"{.list[1,2]}", "2 3"},
    {"{.list[0,-1]}", "1 4"},
    {"{.list[1:2:3:4]}", "! invalid array index 1:2:3:4"},
    {"{.list[99999999999999999999]}", "! array index 99999999999999999999 is not a number"},
    {"{.strs[*]}", "a b c"},
    {"{.items[*].name}", "one two three"},
    {"{.items[?(@.name==\"one\")].port}", "1"},
    {"{.items[?(@.name=='one')].port}", "1"},
    {"{.items[?(@.port==1)].name}", ""},
    {"{.items[?(@.port==2.5)].name}", "two"},
    {"{.items[?(@.port>1.5)].name}", "two three"},
    {"{.items[?(@.port>=2.5)].name}", "two three"},
    {"{.items[?(@.port<2.5)].name}", "one"},
    {"{.items[?(@.port<=2.5)].name}", "one two"},
    {"{.items[?(@.port!=2.5)].name}", "one three"},
    {"{.items[?(@.name!=\"one\")].name}", "two three"},
    {"{.items[?(@.name>\"one\")].name}", "two three"},
    {"{.items[?(@.on)].name}", ""},
    {"{.items[?(@.on==true)].name}", ""},
    {"{.items[?(@.tags[0])].name}", "one two"},
    {"{.items[?(@.tags[0]==\"x\")].name}", ""},
    {"{.items[?(@.nope==\"x\")].name}", ""},
    {"{.items[?(@.nope)].name}", ""},
    {"{.items[?(@.tags[5])].name}", "one two"},
    {"{.items[?(@.name==foo)].name}", ""},
    {"{.items[?(@.name===1)].name}", ""},
    {"{.items[?(@.name=~\"a\")].name}", "! unrecognized character in action: U+007E '~'"},
    {"{.items[?(@.name==)].name}", "! unrecognized character in action: U+003D '='"},
    {"{.items[?(==1)].name}", "! unrecognized character in action: U+003D '='"},
    {"{.items[?()].name}", "one two three"},
    {"{.items[?(@.name==\"a)b\")].name}", ""},
    {"{.items[?(@.name==\"one\"]}", "! unterminated filter"},
    {"{.items[?(@.name==\"one\")}", "! unclosed array expect ]"},
    {"{.items[?(@.name==\"one\") ]}", "! unclosed array expect ]"},
    {"{.image[?(@.x)]}", ""},
    {"{.mixed[?(@.x==1.0)]}", ""},
    {"{.mixed[?(@.x)]}", "{\"x\":1}"},
    {"{.mixed[?(@)]}", "1 a null {\"x\":1}"},
    {"{.mixed[?(@==1.5)]}", ""},
    {"{.list[?(@>2.5)]}", "3 4"},
    {"{.list[?(@>2)]}", ""},
    {"{.strs[?(@==\"b\")]}", "b"},
    {"{.strs[?(@>=\"b\")]}", "b c"},
    {"{range .items[*]}{.name}:{.port}{\"\\n\"}{end}", "one:1\ntwo:2.5\nthree:3\n"},
    {"{range .items[*]}{.name}{end}after{.port}", "onetwothreeafter80"},
    {"{range .items[*]}{.name}", ""},
    {"{range .items[*]}{range .tags[*]}{@};{end}{.name}{end}", ""},
    {"{range .empty[*]}{.x}{end}tail", ""},
    {"{range .empty[*]}x{end}tail", "tail"},
    {"{range .empty[*]}{@}{end}tail{.port}", "tail80"},
    {"{range .nope[*]}{.x}{end}tail", ""},
    {"{range .mixed[*]}{@},{end}", "1,a,<no value>,{\"x\":1},"},
    {"{range .list[*]}{@}{\"\\t\"}{end}", "1\t2\t3\t4\t"},
    {"{range .nested[*]}{range @[*]}{@},{end}|{end}", "1,2,|3,4,||"},
    {"{range .nested[*]}[{range @[*]}{@},{end}]{end}{.port}", "[1,2,][3,4,][]80"},
    {"{range .strs[*]}{end}", ""},
    {"{range .strs[*]}{@}{end}{range .list[*]}{@}{end}", "abc1234"},
    {"{range}{.port}{end}", "80"},
    {"{end}", ""},
    {"{range .strs[*]}{end}{end}", ""},
    {"{range .list}{[0]}{end}", "1"},
    {"{foo}", ""},
    {"{true}{false}", "truefalse"},
    {"{1}{-2}{+3}{1.50}{1e5}{.5}", ""},
    {"{1.2.3}", "! cannot parse number 1.2.3"},
    {"{-}", "! cannot parse number -"},
    {"{\"a\\tb\\\"c\\u00e9\\x41\\101\"}", "a\tb\"c\303\251AA"},
    {"{'single\\'quote'}", "single'quote"},
    {"{'it\"s'}", "it\"s"},
    {"{\"bad\\q\"}", "! unquote string \"bad\\q\" error invalid syntax"},
    {"{\"open", "! unterminated quoted string"},
    {"{'open}", "! unterminated quoted string"},
    {"plain text", "plain text"},
    {"text {.port} more {.t}!", "text 80 more true!"},
    {"{.port", "! unclosed action"},
    {"{", "! unclosed action"},
    {"}", "}"},
    {"{}", kWhole},
    {"{.}", ""},
    {"{@}", kWhole},
    {"{$}", kWhole},
    {"{$.port}", "80"},
    {"{@.port}", "80"},
    {"{.['port']}", ""},
    {"{['port']}", "80"},
    {"{['image']['name']}", "nginx"},
    {"{['image.name']}", "nginx"},
    {"{['a\\.b']}", "dotted"},
    {"{.a\\.b}", "dotted"},
    {"{.a b}", ""},
    {"{['a b']}", ""},
    {"{.\303\251}", "accent"},
    {"{.uni}", "\303\251"},
    {"{.uni[0]}", ""},
    {"{.s[0]}", ""},
    {"{.s.*}", "105 116 39 115 32 60 98 62"},
    {"{.uni.*}", "195 169"},
    {"{.port.x}", ""},
    {"{.port[0]}", ""},
    {"{.n.x}", ""},
    {"{.n[0]}", ""},
    {"{.n[*]}", ""},
    {"{.n.*}", ""},
    {"{.image.*}", "nginx"},
    {"{.emptymap}", "{}"},
    {"{.empty}", "[]"},
    {"{.empty[0]}", ""},
    {"{.empty[*]}", ""},
    {"{.empty[]}", ""},
    {"{.mixed}", "[1,\"a\",null,{\"x\":1}]"},
    {"{.mixed[*]}", "1 a null {\"x\":1}"},
    {"{.mixed.*}", "1 a null {\"x\":1}"},
    {"{.nested[*][0]}", ""},
    {"{.nested[0,1][*]}", "1 2 3 4"},
    {"{.nested[*]}", "[1,2] [3,4] []"},
    {"{.items[0,1].name}", "one two"},
    {"{.items[*]['name','port']}", "one two three 1 2.5 3"},
    {"{['port','t']}", "80 true"},
    {"{.items..name}", "one two three"},
    {"{..*}", "! unrecognized character in action: U+002A '*'"},
    {"{..[0]}", ""},
    {"{(}", "! unrecognized character in action: U+0028 '('"},
    {"{#}", "! unrecognized character in action: U+0023 '#'"},
    {"{.port(}", ""},
    {"{ .port }", "80"},
    {"{.port }{ .t}", "80true"},
    {"{.port .t}", ""},
    {"{.image .name}", "nginx"},
    {"{.image\"x\"}", ""},
    {"{\"x\".y}", ""},
    {"{\t.port}", "! unrecognized character in action: U+0009"},
    {"{.port\t}", "! unrecognized character in action: U+0009"},
    {"{~}", "! unrecognized character in action: U+007E '~'"},
    {"{\303\251}", ""},
    {"{\331\243}", "! cannot parse number \331\243"},
    {"{.list[\331\243]}", "! invalid array index \331\243"},
    {"{.x{.y}}", "! unrecognized character in action: U+007B '{'"},
    {"{.port}}", "80}"},
    {"{{.port}}", "! unrecognized character in action: U+007B '{'"},
    {"{.items[?(@.a}{b)]}", ""},
    {"{['a}b']}", ""},
    {"{'a}b'}", "a}b"},
    {"{.image.name.}", ""},
    {"{.image.}", ""},
    {"{*}", "! unrecognized character in action: U+002A '*'"},
    {"{[*]}", ""},
    {"{[0]}", ""},
    {"{.strs[?(@==\"b\" )]}", "b"},
    {"{.strs[?( @ == \"b\")]}", "b"},
    {"{.strs[?(\"b\"==@)]}", "b"},
    {"{.items[?(@.name==\"one\")]}", "{\"name\":\"one\",\"port\":1,\"tags\":[\"x\",true],\"true\":true}"},
    {"{.items[?(@.port=='1')]}", ""},
    {"{.items[?(@.name=='one'||@.name==\"two\")].name}", "! unrecognized character in action: U+007C '|'"},
    {"{.items[-1:].name}", "three"},
    {"{.items[-1].name}", "three"},
    {"{.items[:-1].name}", "one two"},
    {"{.items[0:2:2].name}", "one"},
    {"{.list[0:4:3]}", "1 4"},
    {"{.list[1:4:9]}", "2"},
    {"{.list[ 1]}", "! invalid array index  1"},
    {"{.list[1, 2]}", "2 3"},
    {"{.list[,]}", "1 1"},
    {"{.list['x']}", ""},
    {"{.list['']}", ""},
    {"{.image['']}", ""},
    {"{.image[\"name\"]}", "! invalid array index \"name\""},
    {"{.image[name]}", "! invalid array index name"},
    {"{.image[", "! unterminated array"},
    {"{.image[0", "! unterminated array"},
    {"{.items[?(", "! unterminated filter"},
    {"{_}", ""},
    {"{_a}", ""},
    {"{.n}", ""},
    {"{.mixed[2]}", "null"},
    {"{.mixed[3].x}", "1"},
    {"{.mixed[2].x}", ""},
    {"{range .mixed[*]}{.x}{end}", ""},
    {"{range .n}{.}{end}", ""},
    {"{range .n}x{end}", ""},
    {"{range .n}{@}{end}", ""},
    {"{range .n}{.*}{end}", ""},
    {"{range .items[*]}{.name}{.nope}{end}", ""},
    {"{\"\\u1234\\U0001F600\\377\"}", "\341\210\264\360\237\230\200\377"},
    {"{'\\''}", "'"},
    {"{\"'\"}", "'"},
    {"{'\\\"'}", "! unquote string '\\\"' error invalid syntax"},
    {"{\"\\'\"}", "! unquote string \"\\'\" error invalid syntax"},
    {"{''}", ""},
    {"{\"\"}", ""},
    {"{'a'}{'b'}", "ab"},
};

std::string printed(std::string_view path) {
    Document document;
    const Value values = read_yaml(kValues, document).value();
    const auto nodes = parse_json_path(path);
    return nodes ? print_json_path(*nodes, values) : "! " + nodes.error().text();
}

}  // namespace

TEST_CASE("a JSONPath template prints what Helm prints of it", "[cli][json_path]") {
    for (const Row& row : kRows) {
        INFO(row.path);
        CHECK(printed(row.path) == row.printed);
    }
}

TEST_CASE("what is looked over in no order is printed in the order of the keys", "[cli][json_path]") {
    CHECK(printed("{.items[0].*}") == "one 1 [\"x\",true] true");
    CHECK(printed("{.image..}") == R"({"name":"nginx"} nginx)");
}

TEST_CASE("a loop over nothing is no value, and finds none", "[cli][json_path]") {
    CHECK(printed("{range .mixed[*]}{[0]}{end}").empty());
}
