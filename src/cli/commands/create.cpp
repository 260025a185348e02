// yare create NAME: a starter chart.
#include "yare/charts/create.h"

#include "../texts/create.h"
#include "commands.h"
#include "yare/base/paths.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kCreateFlags[] = {
    // Helm shows the flag where the experiment is switched on; the flag works, and refuses, either way.
    {.name = "chart-api-version",
     .fallback = "v2",
     .usage = "chart API version to use (v2 or v3)",
     .hidden = true},
    {.name = "starter", .shorthand = 'p', .usage = "the name or absolute path to Helm starter scaffold"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kCreateFlags};

Result<charts::ChartVersion> asked_version(Invocation& invocation) {
    const std::string& version = invocation.flags.text("chart-api-version");
    if (version == "v2" || version.empty()) return charts::ChartVersion::V2;
    if (version != "v3") {
        return Error(ErrorCode::Invalid,
                     "unsupported chart API version: " + version + " (supported: v2, v3)");
    }
    if (!invocation.settings.chart_v3) {
        return Error(ErrorCode::Unavailable,
                     "this feature has been marked as experimental and is not enabled by default. Please set "
                     "HELM_EXPERIMENTAL_CHART_V3=1 in your environment to use this feature");
    }
    return charts::ChartVersion::V3;
}

Result<void> run_create(Invocation& invocation) {
    const std::string& path = invocation.arguments[0];
    const std::string& starter = invocation.flags.text("starter");
    invocation.console.print("Creating " + path + "\n");
    const charts::ChartVersion version = YARE_TRY(asked_version(invocation));
    // Helm: of "web/" the folder is web and the name, too, so that it has to be there: web/web is written.
    const std::string name(base_name(path));
    const std::string parent = dir_name(path);
    if (!starter.empty()) {
        const std::string folder = starter.starts_with('/')
                                       ? starter
                                       : join_path(invocation.settings.data_home, "starters/" + starter);
        YARE_TRY(charts::create_chart_from(invocation.world.files, name, parent, folder,
                                           invocation.diagnostics, version));
        return {};
    }
    const auto say = [&](const std::string& line) { invocation.console.print(line + "\n"); };
    YARE_TRY(charts::create_chart(invocation.world.files, name, parent, say, version));
    return {};
}

Completions complete_name(Invocation& invocation, std::string_view started) {
    if (!invocation.arguments.empty()) return complete_nothing(invocation, started);
    return {{}, Directive::Default};
}

}  // namespace

constinit const Command kCreate{
    .use = "create NAME",
    .brief = "create a new chart with the given name",
    .description = kCreateDescription,
    .arguments = ArgumentRule::exactly(1),
    .flags = kFlags,
    .run = run_create,
    .complete = complete_name,
};

}  // namespace yare::cli
