// Replays what the real Helm answered: oracle_functions FOLDER DIFFERENCES [FUNCTION].
//
// Every case of FOLDER/cases.jsonl must give the recorded output or error, but for those that DIFFERENCES
// lists; one that is listed and no longer differs fails too. Every function there is must have cases of every
// sort.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/templates/executor.h"
#include "yare/test/fixed.h"

using namespace yare;
using namespace yare::templates;

namespace {

constexpr std::string_view kName = "c/templates/t.txt";

class ReplayEnvironment final : public Environment {
  public:
    Clock& clock() override { return clock_; }
    Random& random() override { return random_; }
    Diagnostics& diagnostics() override { return diagnostics_; }
    Result<Value> lookup(Document& document, std::string_view, std::string_view, std::string_view,
                         std::string_view) override {
        return Value(document.make_map());
    }
    std::string resolve_host(std::string_view) override { return {}; }

  private:
    test::FixedClock clock_;
    test::SeededRandom random_;
    Diagnostics diagnostics_;
};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        std::exit(2);
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Answer {
    bool ok = false;
    std::string text;
    friend bool operator==(const Answer&, const Answer&) = default;
};

Answer answer_of(Result<std::string> result) {
    if (result) return {true, std::move(*result)};
    return {false, result.error().text()};
}

Answer render(const std::string& text, const std::string& values) {
    SymbolTable symbols;
    SourceMap sources;
    TemplateSet set(symbols);
    const Source& source = sources.add(std::string(kName), text);
    if (const Result<void> added = set.add(kName, source); !added) return {false, added.error().text()};
    set.link();
    SymbolTable render_symbols(&symbols);
    Document document(render_symbols);
    ReplayEnvironment environment;
    Budget budget(document);
    SourceMap render_sources(&sources);
    Executor executor(set, {document, environment, budget, render_sources});
    Result<Map*> map = read_yaml_map(values, document);
    if (!map) return {false, map.error().text()};
    Map* dot = document.make_map(GoType::Values);
    dot->set("Values", Value::of_map(*map, GoType::Values));
    return answer_of(executor.render(kName, dot));
}

struct Case {
    std::string function;
    std::string sort;
    std::string text;
    Answer expected;
};

std::string field(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return found ? std::string(found->string_or("")) : std::string();
}

std::vector<Case> read_cases(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<Case> cases;
    for (std::string line; std::getline(file, line);) {
        Document document;
        const Result<Value> value = read_json(line, document);
        if (!value) {
            std::fprintf(stderr, "%s: %s\n", path.c_str(), value.error().text().c_str());
            std::exit(2);
        }
        Answer answer{value->find("e") == nullptr, field(*value, value->find("e") ? "e" : "o")};
        if (value->find("b")) answer.text = decode_base64(field(*value, "b")).value_or("?");
        cases.push_back({field(*value, "f"), field(*value, "s"), field(*value, "t"), std::move(answer)});
    }
    return cases;
}

// The known differences of this folder: "functions/<template>", tab, reason.
std::map<std::string, bool> read_differences(const std::filesystem::path& path) {
    constexpr std::string_view kPrefix = "functions/";
    std::ifstream file(path);
    std::map<std::string, bool> known;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(kPrefix))
            known.emplace(line.substr(kPrefix.size(), line.find('\t') - kPrefix.size()), false);
    }
    return known;
}

void show(const Case& it, const Answer& answer) {
    std::printf("%s\n  expected %s %s\n  is       %s %s\n", it.text.c_str(),
                it.expected.ok ? "output" : "error ", it.expected.text.c_str(),
                answer.ok ? "output" : "error ", answer.text.c_str());
}

// Which functions lack a sort of call; one without parameters has nothing to be nil, empty or of the wrong
// type.
int check_coverage(const std::vector<Case>& cases) {
    std::map<std::string, std::set<std::string>> sorts;
    for (const Case& it : cases) sorts[it.function].insert(it.sort);
    int missing = 0;
    for (const Function* function : all_functions()) {
        for (const char* sort : {"ordinary", "empty", "nil", "type", "count"}) {
            const bool needed = function->params[0] != Param::None || sort == std::string_view("ordinary");
            if (!needed || sorts[std::string(function->name)].count(sort) != 0) continue;
            std::printf("%s has no recorded call of the sort \"%s\"\n", std::string(function->name).c_str(),
                        sort);
            ++missing;
        }
    }
    return missing;
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) return 2;
    const std::filesystem::path folder = words[1];
    const std::string only = count > 3 ? words[3] : "";
    const std::string values = read_file(folder / "values.yaml");
    const std::vector<Case> cases = read_cases(folder / "cases.jsonl");
    std::map<std::string, bool> known = read_differences(words[2]);
    int failed = only.empty() ? check_coverage(cases) : 0;
    for (const Case& it : cases) {
        if (!only.empty() && it.function != only) continue;
        const Answer answer = render(it.text, values);
        const bool differs = answer != it.expected;
        const auto found = known.find(it.text);
        if (found != known.end()) found->second = true;
        if (differs == (found != known.end())) continue;
        ++failed;
        if (differs)
            show(it, answer);
        else
            std::printf("%s\n  is listed as different, but is the same\n", it.text.c_str());
    }
    for (const auto& [text, seen] : known) {
        if (seen || !only.empty()) continue;
        std::printf("%s\n  is listed as different, but is no case\n", text.c_str());
        ++failed;
    }
    std::printf("%zu cases, %d failed\n", cases.size(), failed);
    return failed == 0 ? 0 : 1;
}
