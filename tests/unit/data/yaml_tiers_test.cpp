// The two readers held against each other. The first must take what is ordinary, or it is of no use; what it
// takes, the second must take too and make the same of it.
#include "yaml_tiers.h"

#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

void check_same(std::string_view text) {
    INFO(text);
    for (const Numbers numbers : {Numbers::Float64, Numbers::KeepIntegers, Numbers::AsWritten}) {
        Document fast_document;
        Document full_document;
        const std::optional<Value> fast = yaml::read_tier1(text, fast_document, {.numbers = numbers});
        if (!fast) continue;
        const Result<Value> full = yaml::read_tier2(text, full_document, {.numbers = numbers});
        REQUIRE(full);
        CHECK(deep_equal(*fast, *full));
    }
}

bool fast_takes(std::string_view text) {
    Document document;
    return yaml::read_tier1(text, document, {}).has_value();
}

constexpr std::string_view kOrdinary[] = {
    "a: 1\nb:\n  c: d\n  e: [1, two, {three: 4}]\n",
    "# comment\n\na: b # c\n\n# d\nc:   # e\n  - f\n",
    "a:\n- b\n- c: d\n  e: f\n-\n  - g\n- - h\n  - i\n",
    "a:\n  - b\n\n  - c\n",
    "a: |\n  x\n   y\n\n  z\n\nb: |-\n  p\nc: |+\n  q\n\n",
    "a: >\n  x\n  y\n\n  z\n   w\n  v\nb: >-\n\n  p\n  q\n",
    "a: |\nb: 1\n",
    "a: |\n\n\nb: |+\n\n\nc: 1\n",
    "- |\n  x\n- >-\n  y\n",
    "a: 'it''s'\nb: \"x\\ty\\u00e9\\\"\"\n'c d': 1\n\"e\": 2\n",
    "a: 'x\n  y\n\n  z'\nb: \"x\n  y \\\n  z\"\n",
    "a: x\n  y\n\n  z\nb: w\n",
    "a:\n  x\n  y\n",
    "---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "---\n",
    "",
    "\n\n# only comments\n",
    "{\"a\": 1, \"b\":[true,null,\"x\"], c: {d: e}}\n",
    "[\n  1,\n  2, # two\n  3,\n]\n",
    "a: {}\nb: []\nc: {\n}\n",
    "a:\nb:\n- c:\n- d\n",
    "true: 1\n1.50: 2\n0x10: 3\n",
    "a: http://x.y/z:80?q=1#f\n",
    "a: -1\nb: -x\nc: ::x\n",
    "a: 1",
    "a: |\n  x",
    "a:  b  \n",
    "\xC3\xA9: \xF0\x9F\x98\x80\n",
};

// What looks ordinary up to a point.
constexpr std::string_view kStrange[] = {
    "a: b: c\n",
    "a: [1\n",
    "a: 'x\n",
    "a: &x 1\n",
    "a: *x\n",
    "a: !t x\n",
    "? a\n",
    "<<: {a: 1}\n",
    "a:\n\tb: 1\n",
    "a\n",
    "a: |2\n   x\n",
    "a: 1\n b: 2\n",
    " a: 1\nb: 2\n",
    "- a\nb: 1\n",
    "a: - b\n",
    "a: x\n  y: z\n",
    "a: .inf\n",
    "null: 1\n",
    "a: \"\\/\"\n",
    "a: \"\\'\"\n",
    "[a?b]\n",
    "{b:, c: 1}\n",
    "a: 1\r\nb: 2\r\n",
    "a: \x01\n",
    "%YAML 1.1\n---\n",
    "a: 1\n...\n",
    "[a: b]\n",
    "[a,,b]\n",
    "a: @x\n",
    "a: 'x' y\n",
    "a: 'x'#y\n",
    "a: \"x\ny: \\\n",
    "a: \"x\\\n",
    "a: \"x\\",
    "a: |\n   \n  x\n",
    "a: |\n  x\n  ",
    "a: [\n---\n]\n",
    "a: [\n# c\n]\n",
    "{a\n: 1}\n",
    "{\"a\"\n: 1}\n",
    "\xEF\xBB\xBF"
    "a: 1\n",
    "a: b\n# c\n  d\n",
    "a: b # c\n  d\n",
    "--- a\n",
    "--- |\n  x\n",
    "a:\n  # c\n- b\n",
};

}  // namespace

TEST_CASE("the fast reader takes what is ordinary", "[data][yaml]") {
    for (const std::string_view text : kOrdinary) {
        INFO(text);
        CHECK(fast_takes(text));
        check_same(text);
    }
}

TEST_CASE("the fast reader leaves what is strange", "[data][yaml]") {
    for (const std::string_view text : kStrange) check_same(text);
    for (const std::string_view text :
         {"a: &x 1\n", "a: 1\n b: 2\n", "a: b: c\n", "<<: {a: 1}\n", "a: .inf\n"}) {
        CHECK_FALSE(fast_takes(text));
    }
}

TEST_CASE("the readers agree on everything cut off, cut out or put in", "[data][yaml]") {
    for (const std::string_view text : kOrdinary) {
        for (std::size_t at = 0; at <= text.size(); ++at) {
            const std::string before(text.substr(0, at));
            const std::string after(text.substr(at));
            check_same(before);
            check_same(after);
            if (!after.empty()) check_same(before + after.substr(1));
            for (const char* piece :
                 {"\n", " ", "  ", ":", ": ", "-", "- ", "#", " #", "'", "\"", "[", "}", ",", "|", "\\"}) {
                check_same(before + piece + after);
            }
        }
    }
}

TEST_CASE("keys that come twice go to the full reader when they are errors", "[data][yaml]") {
    Document document;
    CHECK(yaml::read_tier1("a: 1\na: 2\n", document, {}));
    CHECK_FALSE(yaml::read_tier1("a: 1\na: 2\n", document, {.unique_keys = true}));
    CHECK_FALSE(yaml::read_tier1("b: {a: 1, a: 2}\n", document, {.unique_keys = true}));
}

TEST_CASE("texts that outlive the document are not copied", "[data][yaml]") {
    const std::string text = "a: plain\nb: 'quoted'\nc: [flow]\n";
    Document document;
    const Value root = yaml::read_tier1(text, document, {.text_outlives = true}).value();
    for (const std::string_view value : {root.path({"a"}).as_string(), root.path({"b"}).as_string(),
                                         root.path({"c"}).items()[0].as_string()}) {
        CHECK(value.data() >= text.data());
        CHECK(value.data() < text.data() + text.size());
    }
}
