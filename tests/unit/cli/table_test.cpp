#include "table.h"

#include "yare/test/catch.h"

using namespace yare::cli;

TEST_CASE("every cell is as wide as its column, the last one too", "[cli][table]") {
    Table table;
    table.add({"NAME", "APP VERSION"});
    table.add({"web-frontend", "1"});
    CHECK(table.text() == "NAME        \tAPP VERSION\nweb-frontend\t1          \n");
}

TEST_CASE("an empty table is an empty line", "[cli][table]") { CHECK(Table().text() == "\n"); }

TEST_CASE("colours take no room and wide characters take two columns", "[cli][table]") {
    CHECK(display_width(colored("failed", Color::Red)) == 6);
    CHECK(display_width("\xE6\xBC\xA2") == 2);
    Table table;
    table.add({colored("a", Color::Green), "x"});
    table.add({"\xE6\xBC\xA2", "x"});
    CHECK(table.text() == "\x1b[32ma\x1b[0m \tx\n\xE6\xBC\xA2\tx\n");
}

TEST_CASE("cells of several lines make rows of several lines", "[cli][table]") {
    Table table;
    table.add({"1", "first\nsecond line"});
    CHECK(table.text() == "1\tfirst      \n \tsecond line\n");
}

TEST_CASE("a longer text than the widest column is cut", "[cli][table]") {
    Table table(8);
    table.add({"abcdefghij", "x"});
    CHECK(table.text() == "abcde...\tx\n");
}
