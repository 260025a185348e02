#include "release_print.h"

#include "table.h"
#include "yare/charts/chart_json.h"
#include "yare/charts/values.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/release/codec.h"

namespace yare::cli {

Format output_format(const Invocation& invocation) {
    if (!invocation.flags.has("output")) return Format::Table;
    const std::string& format = invocation.flags.text("output");
    return format == "json" ? Format::Json : format == "yaml" ? Format::Yaml : Format::Table;
}

Result<void> print_encoded(Invocation& invocation, std::string_view json) {
    if (output_format(invocation) == Format::Json) {
        invocation.console.print(std::string(json) + "\n");
        return {};
    }
    Document document;
    const Value value =
        YARE_TRY(read_json(json, document, {.numbers = Numbers::KeepIntegers, .text_outlives = true}));
    const std::string yaml = YARE_TRY(write_yaml(value));
    invocation.console.print(yaml);
    return {};
}

namespace {

GoTime parsed(const release::Timestamp& time) {
    const Result<GoTime> parsed = parse_time(layout::kRfc3339Nano, time);
    return parsed.ok() ? *parsed : GoTime();
}

}  // namespace

bool is_zero_time(const release::Timestamp& time) { return parsed(time).is_zero(); }
std::string ansi_time(const release::Timestamp& time) { return parsed(time).format(layout::kAnsiC); }
std::string go_time_text(const release::Timestamp& time, std::string_view layout) {
    return layout.empty() ? parsed(time).text() : parsed(time).format(layout);
}

std::string status_text(const Invocation& invocation, release::Status status) {
    const std::string_view name = release::status_name(status);
    if (!invocation.console.colored()) return std::string(name);
    switch (status) {
        case release::Status::Deployed:
            return colored(name, Color::Green);
        case release::Status::Failed:
        case release::Status::Unknown:
            return colored(name, Color::Red);
        case release::Status::PendingInstall:
        case release::Status::PendingUpgrade:
        case release::Status::PendingRollback:
        case release::Status::Uninstalling:
            return colored(name, Color::Yellow);
        case release::Status::Uninstalled:
        case release::Status::Superseded:
            break;
    }
    return std::string(name);
}

std::string namespace_text(const Invocation& invocation, const std::string& name) {
    return invocation.console.colored() ? colored(name, Color::Cyan) : name;
}

Result<Value> computed_values(Invocation& invocation, const release::Release& release, Document& document) {
    charts::ChartSet& set = invocation.charts();
    const Value json = YARE_TRY(read_json(release.chart_json, set.new_document()));
    const charts::Chart* chart = YARE_TRY(charts::read_chart_json(json, set));
    const Value given = YARE_TRY(release::config_value(release, set.new_document()));
    Map* values = YARE_TRY(charts::coalesce_values(*chart, given, document, invocation.diagnostics));
    return Value(values);
}

namespace {

// Columns as kubectl prints them: filled to their width, three blanks between, none behind the last.
std::string resource_table(const release::ResourceTable& table) {
    std::vector<std::size_t> widths(table.columns.size());
    const auto measure = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], display_width(cells[i]));
        }
    };
    measure(table.columns);
    for (const std::vector<std::string>& row : table.rows) measure(row);
    std::string out;
    const auto print = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out += cells[i];
            if (i + 1 < cells.size()) out += std::string(widths[i] - display_width(cells[i]) + 3, ' ');
        }
        out += '\n';
    };
    print(table.columns);
    for (const std::vector<std::string>& row : table.rows) print(row);
    return out;
}

std::string resources_block(const std::vector<release::ResourceTable>& tables) {
    if (tables.empty()) return "";
    std::string out = "RESOURCES:\n";
    for (const release::ResourceTable& table : tables)
        out += "==> " + table.title + "\n" + resource_table(table) + "\n";
    return out + "\n";
}

std::string tests_block(const release::Release& release) {
    std::string out;
    bool any = false;
    for (const release::Hook& hook : release.hooks) {
        if (!hook.runs_on("test")) continue;
        any = true;
        if (is_zero_time(hook.last_run.started_at)) continue;
        out += "TEST SUITE:     " + hook.name + "\nLast Started:   " + ansi_time(hook.last_run.started_at) +
               "\nLast Completed: " + ansi_time(hook.last_run.completed_at) +
               "\nPhase:          " + hook.last_run.phase + "\n";
    }
    return any ? out : "TEST SUITE: None\n";
}

Result<std::string> values_block(Invocation& invocation, const release::Release& release, bool stored) {
    Document document(invocation.charts().symbols());
    const Value given = YARE_TRY(release::config_value(release, document));
    std::string out = "USER-SUPPLIED VALUES:\n";
    YARE_TRY(append_yaml(out, given.is_nil() && !stored ? Value(document.make_map()) : given));
    out += "\nCOMPUTED VALUES:\n";
    const Value computed = YARE_TRY(computed_values(invocation, release, document));
    YARE_TRY(append_yaml(out, computed));
    return out + "\n";
}

std::string hooks_and_manifest(const release::Release& release) {
    std::string out = "HOOKS:\n";
    for (const release::Hook& hook : release.hooks)
        out += "---\n# Source: " + hook.path + "\n" + hook.manifest + "\n";
    return out + "MANIFEST:\n" + release.manifest + "\n";
}

}  // namespace

Result<void> print_status_block(Invocation& invocation, const release::Release& release,
                                const StatusBlock& options) {
    std::string out = "NAME: " + release.name + "\n";
    if (!is_zero_time(release.info.last_deployed))
        out += "LAST DEPLOYED: " + ansi_time(release.info.last_deployed) + "\n";
    out += "NAMESPACE: " + namespace_text(invocation, release.namespace_name) + "\n";
    out += "STATUS: " + status_text(invocation, release.info.status) + "\n";
    out += "REVISION: " + std::to_string(release.revision) + "\n";
    if (options.show_metadata) {
        out += "CHART: " + release.chart_name + "\nVERSION: " + release.chart_version +
               "\nAPP_VERSION: " + release.app_version + "\n";
    }
    out += "DESCRIPTION: " + release.info.description + "\n";
    out += resources_block(options.resources);
    out += tests_block(release);
    if (options.debug) {
        const std::string values = YARE_TRY(values_block(invocation, release, options.stored));
        out += values;
    }
    // Helm: a dry run is known by its description.
    if (options.debug || release.info.description == "Dry run complete") out += hooks_and_manifest(release);
    if (!options.hide_notes && !release.info.notes.empty()) {
        out += "NOTES:\n" + std::string(trim_space(release.info.notes)) + "\n";
    }
    invocation.console.print(out);
    return {};
}

Result<void> print_release(Invocation& invocation, const release::Release& release,
                           const StatusBlock& options) {
    if (output_format(invocation) == Format::Table) return print_status_block(invocation, release, options);
    return print_encoded(invocation, release::to_json(release));
}

}  // namespace yare::cli
