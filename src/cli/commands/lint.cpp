// yare lint: what is wrong with charts, before anybody installs them.
#include "yare/lint/lint.h"

#include <algorithm>

#include "../chart_source.h"
#include "../flag_groups.h"
#include "../render_flags.h"
#include "../texts/lint.h"
#include "commands.h"
#include "yare/base/paths.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kLintFlags[] = {
    {.name = "kube-version", .usage = "Kubernetes version used for capabilities and deprecation checks"},
    {.name = "quiet", .type = FlagType::Bool, .usage = "print only warnings and errors"},
    {.name = "skip-schema-validation",
     .type = FlagType::Bool,
     .usage = "if set, disables JSON schema validation"},
    {.name = "strict", .type = FlagType::Bool, .usage = "fail on lint warnings"},
    {.name = "with-subcharts", .type = FlagType::Bool, .usage = "lint dependent charts"},
};
// Yare's own, docs/hints.md.
constexpr FlagSpec kHintFlags[] = {
    {.name = "no-hints",
     .type = FlagType::Bool,
     .usage = "do not print hints about values that nothing reads and the like on standard error",
     .hidden = true},
};
constexpr std::span<const FlagSpec> kFlags[] = {kLintFlags, kHintFlags, kValueFlags, kRenderFlags};

std::string joined(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

// Folders with a Chart.yaml and archives below `folder`, in the order of their names; links are not followed.
void collect_sub_charts(FileSystem& files, const std::string& folder, std::vector<std::string>& out) {
    const Result<std::vector<DirectoryEntry>> entries = files.list(folder);
    if (!entries) return;
    for (const DirectoryEntry& entry : *entries) {
        const std::string path = joined(folder, entry.name);
        if (entry.name == "Chart.yaml") {
            out.push_back(folder);
        } else if (path.ends_with(".tgz") || path.ends_with(".tar.gz")) {
            out.push_back(path);
        }
        if (entry.kind == FileKind::Directory) collect_sub_charts(files, path, out);
    }
}

std::vector<std::string> charts_to_lint(Invocation& invocation) {
    std::vector<std::string> out = invocation.arguments;
    if (!invocation.flags.truth("with-subcharts")) return out;
    FileSystem& files = invocation.world.files;
    for (const std::string& path : invocation.arguments) {
        const std::string folder = clean_path(path + "/charts");
        const Result<FileInfo> info = files.lstat(folder);
        if (info && info->kind == FileKind::Directory) collect_sub_charts(files, folder, out);
    }
    return out;
}

Result<lint::LintOptions> lint_options(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    lint::LintOptions options;
    options.clock = &invocation.world.clock;
    options.random = &invocation.world.random;
    options.skip_schema_validation = flags.truth("skip-schema-validation");
    options.debug = invocation.settings.debug;
    options.schema_references = invocation.schema_references.get();
    options.limits = render_limits(flags);
    options.parsed = &invocation.parse_ahead();
    if (const std::string& version = flags.text("kube-version"); !version.empty()) {
        options.kube_version =
            YARE_TRY_WHILE("invalid kube version '" + version + "'", render::parse_kube_version(version));
    }
    if (const std::string_view folder = invocation.world.variable("TMPDIR").value_or(""); !folder.empty())
        options.temporary_folder = folder;
    options.namespace_name = release_namespace(invocation);
    return options;
}

// What is printed of one chart, and what counts.
struct Outcome {
    std::string text;
    bool failed = false;
    bool remarkable = false;  // a warning or an error
};

Outcome told(const std::string& path, const Result<std::vector<lint::Finding>>& found, bool strict,
             bool quiet) {
    Outcome out;
    out.text = "==> Linting " + path + "\n";
    if (!found) {
        out.failed = out.remarkable = true;
        out.text += "Error " + found.error().text() + "\n\n";
        return out;
    }
    for (const lint::Finding& one : *found) {
        const bool counts = one.level != lint::Level::Info;
        out.remarkable = out.remarkable || counts;
        out.failed = out.failed || one.level == lint::Level::Error || (strict && counts);
        if (counts || !quiet) out.text += one.line() + "\n";
    }
    out.text += "\n";
    return out;
}

Result<void> run_lint(Invocation& invocation) {
    const bool quiet = invocation.flags.truth("quiet");
    lint::LintOptions options = YARE_TRY(lint_options(invocation));
    std::vector<lint::Hint> hints;
    if (!invocation.flags.truth("no-hints")) options.hints = &hints;
    const std::vector<std::string> paths = charts_to_lint(invocation);
    Map* values = YARE_TRY(read_value_flags(invocation));
    std::size_t failed = 0;
    bool any_remarkable = false;
    for (const std::string& path : paths) {
        const Outcome outcome = told(path,
                                     lint::lint_chart(invocation.world.files, path, Value(values), options,
                                                      invocation.charts(), invocation.diagnostics),
                                     invocation.flags.truth("strict"), quiet);
        failed += outcome.failed ? 1 : 0;
        any_remarkable = any_remarkable || outcome.remarkable;
        if (!quiet || outcome.remarkable) invocation.console.print(outcome.text);
    }
    const std::string summary =
        std::to_string(paths.size()) + " chart(s) linted, " + std::to_string(failed) + " chart(s) failed";
    // Hints come last, on standard error: programs that read Helm's output do not meet them.
    if (failed > 0) {
        Error error(ErrorCode::Invalid, summary);
        for (const lint::Hint& hint : hints) error = std::move(error).note(hint.line());
        return error;
    }
    if (!quiet || any_remarkable) invocation.console.print(summary + "\n");
    // Below what there is to log.
    invocation.console.log_all(invocation.diagnostics);
    for (const lint::Hint& hint : hints) invocation.console.print_error(hint.line() + "\n");
    return {};
}

}  // namespace

constinit const Command kLint{
    .use = "lint PATH",
    .brief = "examine a chart for possible issues",
    .description = kLintDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .run = run_lint,
};

}  // namespace yare::cli
