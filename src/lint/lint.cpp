#include "yare/lint/lint.h"

#include "hint_rules.h"
#include "rules.h"
#include "yare/charts/archive_folder.h"
#include "yare/charts/loader.h"

namespace yare::lint {

std::string Hint::line() const {
    std::string out = "hint: " + place + ": " + text;
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = '?';
    }
    return out;
}

std::string Finding::line() const {
    constexpr std::string_view kNames[] = {"INFO", "WARNING", "ERROR"};
    return "[" + std::string(kNames[static_cast<std::size_t>(level)]) + "] " + place + ": " + text;
}

namespace {

bool is_archive(const std::string& path) { return path.ends_with(".tgz") || path.ends_with(".tar.gz"); }

std::vector<Finding> run_rules(Subject& subject) {
    Findings findings;
    check_chart_file(subject, findings);
    check_values_file(subject, findings);

    Diagnostics said;
    Result<charts::Chart*> chart =
        charts::load_chart(subject.files, subject.folder, subject.set, said, charts::LoadWay::Plain);
    const LoadedChart loaded{std::move(chart), said.drain()};
    // Found before the templates' group, which changes the chart, and told behind it.
    Findings dependencies;
    check_dependencies(subject, loaded.chart, dependencies);
    Findings crds;
    Diagnostics& outer = subject.diagnostics;
    Diagnostics of_crds;
    if (subject.files.stat(subject.path("crds"))) {
        Subject later{subject.files,   subject.folder, subject.user_values,
                      subject.options, subject.set,    of_crds};
        check_crds(later, loaded, crds);
    }
    if (std::vector<Hint>* hints = subject.options.hints) {
        // A pattern may be why there is no chart.
        hint_at_ignore_rules(subject, *hints);
        if (loaded.chart) find_hints(subject, **loaded.chart, *hints);
    }
    check_templates(subject, loaded, findings);
    loaded.repeat(outer);
    for (Diagnostic& one : of_crds.drain()) outer.report(std::move(one));
    findings.append(dependencies);
    findings.append(crds);
    return std::move(findings).take();
}

Result<charts::ArchiveFolder> unpack(FileSystem& fs, const std::string& path, const LintOptions& options,
                                     charts::ChartSet& set) {
    const std::string bytes = YARE_TRY_WHILE("unable to open tarball", fs.read(path));
    // Helm unpacks into a folder with a number in its name, which some findings then show.
    const std::string folder = options.temporary_folder + "/helm-lint" +
                               std::to_string(options.random->below(std::uint64_t{1} << 32));
    return YARE_TRY_WHILE("unable to extract tarball", charts::ArchiveFolder::open(bytes, folder, set));
}

}  // namespace

Result<std::vector<Finding>> lint_chart(FileSystem& fs, const std::string& path, const Value& user_values,
                                        const LintOptions& options, charts::ChartSet& set,
                                        Diagnostics& diagnostics) {
    if (is_archive(path)) {
        charts::ArchiveFolder unpacked = YARE_TRY(unpack(fs, path, options, set));
        if (!unpacked.stat(unpacked.top() + "/Chart.yaml")) {
            return Error(ErrorCode::NotFound, "unable to check Chart.yaml file in chart: stat " +
                                                  unpacked.top() + "/Chart.yaml: no such file or directory");
        }
        Subject subject{unpacked, unpacked.top(), user_values, options, set, diagnostics};
        return run_rules(subject);
    }
    const std::string file = path.ends_with('/') ? path + "Chart.yaml" : path + "/Chart.yaml";
    YARE_TRY_WHILE("unable to check Chart.yaml file in chart", fs.stat(file));
    const std::string folder = YARE_TRY(charts::absolute_path(fs, path));
    Subject subject{fs, folder, user_values, options, set, diagnostics};
    return run_rules(subject);
}

}  // namespace yare::lint
