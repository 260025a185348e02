#include "yare/data/expand.h"

#include "yare/test/catch.h"

using namespace yare;

// The answers are os.Expand's.
TEST_CASE("variables in a text are replaced as Go does it", "[data][expand]") {
    const auto [text, expected] =
        GENERATE(table<std::string, std::string>({{"", ""},
                                                  {"$", "$"},
                                                  {"a$", "a$"},
                                                  {"$A-b", "<A>-b"},
                                                  {"${A}b", "<A>b"},
                                                  {"${", ""},
                                                  {"x${}y", "xy"},
                                                  {"$$", "<$>"},
                                                  {"$1A", "<1>A"},
                                                  {"$_a.b", "<_a>.b"},
                                                  {"${a b}c", "<a b>c"},
                                                  {"$-x", "<->x"},
                                                  {"$ x", "$ x"},
                                                  {"a$/b", "a$/b"},
                                                  {"${A", "A"},
                                                  {"\xc3\xa9$\xc3\xa9", "\xc3\xa9$\xc3\xa9"},
                                                  {"$*1", "<*>1"}}));
    CHECK(expand_variables(text, [](std::string_view name) { return "<" + std::string(name) + ">"; }) ==
          expected);
}
