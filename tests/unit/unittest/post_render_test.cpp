#include "post_render.h"

#include "yare/test/catch.h"

using namespace yare;
using unittest::Files;

namespace {

std::string dump(const Files& files) {
    std::string out;
    for (const auto& [name, text] : files) out += "[" + name + "|" + text + "]";
    return out;
}

}  // namespace

TEST_CASE("files go to a post-renderer below their names", "[unittest][post_render]") {
    CHECK(unittest::merged_files({{"web/b.yaml", "\n\nkind: B\n\n"}, {"web/a.yaml", "kind: A"}}) ==
          "---\n#### file: web/a.yaml\nkind: A\n---\n#### file: web/b.yaml\nkind: B\n");
    CHECK(unittest::merged_files({}).empty());
}

TEST_CASE("files come back by the names above them", "[unittest][post_render]") {
    struct Row {
        std::string_view stream;
        std::string_view files;
    };
    const Row rows[] = {
        {"", "[manifest.yaml|]"},
        {"kind: A\n---\nkind: B\n", "[manifest.yaml|kind: A\n---\nkind: B\n]"},
        {"---\n#### file: a\nkind: A\n---\nkind: B\n---\n#### file: c\nkind: C\n",
         "[a|kind: A\n---\nkind: B\n][c|kind: C\n]"},
        {"---\n#### file: a\nx: 1\n---\n#### file: a\nx: 2\n", "[a|x: 2\n]"},
        {"---\n#### file: a", "[a|---\n#### file: a]"},
        {"---\n#### file: a\n", "[a|]"},
        {"x: 0\n---\n#### file: a\nx: 1\n", "[a|x: 1\n]"},
        {"#### file: a\nx: 1\n", "[a|#### file: a\nx: 1\n]"},
        {"---\n####  file: a\nx: 1\n", "[manifest.yaml|---\n####  file: a\nx: 1\n]"},
        {"---\n#### file:a\nx: 1\n", "[manifest.yaml|---\n#### file:a\nx: 1\n]"},
    };
    for (const Row& row : rows) {
        INFO(row.stream);
        CHECK(dump(unittest::split_files(row.stream)) == row.files);
    }
}

TEST_CASE("a post-renderer gets its arguments and all files", "[unittest][post_render]") {
    unittest::Options options;
    std::string asked;
    options.run_program = [&](const std::vector<std::string>& words,
                              const std::string& input) -> Result<std::string> {
        for (const std::string& word : words) asked += word + "|";
        asked += input;
        return std::string("---\n#### file: b\nnew\n");
    };
    const Result<Files> files = unittest::post_rendered({{"a", "old"}}, {"change", {"-x", "y z"}}, options);
    REQUIRE(files);
    CHECK(dump(*files) == "[b|new\n]");
    CHECK(asked == "change|-x|y z|---\n#### file: a\nold\n");
}

TEST_CASE("where no programs are run a post-renderer is an error", "[unittest][post_render]") {
    const Result<Files> files = unittest::post_rendered({}, {"change", {}}, {});
    REQUIRE_FALSE(files);
    CHECK(files.error().text() == "no programs are run here: change");
}
