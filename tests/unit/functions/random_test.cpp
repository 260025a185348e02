// Functions of chance: what can be said of every result.
#include <algorithm>
#include <set>

#include "caller.h"

using namespace yare;
using test::Caller;
using test::number;
using test::string;

TEST_CASE("random texts use all of their letters and no others", "[functions]") {
    struct Row {
        std::string_view function;
        std::size_t letters;
        bool (*belongs)(char);
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_alpha = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_either = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    const auto is_ascii = [](char c) { return c >= ' ' && c <= '~'; };
    const Row rows[] = {{"randNumeric", 10, is_digit},
                        {"randAlpha", 52, is_alpha},
                        {"randAlphaNum", 62, is_either},
                        {"randAscii", 95, is_ascii}};
    for (const Row& row : rows) {
        INFO(row.function);
        Caller caller;
        const std::string text = caller.text(row.function, {number(5000)});
        CHECK(text.size() == 5000);
        CHECK(std::all_of(text.begin(), text.end(), row.belongs));
        CHECK(std::set<char>(text.begin(), text.end()).size() == row.letters);
    }
}

TEST_CASE("randInt stays below its upper bound", "[functions]") {
    Caller caller;
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) seen.insert(caller.text("randInt", {number(-1), number(2)}));
    CHECK(seen == std::set<std::string>{"-1", "0", "1"});
    CHECK(caller.error("randInt", {number(2), number(2)}) == "invalid argument to Intn");
}

TEST_CASE("uuidv4 has its version and variant, and differs each time", "[functions]") {
    Caller caller;
    const std::string one = caller.text("uuidv4", {});
    REQUIRE(one.size() == 36);
    CHECK(one[14] == '4');
    CHECK(std::string("89ab").find(one[19]) != std::string::npos);
    CHECK(one != caller.text("uuidv4", {}));
}

TEST_CASE("shuffle keeps the letters and reaches every order", "[functions]") {
    Caller caller;
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) seen.insert(caller.text("shuffle", {string("abc")}));
    CHECK(seen == std::set<std::string>{"abc", "acb", "bac", "bca", "cab", "cba"});
}

TEST_CASE("what encryptAES made, decryptAES reads", "[functions]") {
    Caller caller;
    for (const char* text : {"x", "exactly16letters", "more than sixteen letters, with \xC3\xA9"}) {
        INFO(text);
        const Value secret = caller.get("encryptAES", {string("password"), string(text)});
        CHECK(caller.text("decryptAES", {string("password"), secret}) == text);
        CHECK(caller.text("encryptAES", {string("password"), string(text)}) != secret.as_string());
    }
}
