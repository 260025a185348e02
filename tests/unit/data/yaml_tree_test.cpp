// Texts, and what go.yaml.in/yaml/v3 makes of them when it reads them into nodes and writes these again.
#include "yare/data/yaml_tree.h"

#include "yare/test/catch.h"

using namespace yare;

namespace {

struct Row {
    std::string_view text;
    std::string_view written;
};

constexpr Row kRows[] = {
    {"a: 1\n", "a: 1\n"},
    {"# head\na: 1\n", "# head\na: 1\n"},
    {"# head\n\na: 1\n", "# head\n\na: 1\n"},
    {"a: 1 # line\nb: 2\n", "a: 1 # line\nb: 2\n"},
    {"a: 1\n# foot\n\nb: 2\n", "a: 1\n# foot\n\nb: 2\n"},
    {"a: 1\n\n# head b\nb: 2\n", "a: 1\n# head b\nb: 2\n"},
    {"a:\n  # c\n  b: 1\n", "a:\n  # c\n  b: 1\n"},
    {"a:\n  b: 1\n  # foot of b\nc: 2\n", "a:\n  b: 1\n  # foot of b\nc: 2\n"},
    {"a:\n  b: 1\n# foot a\n\nc: 2\n", "a:\n  b: 1\n# foot a\n\nc: 2\n"},
    {"a: # line\n  b: 1\n", "a: # line\n  b: 1\n"},
    {"a: # line\n  - x\n", "a: # line\n- x\n"},
    {"a:\n- x # l\n# h\n- y\n", "a:\n- x # l\n# h\n- y\n"},
    {"a:\n  - x\n  # f\n\n  - y\n", "a:\n- x\n# f\n\n- y\n"},
    {"- # c\n  a: 1\n- b\n", "- # c\n  a: 1\n- b\n"},
    {"- a\n# c\n- b: 1\n  # d\n  c: 2\n", "- a\n# c\n- b: 1\n  # d\n  c: 2\n"},
    {"{a: 1, b: [1, 2, {c: d}]}\n", "{a: 1, b: [1, 2, {c: d}]}\n"},
    {"a: [1, 2] # x\nb: {c: d} # y\n", "a: [1, 2] # x\nb: {c: d} # y\n"},
    {"a: [\n  1, # one\n  # two\n  2,\n  # last\n]\nb: 1\n",
     "a: [1, # one\n  # two\n  2,\n  # last\n]\nb: 1\n"},
    {"a: {\n  # h\n  b: 1, # l\n  c: 2\n  # f\n}\n", "a: {\n  # h\n  b: 1, # l\n  c: 2,\n  # f\n}\n"},
    {"a: |\n  text\n  more\nb: >\n  folded\n  text\n\n  para\n",
     "a: |\n  text\n  more\nb: >\n  folded text\n\n  para\n\n"},
    {"a: |- # c\n  x\nb: |+\n  x\n\nc: 1\n", "a: |- # c\n  x\nb: |+\n  x\n\nc: 1\n"},
    {"a: |+\n  x\n\n", "a: |+\n  x\n\n"},
    {"a: \"q\\tq\"\nb: 'it''s'\nc: plain text\n", "a: \"q\\tq\"\nb: 'it''s'\nc: plain text\n"},
    {"a: &x {b: 1}\nc: *x\n", "a: &x {b: 1}\nc: *x\n"},
    {"a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n", "a: &x\n  b: 1\nc: *x\nd:\n  !!merge <<: *x\n"},
    {"a: !!str 1\nb: !foo x\nc: !<tag:x> y\n", "a: !!str 1\nb: !foo x\nc: !<tag:x> y\n"},
    {"a: !<tag:yaml.org,2002:> x\nb: !%21%23 y\n", "a: !! x\nb: !!%23 y\n"},
    {"[a,?]]\n", "[a, {'': ''}]\n"},
    {"? a\n: b\n? [x, y]\n: z\n", "a: b\n? [x, y]\n: z\n"},
    {"? |\n  long\n: b\n", "? |\n  long\n: b\n"},
    {"a:\nb:\n- \n- x\n", "a:\nb:\n-\n- x\n"},
    {"- - a\n  - b\n- - c\n", "- - a\n  - b\n- - c\n"},
    {"- a: 1\n  b:\n  - c\n  - d:\n      e: 1\n", "- a: 1\n  b:\n  - c\n  - d:\n      e: 1\n"},
    {"a: ''\nb: \"\"\n", "a: ''\nb: \"\"\n"},
    {"a: 'multi\n  line'\nb: \"multi\n  line\"\nc: plain\n  multi\n",
     "a: 'multi line'\nb: \"multi line\"\nc: plain multi\n"},
    {"a: x\n# end comment\n", "a: x\n# end comment\n"},
    {"---\na: 1\n", "a: 1\n"},
    {"--- # c\na: 1\n", "# c\na: 1\n"},
    {"---\n# h\na: 1\n...\n", "# h\na: 1\n"},
    {"a: \303\251\nb: \"\\u263A\"\nc: \346\227\245\346\234\254\n",
     "a: \303\251\nb: \"\342\230\272\"\nc: \346\227\245\346\234\254\n"},
    {"a: \"\360\237\230\200\"\n", "a: \"\\U0001F600\"\n"},
    {"\"key with: colon\": 1\n'q': 2\n", "\"key with: colon\": 1\n'q': 2\n"},
    {"a:    b   \nc: d\n", "a: b\nc: d\n"},
    {"a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"},
    {"a: 5 # x\n  # y\nb: 1\n", "a: 5 # x\n# y\nb: 1\n"},
    {"a:\n  - b # x\n    # y\n  - c\n", "a:\n- b # x\n# y\n- c\n"},
    {"k:\n# zero\n- a\n# one\n- b\n# two\nz: 1\n", "k:\n# zero\n- a\n# one\n- b\n# two\nz: 1\n"},
    {"k:\n  # zero\n  - a\n\n  # one\n  - b\n\n  # two\nz: 1\n",
     "k:\n# zero\n- a\n# one\n- b\n# two\n\nz: 1\n"},
    {"# a\n\n# b\n\n# c\nk: v\n", "# a\n\n# b\n\n# c\nk: v\n"},
    {"# a\n\n\n# b\nk: v\n# e\n\n# f\n", "# a\n\n# b\nk: v\n# e\n\n# f\n"},
    {"a:\n  b:\n    c: 1\n    # c4\n  # c2\n# c0\nd: 1\n",
     "a:\n  b:\n    c: 1\n    # c4\n  # c2\n# c0\nd: 1\n"},
    {"a:\n  b:\n    c: 1\n\n    # c4\n\n  # c2\n\n# c0\n\nd: 1\n",
     "a:\n  b:\n    c: 1\n    # c4\n  # c2\n# c0\nd: 1\n"},
    {"a: # x\n  # y\n  b: 1\n", "a: # x\n  # y\n  b: 1\n"},
    {"a: # x\n\n  # y\n  b: 1 # z\n", "a: # x\n  # y\n  b: 1 # z\n"},
    {"metadata:\n  labels: # l1\n    app: x # l2\n  # after\nspec:\n  # in\n  - # item\n    a: b\n",
     "metadata:\n  labels: # l1\n    app: x # l2\n    # after\nspec:\n# in\n- # item\n  a: b\n"},
    {"a: |\n  x\n# c\nb: 1\n", "a: |\n  x\n# c\nb: 1\n"},
    {"a: |\n  x\n  # not comment\n # c1\nb: 1\n", "a: |\n  x\n  # not comment\n# c1\nb: 1\n"},
    {"x: [a, b,\n  c]\ny: {a: b,\n  c: d}\n", "x: [a, b, c]\ny: {a: b, c: d}\n"},
    {"x: [\n  a, b ]\n", "x: [a, b]\n"},
    {"x: []\ny: {}\nz: [ ] # c\n", "x: []\ny: {}\nz: [] # c\n"},
    {"a: {b: {c: {}}}\n", "a: {b: {c: {}}}\n"},
    {"a: [[], [[]]]\n", "a: [[], [[]]]\n"},
    {"a: !!binary aGk=\n", "a: !!binary aGk=\n"},
    {"a: ~\nb: null\nc: Null\n", "a: ~\nb: null\nc: Null\n"},
    {"1: a\ntrue: b\nnull: c\n", "1: a\ntrue: b\nnull: c\n"},
    {"a: 'x' # 'y'\nb: \"x\" # y\n", "a: 'x' # 'y'\nb: \"x\" # y\n"},
    {"a: x#y\nb: x #y\n", "a: x#y\nb: x #y\n"},
    {"a: http://x:1/y?z\nb: [http://x]\n", "a: http://x:1/y?z\nb: ['http://x']\n"},
    {"a: <<\n", "a: !!merge <<\n"},
    {"<<: {a: 1}\n", "!!merge <<: {a: 1}\n"},
    {"! <<: x\n", "!!merge <<: x\n"},
    {"{y !!t:,y:, b: c}\n", "{'y !!t:': '', 'y:': '', b: c}\n"},
    {"a: \" lead\"\nb: 'trail '\n", "a: \" lead\"\nb: 'trail '\n"},
    {"a: |2\n    x\n  y\n", "a: |2\n    x\n  y\n"},
    {"a: >-\n  x\n\n\n  y\n   z\n  w\n", "a: >-\n  x\n\n\n  y\n\n   z\n  w\n"},
    {"a: >\n\n  x\n", "a: >2\n\n  x\n\n"},
    {"a: |\n\n  x\n", "a: |2\n\n  x\n"},
    {"a: \"\\n\"\nb: \"x\\n\"\nc: \"x\\n\\n\"\n", "a: \"\\n\"\nb: \"x\\n\"\nc: \"x\\n\\n\"\n"},
    {"a: b\n\n\n\nc: d\n", "a: b\nc: d\n"},
    {"a: {b: 1} # c\n# f\n\nd: 1\n", "a: {b: 1} # c\n# f\nd: 1\n"},
    {"a: b # c\n\n\n# x\n# y\n\n# z\nd: e\n", "a: b # c\n# x\n# y\n\n# z\nd: e\n"},
    {"list:\n- name: a\n  # about value\n  value: 1 # v\n\n# between\n- name: b\n",
     "list:\n- name: a\n  # about value\n  value: 1 # v\n# between\n- name: b\n"},
    {"list:\n  - a\n  -\n    b: 1\n  - # x\n    - y\n", "list:\n- a\n- b: 1\n- # x\n  - y\n"},
    {"a:\n  # only comment\nb: 1\n", "a:\n# only comment\nb: 1\n"},
    {"a:\n  # only comment\n", "a:\n\n# only comment\n"},
    {"a: # only\n", "a: # only\n"},
    {"- a # 1\n- b # 2\n# 3\n", "- a # 1\n- b # 2\n# 3\n"},
    {"key: &anc value # c\nother: *anc # d\n", "key: &anc value # c\nother: *anc # d\n"},
    {"key: &anc # c\n  x: 1\n", "key: &anc\n  x: 1 # c\n"},
    {"? # c\n  a\n: # d\n  b\n", "a: b # c\n\n# d\n"},
    {"a:\n\n  # x\n\n  b: 1\n", "a:\n  # x\n  b: 1\n"},
    {"#c1\na: 1 #c2\n#c3\n", "#c1\na: 1 #c2\n#c3\n"},
    // What Go reads and libyaml does not.
    {"a: \"it\\'s\" # c\nb: 1\n", "a: \"it's\" # c\nb: 1\n"},
    {"\"a\\'b\":\n# c\n  d: 1\n", "\"a'b\":\n  # c\n  d: 1\n"},
    {"a: {\"\\'\": c} # l\nb: 1\n# f\n\nc: 2\n", "a: {\"'\": c} # l\nb: 1\n# f\n\nc: 2\n"},
    {"a: !!str,x,y z # c\n", "a: !!str,x,y z # c\n"},
    {"a: [x:, y: ] # c\n", "a: ['x:', {y: ''}] # c\n"},
    {"a: 1\n\357\273\277b: 2\n", "a: 1\n\"\\uFEFF\\x62\": 2\n"},
    {"a:\n  []: x\n", "a:\n  []: x\n"},
    {"[[]: x]\n", "[{[]: x}]\n"},
    {"a: !b%20c%2Cd x\n", "a: !b%20c,d x\n"},
    {"a: !!s%C3%A9 x\nb: !<t:%25%0b!> y\n", "a: !!s%C3%A9 x\nb: !<t:%25%0B%21> y\n"},
    {"&x &x \n", "&x\n"},
    {"a: 1 # b\342\200\250c: 2\n", "a: 1 # b\nc: 2\n"},
    {"[!a,b,%21,b] '']\n", "[!a,b,%21,b] '']\n"},
    {"\n\357\273\277 #a:\n", "\"\\uFEFF\" #a:\n"},
    {"{!!t:,y:, 'y:': ''}\n", "{!!t:,y:, 'y:': ''}\n"},
    {"[x!,b:,c]\n", "[x!, 'b:', c]\n"},
};

std::string rewritten(std::string_view text) {
    const auto read = read_yaml_tree(text);
    if (!read) return read.error().text();
    return *read ? write_yaml_trees({&**read}) : "nothing";
}

}  // namespace

TEST_CASE("a text is written as it was read, with its comments where Go puts them", "[data][yaml_tree]") {
    for (const Row& row : kRows) {
        INFO(row.text);
        CHECK(rewritten(row.text) == row.written);
    }
}

TEST_CASE("what is written once is written the same again", "[data][yaml_tree]") {
    for (const std::string_view text :
         {"a: # l\n  b: [1, 2] # m\n", "# h\n\na: |\n  x\n", "- a: 1\n  b: &c {d: e}\n- *c\n"})
        CHECK(rewritten(rewritten(text)) == rewritten(text));
}

TEST_CASE("a key of more than 128 bytes stands behind ?, its tag in short counted", "[data][yaml_tree]") {
    struct LongKey {
        std::string_view before;
        std::size_t longest;  // the key that needs no "?"
    };
    constexpr LongKey kKeys[] = {{"", 128},        {"! ", 128},   {"!<!> ", 128},
                                 {"!!str ", 123},  {"!x ", 126},  {"!<tag:yaml.org,2002:str> ", 123},
                                 {"!<foo> ", 125}, {"&a ", 127},  {"&a !x ", 125},
                                 {"!%41b ", 125},  {"!%21 ", 126}};
    for (const auto& [before, longest] : kKeys) {
        INFO(before);
        const std::string key(longest, 'k');
        CHECK_FALSE(rewritten(std::string(before) + key + ": 1\n").starts_with("? "));
        CHECK(rewritten(std::string(before) + key + "k: 1\n").starts_with("? "));
    }
    CHECK(rewritten("? &" + std::string(128, 'a') + " []\n: 1\n") ==
          "&" + std::string(128, 'a') + " []: 1\n");
    CHECK(rewritten("? &" + std::string(129, 'a') + " []\n: 1\n") ==
          "? &" + std::string(129, 'a') + " []\n: 1\n");
}

TEST_CASE("a broken text has Go's error, an empty one no tree", "[data][yaml_tree]") {
    CHECK(rewritten("a: b: c\n") == "yaml: mapping values are not allowed in this context");
    CHECK(rewritten("a: b\nc\n") == "yaml: line 2: could not find expected ':'");
    CHECK(rewritten("") == "nothing");
    // What follows the first document counts for two tokens.
    CHECK(rewritten(">\n}@\n2") == "yaml: line 2: found character that cannot start any token");
    CHECK(rewritten("a: 1\n...\n@") == "yaml: line 3: found character that cannot start any token");
    CHECK(rewritten("a: 1\n...\n- x @\n- y\n") == "a: 1\n");
}

TEST_CASE("a text that is nested too deeply is refused", "[data][yaml_tree]") {
    CHECK(rewritten(std::string(1500, '[') + std::string(1500, ']')) ==
          "yaml: a text that is passed on is nested too deeply");
}
