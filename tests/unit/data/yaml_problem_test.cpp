#include "yare/data/yaml_problem.h"

#include "yare/test/catch.h"

using namespace yare;

namespace {

// "stopped at LINE", and the line and the words of the cause.
std::string problem(std::string_view text) {
    const std::optional<YamlProblem> found = find_yaml_problem(text);
    if (!found) return "none";
    const auto line = [&](std::size_t at) {
        return std::to_string(1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n'));
    };
    std::string out = "stopped at " + line(found->stopped);
    if (found->cause) out += ", line " + line(*found->cause) + ": " + std::string(found->why);
    return out;
}

}  // namespace

TEST_CASE("a text that reads well has no problem", "[data][yaml_problem]") {
    CHECK(problem("") == "none");
    CHECK(problem("a: 1\nb: [x, {c: d}]\n") == "none");
    // The first document alone.
    CHECK(problem("a: 1\n---\nb: [\n") == "none");
}

TEST_CASE("a problem is told with the line that may have caused it", "[data][yaml_problem]") {
    struct Row {
        std::string_view text, expected;
    };
    const Row rows[] = {
        {"a: x: y\n", "stopped at 1"},
        {"b: 1\na: x: y\n", "stopped at 2"},
        {"a: \"x\nb: 1\nc: 2\n", "stopped at 4, line 1: the quote is opened here"},
        {"a: \"x\nb: \"y\"\n",
         "stopped at 2, line 1: the quote is opened here, and the text goes on over the lines below"},
        {"a:\n  b: 1\n c: 2\n", "stopped at 3, line 2: the line there does not line up with this one"},
        {"a: [1,\nb: 2\n", "stopped at 3, line 1: the bracket is opened here"},
        {"a: 1\n  b: 2\n", "stopped at 2, line 1: the text before it begins here"},
        {"a: 1\nb\nc: 2\n",
         "stopped at 3, line 2: this line should have a colon, or belong to the text before it"},
        {"a: 1\n\tb: 2\n", "stopped at 2"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(problem(row.text) == row.expected);
    }
}
