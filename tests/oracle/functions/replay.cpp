// Replays what the real Helm answered: oracle_functions CHART ANSWERS [DIFFERENCES [FUNCTION]].
//
// Every answer below ANSWERS must be given again, but for those that DIFFERENCES lists; one that is listed
// and no longer differs fails too. With DIFFERENCES, every function there is must have answers of every sort.
// With YARE_SLOW set, the time that the slowest took is told.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <thread>

#include "answers.h"
#include "yare/charts/loader.h"
#include "yare/render/render.h"
#include "yare/templates/function.h"
#include "yare/test/fixed.h"
#include "yare/test/known_differences.h"

using namespace yare;
using oracle::Answer;
using oracle::Case;

namespace {

struct ChartFile {
    std::string name;
    std::string data;
};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<ChartFile> read_chart(const std::filesystem::path& folder) {
    std::vector<ChartFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        files.push_back(
            {std::filesystem::relative(entry.path(), folder).generic_string(), read_file(entry.path())});
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

Result<std::string> render(const std::vector<ChartFile>& files, const std::string& text) {
    std::vector<charts::File> chart_files;
    for (const ChartFile& file : files) chart_files.push_back({file.name, file.data, {}});
    chart_files.push_back({"templates/NOTES.txt", text, {}});
    Diagnostics diagnostics;
    charts::ChartSet set;
    const charts::Chart* chart = YARE_TRY(charts::load_chart_files(std::move(chart_files), set, diagnostics));
    SymbolTable symbols(&set.symbols());
    SourceMap sources(&set.sources());
    Document document(symbols);
    test::FixedClock clock;
    // The recorder's clock stands at the first second of the year 2000.
    clock.advance(std::chrono::seconds(946684800 - 1767323045));
    test::SeededRandom random;
    render::RenderOptions options;
    options.clock = &clock;
    options.random = &random;
    Map* values =
        YARE_TRY(render::render_values(*chart, Value(document.make_map()), options, document, diagnostics));
    const render::Rendered rendered = YARE_TRY(
        render::render_chart(*chart, *values, {.name = "r"}, options, document, sources, diagnostics));
    return rendered.notes;
}

Answer answer_of(const Result<std::string>& result) {
    return result ? Answer{true, *result} : Answer{false, result.error().text()};
}

void show(const Case& it, const Answer& answer) {
    std::printf("%s: %s\n  expected %s %s\n  is       %s %s\n", it.function.c_str(), it.text.c_str(),
                it.expected.ok ? "output" : "error ", it.expected.text.c_str(),
                answer.ok ? "output" : "error ", answer.text.c_str());
}

// Which functions lack a sort of call; one without parameters has nothing to be nil, empty or of the wrong
// type.
int check_coverage(const std::vector<Case>& cases) {
    std::map<std::string, std::set<char>> sorts;
    for (const Case& it : cases) sorts[it.function].insert(it.sort);
    int missing = 0;
    const auto check = [&](const templates::Function& function) {
        for (const char sort : {'o', 'e', 'n', 't', 'c'}) {
            const bool needed = function.params[0] != templates::Param::None || sort == 'o';
            const std::string name(function.name);
            if (!needed || sorts[name].contains(sort)) continue;
            std::printf("%s has no recorded call of the sort '%c'\n", name.c_str(), sort);
            ++missing;
        }
    };
    for (const templates::Function* function : templates::all_functions()) check(*function);
    for (const templates::Function* function : templates::builtin_functions()) check(*function);
    return missing;
}

// The answers in the order of the cases, found by all processors.
std::vector<Answer> render_all(const std::vector<ChartFile>& files, const std::vector<Case>& cases) {
    std::vector<Answer> answers(cases.size());
    std::vector<double> seconds(cases.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < cases.size(); i = next++) {
            const auto start = std::chrono::steady_clock::now();
            answers[i] = answer_of(render(files, cases[i].text));
            seconds[i] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 1U, 8U); ++i)
        threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    if (std::getenv("YARE_SLOW")) {
        std::map<double, std::size_t> slowest;
        for (std::size_t i = 0; i < cases.size(); ++i) slowest[-seconds[i]] = i;
        for (auto it = slowest.begin(); it != slowest.end() && it->first < -0.01; ++it)
            std::printf("%.3f s %s\n", -it->first, cases[it->second].text.c_str());
    }
    return answers;
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) return 2;
    std::vector<Case> cases = oracle::read_cases(words[2]);
    test::KnownDifferences known;
    int failed = 0;
    if (count == 4) {
        known = test::KnownDifferences(words[3], "functions/");
        failed = check_coverage(cases);
    } else if (count > 4) {
        std::erase_if(cases, [&](const Case& it) { return it.function != words[4]; });
    }
    const std::vector<Answer> answers = render_all(read_chart(words[1]), cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const bool differs = answers[i] != cases[i].expected;
        if (differs == known.lists(cases[i].text)) continue;
        ++failed;
        if (differs)
            show(cases[i], answers[i]);
        else
            std::printf("%s\n  is listed as different, but is the same\n", cases[i].text.c_str());
    }
    failed += known.report_unseen();
    std::printf("%zu cases, %d failed\n", cases.size(), failed);
    return failed == 0 && !cases.empty() ? 0 : 1;
}
