#include "yare/templates/quote.h"

#include "yare/test/catch.h"

using namespace yare::templates;

TEST_CASE("texts are quoted as strconv.Quote does it", "[templates][quote]") {
    CHECK(go_quote("plain") == "\"plain\"");
    CHECK(go_quote("a\"b\\c\n\t\x01\x7f") == R"("a\"b\\c\n\t\x01\x7f")");
    CHECK(go_quote("h\u00e9\u00a0\u2028\U0001F600") == "\"h\u00e9\\u00a0\\u2028\U0001F600\"");
    CHECK(go_quote("\xff\xc3") == R"("\xff\xc3")");
    CHECK(go_quote_ascii("h\u00e9\U0001F600") == R"("h\u00e9\U0001f600")");
    CHECK(go_quote_rune('\'') == R"('\'')");
    CHECK(go_quote_rune(0xD800) == "'\uFFFD'");
}

TEST_CASE("literals are read as strconv.Unquote reads them", "[templates][quote]") {
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

TEST_CASE("a byte that begins no rune is one wide", "[templates][quote]") {
    CHECK(decode_rune("\xed\xa0\x80").width == 1);  // a surrogate
    CHECK(decode_rune("\xc0\x80").width == 1);      // too long for what it says
    CHECK(decode_rune("\xf4\x90\x80\x80").width == 1);
    CHECK(decode_rune("\xf0\x9f\x98\x80").code == 0x1F600);
    CHECK(decode_rune("").width == 0);
}
