// yare show: what a chart holds, printed.
#include "../texts/show.h"

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../json_path.h"
#include "commands.h"
#include "yare/base/ascii.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kJsonPath[] = {
    {.name = "jsonpath", .usage = "supply a JSONPath expression to filter the output"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kChartPathFlags, kDevelFlags};
constexpr std::span<const FlagSpec> kValuesFlags[] = {kChartPathFlags, kDevelFlags, kJsonPath};

struct Parts {
    bool metadata = false;
    bool values = false;
    bool readme = false;
    bool crds = false;
    std::string path = {};  // a JSONPath: only what it names of the values
};

const charts::File* find_readme(const charts::Chart& chart) {
    for (const charts::File& file : chart.files) {
        const std::string name = ascii::lowered(file.name);
        if (name == "readme.md" || name == "readme.txt" || name == "readme") return &file;
    }
    return nullptr;
}

Result<std::string> shown(const charts::Chart& chart, const Parts& parts) {
    const bool all = parts.metadata && parts.values;
    const std::string_view separator = all ? "---\n" : "";
    std::string out;
    if (parts.metadata) out += charts::metadata_yaml(chart.metadata) + "\n";
    if (parts.values && !chart.values.is_nil()) {
        out += separator;
        if (parts.path.empty()) {
            // Helm: an archive may hold several; the last is used, but all are shown.
            for (const charts::File& file : chart.raw) {
                if (file.name != "values.yaml") continue;
                out += file.data;
                out += "\n";
            }
        } else {
            const std::vector<JsonPathNode> path =
                YARE_TRY_WHILE("error parsing jsonpath " + parts.path, parse_json_path(parts.path));
            out += print_json_path(path, chart.values);
        }
    }
    if (const charts::File* readme = parts.readme ? find_readme(chart) : nullptr) {
        out += separator;
        out += readme->data;
        out += "\n";
    }
    if (!parts.crds) return out;
    for (const charts::Crd& crd : charts::crds(chart)) {
        if (!crd.file->data.starts_with("---")) out += "---\n";
        out += crd.file->data;
        out += "\n";
    }
    return out;
}

Result<void> show(Invocation& invocation, const Parts& parts) {
    const std::string path = YARE_TRY(locate_chart(invocation, invocation.arguments[0]));
    charts::Chart* chart = YARE_TRY(charts::load_chart(invocation.world.files, path, invocation.charts(),
                                                       invocation.diagnostics, charts::LoadWay::Plain));
    const std::string text = YARE_TRY(shown(*chart, parts));
    invocation.console.print(text);
    return {};
}

Result<void> show_all(Invocation& invocation) { return show(invocation, {true, true, true, true}); }
Result<void> show_chart(Invocation& invocation) { return show(invocation, {.metadata = true}); }
Result<void> show_crds(Invocation& invocation) { return show(invocation, {.crds = true}); }
Result<void> show_readme(Invocation& invocation) { return show(invocation, {.readme = true}); }
Result<void> show_values(Invocation& invocation) {
    return show(invocation, {.values = true, .path = invocation.flags.text("jsonpath")});
}

Completions complete_only_chart(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    return complete_any_chart(started);
}

constexpr ArgumentRule kOne = ArgumentRule::exactly(1);
constexpr Command kShowAll{.use = "all [CHART]",
                           .brief = "show all information of the chart",
                           .description = kShowAllDescription,
                           .arguments = kOne,
                           .flags = kFlags,
                           .run = show_all,
                           .complete = complete_only_chart};
constexpr Command kShowChart{.use = "chart [CHART]",
                             .brief = "show the chart's definition",
                             .description = kShowChartDescription,
                             .arguments = kOne,
                             .flags = kFlags,
                             .run = show_chart,
                             .complete = complete_only_chart};
constexpr Command kShowCrds{.use = "crds [CHART]",
                            .brief = "show the chart's CRDs",
                            .description = kShowCrdsDescription,
                            .arguments = kOne,
                            .flags = kFlags,
                            .run = show_crds,
                            .complete = complete_only_chart};
constexpr Command kShowReadme{.use = "readme [CHART]",
                              .brief = "show the chart's README",
                              .description = kShowReadmeDescription,
                              .arguments = kOne,
                              .flags = kFlags,
                              .run = show_readme,
                              .complete = complete_only_chart};
constexpr Command kShowValues{.use = "values [CHART]",
                              .brief = "show the chart's values",
                              .description = kShowValuesDescription,
                              .arguments = kOne,
                              .flags = kValuesFlags,
                              .run = show_values,
                              .complete = complete_only_chart};

constexpr const Command* kCommands[] = {&kShowAll, &kShowChart, &kShowCrds, &kShowReadme, &kShowValues};
constexpr std::string_view kAliases[] = {"inspect"};

}  // namespace

constinit const Command kShow{
    .use = "show",
    .aliases = kAliases,
    .brief = "show information of a chart",
    .description = kShowDescription,
    .arguments = ArgumentRule::none(),
    .commands = kCommands,
};

}  // namespace yare::cli
