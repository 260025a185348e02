// The recorded answers: what Helm gave for each template, as record.py wrote them (its head has the form of a
// line).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yare::oracle {

// What the chart's one rendered template is called.
inline constexpr std::string_view kName = "c/templates/NOTES.txt";

struct Answer {
    bool ok = false;
    std::string text;
    friend bool operator==(const Answer&, const Answer&) = default;
};

struct Case {
    std::string function;
    char sort = 0;  // o ordinary, n nil, e empty, t wrongly typed, c wrongly counted, x by hand, g generated
    std::string text;
    Answer expected;
};

// All answers below a folder, by file and line. Stops the program where a file is none of ours.
std::vector<Case> read_cases(const std::filesystem::path& folder);

}  // namespace yare::oracle
