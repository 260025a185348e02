// The lines that say why an assertion failed, laid out as helm-unittest does.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace yare::unittest {

using Lines = std::vector<std::string>;

// Where something was found; -1 is not told.
struct FoundAt {
    int document = -1;
    int value = -1;
};

enum class Shown : unsigned { Expected = 0, Path = 1, Actual = 2, Difference = 4 };
constexpr Shown operator|(Shown a, Shown b) { return Shown(unsigned(a) | unsigned(b)); }
constexpr bool shows(Shown all, Shown one) { return (unsigned(all) & unsigned(one)) != 0; }

// "Path:", "Expected NOT to equal:", "Actual:", "Diff:" with a text below each, in that order.
Lines failure_lines(FoundAt at, bool negative, std::string_view what, Shown shown,
                    std::initializer_list<std::string_view> texts);
Lines error_lines(FoundAt at, std::string_view message);
// The heading alone, or with something behind it.
Lines laid_out(FoundAt at, std::string_view text);
// Below a heading.
std::string indented(std::string_view text);

}  // namespace yare::unittest
