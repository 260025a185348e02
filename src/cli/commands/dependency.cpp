// yare dependency: what a chart depends on, listed, locked and fetched.
#include "../texts/dependency.h"

#include "../chart_source.h"
#include "../dependency_fetching.h"
#include "../flag_groups.h"
#include "../table.h"
#include "commands.h"
#include "dependency.h"
#include "yare/base/paths.h"
#include "yare/charts/loader.h"
#include "yare/charts/package.h"
#include "yare/repo/build.h"
#include "yare/repo/status.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kFetchFlags[] = {
    {.name = "ca-file", .usage = "verify certificates of HTTPS-enabled servers using this CA bundle"},
    {.name = "cert-file", .usage = "identify HTTPS client using this SSL certificate file"},
    {.name = "insecure-skip-tls-verify",
     .type = FlagType::Bool,
     .usage = "skip tls certificate checks for the chart download"},
    {.name = "key-file", .usage = "identify HTTPS client using this SSL key file"},
    {.name = "keyring", .usage = "keyring containing public keys", .fallback_from = fallback_keyring},
    {.name = "password", .usage = "chart repository password where to locate the requested chart"},
    {.name = "plain-http",
     .type = FlagType::Bool,
     .usage = "use insecure HTTP connections for the chart download"},
    {.name = "skip-refresh", .type = FlagType::Bool, .usage = "do not refresh the local repository cache"},
    {.name = "username", .usage = "chart repository username where to locate the requested chart"},
    {.name = "verify", .type = FlagType::Bool, .usage = "verify the packages against signatures"},
};
constexpr FlagSpec kListFlags[] = {
    {.name = "max-col-width",
     .type = FlagType::Uint,
     .fallback = "80",
     .usage = "maximum column width for output table"},
};
constexpr std::span<const FlagSpec> kFetch[] = {kFetchFlags};
constexpr std::span<const FlagSpec> kList[] = {kListFlags};

// The chart that is meant; here, where none is named.
std::string chart_folder(const Invocation& invocation) {
    return invocation.arguments.empty() ? "." : clean_path(invocation.arguments[0]);
}

Result<void> list(Invocation& invocation) {
    FileSystem& files = invocation.world.files;
    Diagnostics& diagnostics = invocation.diagnostics;
    const std::string folder = chart_folder(invocation);
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(files, folder, invocation.charts(), diagnostics, charts::LoadWay::Plain));
    if (!chart->metadata.dependencies_listed) {
        invocation.console.print("WARNING: no dependencies at " + clean_path(folder + "/charts") + "\n");
        return {};
    }
    Table table(static_cast<std::size_t>(invocation.flags.integer("max-col-width")));
    table.add({"NAME", "VERSION", "REPOSITORY", "STATUS"});
    for (const charts::Dependency& one : chart->metadata.dependencies) {
        table.add({one.name, one.version, one.repository,
                   repo::dependency_status(files, folder, one, *chart, diagnostics)});
    }
    invocation.console.print(table.text() + "\n");
    for (const std::string& line : repo::stray_charts(files, folder, *chart, diagnostics))
        invocation.console.print(line + "\n");
    return {};
}

Result<repo::BuildOptions> fetch_options(Invocation& invocation, repo::Verify verify) {
    repo::BuildOptions options = build_options(invocation, chart_folder(invocation));
    options.source_date_epoch =
        YARE_TRY(charts::parse_source_date_epoch(invocation.settings.source_date_epoch));
    YARE_TRY(check_registry_flags(invocation));
    options.skip_refresh = invocation.flags.truth("skip-refresh");
    if (invocation.flags.truth("verify")) options.verify = verify;
    return options;
}

Result<void> build(Invocation& invocation) {
    const repo::BuildOptions options = YARE_TRY(fetch_options(invocation, repo::Verify::IfSigned));
    return repo::build_dependencies(build_world(invocation), options);
}

Result<void> update(Invocation& invocation) {
    const repo::BuildOptions options = YARE_TRY(fetch_options(invocation, repo::Verify::Always));
    return repo::update_dependencies(build_world(invocation), options);
}

constexpr ArgumentRule kOneAtMost = ArgumentRule::at_most(1);
constexpr std::string_view kListAliases[] = {"ls"};
constexpr std::string_view kUpdateAliases[] = {"up"};
constexpr Command kBuildCommand{.use = "build CHART",
                                .brief = "rebuild the charts/ directory based on the Chart.lock file",
                                .description = kDependencyBuildDescription,
                                .arguments = kOneAtMost,
                                .flags = kFetch,
                                .run = build};
constexpr Command kListCommand{.use = "list CHART",
                               .aliases = kListAliases,
                               .brief = "list the dependencies for the given chart",
                               .description = kDependencyListDescription,
                               .arguments = kOneAtMost,
                               .flags = kList,
                               .run = list};
constexpr Command kUpdateCommand{.use = "update CHART",
                                 .aliases = kUpdateAliases,
                                 .brief = "update charts/ based on the contents of Chart.yaml",
                                 .description = kDependencyUpdateDescription,
                                 .arguments = kOneAtMost,
                                 .flags = kFetch,
                                 .run = update};
constexpr const Command* kCommands[] = {&kBuildCommand, &kListCommand, &kUpdateCommand};
constexpr std::string_view kAliases[] = {"dep", "dependencies"};

}  // namespace

constinit const Command kDependency{
    .use = "dependency update|build|list",
    .aliases = kAliases,
    .brief = "manage a chart's dependencies",
    .description = kDependencyDescription,
    .arguments = ArgumentRule::none(),
    .commands = kCommands,
};

}  // namespace yare::cli
