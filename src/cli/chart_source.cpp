#include "chart_source.h"

#include "cluster.h"
#include "dependency_fetching.h"
#include "name_template.h"
#include "render_flags.h"
#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/charts/package.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/url.h"
#include "yare/kube/kubeconfig.h"
#include "yare/repo/build.h"

namespace yare::cli {
namespace {

Error not_built(std::string what) {
    return Error(ErrorCode::Unavailable, std::move(what) + " is not implemented yet in this version of yare");
}

// Go's filepath.Base.
std::string base_name(std::string path) {
    if (path.empty()) return ".";
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const std::size_t slash = path.rfind('/');
    return path == "/" || slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string generated_name(Clock& clock, const std::string& chart) {
    std::string base = base_name(chart);
    if (base == ".") base = "chart";
    base = base.substr(0, base.find('.'));
    const auto now = std::chrono::floor<std::chrono::seconds>(clock.now());
    return base + "-" + std::to_string(now.time_since_epoch().count());
}

bool is_url(std::string_view name) { return name.find("://") != std::string_view::npos; }

}  // namespace

Result<NamedChart> name_and_chart(Invocation& invocation, const std::string& otherwise) {
    const std::vector<std::string>& words = invocation.arguments;
    const bool generate = invocation.flags.truth("generate-name");
    const std::string& name_template = invocation.flags.text("name-template");
    if (words.size() > 2) {
        std::string rest;
        for (std::size_t i = 2; i < words.size(); ++i) rest += (rest.empty() ? "" : ", ") + words[i];
        return Error(ErrorCode::Invalid, "expected at most two arguments, unexpected arguments: " + rest);
    }
    if (words.size() == 2) {
        if (generate) return Error(ErrorCode::Invalid, "cannot set --generate-name and also specify a name");
        if (!name_template.empty())
            return Error(ErrorCode::Invalid, "cannot set --name-template and also specify a name");
        return NamedChart{words[0], words[1]};
    }
    if (!name_template.empty()) {
        std::string name = YARE_TRY(execute_name_template(invocation, name_template));
        return NamedChart{std::move(name), words[0]};
    }
    if (!otherwise.empty()) return NamedChart{otherwise, words[0]};
    if (!generate) return Error(ErrorCode::Invalid, "must either provide a name or specify --generate-name");
    return NamedChart{generated_name(invocation.world.clock, words[0]), words[0]};
}

Result<void> validate_release_name(const std::string& name) {
    constexpr std::size_t kLongest = 53;
    const auto plain = [](char c) { return ascii::is_lower(c) || ascii::is_digit(c); };
    if (name.empty()) return Error(ErrorCode::Invalid, "no name provided");
    bool valid = name.size() <= kLongest && plain(name.front()) && plain(name.back());
    for (std::size_t i = 0; valid && i < name.size(); ++i) {
        // A dot parts labels, each of which begins and ends with a letter or a digit.
        const bool dot = name[i] == '.';
        valid = plain(name[i]) || name[i] == '-' || (dot && plain(name[i - 1]) && plain(name[i + 1]));
    }
    if (valid) return {};
    return Error(ErrorCode::Invalid,
                 "invalid release name, must match regex "
                 "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
                 " and the length must not be longer than 53");
}

std::string absolute_path(const Invocation& invocation, const std::string& path) {
    return clean_path(path.starts_with('/') ? path : invocation.world.working_directory + "/" + path);
}

Result<std::string> locate_chart(Invocation& invocation, const std::string& chart) {
    const std::string name(trim_space(chart));
    const FlagSet& flags = invocation.flags;
    if (flags.text("repo").empty()) {
        if (const Result<FileInfo> there = invocation.world.files.stat(name)) {
            if (flags.truth("verify") && there->kind == FileKind::Directory)
                return Error(ErrorCode::Invalid, "unpacked charts cannot be verified");
            if (flags.truth("verify")) return not_built("verifying charts (--verify)");
            return absolute_path(invocation, name);
        }
        if (name.starts_with('/') || name.starts_with('.')) {
            return Error(ErrorCode::NotFound, "path " + go_quote(name) + " not found");
        }
    }
    const std::string& repository = flags.text("repo");
    if (!repository.empty() && !repository.starts_with("oci://"))
        YARE_TRY(repo::check_repository_url(repository));
    if (!repository.empty() || is_url(name))
        return not_built("fetching charts from repositories and registries");
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || slash == 0) {
        return Error(ErrorCode::Invalid,
                     "non-absolute URLs should be in form of repo_name/path_to_chart, got: " + name);
    }
    if (!invocation.world.files.stat(invocation.settings.repository_config)) {
        return Error(ErrorCode::NotFound, "repo " + name.substr(0, slash) + " not found");
    }
    return not_built("fetching charts from repositories and registries");
}

void log_chart_version(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    invocation.diagnostics.debug("Original chart version", {{"version", flags.text("version")}});
    if (flags.text("version").empty() && flags.truth("devel"))
        invocation.diagnostics.debug("setting version to >0.0.0-0");
}

Result<std::string> locate_and_log_chart(Invocation& invocation, const std::string& chart) {
    std::string path = YARE_TRY(locate_chart(invocation, chart));
    invocation.diagnostics.debug("Chart path", {{"path", path}});
    return path;
}

namespace {

// The chart, complete; with --dependency-update completed where it is not, and loaded again.
Result<charts::Chart*> with_dependencies(Invocation& invocation, charts::Chart* chart,
                                         const std::string& path) {
    if (chart->metadata.dependencies.empty()) return chart;
    // Helm: a bad SOURCE_DATE_EPOCH is noticed by charts that declare dependencies, and by no others.
    const std::optional<std::int64_t> epoch =
        YARE_TRY(charts::parse_source_date_epoch(invocation.settings.source_date_epoch));
    Result<void> complete = charts::check_dependencies(*chart);
    if (complete) return chart;
    if (!invocation.flags.truth("dependency-update"))
        return std::move(complete.error()).during(charts::kCheckContext);
    repo::BuildOptions build = build_options(invocation, path);
    build.source_date_epoch = epoch;
    FileSystem& files = invocation.world.files;
    YARE_TRY(repo::update_dependencies(build_world(invocation), build));
    charts::Chart* again =
        YARE_TRY_WHILE("failed reloading chart after repo update",
                       charts::load_chart(files, path, invocation.charts(), invocation.diagnostics));
    return again;
}

}  // namespace

Result<charts::Chart*> load_installable_chart(Invocation& invocation, const std::string& path) {
    charts::ChartSet& set = invocation.charts();
    set.set_memory_limit(render_limits(invocation.flags).memory);
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(invocation.world.files, path, set, invocation.diagnostics));
    const std::string& type = chart->metadata.type;
    if (!type.empty() && type != "application")
        return Error(ErrorCode::Invalid, type + " charts are not installable");
    if (chart->metadata.deprecated) invocation.diagnostics.warn("this chart is deprecated");
    return with_dependencies(invocation, chart, path);
}

Result<charts::Chart*> load_upgrade_chart(Invocation& invocation, const std::string& path) {
    charts::ChartSet& set = invocation.charts();
    set.set_memory_limit(render_limits(invocation.flags).memory);
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(invocation.world.files, path, set, invocation.diagnostics));
    chart = YARE_TRY(with_dependencies(invocation, chart, path));
    if (chart->metadata.deprecated) invocation.diagnostics.warn("this chart is deprecated");
    return chart;
}

namespace {

// What -f and --set-file name: standard input, an address on the web, a file.
Result<std::string> read_named(Invocation& invocation, repo::Web& web, const std::string& name) {
    if (trim_space(name) == "-") return invocation.world.read_input();
    const Url url = YARE_TRY(parse_url(name));
    if (url.scheme == "oci") return not_built("reading values from a registry (oci://)");
    // Helm: an address of any other kind is the name of a file.
    if (!repo::is_web_scheme(url.scheme)) return invocation.world.files.read(name);
    repo::Web::File file;
    file.url = name;
    file.repository.url = name;
    file.limit = limits::kWebFileBytes;
    return web.get(file);
}

}  // namespace

Result<Map*> read_value_flags(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    charts::ValueFlags values;
    values.files = flags.texts("values");
    values.json = flags.texts("set-json");
    values.values = flags.texts("set");
    values.string_values = flags.texts("set-string");
    values.file_values = flags.texts("set-file");
    values.literal_values = flags.texts("set-literal");
    repo::Web web(invocation.world.files, web_clients(invocation.world), invocation.diagnostics);
    const charts::ReadText read = [&](const std::string& name) { return read_named(invocation, web, name); };
    return charts::merge_value_flags(values, read, invocation.charts());
}

std::string release_namespace(const Invocation& invocation) {
    return kube::current_namespace(invocation.world.files, access_options(invocation));
}

}  // namespace yare::cli
