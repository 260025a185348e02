// yare values: the computed values of a chart, and where each came from.
#include "../texts/values.h"

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../values_print.h"
#include "commands.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/charts/value_origins.h"
#include "yare/charts/values.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::cli {
namespace {

Result<std::string> check_values_output(std::string_view given, std::string_view, Diagnostics&) {
    if (given == "yaml" || given == "json") return std::string(given);
    return Error(ErrorCode::Invalid, "must be yaml or json");
}

constexpr std::string_view kChoices[] = {"json\tOutput values in JSON format",
                                         "yaml\tOutput values in YAML format"};
constexpr FlagSpec kOwnFlags[] = {
    {.name = "origins",
     .type = FlagType::Bool,
     .usage = "say of each value where it came from, and which other places it beat"},
    {.name = "output",
     .shorthand = 'o',
     .type = FlagType::Checked,
     .fallback = "yaml",
     .usage = "how the values are printed. Allowed values: yaml, json",
     .type_name = "format",
     .check = check_values_output,
     .choices = kChoices},
};
constexpr std::span<const FlagSpec> kFlags[] = {kOwnFlags, kValueFlags, kChartPathFlags, kDevelFlags};

Result<std::string> plain_json(const Value& values) {
    JsonFormat format;
    format.escape_html = false;
    format.indent = "  ";
    const std::string text = YARE_TRY(write_json(values, format));
    return text + "\n";
}

Result<std::string> printed(const Value& values, const charts::Chart& chart, Invocation& invocation) {
    const bool json = invocation.flags.text("output") == "json";
    if (!invocation.flags.truth("origins")) return json ? plain_json(values) : write_yaml(values);
    const charts::ValueOrigins origins(chart, invocation.charts());
    const ValuesOrigins places{invocation.charts().sources(), origins};
    return json ? annotated_json(values, places) : annotated_yaml(values, places);
}

Result<void> run_values(Invocation& invocation) {
    const std::string path = YARE_TRY(locate_chart(invocation, invocation.arguments[0]));
    Map* given = YARE_TRY(read_value_flags(invocation));
    charts::ChartSet& set = invocation.charts();
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(invocation.world.files, path, set, invocation.diagnostics));
    YARE_TRY_WHILE(charts::kCheckContext, charts::check_dependencies(*chart));
    YARE_TRY_WHILE(charts::kProcessContext,
                   charts::process_dependencies(*chart, Value(given), set, invocation.diagnostics));
    Map* values =
        YARE_TRY(charts::coalesce_values(*chart, Value(given), set.new_document(), invocation.diagnostics));
    const std::string text = YARE_TRY(printed(Value(values), *chart, invocation));
    invocation.console.print(text);
    return {};
}

Completions complete_one_chart(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    return complete_any_chart(started);
}

}  // namespace

constinit const Command kValues{
    .use = "values [CHART]",
    .brief = "print the computed values of a chart, and where each came from",
    .description = kValuesDescription,
    .arguments = ArgumentRule::exactly(1),
    .flags = kFlags,
    .run = run_values,
    .complete = complete_one_chart,
};

}  // namespace yare::cli
