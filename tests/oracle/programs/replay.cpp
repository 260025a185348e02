// Replays what the real Helm makes of small template programs: oracle_programs FOLDER DIFFERENCES.
//
// FOLDER/chart.json has the files of a chart called c; a line of FOLDER/cases.jsonl has a template t, further
// files f, and the recorded output o or error e (b: the same in base64, where it is no UTF-8). What
// DIFFERENCES lists must differ, all else must be the same. `oracle_programs FOLDER -` reads cases from its
// input and writes this engine's answers, for comparing with other judges.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/render/render.h"
#include "yare/test/fixed.h"
#include "yare/test/known_differences.h"

using namespace yare;

namespace {

using Files = std::map<std::string, std::string>;

struct Answer {
    bool ok = false;
    std::string text;
    friend bool operator==(const Answer&, const Answer&) = default;
};

struct Case {
    std::string text;
    Files files;
    Answer expected;
};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        std::exit(2);
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Value read_object(const std::string& text, Document& document) {
    const Result<Value> value = read_json(text, document);
    if (value) return *value;
    std::fprintf(stderr, "%s\n", value.error().text().c_str());
    std::exit(2);
}

Files read_files(const Value& value) {
    Files out;
    const Map* map = value.map_or_null();
    if (!map) return out;
    for (const Entry& entry : *map)
        out[std::string(map->key_text(entry))] = std::string(entry.value.string_or(""));
    return out;
}

std::string field(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return found ? std::string(found->string_or("")) : std::string();
}

Case read_case(const std::string& line) {
    Document document;
    const Value value = read_object(line, document);
    Case out{field(value, "t"), {}, {}};
    if (const Value* files = value.find("f")) out.files = read_files(*files);
    out.expected = {value.find("e") == nullptr, field(value, value.find("e") ? "e" : "o")};
    if (value.find("b")) out.expected.text = decode_base64(field(value, "b")).value_or("?");
    return out;
}

Result<std::string> render(const Files& files) {
    test::FixedClock clock;
    test::SeededRandom random;
    Diagnostics diagnostics;
    charts::ChartSet set;
    std::vector<charts::File> list;
    for (const auto& [name, text] : files) list.push_back({name, text, {}});
    charts::Chart* chart = YARE_TRY(charts::load_chart_files(std::move(list), set, diagnostics));
    Map* given = set.new_document().make_map();
    YARE_TRY(charts::process_dependencies(*chart, given, set, diagnostics));
    SymbolTable symbols(&set.symbols());
    Document document(symbols);
    SourceMap sources(&set.sources());
    render::RenderOptions options;
    options.clock = &clock;
    options.random = &random;
    render::ReleaseInfo release;
    release.name = "r";
    Map* values = YARE_TRY(render::render_values(*chart, given, options, document, diagnostics));
    const std::vector<render::RenderedFile> rendered =
        YARE_TRY(render::render_templates(*chart, *values, release, options, document, sources, diagnostics));
    for (const render::RenderedFile& file : rendered) {
        if (file.path == "c/templates/t.txt") return file.text;
    }
    return std::string();
}

Answer answer(const Files& base, const Case& it) {
    Files files = base;
    for (const auto& [name, text] : it.files) files[name] = text;
    files["templates/t.txt"] = it.text;
    const Result<std::string> result = render(files);
    return result ? Answer{true, *result} : Answer{false, result.error().text()};
}

std::string answer_line(const Answer& answer) {
    Document document;
    Map* map = document.make_map();
    map->set(answer.ok ? "o" : "e", Value::of_view(answer.text));
    map->set("b", document.string(base64(answer.text)));
    const Result<std::string> text = write_json(map);
    return text ? *text : std::string("{}");
}

int answer_input(const Files& base) {
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << answer_line(answer(base, read_case(line))) << '\n' << std::flush;
    }
    return 0;
}

void show(const Case& it, const Answer& found) {
    std::printf("%s\n", it.text.c_str());
    for (const auto& [name, text] : it.files) std::printf("  %s: %s\n", name.c_str(), text.c_str());
    std::printf("  expected %s %s\n  is       %s %s\n", it.expected.ok ? "output" : "error ",
                it.expected.text.c_str(), found.ok ? "output" : "error ", found.text.c_str());
}

int check(const std::filesystem::path& folder, const std::filesystem::path& differences, const Files& base) {
    test::KnownDifferences known(differences, "programs/");
    std::ifstream file(folder / "cases.jsonl");
    std::size_t count = 0;
    int failed = 0;
    for (std::string line; std::getline(file, line); ++count) {
        const Case it = read_case(line);
        const Answer found = answer(base, it);
        const bool differs = found != it.expected;
        if (differs == known.lists(it.text)) continue;
        ++failed;
        if (differs) {
            show(it, found);
        } else {
            std::printf("%s\n  is listed as different, but is the same\n", it.text.c_str());
        }
    }
    failed += known.report_unseen();
    std::printf("%zu cases, %d failed\n", count, failed);
    return failed == 0 && count > 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    const std::filesystem::path folder = words[1];
    Document document;
    const Files base = read_files(read_object(read_file(folder / "chart.json"), document));
    return std::string_view(words[2]) == "-" ? answer_input(base) : check(folder, words[2], base);
}
