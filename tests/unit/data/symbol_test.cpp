#include "yare/data/symbol.h"

#include <string>

#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("a text has one symbol, also among thousands of every length", "[data][symbol]") {
    SymbolTable table;
    std::vector<std::pair<std::string, Symbol>> all;
    for (int i = 0; i < 3000; ++i) {
        const std::string text = std::string(std::size_t(i % 40), 'x') + std::to_string(i);
        all.emplace_back(text, table.intern(text));
    }
    for (const auto& [text, symbol] : all) {
        CHECK(table.intern(text) == symbol);
        CHECK(table.text(symbol) == text);
    }
    CHECK(table.intern("") == Symbol{});
    bool known = true;
    CHECK(table.find("not there", known) == Symbol{});
    CHECK_FALSE(known);
}

TEST_CASE("a table over another knows its symbols", "[data][symbol]") {
    SymbolTable below;
    const Symbol name = below.intern("name");
    SymbolTable above(&below);
    CHECK(above.intern("name") == name);
    const Symbol own = above.intern("own");
    CHECK(above.text(own) == "own");
    CHECK(above.text(name) == "name");
    CHECK(above.extends(below));
    CHECK_FALSE(below.extends(above));
}

TEST_CASE("symbols are sorted by the bytes of their texts", "[data][symbol]") {
    SymbolTable table;
    const char* sorted[] = {"",          "A",        "a",    "a\x01",   "ab", "abcdefgh", "abcdefgh\x01",
                            "abcdefghi", "abcdefgi", "\x7f", "\xc3\xa9"};
    for (const char* left : sorted) {
        for (const char* right : sorted) {
            INFO(left << " | " << right);
            CHECK(table.before(table.intern(left), table.intern(right)) ==
                  (std::string_view(left) < std::string_view(right)));
        }
    }
}
