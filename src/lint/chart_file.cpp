// Chart.yaml, field by field.
#include "addresses.h"
#include "rules.h"
#include "yare/charts/chart_yaml.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"
#include "yare/data/yaml.h"
#include "yare/templates/format.h"

namespace yare::lint {

namespace {

const std::string kPlace = "Chart.yaml";

bool is_base_name(std::string_view name) { return name == "/" || name.find('/') == std::string_view::npos; }

Verdict name_problem(const charts::Metadata& chart) {
    if (chart.name.empty()) return "name is required";
    if (is_base_name(chart.name)) return {};
    return "chart name " + go_quote(chart.name) + " is invalid";
}

Verdict api_version_problem(const charts::Metadata& chart) {
    constexpr std::string_view kAllowed = "The value must be either \"v1\" or \"v2\"";
    if (chart.api_version.empty()) return "apiVersion is required. " + std::string(kAllowed);
    if (chart.api_version == "v1" || chart.api_version == "v2") return {};
    return "apiVersion '" + chart.api_version + "' is not valid. " + std::string(kAllowed);
}

// What YAML took for a number is another version than the one that was written: 1.10 is 1.1.
Verdict type_problem(const Map* written, std::string_view field) {
    const Value* value = written ? written->find(field) : nullptr;
    if (!value || value->is_string()) return {};
    return std::string(field) + " should be of type string but it's of type " +
           std::string(templates::type_name(*value));
}

Verdict version_problem(const charts::Metadata& chart) {
    if (chart.version.empty()) return "version is required";
    const Result<SemanticVersion> version = parse_version(chart.version);
    if (!version) return "version '" + chart.version + "' is not a valid SemVer";
    const Result<VersionRange> range = VersionRange::parse(">0.0.0-0");
    const std::vector<std::string> reasons = range->reasons_against(*version);
    if (reasons.empty()) return {};
    return "version " + reasons[0];
}

Verdict strict_version_problem(const charts::Metadata& chart) {
    if (parse_strict_version(chart.version)) return {};
    return "version '" + chart.version + "' is not a valid SemVerV2";
}

Verdict maintainer_problem(const charts::Metadata& chart) {
    for (const charts::Maintainer& one : chart.maintainers) {
        if (one.null) return "a maintainer entry is empty";
        if (one.name.empty()) return "each maintainer requires a name";
        if (!one.email.empty() && !is_email(one.email))
            return "invalid email '" + one.email + "' for maintainer '" + one.name + "'";
        if (!one.url.empty() && !is_web_address(one.url))
            return "invalid url '" + one.url + "' for maintainer '" + one.name + "'";
    }
    return {};
}

Verdict sources_problem(const charts::Metadata& chart) {
    for (const std::string& source : chart.sources) {
        if (source.empty() || !is_request_url(source)) return "invalid source URL '" + source + "'";
    }
    return {};
}

Verdict icon_problem(const charts::Metadata& chart) {
    if (chart.icon.empty() || is_request_url(chart.icon)) return {};
    return "invalid icon URL '" + chart.icon + "'";
}

Verdict type_of_chart_problem(const charts::Metadata& chart) {
    if (chart.type.empty() || chart.api_version == "v2") return {};
    return "chart type is not valid in apiVersion '" + chart.api_version +
           "'. It is valid in apiVersion 'v2'";
}

Verdict dependencies_problem(const charts::Metadata& chart) {
    if (chart.dependencies.empty() || chart.api_version == "v2") return {};
    return "dependencies are not valid in the Chart file with apiVersion '" + chart.api_version +
           "'. They are valid in apiVersion 'v2'";
}

void check_fields(const charts::Metadata& chart, const Map* written, Findings& findings) {
    findings.note(Level::Error, kPlace, name_problem(chart));
    findings.note(Level::Error, kPlace, api_version_problem(chart));
    findings.note(Level::Error, kPlace, type_problem(written, "version"));
    findings.note(Level::Error, kPlace, version_problem(chart));
    findings.note(Level::Error, kPlace, type_problem(written, "appVersion"));
    findings.note(Level::Error, kPlace, maintainer_problem(chart));
    findings.note(Level::Error, kPlace, sources_problem(chart));
    findings.note(Level::Info, kPlace, chart.icon.empty() ? "icon is recommended" : Verdict());
    findings.note(Level::Error, kPlace, icon_problem(chart));
    findings.note(Level::Error, kPlace, type_of_chart_problem(chart));
    findings.note(Level::Error, kPlace, dependencies_problem(chart));
    findings.note(Level::Warning, kPlace, strict_version_problem(chart));
}

}  // namespace

void check_chart_file(Subject& subject, Findings& findings) {
    const Result<FileInfo> info = subject.files.stat(subject.path(kPlace));
    const bool folder = info && info->kind == FileKind::Directory;
    findings.note(Level::Error, kPlace, folder ? "should be a file, not a directory" : Verdict());
    Result<std::string> text = subject.files.read(subject.path(kPlace));
    if (!text) {
        findings.note(Level::Error, kPlace, "unable to parse YAML\n\t" + text.error().text());
        return;
    }
    const Source& source = subject.set.sources().add_view(kPlace, subject.set.keep(*std::move(text)));
    charts::Metadata chart;
    if (Result<void> read = charts::read_metadata(source, chart, subject.set); !read) {
        findings.note(Level::Error, kPlace, "unable to parse YAML\n\t" + read.error().text());
        return;
    }
    if (Result<void> strict = charts::check_metadata_strictly(source, subject.set); !strict) {
        findings.note(Level::Warning, kPlace,
                      "failed to strictly parse chart metadata file\n\t" + strict.error().text());
    }
    const Result<Map*> written = read_yaml_map(source.text, subject.set.new_document());
    check_fields(chart, written ? *written : nullptr, findings);
}

}  // namespace yare::lint
