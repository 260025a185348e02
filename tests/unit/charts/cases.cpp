#include "cases.h"

#include <fstream>
#include <sstream>

namespace yare::test {

std::vector<Case> read_cases(const std::string& path) {
    std::vector<Case> out;
    std::ifstream file(path);
    std::string* text = nullptr;
    bool first = true;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('|')) {
            if (!text) continue;
            // What Helm logs and then also fails with is told once here.
            if (text == &out.back().log && line.starts_with("|level=ERROR")) continue;
            if (!first) *text += '\n';
            first = false;
            *text += line.substr(1);
            continue;
        }
        const std::size_t space = line.find(' ');
        const std::string word = line.substr(0, space);
        const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
        first = true;
        if (word == "case") {
            out.emplace_back().name = rest;
        } else if (word == "file") {
            text = &out.back().files.emplace_back(rest, "").second;
        } else if (word == "link") {
            const std::size_t gap = rest.find(' ');
            out.back().links.emplace_back(rest.substr(0, gap), rest.substr(gap + 1));
        } else if (word == "out" || word == "log" || word == "error") {
            Case& one = out.back();
            text = word == "out" ? &one.out : word == "log" ? &one.log : &one.error;
            one.fails |= word == "error";
        } else if (!word.empty() && word[0] != '#') {
            out.back().run = word;
            out.back().flags = rest;
        }
    }
    return out;
}

void lay_out(const Case& one, MemoryFileSystem& fs) {
    const auto place = [](const std::string& name) {
        return name.starts_with("../") ? name.substr(2) : "/c/" + name;
    };
    fs.add_directory("/c");
    for (const auto& [name, text] : one.files) fs.add(place(name), text);
    for (const auto& [name, target] : one.links) fs.add_link(place(name), target);
}

std::vector<std::string> split_flags(const std::string& text) {
    std::vector<std::string> out;
    bool open = false;
    char quote = '\0';
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quote == '\0' && c == ' ') {
            open = false;
            continue;
        }
        if (!open) out.emplace_back();
        open = true;
        if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
        } else if (quote == c) {
            quote = '\0';
        } else if (quote == '\0' && c == '\\') {
            out.back() += text[++at];
        } else {
            out.back() += c;
        }
    }
    return out;
}

}  // namespace yare::test
