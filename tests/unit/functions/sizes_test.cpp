// What a user may choose the size of must not cost more than the budget.
#include "caller.h"

using namespace yare;
using test::Caller;
using test::number;
using test::string;

namespace {

constexpr std::size_t kMemory = std::size_t{1} << 20;
constexpr std::int64_t kHuge = std::int64_t{1} << 40;

}  // namespace

TEST_CASE("a size past the budget fails before it is made", "[functions]") {
    struct Row {
        std::string_view function;
        std::vector<Value> args;
    };
    const std::vector<Row> rows = {
        {"repeat", {number(kHuge), string("x")}},
        {"repeat", {number(kMemory), string("ab")}},
        {"indent", {number(kHuge), string("x")}},
        {"nindent", {number(kMemory), string("a\nb")}},
        {"until", {number(kHuge)}},
        {"untilStep", {number(0), number(kHuge), number(1)}},
        {"seq", {number(kHuge)}},
        {"seq", {number(0), number(std::numeric_limits<std::int64_t>::max() - 1)}},
        {"randAlphaNum", {number(kHuge)}},
        {"randAscii", {number(kHuge)}},
        {"randBytes", {number(kHuge)}},
        {"randBytes", {number(std::numeric_limits<std::int64_t>::max())}},
    };
    for (const Row& row : rows) {
        INFO(row.function);
        Caller caller(kMemory);
        templates::Call call{caller.document, caller.budget, caller.environment};
        const Result<Value> result = templates::find_function(row.function)->body(call, row.args);
        CHECK_FALSE(result);
    }
}

TEST_CASE("a size within the budget is made", "[functions]") {
    Caller caller(kMemory);
    CHECK(caller.text("repeat", {number(3), string("ab")}) == "ababab");
    CHECK(caller.get("until", {number(1000)}).items().size() == 1000);
    CHECK(caller.text("randAlphaNum", {number(1000)}).size() == 1000);
}

TEST_CASE("Go's own limits on repeat come first", "[functions]") {
    Caller caller(kMemory);
    CHECK(caller.error("repeat", {number(-1), string("x")}) == "strings: negative Repeat count");
    CHECK(caller.error("repeat", {number(std::numeric_limits<std::int64_t>::max()), string("xy")}) ==
          "strings: Repeat output length overflow");
}

TEST_CASE("maps that hold themselves end in an error, not in the machine's memory", "[functions]") {
    Caller caller(kMemory);
    Map* map = caller.document.make_map();
    map->set("a", Value(map));
    map->set("b", Value(map));
    CHECK_FALSE(caller.call("deepCopy", {Value(map)}));
    CHECK_FALSE(caller.call("mustToToml", {Value(map)}));
    CHECK_FALSE(caller.call("mustToJson", {Value(map)}));
    Map* other = caller.document.make_map();
    other->set("a", Value(other));
    CHECK_FALSE(caller.call("merge", {Value(map), Value(other)}));
}

TEST_CASE("a replacement that multiplies the text is stopped by the budget", "[functions]") {
    Caller caller(kMemory);
    const std::string text(2000, 'x');
    CHECK_FALSE(caller.call("replace", {string(""), string(text), string(text)}));
    CHECK_FALSE(caller.call("regexReplaceAll", {string("x"), string(text), string(text)}));
}
