#include "yare/templates/literals.h"

#include "yare/test/catch.h"

using namespace yare::templates;

TEST_CASE("literals are read as strconv.Unquote reads them", "[templates][literals]") {
    CHECK(go_unquote("\"a\\tb\"") == "a\tb");
    CHECK(go_unquote("`a\\t\r\nb`") == "a\\t\nb");
    CHECK(go_unquote("\"\\x41\\101\\u00e9\\U0001F600\"") == "AA\u00e9\U0001F600");
    CHECK(go_unquote("\"\\xff\"") == "\xff");
    CHECK(go_unquote("'x'") == "x");
    for (const char* bad : {"", "\"", "\"a", "\"\\q\"", "\"\\u12\"", "\"\\ud800\"", "\"\\'\"", "'ab'", "''",
                            "\"\\400\"", "\"a\nb\"", "`a`b`"}) {
        INFO(bad);
        CHECK_FALSE(go_unquote(bad));
    }
}
