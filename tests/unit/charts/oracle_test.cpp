// Every recorded case of tests/oracle/charts, played again.
#include <algorithm>

#include "cases.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/charts/set_flags.h"
#include "yare/charts/values.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;
using namespace yare::charts;

namespace {

ValueFlags parse_flags(const std::string& text) {
    ValueFlags flags;
    const std::vector<std::string> words = test::split_flags(text);
    for (std::size_t at = 0; at + 1 < words.size(); at += 2) {
        const std::string& flag = words[at];
        std::vector<std::string>& list = flag == "-f"              ? flags.files
                                         : flag == "--set"         ? flags.values
                                         : flag == "--set-string"  ? flags.string_values
                                         : flag == "--set-file"    ? flags.file_values
                                         : flag == "--set-literal" ? flags.literal_values
                                                                   : flags.json;
        list.push_back(words[at + 1]);
    }
    return flags;
}

struct Answer {
    std::string out;
    std::string error;
    std::string log;
};

Result<std::string> merged_values(const test::Case& one, FileSystem& fs, ChartSet& set,
                                  Diagnostics& diagnostics) {
    const ReadText read = read_from(fs);
    Map* values = YARE_TRY(merge_value_flags(parse_flags(one.flags), read, set));
    Chart* chart = YARE_TRY(load_chart(fs, "c", set, diagnostics));
    YARE_TRY_WHILE(kCheckContext, check_dependencies(*chart));
    YARE_TRY_WHILE(kProcessContext, process_dependencies(*chart, values, set, diagnostics));
    SymbolTable symbols(&set.symbols());
    Document document(symbols);
    Map* all = YARE_TRY(coalesce_values(*chart, values, document, diagnostics));
    return write_json(all);
}

Result<std::string> file_names(FileSystem& fs, ChartSet& set, Diagnostics& diagnostics) {
    Chart* chart = YARE_TRY(load_chart(fs, "c", set, diagnostics));
    if (chart->templates.empty()) return "(templates ignored)";
    std::vector<std::string> names;
    for (const File& file : chart->files) names.emplace_back(file.name);
    std::ranges::sort(names);
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

Result<std::string> shown(FileSystem& fs, ChartSet& set, Diagnostics& diagnostics) {
    Chart* chart = YARE_TRY(load_chart(fs, "c", set, diagnostics, LoadWay::Plain));
    std::string out = metadata_yaml(chart->metadata);
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

// Helm's log format.
std::string quoted_if_needed(const std::string& text) {
    const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c != '=' && c != '"' && c < 0x7F;
    });
    return plain ? text : go_quote(text);
}

std::string log_of(const Diagnostics& diagnostics) {
    std::vector<std::string> lines;
    for (const Diagnostic& entry : diagnostics.entries()) {
        if (entry.severity == Severity::Debug) continue;
        std::string line = entry.severity == Severity::Info ? "level=INFO" : "level=WARN";
        line += " msg=" + quoted_if_needed(entry.message);
        for (const auto& [key, text] : entry.attributes) line += " " + key + "=" + quoted_if_needed(text);
        lines.push_back(line);
    }
    std::ranges::sort(lines);
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

Answer answer(const test::Case& one) {
    test::MemoryFileSystem fs;
    test::lay_out(one, fs);
    if (one.run != "show") fs.add("/c/templates/zz-probe.yaml", "");
    ChartSet set;
    Diagnostics diagnostics;
    const Result<std::string> result = one.run == "values" ? merged_values(one, fs, set, diagnostics)
                                       : one.run == "show" ? shown(fs, set, diagnostics)
                                                           : file_names(fs, set, diagnostics);
    Answer out;
    if (result) {
        out.out = *result;
    } else {
        out.error = result.error().text();
    }
    out.log = log_of(diagnostics);
    return out;
}

void replay(const std::string& file, std::size_t least) {
    const std::vector<test::Case> cases = test::read_cases(YARE_ORACLE "/" + file);
    CHECK(cases.size() >= least);
    for (const test::Case& one : cases) {
        INFO(file << ": " << one.name);
        const Answer got = answer(one);
        CHECK(got.error == one.error);
        CHECK(got.out == one.out);
        // Helm repeats some lines for each time it merges; which ones there are is what counts.
        CHECK(got.log == one.log);
    }
}

}  // namespace

TEST_CASE("values merge as in Helm", "[charts][oracle]") { replay("values.cases", 400); }
TEST_CASE("charts load, or are refused, as in Helm", "[charts][oracle]") { replay("loading.cases", 150); }
TEST_CASE("dependencies are processed as in Helm", "[charts][oracle]") { replay("dependencies.cases", 80); }
