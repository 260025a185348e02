#include "difference.h"

#include "yare/test/catch.h"

using yare::unittest::difference;

TEST_CASE("texts that are the same have no difference", "[unittest][difference]") {
    CHECK(difference("a\nb\n", "a\nb\n").empty());
}

TEST_CASE("a changed line stands between its neighbours", "[unittest][difference]") {
    CHECK(difference("a\nb\nc\nd\n", "a\nx\nc\nd\n") ==
          "--- Expected\n+++ Actual\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
}

TEST_CASE("changes far from each other are shown apart", "[unittest][difference]") {
    CHECK(difference("a\nb\nc\nd\ne\nf\n", "b\nc\nd\ne\nf\ng\n") ==
          "--- Expected\n+++ Actual\n@@ -1,2 +1 @@\n-a\n b\n@@ -6,2 +5,3 @@\n f\n+g\n \n");
}
