// yare create NAME: a starter chart.
#include "yare/charts/create.h"

#include "../texts/create.h"
#include "commands.h"

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

struct Place {
    std::string parent;
    std::string name;
};

// Go's filepath.Dir and filepath.Base, cleaned.
Place split_path(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {".", path.empty() ? "." : path};
    if (path == "/") return {"/", "/"};
    std::string parent = path.substr(0, slash);
    while (parent.size() > 1 && parent.ends_with('/')) parent.pop_back();
    while (parent.starts_with("./") && parent.size() > 2) parent.erase(0, 2);
    return {parent.empty() ? "/" : parent, path.substr(slash + 1)};
}

Result<void> run_create(Invocation& invocation) {
    const std::string& name = invocation.arguments[0];
    const std::string& api_version = invocation.flags.text("chart-api-version");
    const std::string& starter = invocation.flags.text("starter");
    invocation.console.print("Creating " + name + "\n");
    if (api_version == "v3") {
        if (!invocation.settings.chart_v3) {
            return Error(
                ErrorCode::Unavailable,
                "this feature has been marked as experimental and is not enabled by default. Please set "
                "HELM_EXPERIMENTAL_CHART_V3=1 in your environment to use this feature");
        }
        return Error(ErrorCode::Unavailable,
                     "creating charts of version v3 is not implemented yet in this version of yare");
    }
    if (api_version != "v2" && !api_version.empty()) {
        return Error(ErrorCode::Invalid,
                     "unsupported chart API version: " + api_version + " (supported: v2, v3)");
    }
    const Place place = split_path(name);
    if (!starter.empty()) {
        const std::string folder =
            starter.starts_with('/') ? starter : invocation.settings.data_home + "/starters/" + starter;
        YARE_TRY(charts::create_chart_from(invocation.world.files, place.name, place.parent, folder,
                                           invocation.diagnostics));
        return {};
    }
    const auto say = [&](const std::string& line) { invocation.console.print(line + "\n"); };
    YARE_TRY(charts::create_chart(invocation.world.files, place.name, place.parent, say));
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
