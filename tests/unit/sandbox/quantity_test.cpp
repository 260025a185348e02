#include "quantity.h"

#include "yare/test/catch.h"

using yare::sandbox::canonical_quantity;

TEST_CASE("quantities are written in one form", "[sandbox][quantity]") {
    struct Row {
        const char *given, *expected;
    };
    const Row rows[] = {
        {"0.5", "500m"},
        {"1", "1"},
        {"1000m", "1"},
        {"1500m", "1500m"},
        {"0.0005", "500u"},
        {"1024", "1024"},
        {"1000", "1k"},
        {"100000", "100k"},
        {"1.5Gi", "1536Mi"},
        {"1024Mi", "1Gi"},
        {"0.5Ki", "512"},
        {"1e3", "1e3"},
        {"1E6", "1E6"},
        {"12e2", "1200"},
        {"1.25k", "1250"},
        {"0", "0"},
        {"0Gi", "0"},
        {"0m", "0"},
        {"0.1Mi", "104857600m"},
        {"-5m", "-5m"},
        {".5", "500m"},
        {"1n", "1n"},
        {"0.1n", "1n"},
        {"2000Mi", "2000Mi"},
        {"1Ei", "1Ei"},
        {"9223372036854775807", "9223372036854775807"},
        {"500000u", "500m"},
        {"1234567890", "1234567890"},
        {"1.5", "1500m"},
        {"100M", "100M"},
        {"1000000k", "1G"},
        {"1e-3", "1e-3"},
        {"1.1Ki", "1126400m"},
        {"1025Ki", "1025Ki"},
        {"1000Ki", "1000Ki"},
        {"-0.5", "-500m"},
        {"0.001Ki", "1024m"},
        {"1E", "1E"},
        {"1.5e3", "1500"},
        {"15e-1", "1500e-3"},
        {"1.123456789123", "1123456790n"},
        {"3.0", "3"},
        {"128974848", "128974848"},
        {"2.5e0", "2500e-3"},
        {"0e3", "0"},
        {"-1.5Gi", "-1536Mi"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
    };
    for (const Row& row : rows) {
        INFO(row.given);
        CHECK(canonical_quantity(row.given).value_or("refused") == row.expected);
    }
}

TEST_CASE("what is no quantity is refused", "[sandbox][quantity]") {
    for (const char* text : {"", "abc", "1gi", "1 Gi", "1.2.3", ".", "-", "1e", "1ki", "Gi"}) {
        INFO(text);
        std::string why;
        CHECK_FALSE(canonical_quantity(text, &why));
        CHECK_FALSE(why.empty());
    }
    std::string why;
    canonical_quantity("1gi", &why);
    CHECK(why ==
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}
