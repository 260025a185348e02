#include "set_path.h"

#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

std::string built(std::string_view path) {
    Document document;
    const Result<Map*> map = unittest::value_at_path(path, Value::of_int(7), document);
    if (!map) return map.error().text();
    return *write_json(*map);
}

}  // namespace

TEST_CASE("a path of set becomes maps and lists around its value", "[unittest][set_path]") {
    CHECK(built("a") == R"({"a":7})");
    CHECK(built("a.b") == R"({"a":{"b":7}})");
    CHECK(built("a[1].b") == R"({"a":[null,{"b":7}]})");
    CHECK(built("a.[b.c/d].e") == R"({"a":{"b.c/d":{"e":7}}})");
    CHECK(built("[a.b]") == R"({"a.b":7})");
}

TEST_CASE("a path of set that is none is refused", "[unittest][set_path]") {
    CHECK(built("") == "set path is empty");
    CHECK(built("a.") == "unexpected end of");
    CHECK(built("a=b") == "invalid token found =");
    CHECK(built("a[b]") == R"(strconv.Atoi: parsing "b": invalid syntax)");
    CHECK(built("a[0") == "unexpected end of");
    CHECK(built("a[9999999999]") == "index 9999999999 is out of range");
    CHECK(built("a]") == "invalid key ]");
}
