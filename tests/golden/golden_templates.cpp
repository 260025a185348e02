// golden_templates check FOLDER     runs all cases under FOLDER; with YARE_UPDATE_GOLDEN=1 it rewrites what
// differs and
//                                   fails all the same, so that no update goes in unread
// golden_templates render TEMPLATE [VALUES [FURTHER.tpl...]]   renders one file, as `helm template` would
// word it
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "case_files.h"

namespace {

using namespace yare::test;

void show(std::ostream& out, const char* title, bool failed, const std::string& text) {
    out << "  " << title << (failed ? " (error):\n" : ":\n");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) out << "    | " << line << "\n";
}

// True when the case was as expected; otherwise it now expects what was found.
bool check(ExpectedCase& each) {
    const CaseResult found = render_case(each.input);
    if (each.recorded && found.failed == each.fails && found.text == each.expected) return true;
    std::cerr << "DIFFERS " << each.name << "\n";
    if (each.input.templates.at("t.yaml").size() < 200)
        show(std::cerr, "template", false, each.input.templates.at("t.yaml"));
    if (each.recorded) show(std::cerr, "expected", each.fails, each.expected);
    show(std::cerr, "found", found.failed, found.text);
    each.fails = found.failed;
    each.expected = found.text;
    return false;
}

int check_all(const std::filesystem::path& root) {
    const char* update = std::getenv("YARE_UPDATE_GOLDEN");
    const bool rewrite = update && std::string(update) == "1";
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (CaseFolder& folder : read_case_folders(root)) {
        bool same = true;
        for (ExpectedCase& each : folder.cases) {
            const bool good = check(each);
            good ? ++passed : ++failed;
            same = same && good;
        }
        if (!same && rewrite) write_case_folder(folder);
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    if (failed > 0) {
        std::cout << (rewrite ? "what differed was rewritten: read it, then run again\n"
                              : "to accept what was found: YARE_UPDATE_GOLDEN=1\n");
    }
    return failed > 0 || passed == 0 ? 1 : 0;
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

int render(int count, char** words) {
    TemplateCase input;
    input.templates["t.yaml"] = read_file(words[0]);
    if (count > 1) input.values = read_file(words[1]);
    for (int i = 2; i < count; ++i) {
        input.templates[std::filesystem::path(words[i]).filename().string()] = read_file(words[i]);
    }
    const CaseResult result = render_case(input);
    (result.failed ? std::cerr << "Error: " << result.text << "\n" : std::cout << result.text);
    return result.failed ? 1 : 0;
}

}  // namespace

int main(int count, char** words) {
    try {
        const std::string command = count > 2 ? words[1] : "";
        if (command == "check") return check_all(words[2]);
        if (command == "render") return render(count - 2, words + 2);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << "\n";
        return 2;
    }
    std::cerr << "usage: golden_templates check FOLDER | render TEMPLATE [VALUES [FURTHER.tpl...]]\n";
    return 2;
}
