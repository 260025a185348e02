#include "yare/data/go_text.h"

#include <string>
#include <utility>
#include <vector>

#include "yare/data/utf8.h"
#include "yare/test/catch.h"

using namespace yare;

TEST_CASE("Go's %q", "[data][go_text]") {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"", "\"\""},
        {"a\"b\\", "\"a\\\"b\\\\\""},
        {"\a\b\f\n\r\t\v\x01\x7f", "\"\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f\""},
        {"\xc3\xa9\xe2\x82\xac", "\"\xc3\xa9\xe2\x82\xac\""},
        {"\xff\xc3", "\"\\xff\\xc3\""},
        {"\xc2\xa0\xe2\x80\x8b\xef\xbb\xbf", "\"\\u00a0\\u200b\\ufeff\""},
        {"\xf3\xa0\x80\x81", "\"\\U000e0001\""},
        {"\xed\xa0\x80", "\"\\xed\\xa0\\x80\""},
    };
    for (const auto& [text, expected] : rows) {
        INFO(expected);
        CHECK(go_quote(text) == expected);
    }
    CHECK(go_quote("h\u00e9\U0001F600", QuoteWith::Ascii) == R"("h\u00e9\U0001f600")");
    CHECK(go_quote_rune('\'') == R"('\'')");
    CHECK(go_quote_rune(0xD800) == "'\uFFFD'");
}

TEST_CASE("blanks of all kinds are cut from both ends", "[data][go_text]") {
    CHECK(trim_space("\xc2\xa0 \t a b\xe3\x80\x80\n\xc2\x85") == "a b");
    CHECK(trim_space(" \n") == "");
    CHECK(trim_space("\xa0x\xa0") == "\xa0x\xa0");
}

TEST_CASE("a byte that begins no rune is one wide", "[data][utf8]") {
    CHECK(utf8::decode("\xed\xa0\x80").width == 1);  // a surrogate
    CHECK(utf8::decode("\xc0\x80").width == 1);      // too long for what it says
    CHECK(utf8::decode("\xf4\x90\x80\x80").width == 1);
    CHECK(utf8::decode("\xf0\x9f\x98\x80").code == 0x1F600);
    CHECK(utf8::decode("").width == 0);
    CHECK(utf8::decode("a\xc3\xa9", 1).code == 0xE9);
    CHECK(utf8::decode_last("\xc3\xa9").code == 0xE9);
    CHECK(utf8::decode_last("a\xa9").width == 1);
    CHECK(utf8::decode_last("").width == 0);
    CHECK(utf8::count("\xc3\xa9\xff a") == 4);
}
