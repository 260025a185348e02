// yare package: charts into archives.
#include "yare/charts/package.h"

#include "../chart_source.h"
#include "../dependency_fetching.h"
#include "../flag_groups.h"
#include "../texts/package.h"
#include "commands.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/repo/build.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kPackageFlags[] = {
    {.name = "app-version", .usage = "set the appVersion on the chart to this version"},
    {.name = "ca-file", .usage = "verify certificates of HTTPS-enabled servers using this CA bundle"},
    {.name = "cert-file", .usage = "identify HTTPS client using this SSL certificate file"},
    {.name = "dependency-update",
     .shorthand = 'u',
     .type = FlagType::Bool,
     .usage = "update dependencies from \"Chart.yaml\" to dir \"charts/\" before packaging"},
    {.name = "destination", .shorthand = 'd', .fallback = ".", .usage = "location to write the chart."},
    {.name = "insecure-skip-tls-verify",
     .type = FlagType::Bool,
     .usage = "skip tls certificate checks for the chart download"},
    {.name = "key", .usage = "name of the key to use when signing. Used if --sign is true"},
    {.name = "key-file", .usage = "identify HTTPS client using this SSL key file"},
    {.name = "keyring", .usage = "location of a public keyring", .fallback_from = fallback_keyring},
    {.name = "passphrase-file",
     .usage = "location of a file which contains the passphrase for the signing key. Use \"-\" in order to "
              "read from stdin."},
    {.name = "password", .usage = "chart repository password where to locate the requested chart"},
    {.name = "plain-http",
     .type = FlagType::Bool,
     .usage = "use insecure HTTP connections for the chart download"},
    {.name = "sign", .type = FlagType::Bool, .usage = "use a PGP private key to sign this package"},
    {.name = "username", .usage = "chart repository username where to locate the requested chart"},
    {.name = "version", .usage = "set the version on the chart to this semver version"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kPackageFlags};

Error not_built(std::string_view what) {
    return Error(ErrorCode::Unavailable,
                 std::string(what) + " is not implemented yet in this version of yare");
}

Result<std::string> package_one(Invocation& invocation, const std::string& path,
                                const charts::PackageOptions& options) {
    FileSystem& files = invocation.world.files;
    charts::ChartSet& set = invocation.charts();
    YARE_TRY(files.stat(path));
    if (invocation.flags.truth("dependency-update")) {
        repo::BuildOptions build = build_options(invocation, absolute_path(invocation, path));
        build.source_date_epoch = options.source_date_epoch;
        build.say = [](std::string_view) {};  // Helm: nothing is said of it here
        YARE_TRY(repo::update_dependencies(build_world(invocation), build));
    }
    if (const Result<FileInfo> info = files.stat(path); info && info->kind != FileKind::Directory) {
        // Helm: an archive is not packed anew.
        const std::string file = absolute_path(invocation, path) + "/Chart.yaml";
        return Error(ErrorCode::Invalid,
                     "unable to detect chart at " + file + ": open " + file + ": not a directory");
    }
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(files, absolute_path(invocation, path), set, invocation.diagnostics));
    return charts::package_chart(*chart, options, files, invocation.world.clock);
}

Result<void> run_package(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    if (invocation.arguments.empty()) {
        return Error(ErrorCode::Invalid, "need at least one argument, the path to the chart");
    }
    charts::PackageOptions options;
    options.source_date_epoch =
        YARE_TRY(charts::parse_source_date_epoch(invocation.settings.source_date_epoch));
    if (flags.truth("sign")) {
        if (flags.text("key").empty())
            return Error(ErrorCode::Invalid, "--key is required for signing a package");
        if (flags.text("keyring").empty())
            return Error(ErrorCode::Invalid, "--keyring is required for signing a package");
        return not_built("signing packages (--sign)");
    }
    YARE_TRY(check_registry_flags(invocation));
    options.version = flags.text("version");
    options.app_version = flags.text("app-version");
    const std::string& destination = flags.text("destination");
    options.destination = destination == "." ? invocation.world.working_directory : destination;
    for (const std::string& path : invocation.arguments) {
        const std::string saved = YARE_TRY(package_one(invocation, path, options));
        invocation.console.print("Successfully packaged chart and saved it to: " + saved + "\n");
    }
    return {};
}

}  // namespace

constinit const Command kPackage{
    .use = "package [CHART_PATH] [...]",
    .brief = "package a chart directory into a chart archive",
    .description = kPackageDescription,
    .arguments = ArgumentRule::any(),
    .flags = kFlags,
    .run = run_package,
};

}  // namespace yare::cli
