#include "yare/base/result.h"

#include "yare/test/catch.h"

using namespace yare;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error(ErrorCode::Invalid, std::to_string(number) + " is odd");
    return number / 2;
}

Result<int> quarter(int number) {
    const int once = YARE_TRY(half(number));
    const int twice = YARE_TRY_WHILE("halve " + std::to_string(once), half(once));
    return twice;
}

Result<void> check_even(int number) {
    YARE_TRY_WHILE("check", half(number));
    return {};
}

}  // namespace

TEST_CASE("an error comes back through the calls, with what was being done", "[base][result]") {
    CHECK(*quarter(8) == 2);
    CHECK(quarter(3).error().text() == "3 is odd");
    CHECK(quarter(6).error().text() == "halve 3: 3 is odd");
    CHECK(check_even(5).error().text() == "check: 5 is odd");
    CHECK(check_even(4));
}

TEST_CASE("a copied error does not share its chain", "[base][result]") {
    Error first(ErrorCode::NotFound, "gone", Pos{7});
    Error second = first;
    Error third = std::move(second).during("look").note("try again").with_code(ErrorCode::Conflict);
    CHECK(first.text() == "gone");
    CHECK(first.code() == ErrorCode::NotFound);
    CHECK(third.text() == "look: gone");
    CHECK(third.notes() == std::vector<std::string>{"try again"});
    CHECK(third.pos() == Pos{7});
    CHECK(std::move(third).at(Pos{9}).pos() == Pos{7});
}
