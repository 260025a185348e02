// yare schema: a values.schema.json, inferred.
#include "../texts/schema.h"

#include "../chart_source.h"
#include "../flag_groups.h"
#include "commands.h"
#include "yare/charts/loader.h"
#include "yare/charts/value_origins.h"
#include "yare/charts/values.h"
#include "yare/data/json.h"
#include "yare/render/chart_reads.h"
#include "yare/render/values_schema.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kOwnFlags[] = {
    {.name = "force", .type = FlagType::Bool, .usage = "replace the values.schema.json that is there"},
    {.name = "output",
     .shorthand = 'o',
     .usage = "the file to write, - for standard output (default values.schema.json in the chart's folder)",
     .type_name = "file"},
    {.name = "values",
     .shorthand = 'f',
     .type = FlagType::SplitStrings,
     .usage = "values files whose types are to be allowed too (can specify multiple)"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kOwnFlags, kChartPathFlags, kDevelFlags};

bool is_yaml(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

// The values files of the chart's ci folder and of -f.
Result<std::vector<const Map*>> read_examples(Invocation& invocation, const std::string& chart) {
    FileSystem& files = invocation.world.files;
    std::vector<std::string> names;
    if (const Result<std::vector<DirectoryEntry>> entries = files.list(chart + "/ci")) {
        for (const DirectoryEntry& entry : *entries) {
            if (is_yaml(entry.name)) names.push_back(chart + "/ci/" + entry.name);
        }
    }
    for (const std::string& name : invocation.flags.texts("values")) names.push_back(name);
    charts::ChartSet& set = invocation.charts();
    std::vector<const Map*> out;
    for (const std::string& name : names) {
        std::string text = YARE_TRY(files.read(name));
        const Source& source = set.sources().add(name, std::move(text));
        Map* map = YARE_TRY_WHILE("failed to parse " + name, charts::read_values(source, set.new_document()));
        out.push_back(map);
    }
    return out;
}

Result<std::string> inferred(Invocation& invocation, const std::string& path) {
    charts::ChartSet& set = invocation.charts();
    const std::vector<const Map*> examples = YARE_TRY(read_examples(invocation, path));
    charts::Chart* chart = YARE_TRY(charts::load_chart(invocation.world.files, path, set,
                                                       invocation.diagnostics, charts::LoadWay::Plain));
    const charts::ValueOrigins origins(*chart, set);
    const render::ChartReads reads(*chart, set, origins, render::ChartReads::Schemas::LeaveOut);
    Document document;
    const Value schema = render::infer_schema(*chart, examples, reads, set.sources(), document);
    JsonFormat format;
    format.escape_html = false;
    format.indent = "  ";
    const std::string text = YARE_TRY(write_json(schema, format));
    return text + "\n";
}

Result<void> run_schema(Invocation& invocation) {
    const std::string path = YARE_TRY(locate_chart(invocation, invocation.arguments[0]));
    const std::string text = YARE_TRY(inferred(invocation, path));
    std::string file = invocation.flags.text("output");
    if (file == "-") {
        invocation.console.print(text);
        return {};
    }
    FileSystem& files = invocation.world.files;
    if (file.empty()) {
        const Result<FileInfo> info = files.stat(path);
        if (!info || info->kind != FileKind::Directory) {
            return Error(ErrorCode::Invalid,
                         path + " is no folder to write a schema into: say where with --output");
        }
        file = path + "/values.schema.json";
    }
    if (!invocation.flags.truth("force") && files.lstat(file))
        return Error(ErrorCode::AlreadyExists, file + " is there already: --force replaces it");
    YARE_TRY(files.write(file, text));
    invocation.console.print("wrote " + file + "\n");
    return {};
}

Completions complete_one_chart(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    return complete_any_chart(started);
}

}  // namespace

constinit const Command kSchema{
    .use = "schema [CHART]",
    .brief = "infer a values.schema.json from the defaults and templates of a chart",
    .description = kSchemaDescription,
    .arguments = ArgumentRule::exactly(1),
    .flags = kFlags,
    .run = run_schema,
    .complete = complete_one_chart,
};

}  // namespace yare::cli
