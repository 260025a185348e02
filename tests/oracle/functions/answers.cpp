#include "answers.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace yare::oracle {

namespace {

[[noreturn]] void stop(const std::filesystem::path& path, const std::string& line) {
    std::fprintf(stderr, "%s: cannot read \"%s\"\n", path.c_str(), line.c_str());
    std::exit(2);
}

int digit(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (const char c = text[++i]) {
            case 'n':
                out += '\n';
                break;
            case 't':
                out += '\t';
                break;
            case 'r':
                out += '\r';
                break;
            case '@':
                out += kName;
                break;
            case 'x':
                if (i + 2 < text.size()) out += char(digit(text[i + 1]) * 16 + digit(text[i + 2]));
                i += 2;
                break;
            default:
                out += c;
        }
    }
    return out;
}

// "L:C X: REASON": the three lines in which Helm tells it.
std::string usual_error(std::string_view text) {
    const std::size_t space = text.find(' ');
    const std::size_t colon = text.find(": ", space);
    const std::string name(kName);
    return name + ":" + std::string(text.substr(0, space)) + "\n  executing \"" + name + "\" at <" +
           unescape(text.substr(space + 1, colon - space - 1)) + ">:\n    " +
           unescape(text.substr(colon + 2));
}

Answer read_answer(std::string_view text) {
    if (text.starts_with('=')) return {true, unescape(text.substr(1))};
    if (text.starts_with("!!")) return {false, unescape(text.substr(2))};
    return {false, usual_error(text.substr(1))};
}

}  // namespace

std::vector<Case> read_cases(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Case> cases;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        std::string function;
        for (std::string line; std::getline(file, line);) {
            const std::size_t first = line.find('\t');
            const std::size_t second = line.find('\t', first + 1);
            if (line.starts_with('[') && first == std::string::npos) {
                function = line.substr(1, line.size() - 2);
                continue;
            }
            if (first != 1 || second == std::string::npos || second + 1 == line.size()) stop(path, line);
            std::string text = unescape(std::string_view(line).substr(first + 1, second - first - 1));
            if (text.find("{{") == std::string::npos) text = "{{ " + text + " }}";
            cases.push_back(
                {function, line[0], std::move(text), read_answer(std::string_view(line).substr(second + 1))});
        }
    }
    return cases;
}

}  // namespace yare::oracle
