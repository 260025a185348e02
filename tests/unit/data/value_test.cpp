#include "yare/data/value.h"

#include <string>

#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("a map keeps its keys in order and the last of duplicates", "[data][value]") {
    for (const int count : {0, 1, 5, 24, 25, 100, 1000}) {
        INFO(count);
        Document document;
        Map* map = document.make_map();
        for (int i = 0; i < count; ++i) {
            map->append(document.symbols().intern("key" + std::to_string(i * 7919 % 1000)),
                        Value::of_int(-1));
        }
        for (int i = 0; i < count; ++i) {
            map->append(document.symbols().intern("key" + std::to_string(i * 7919 % 1000)), Value::of_int(i));
        }
        map->finish();
        REQUIRE(map->size() == std::size_t(count));
        for (const Entry* entry = map->begin(); entry && entry + 1 < map->end(); ++entry) {
            CHECK(map->key_text(entry[0]) < map->key_text(entry[1]));
        }
        for (int i = 0; i < count; ++i) {
            CHECK(map->find("key" + std::to_string(i * 7919 % 1000))->as_integer() == i);
        }
    }
}

TEST_CASE("set, erase and find agree", "[data][value]") {
    Document document;
    Map* map = document.make_map();
    for (const char* key : {"m", "a", "z", "b"}) map->set(key, document.string(key));
    map->set("a", Value::of_int(1));
    CHECK(map->size() == 4);
    CHECK(map->find("a")->as_integer() == 1);
    CHECK(map->erase("m"));
    CHECK_FALSE(map->erase("m"));
    CHECK_FALSE(map->contains("m"));
    const Value root(map);
    CHECK(root.path({"z"}).as_string() == "z");
    CHECK(root.path({"z", "more"}).is_nil());
}

TEST_CASE("a deep copy is equal and apart", "[data][value]") {
    Document document;
    Map* map = document.make_map();
    Map* inner = document.make_map();
    inner->set("x", Value::of_float(1));
    map->set("inner", inner);
    map->set("list", document.make_list({Value(), Value::of_bool(true), document.string("s")}));
    Document other;
    const Value copy = deep_copy(map, other);
    CHECK(deep_equal(copy, map));
    inner->set("x", Value::of_float(2));
    CHECK_FALSE(deep_equal(copy, map));
    CHECK(copy.path({"inner", "x"}).as_float() == 1);
}

TEST_CASE("kinds and Go types count when values are compared", "[data][value]") {
    CHECK_FALSE(deep_equal(Value::of_int(1), Value::of_int64(1)));
    CHECK_FALSE(deep_equal(Value::of_int64(1), Value::of_float(1)));
    CHECK_FALSE(deep_equal(Value::of_int64(1), Value::of_int64(1, GoType::Uint64)));
    CHECK(deep_equal(Value(), Value()));
}
