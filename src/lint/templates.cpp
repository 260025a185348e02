// templates/: the chart renders, and what it renders is what Kubernetes takes.
#include <map>

#include "deprecations.h"
#include "documents.h"
#include "object_names.h"
#include "rules.h"
#include "yare/base/ascii.h"
#include "yare/charts/dependencies.h"
#include "yare/charts/values.h"
#include "yare/data/go_text.h"
#include "yare/render/render.h"

namespace yare::lint {

namespace {

const std::string kPlace = "templates/";

using RenderedTexts = std::map<std::string, std::string, std::less<>>;

// From the last dot of the last element.
std::string_view extension(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(dot);
}

Verdict extension_problem(std::string_view path) {
    const std::string_view end = extension(path);
    if (end == ".yaml" || end == ".yml" || end == ".tpl" || end == ".txt") return {};
    return "file extension '" + std::string(end) +
           "' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt";
}

bool is_yaml(std::string_view path) {
    const std::string end = ascii::lowered(extension(path));
    return end == ".yaml" || end == ".yml";
}

// The first line that is not blank begins at the margin.
Verdict indent_problem(std::string_view text) {
    constexpr std::size_t kLongestLine = std::size_t{64} << 10;  // Helm: what its line scanner takes
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.size() >= kLongestLine) return "bufio.Scanner: token too long";
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (trim_space(line).empty()) continue;
        if (line[0] != ' ' && line[0] != '\t') return {};
        return "document starts with an illegal indent: " + go_quote(line) +
               ", which may cause parsing problems";
    }
    return {};
}

Verdict name_problem(const ObjectHead& head) {
    const std::vector<std::string> problems = name_problems(head.kind, head.name);
    if (problems.empty()) return {};
    const std::string quoted = go_quote(head.name);
    std::string all;
    for (const std::string& problem : problems) {
        if (!all.empty()) all += ", ";
        all.append("metadata.name: Invalid value: ").append(quoted).append(": ").append(problem);
    }
    if (problems.size() > 1) all = "[" + all + "]";
    return "object name does not conform to Kubernetes naming requirements: " + quoted + ": " + all;
}

// Helm looks for the words anywhere in the file.
Verdict selector_problem(const ObjectHead& head, std::string_view file) {
    const std::string& kind = head.kind;
    if (kind != "Deployment" && kind != "ReplicaSet" && kind != "DaemonSet" && kind != "StatefulSet")
        return {};
    if (file.find("matchLabels") != std::string_view::npos ||
        file.find("matchExpressions") != std::string_view::npos)
        return {};
    return "a " + kind + " must contain matchLabels or matchExpressions, and " + go_quote(head.name) +
           " does not";
}

Verdict list_problem(const ObjectHead& head, std::string_view file) {
    constexpr std::string_view kAnnotation = "helm.sh/resource-policy";
    if (head.kind != "List") return {};
    const Result<bool> annotated = list_items_annotated(file, kAnnotation);
    if (!annotated) return "unable to parse YAML: " + annotated.error().text();
    if (!*annotated) return {};
    return "annotation '" + std::string(kAnnotation) + "' within List objects are ignored";
}

bool check_documents(const std::string& place, std::string_view text, const render::KubeVersion& version,
                     Findings& findings) {
    return each_object(place, text, findings, [&](const ObjectHead& head) {
        findings.note(Level::Warning, place, name_problem(head));
        if (!head.api_version.empty() && !head.kind.empty())
            findings.note(Level::Warning, place, deprecation(head.api_version, head.kind, version));
        findings.note(Level::Error, place, selector_problem(head, text));
        findings.note(Level::Error, place, list_problem(head, text));
    });
}

Verdict folder_problem(Subject& subject) {
    const Result<FileInfo> info = subject.files.stat(subject.path("templates"));
    if (!info) return info.error().text();
    if (info->kind != FileKind::Directory) return "not a directory";
    return {};
}

render::RenderOptions render_options(const LintOptions& options) {
    render::RenderOptions out;
    out.clock = options.clock;
    out.random = options.random;
    out.skip_schema_validation = options.skip_schema_validation;
    out.schema_references = options.schema_references;
    out.lint = true;
    out.debug = options.debug;
    out.parsed = options.parsed;
    out.limits = options.limits;
    if (options.kube_version) out.capabilities.kube_version = *options.kube_version;
    return out;
}

// Renders as for an installation, but `required` and `fail` let it go on.
Result<RenderedTexts> render_all(Subject& subject, charts::Chart& chart,
                                 const render::RenderOptions& options) {
    SymbolTable symbols(&subject.set.symbols());
    Document document(symbols);
    SourceMap sources(&subject.set.sources());
    // Helm: merged twice, with the warnings of both.
    Map* merged =
        YARE_TRY(charts::coalesce_values(chart, subject.user_values, document, subject.diagnostics));
    Map* values =
        YARE_TRY(render::render_values(chart, Value(merged), options, document, subject.diagnostics));
    render::ReleaseInfo release;
    release.name = "test-release";
    release.namespace_name = subject.options.namespace_name;
    std::vector<render::RenderedFile> files = YARE_TRY(
        render::render_templates(chart, *values, release, options, document, sources, subject.diagnostics));
    RenderedTexts out;
    for (render::RenderedFile& file : files) out.insert_or_assign(std::move(file.path), std::move(file.text));
    return out;
}

}  // namespace

void check_templates(Subject& subject, const LoadedChart& loaded, Findings& findings) {
    const bool there = subject.files.stat(subject.path("templates")).ok();
    if (!findings.note(Level::Warning, kPlace, there ? Verdict() : "directory does not exist")) return;
    if (!findings.note(Level::Error, kPlace, folder_problem(subject))) return;
    loaded.repeat(subject.diagnostics);
    if (!loaded.chart) {
        findings.note(Level::Error, kPlace, loaded.chart.error().text());
        return;
    }
    charts::Chart& chart = **loaded.chart;
    // Helm: with dependencies that cannot be processed there is nothing more to say.
    if (!charts::process_dependencies(chart, subject.user_values, subject.set, subject.diagnostics)) return;
    const render::RenderOptions options = render_options(subject.options);
    const Result<RenderedTexts> rendered = render_all(subject, chart, options);
    if (!rendered) {
        findings.note(Level::Error, kPlace, rendered.error().text());
        return;
    }
    for (const charts::File& file : chart.templates) {
        const std::string place(file.name);
        findings.note(Level::Error, place, extension_problem(place));
        if (!is_yaml(place)) continue;
        const auto text = rendered->find(chart.name() + "/" + place);
        if (text == rendered->end() || trim_space(text->second).empty()) continue;
        findings.note(Level::Warning, place, indent_problem(text->second));
        if (!check_documents(place, text->second, options.capabilities.kube_version, findings)) return;
    }
}

}  // namespace yare::lint
