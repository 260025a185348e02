// Times and durations beyond what the replay of Helm's answers covers: other zones than the machine's,
// limits, round trips.
#include "yare/data/go_time.h"

#include <filesystem>

#include "yare/test/catch.h"

using namespace yare;

namespace {

TimeZone vienna() {
    const auto zone = TimeZone::load("Europe/Vienna");
    REQUIRE(zone);
    return *zone;
}

}  // namespace

TEST_CASE("a time prints as Go prints it", "[go_time]") {
    const GoTime time(1700000000, 120000000);
    CHECK(time.text() == "2023-11-14 22:13:20.12 +0000 UTC");
    CHECK(time.json() == "2023-11-14T22:13:20.12Z");
    CHECK(time.format(layout::kAnsiC) == "Tue Nov 14 22:13:20 2023");
    CHECK(time.in(TimeZone::fixed("", -12600)).text() == "2023-11-14 18:43:20.12 -0330 -0330");
    CHECK(GoTime().text() == "0001-01-01 00:00:00 +0000 UTC");
    CHECK(GoTime().is_zero());
}

TEST_CASE("calendars are right over all years", "[go_time]") {
    for (std::int64_t day = -800000; day < 3000000; day += 97) {
        const GoTime time(day * 86400 + 12345, 0);
        const CivilTime civil = time.civil();
        INFO(day);
        REQUIRE(GoTime::of(civil, TimeZone()) == time);
        REQUIRE(civil.weekday == int(((day + 4) % 7 + 7) % 7));
    }
}

TEST_CASE("what was printed reads back", "[go_time]") {
    const std::string_view layouts[] = {layout::kRfc3339Nano, "Mon, 02 Jan 2006 15:04:05.000000000 -0700",
                                        "2006-002 15h04m05.999999999 Z07:00:00",
                                        "January _2 2006 3:04:05.000000000 PM -07:00"};
    for (std::int64_t second = -2000000000; second < 4000000000; second += 123456789) {
        const GoTime time(second, 987654321, TimeZone::fixed("", 5 * 3600 + 1800));
        for (std::string_view layout : layouts) {
            INFO(time.format(layout));
            const Result<GoTime> read = parse_time(layout, time.format(layout));
            REQUIRE(read);
            CHECK(*read == time);
        }
    }
}

TEST_CASE("zones come from the machine's database", "[go_time]") {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Vienna")) {
        WARN("no time zone database on this machine: not tested");
        return;
    }
    CHECK(GoTime(1711846799, 0, vienna()).text() == "2024-03-31 01:59:59 +0100 CET");
    CHECK(GoTime(1711846800, 0, vienna()).text() == "2024-03-31 03:00:00 +0200 CEST");
    CHECK(GoTime(4102444800 - 180 * 86400, 0, vienna()).text() == "2099-07-05 02:00:00 +0200 CEST");
    CHECK_FALSE(TimeZone::load("No/Where"));
    CHECK_FALSE(TimeZone::load("../etc/passwd"));
    CHECK_FALSE(TimeZone::load("/etc/localtime"));
    CHECK_FALSE(TimeZone::load("Europe"));
}

TEST_CASE("a text without a zone is read in the one that is given", "[go_time]") {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Vienna")) return;
    const auto read = [](std::string_view layout, std::string_view text) {
        const Result<GoTime> time = parse_time(layout, text, vienna(), vienna());
        return time ? time->text() : time.error().text();
    };
    CHECK(read("2006-01-02", "2024-07-01") == "2024-07-01 00:00:00 +0200 CEST");
    CHECK(read("2006-01-02 15:04 MST", "2024-01-01 10:00 CET") == "2024-01-01 10:00:00 +0100 CET");
    CHECK(read("2006-01-02 15:04 -0700", "2024-01-01 10:00 +0100") == "2024-01-01 10:00:00 +0100 CET");
    CHECK(read("2006-01-02 15:04 -0700", "2024-01-01 10:00 +0300") == "2024-01-01 10:00:00 +0300 +0300");
    CHECK(read("2006-01-02 15:04 MST", "2024-01-01 10:00 EST") == "2024-01-01 10:00:00 +0000 EST");
    // An hour that the clocks leave out.
    CHECK(read("2006-01-02 15:04", "2024-03-31 02:30") == "2024-03-31 03:30:00 +0200 CEST");
}

TEST_CASE("durations print and read as Go's", "[go_time]") {
    struct Row {
        std::int64_t nanoseconds;
        std::string_view text;
    };
    const Row rows[] = {{0, "0s"},
                        {1, "1ns"},
                        {1100, "1.1\xC2\xB5s"},
                        {2200000, "2.2ms"},
                        {3300000000, "3.3s"},
                        {kMinute * 4 + kSecond * 5, "4m5s"},
                        {kHour * 100 + 1, "100h0m0.000000001s"},
                        {std::numeric_limits<std::int64_t>::max(), "2562047h47m16.854775807s"},
                        {std::numeric_limits<std::int64_t>::min(), "-2562047h47m16.854775808s"}};
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(duration_text(row.nanoseconds) == row.text);
        const Result<std::int64_t> read = parse_duration(row.text);
        REQUIRE(read);
        CHECK(*read == row.nanoseconds);
    }
}

TEST_CASE("differences that do not fit are the largest there are", "[go_time]") {
    const GoTime late(253402300799, 0);
    CHECK(late.since(GoTime()) == std::numeric_limits<std::int64_t>::max());
    CHECK(GoTime().since(late) == std::numeric_limits<std::int64_t>::min());
    CHECK(GoTime(10, 5).since(GoTime(9, 6)) == 999999999);
    CHECK(GoTime(10, 0).plus(-1) == GoTime(9, 999999999));
}
