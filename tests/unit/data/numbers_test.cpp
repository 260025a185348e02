#include "yare/data/numbers.h"

#include <cmath>
#include <limits>

#include "yare/test/catch.h"

using namespace yare;

namespace {

template <typename Append>
std::string text_of(Append append, double number) {
    std::string out;
    append(out, number);
    return out;
}

}  // namespace

TEST_CASE("a float is written in Go's three ways", "[data][numbers]") {
    struct Row {
        double number;
        const char* go;
        const char* json;
        const char* yaml;
    };
    const Row rows[] = {
        {0, "0", "0", "0"},
        {-0.0, "-0", "-0", "0"},
        {999999, "999999", "999999", "999999"},
        {1e6, "1e+06", "1000000", "1000000"},
        {1000001, "1.000001e+06", "1000001", "1000001"},
        {123456.789, "123456.789", "123456.789", "123456.789"},
        {1234567.5, "1.2345675e+06", "1234567.5", "1.2345675e+06"},
        {0.0001, "0.0001", "0.0001", "0.0001"},
        {0.00001, "1e-05", "0.00001", "1e-05"},
        {0.000001, "1e-06", "0.000001", "1e-06"},
        {1e-7, "1e-07", "1e-7", "1e-07"},
        {1e20, "1e+20", "100000000000000000000", "1e+20"},
        {1e21, "1e+21", "1e+21", "1e+21"},
        // Beyond 2^53 the shortest digits are padded with zeros.
        {9223372036854775807.0, "9.223372036854776e+18", "9223372036854776000", "9223372036854776000"},
        {18446744073709551616.0, "1.8446744073709552e+19", "18446744073709552000", "1.8446744073709552e+19"},
        {-9223372036854775808.0, "-9.223372036854776e+18", "-9223372036854776000", "-9.223372036854776e+18"},
        {0.1 + 0.2, "0.30000000000000004", "0.30000000000000004", "0.30000000000000004"},
        {5e-324, "5e-324", "5e-324", "5e-324"},
    };
    for (const Row& row : rows) {
        INFO(row.go);
        CHECK(go_float(row.number) == row.go);
        CHECK(text_of(append_json_float, row.number) == row.json);
        CHECK(text_of(append_yaml_float, row.number) == row.yaml);
    }
    CHECK(go_float(std::numeric_limits<double>::infinity()) == "+Inf");
    CHECK(go_float(-std::numeric_limits<double>::infinity()) == "-Inf");
    CHECK(go_float(std::nan("")) == "NaN");
}

TEST_CASE("a float is formatted with a precision", "[data][numbers]") {
    struct Row {
        double number;
        char format;
        int precision;
        const char* text;
    };
    const Row rows[] = {{2.5, 'f', 0, "2"},
                        {1234.5678, 'f', 2, "1234.57"},
                        {1234.5678, 'e', 3, "1.235e+03"},
                        {1234.5678, 'E', -1, "1.2345678E+03"},
                        {0.00001234, 'g', 2, "1.2e-05"},
                        {1e21, 'f', -1, "1000000000000000000000"},
                        {100000, 'g', 3, "1e+05"},
                        {0.5, 'f', 3, "0.500"}};
    for (const Row& row : rows) {
        std::string out;
        append_float(out, row.number, row.format, row.precision);
        CHECK(out == row.text);
    }
    std::string single;
    append_float(single, 123456789.5, 'g', -1, 32);
    CHECK(single == "1.2345679e+08");
}

TEST_CASE("integers are parsed as strconv does", "[data][numbers]") {
    struct Row {
        const char* text;
        std::int64_t value;
        Parse status;
    };
    const Row rows[] = {{"0", 0, Parse::Ok},
                        {"-0x10", -16, Parse::Ok},
                        {"0o17", 15, Parse::Ok},
                        {"017", 15, Parse::Ok},
                        {"0b_1", 1, Parse::Ok},
                        {"1_000", 1000, Parse::Ok},
                        {"1_", 0, Parse::Syntax},
                        {"1__0", 0, Parse::Syntax},
                        {"08", 0, Parse::Syntax},
                        {"0x", 0, Parse::Syntax},
                        {"", 0, Parse::Syntax},
                        {"+", 0, Parse::Syntax},
                        {"9223372036854775807", std::numeric_limits<std::int64_t>::max(), Parse::Ok},
                        {"9223372036854775808", std::numeric_limits<std::int64_t>::max(), Parse::Range},
                        {"-9223372036854775808", std::numeric_limits<std::int64_t>::min(), Parse::Ok},
                        {"-9223372036854775809", std::numeric_limits<std::int64_t>::min(), Parse::Range}};
    for (const Row& row : rows) {
        INFO(row.text);
        const Parsed<std::int64_t> parsed = parse_int(row.text, 0);
        CHECK(parsed.value == row.value);
        CHECK(parsed.status == row.status);
    }
    CHECK(parse_int("128", 10, 8).status == Parse::Range);
    CHECK(parse_uint("18446744073709551615", 10).value == std::numeric_limits<std::uint64_t>::max());
    CHECK(parse_uint("-1", 10).status == Parse::Syntax);
    CHECK(parse_int("0x10", 10).status == Parse::Syntax);
}

TEST_CASE("floats are parsed as strconv does", "[data][numbers]") {
    struct Row {
        const char* text;
        double value;
        Parse status;
    };
    const double infinity = std::numeric_limits<double>::infinity();
    const Row rows[] = {{"1.5", 1.5, Parse::Ok},
                        {"+.5e3", 500, Parse::Ok},
                        {"1.", 1, Parse::Ok},
                        {"1_0.5", 10.5, Parse::Ok},
                        {"1__0", 0, Parse::Syntax},
                        {"0x1p4", 16, Parse::Ok},
                        {"0x.8p0", 0.5, Parse::Ok},
                        {"0x1.8", 0, Parse::Syntax},
                        {".", 0, Parse::Syntax},
                        {"1e", 0, Parse::Syntax},
                        {"1e400", infinity, Parse::Range},
                        {"-1e400", -infinity, Parse::Range},
                        {"1e-400", 0, Parse::Ok},
                        {"inf", infinity, Parse::Ok},
                        {"-Infinity", -infinity, Parse::Ok},
                        {"+nan", 0, Parse::Syntax},
                        {"", 0, Parse::Syntax},
                        {" 1", 0, Parse::Syntax}};
    for (const Row& row : rows) {
        INFO(row.text);
        const Parsed<double> parsed = parse_float(row.text);
        CHECK(parsed.value == row.value);
        CHECK(parsed.status == row.status);
    }
    CHECK(std::isnan(parse_float("NaN").value));
}
