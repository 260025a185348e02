#include "yare/charts/create.h"

#include <algorithm>

#include "folder.h"
#include "starter.h"
#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/charts/package.h"
#include "yare/data/go_text.h"
#include "yare/data/yaml.h"

namespace yare::charts {

namespace {

constexpr std::size_t kNameLength = 250;

// How the Chart.yaml of ours begins.
constexpr std::string_view kVersion2 = "apiVersion: v2";

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

std::string with_name(std::string_view text, const std::string& name) {
    constexpr std::string_view kPlace = "<CHARTNAME>";
    std::string out;
    for (;;) {
        const std::size_t at = text.find(kPlace);
        out += text.substr(0, at);
        if (at == std::string_view::npos) return out;
        out += name;
        text.remove_prefix(at + kPlace.size());
    }
}

Result<void> check_name(const std::string& name) {
    if (name.empty() || name.size() > kNameLength) {
        return invalid("chart name must be between 1 and " + std::to_string(kNameLength) + " characters");
    }
    const bool good =
        std::ranges::all_of(name, [](char c) { return ascii::is_word(c) || c == '.' || c == '-'; });
    if (!good) return invalid("chart name must match the regular expression \"^[a-zA-Z0-9._-]+$\"");
    return {};
}

Result<void> write_file(FileSystem& fs, const std::string& path, std::string_view text) {
    YARE_TRY(fs.make_directories(dir_name(path)));
    return fs.write(path, text);
}

Result<void> refuse_file_in_place(FileSystem& fs, const std::string& folder) {
    const Result<FileInfo> there = fs.stat(folder);
    if (there && there->kind != FileKind::Directory) {
        return invalid("file " + folder + " already exists and is not a directory");
    }
    return {};
}

Metadata fresh_metadata(const std::string& name, ChartVersion version) {
    Metadata metadata;
    metadata.name = name;
    metadata.description = "A Helm chart for Kubernetes";
    metadata.type = "application";
    metadata.version = "0.1.0";
    metadata.app_version = "0.1.0";
    metadata.api_version = version == ChartVersion::V2 ? "v2" : "v3";
    return metadata;
}

// Values in which <CHARTNAME> was replaced still have to be YAML.
Result<void> check_values(const Chart& starter, const std::string& name) {
    if (starter.values.is_nil()) return {};
    const std::string text = YARE_TRY_WHILE("reading values file", write_yaml(starter.values));
    Document document;
    const std::string replaced = with_name(text, name);
    YARE_TRY_WHILE("transforming values file", read_yaml_map(replaced, document));
    return {};
}

Result<void> save_sub_charts(FileSystem& fs, const Chart& chart, const std::string& folder) {
    for (const Chart* sub_chart : chart.dependencies) {
        const std::string context = "saving " + sub_chart->full_path();
        const std::string bytes = YARE_TRY_WHILE(context, chart_archive(*sub_chart, Timestamp::of_unix(0)));
        const std::string file = sub_chart->name() + "-" + sub_chart->metadata.version + ".tgz";
        YARE_TRY_WHILE(context, write_file(fs, join_path(folder + "/charts", file), bytes));
    }
    return {};
}

}  // namespace

Result<std::string> create_chart(FileSystem& fs, const std::string& name, const std::string& parent,
                                 const std::function<void(const std::string&)>& say, ChartVersion version) {
    YARE_TRY(check_name(name));
    const std::string above = YARE_TRY(absolute_path(fs, parent));
    const FileInfo info = YARE_TRY(fs.stat(above));
    if (info.kind != FileKind::Directory) return invalid("no such directory " + above);
    const std::string folder = join_path(above, name);
    YARE_TRY(refuse_file_in_place(fs, folder));
    for (const StarterFile& file : starter_files()) {
        const std::string path = join_path(folder, file.path);
        if (fs.stat(path)) say("WARNING: File " + go_quote(path) + " already exists. Overwriting.");
        std::string text = with_name(file.text, name);
        if (version == ChartVersion::V3 && text.starts_with(kVersion2)) text[kVersion2.size() - 1] = '3';
        YARE_TRY(write_file(fs, path, text));
    }
    YARE_TRY(fs.make_directories(folder + "/charts"));
    return folder;
}

Result<std::string> create_chart_from(FileSystem& fs, const std::string& name, const std::string& parent,
                                      const std::string& starter, Diagnostics& diagnostics,
                                      ChartVersion version) {
    // Helm: any name will do here.
    ChartSet set;
    Chart* chart = YARE_TRY_WHILE("could not load " + starter,
                                  load_chart(fs, starter, set, diagnostics, LoadWay::Plain));
    chart->metadata = fresh_metadata(name, version);
    YARE_TRY(check_values(*chart, name));
    const std::string folder = join_path(parent, name);
    YARE_TRY(refuse_file_in_place(fs, folder));
    YARE_TRY(write_file(fs, folder + "/Chart.yaml", metadata_yaml(chart->metadata)));
    for (const File& file : chart->raw) {
        if (file.name == "values.yaml")
            YARE_TRY(write_file(fs, folder + "/values.yaml", with_name(file.data, name)));
    }
    if (chart->schema) YARE_TRY(write_file(fs, folder + "/values.schema.json", *chart->schema));
    for (const File& file : chart->templates) {
        YARE_TRY(write_file(fs, join_path(folder, file.name), with_name(file.data, name)));
    }
    for (const File& file : chart->files) YARE_TRY(write_file(fs, join_path(folder, file.name), file.data));
    YARE_TRY(save_sub_charts(fs, *chart, folder));
    return folder;
}

}  // namespace yare::charts
