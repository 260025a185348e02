#include "case_files.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace yare::test {

namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write_text(const fs::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string read_values(const fs::path& folder) {
    return fs::exists(folder / "values.yaml") ? read_text(folder / "values.yaml") : std::string();
}

CaseFolder read_table(const fs::path& folder) {
    CaseFolder out{folder, true, {}};
    const std::string values = read_values(folder);
    std::istringstream lines(read_text(folder / "cases.jsonl"));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.empty()) continue;
        const auto row = nlohmann::json::parse(line);
        ExpectedCase made;
        made.name = folder.filename().string() + ":" + std::to_string(number);
        made.input.templates["t.yaml"] = row.at("template").get<std::string>();
        made.input.values = values;
        made.fails = row.contains("err");
        made.recorded = made.fails || row.contains("out");
        if (made.recorded) made.expected = row.at(made.fails ? "err" : "out").get<std::string>();
        out.cases.push_back(std::move(made));
    }
    return out;
}

CaseFolder read_folder(const fs::path& folder) {
    ExpectedCase made;
    made.name = folder.filename().string();
    made.input.values = read_values(folder);
    made.input.templates["t.yaml"] = read_text(folder / "template.yaml");
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".tpl") {
            made.input.templates[entry.path().filename().string()] = read_text(entry.path());
        }
    }
    made.fails = fs::exists(folder / "expected.err");
    made.recorded = made.fails || fs::exists(folder / "expected.yaml");
    if (made.recorded) made.expected = read_text(folder / (made.fails ? "expected.err" : "expected.yaml"));
    return {folder, false, {std::move(made)}};
}

}  // namespace

std::vector<CaseFolder> read_case_folders(const fs::path& root) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(root)) {
        if (entry.is_directory()) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<CaseFolder> out;
    for (const fs::path& path : paths) {
        out.push_back(fs::exists(path / "cases.jsonl") ? read_table(path) : read_folder(path));
    }
    return out;
}

void write_case_folder(const CaseFolder& folder) {
    if (!folder.table) {
        const ExpectedCase& only = folder.cases.front();
        fs::remove(folder.path / (only.fails ? "expected.yaml" : "expected.err"));
        write_text(folder.path / (only.fails ? "expected.err" : "expected.yaml"), only.expected);
        return;
    }
    std::string text;
    for (const ExpectedCase& each : folder.cases) {
        nlohmann::ordered_json row;
        row["template"] = each.input.templates.at("t.yaml");
        row[each.fails ? "err" : "out"] = each.expected;
        text += row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    }
    write_text(folder.path / "cases.jsonl", text);
}

}  // namespace yare::test
