// Maps have identity: what set and merge change is seen by all who hold the map.
#include "caller.h"

using namespace yare;
using test::Caller;
using test::number;
using test::string;

TEST_CASE("set and unset change the map they are given", "[functions]") {
    Caller caller;
    Map* map = caller.document.make_map();
    CHECK(&caller.get("set", {Value(map), string("a"), number(1)}).as_map() == map);
    CHECK(map->contains("a"));
    caller.get("unset", {Value(map), string("a")});
    CHECK(map->empty());
}

TEST_CASE("a nil map cannot be written to", "[functions]") {
    Caller caller;
    Map* nil = caller.document.make_map();
    nil->freeze();
    CHECK(caller.error("set", {Value(nil), string("a"), number(1)}) == "assignment to entry in nil map");
    CHECK(caller.text("merge", {Value(nil), caller.get("dict", {string("a"), number(1)})}) == "map[a:1]");
    CHECK(nil->empty());
}

TEST_CASE("merge keeps what is there, and merges maps in place", "[functions]") {
    Caller caller;
    const Value inner = caller.get("dict", {string("x"), number(1)});
    const Value left = caller.get("dict", {string("m"), inner, string("empty"), string("")});
    const Value right =
        caller.get("dict", {string("m"), caller.get("dict", {string("x"), number(2), string("y"), number(3)}),
                            string("empty"), number(5)});
    CHECK(caller.text("merge", {left, right}) == "map[empty:5 m:map[x:1 y:3]]");
    CHECK(inner.as_map().contains("y"));
    CHECK(caller.text("mergeOverwrite", {left, right}) == "map[empty:5 m:map[x:2 y:3]]");
}

TEST_CASE("merging a map with itself ends", "[functions]") {
    Caller caller;
    const Value map = caller.get("dict", {string("a"), caller.get("dict", {string("b"), number(1)})});
    CHECK(caller.text("merge", {map, map}) == "map[a:map[b:1]]");
    CHECK(caller.text("mergeOverwrite", {map, map}) == "map[a:map[b:1]]");
}

TEST_CASE("keys and values come in the order of the keys", "[functions]") {
    Caller caller;
    const Value map =
        caller.get("dict", {string("b"), number(1), string("a10"), number(2), string("a9"), number(3)});
    CHECK(caller.text("keys", {map}) == "[a10 a9 b]");
    CHECK(caller.text("values", {map}) == "[2 3 1]");
}

TEST_CASE("lookup and host names go through the environment", "[functions]") {
    Caller caller;
    CHECK(caller.text("lookup", {string("v1"), string("Pod"), string("ns"), string("x")}) == "map[]");
    CHECK(caller.environment.looked_up == "v1 Pod ns/x");
    CHECK(caller.text("getHostByName", {string("h")}) == "address of h");
}
