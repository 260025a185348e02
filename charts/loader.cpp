#include "yare/charts/loader.h"

#include <algorithm>
#include <map>

#include "archive_names.h"
#include "folder.h"
#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/charts/archive_folder.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/values.h"
#include "yare/data/limits.h"
#include "yare/data/yaml.h"

namespace yare::charts {

namespace {

// Archives within archives: real charts have two.
constexpr int kNesting = 32;

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

void freeze(const Value& value) {
    if (value.is_list()) {
        for (const Value& item : value.items()) freeze(item);
    } else if (Map* map = value.map_or_null()) {
        if (map->frozen()) return;
        for (const Entry& entry : *map) freeze(entry.value);
        map->freeze();
    }
}

// Puts one chart together from its files; sub-charts by calling itself.
class Assembly {
  public:
    Assembly(ChartSet& set, Diagnostics& diagnostics)
        : set_(set), diagnostics_(diagnostics), defaults_(set.new_document()) {}

    // `above` is the parent's full path and "/charts/", empty for a root; places in messages begin with it.
    Result<Chart*> chart(std::vector<File> files, const std::string& above, int depth) {
        Chart& out = set_.new_chart();
        bool found = false;
        for (const File& file : files) {
            if (file.name != "Chart.yaml") continue;
            found = true;
            YARE_TRY(read_chart_yaml(file, above, out));
        }
        const std::string path = above + out.metadata.name;
        std::map<std::string_view, std::vector<File>, std::less<>> sub_charts;
        for (const File& file : files) YARE_TRY(place(file, path, out, found, sub_charts));
        out.raw = std::move(files);
        if (!found) return invalid("Chart.yaml file is missing");
        YARE_TRY(validate(out.metadata));
        for (auto& [name, members] : sub_charts) {
            if (name.starts_with('_') || name.starts_with('.')) continue;
            if (extension(name) == ".tgz" && members[0].name != name) {
                return invalid("error unpacking subchart tar in " + out.metadata.name + ": expected " +
                               std::string(name) + ", got " + std::string(members[0].name));
            }
            const std::string context =
                "error unpacking subchart " + std::string(name) + " in " + out.metadata.name;
            Chart* sub_chart =
                YARE_TRY_WHILE(context, this->sub_chart(name, std::move(members), path, depth));
            sub_chart->parent = &out;
            out.dependencies.push_back(sub_chart);
        }
        return &out;
    }

    // Helm bounds each archive but not the archives within one.
    Result<void> count_unpacked(const std::vector<File>& files) {
        std::size_t bytes = 0;
        for (const File& file : files) bytes += file.data.size();
        set_.count_files(bytes);
        unpacked_bytes_ += bytes;
        if (unpacked_bytes_ <= limits::kChartBytes) return {};
        return invalid("decompressed charts are larger than the maximum size " +
                       std::to_string(limits::kChartBytes) + " together");
    }

  private:
    Result<void> read_chart_yaml(const File& file, const std::string& above, Chart& out) {
        YARE_TRY(count_metadata(file));
        const Source& source = set_.sources().add_view(above + "Chart.yaml", file.data);
        YARE_TRY_WHILE("cannot load Chart.yaml", read_metadata(source, out.metadata, set_));
        // Helm: charts of version 2 had no apiVersion.
        if (out.metadata.api_version.empty()) out.metadata.api_version = "v1";
        out.modified = file.modified;
        return {};
    }

    Result<void> count_metadata(const File& file) {
        metadata_bytes_ += file.data.size();
        if (metadata_bytes_ <= limits::kMetadataBytes) return {};
        return invalid("Chart.yaml and its like are larger than " + std::to_string(limits::kMetadataBytes) +
                       " bytes together");
    }

    using SubCharts = std::map<std::string_view, std::vector<File>, std::less<>>;
    Result<void> place(const File& file, const std::string& path, Chart& out, bool& found,
                       SubCharts& sub_charts) {
        if (file.name == "Chart.yaml") return {};
        if (file.name == "Chart.lock") return lock(file, path, out);
        if (file.name == "values.yaml") return values(file, path, out);
        if (file.name == "requirements.yaml" || file.name == "requirements.lock") {
            found =
                true;  // Helm: these make up for a missing Chart.yaml, and the name is then what is missing
            return requirements(file, path, out);
        }
        if (file.name == "values.schema.json") {
            out.schema = file.data;
            out.schema_modified = file.modified;
        } else if (file.name.starts_with("templates/")) {
            out.templates.push_back(file);
        } else if (file.name.starts_with("charts/") && extension(file.name) != ".prov") {
            const std::string_view rest = file.name.substr(std::string_view("charts/").size());
            sub_charts[rest.substr(0, rest.find('/'))].push_back({rest, file.data, file.modified});
        } else {
            out.files.push_back(file);
        }
        return {};
    }

    Result<void> lock(const File& file, const std::string& path, Chart& out) {
        YARE_TRY(count_metadata(file));
        const std::string name(file.name);
        const Source& source = set_.sources().add_view(path + "/" + name, file.data);
        out.lock = YARE_TRY_WHILE("cannot load " + name, read_lock(source, set_));
        return {};
    }

    Result<void> values(const File& file, const std::string& path, Chart& out) {
        const Source& source = set_.sources().add_view(path + "/values.yaml", file.data);
        // Reading costs by the length of the text too, which is not kept here.
        const std::size_t left = defaults_.arena().limit();
        defaults_.arena().set_limit(left - std::min(left, file.data.size()));
        Result<Map*> read = read_values(source, defaults_);
        if (!read) {
            Error error = std::move(read).error();
            if (error.code() == ErrorCode::TooLarge)
                error = std::move(error).note(limits::raised_by("--render-max-memory"));
            return std::move(error).during("cannot load values.yaml");
        }
        out.values = *read;
        freeze(out.values);
        return {};
    }

    Result<void> requirements(const File& file, const std::string& path, Chart& out) {
        const bool old = out.metadata.api_version == "v1";
        if (file.name == "requirements.lock") {
            YARE_TRY(lock(file, path, out));
            if (!old) {
                diagnostics_.info(
                    "Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". We "
                    "recommend "
                    "migrating to Chart.lock.");
            }
        } else {
            if (!old) {
                diagnostics_.info(
                    "Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend "
                    "migrating "
                    "dependencies to Chart.yaml.");
            }
            YARE_TRY(count_metadata(file));
            const Source& source = set_.sources().add_view(path + "/requirements.yaml", file.data);
            YARE_TRY_WHILE("cannot load requirements.yaml", read_metadata(source, out.metadata, set_));
        }
        if (old) out.files.push_back(file);
        return {};
    }

    Result<Chart*> sub_chart(std::string_view name, std::vector<File> files, const std::string& path,
                             int depth) {
        if (set_.chart_count() >= limits::kCharts)
            return invalid("there are more than " + std::to_string(limits::kCharts) + " charts");
        if (depth == kNesting)
            return invalid("charts are nested more than " + std::to_string(kNesting) + " deep");
        if (extension(name) == ".tgz") {
            files = YARE_TRY(read_archive(files[0].data, set_));
            YARE_TRY(count_unpacked(files));
        } else {
            std::vector<File> inside;
            for (File file : files) {
                const std::size_t slash = file.name.find('/');
                if (slash == std::string_view::npos) continue;
                file.name.remove_prefix(slash + 1);
                inside.push_back(file);
            }
            files = std::move(inside);
        }
        return chart(std::move(files), path + "/charts/", depth + 1);
    }

    ChartSet& set_;
    Diagnostics& diagnostics_;
    Document& defaults_;  // all charts' in one: a document of its own is mostly empty for a small chart
    std::uint64_t unpacked_bytes_ = 0;
    std::uint64_t metadata_bytes_ = 0;
};

// Helm reads a structure of apiVersion alone first, and its complaints name that structure.
Result<void> read_api_version(const Value& value, std::string& version) {
    if (value.is_nil()) return {};
    const Map* map = value.map_or_null();
    if (!map) return yaml_mismatch(value, "value of type loader.chartBase");
    for (const Entry& entry : *map) {
        if (!ascii::equal_fold(map->key_text(entry), "apiVersion") || entry.value.is_nil()) continue;
        std::optional<std::string> text = yaml_string_field(entry.value);
        if (entry.value.is_string()) text = std::string(entry.value.as_string());
        if (!text) return yaml_mismatch(entry.value, "struct field chartBase.apiVersion of type string");
        version = *std::move(text);
    }
    return {};
}

// Which charts there are is decided before anything else is read.
Result<void> check_api_version(std::string_view chart_yaml, ChartSet& set) {
    const Source& source = set.sources().add_view("Chart.yaml", chart_yaml);
    Document document(set.symbols());
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.source = &source;
    const Value value = YARE_TRY_WHILE("cannot load Chart.yaml", read_yaml(chart_yaml, document, options));
    std::string version;
    YARE_TRY_WHILE("cannot load Chart.yaml", read_api_version(value, version));
    if (version.empty() || version == "v1" || version == "v2") return {};
    return invalid(version == "v3" ? "invalid chart apiVersion" : "unsupported chart version");
}

Result<Chart*> load_folder(FileSystem& fs, const std::string& path, ChartSet& set, Diagnostics& diagnostics,
                           LoadWay way) {
    const std::string top = YARE_TRY(absolute_path(fs, path));
    if (way == LoadWay::Detect) {
        const std::string file = join_path(top, "Chart.yaml");
        std::string text =
            YARE_TRY_WHILE("unable to detect chart at " + file, fs.read(file, limits::kChartBytes));
        YARE_TRY(check_api_version(set.keep(std::move(text)), set));
    }
    std::vector<File> files = YARE_TRY(read_folder(fs, top, set, diagnostics));
    return load_chart_files(std::move(files), set, diagnostics);
}

bool is_no_archive(const Error& error) { return error.message() == "gzip: invalid header"; }

}  // namespace

Result<Chart*> load_chart_files(std::vector<File> files, ChartSet& set, Diagnostics& diagnostics) {
    Assembly assembly(set, diagnostics);
    YARE_TRY(assembly.count_unpacked(files));
    return assembly.chart(std::move(files), {}, 0);
}

namespace {

Result<Chart*> load_unpacked(std::vector<File> files, ChartSet& set, Diagnostics& diagnostics, LoadWay way) {
    if (way == LoadWay::Detect) {
        const auto chart_yaml = std::ranges::find(files, "Chart.yaml", &File::name);
        if (chart_yaml == files.end()) return invalid("unable to detect chart version, no Chart.yaml found");
        YARE_TRY(check_api_version(chart_yaml->data, set));
    }
    return load_chart_files(std::move(files), set, diagnostics);
}

}  // namespace

Result<Chart*> load_chart_archive(std::string_view bytes, const std::string& name, ChartSet& set,
                                  Diagnostics& diagnostics, LoadWay way) {
    YARE_TRY(check_is_archive(bytes, name));
    const auto refused = [&](Error error) -> Error {
        if (is_no_archive(error)) {
            return invalid("file '" + name +
                           "' does not appear to be a valid chart file (details: " + error.text() + ")");
        }
        if (way == LoadWay::Plain) return error;
        // Helm: most commands hide what is wrong with an archive. Yare says it below.
        return invalid("unable to load chart archive").note(error.text());
    };
    Result<std::vector<File>> files = read_archive(bytes, set);
    if (!files) return refused(std::move(files).error());
    Result<Chart*> chart = load_unpacked(*std::move(files), set, diagnostics, way);
    // Helm: an archive within that is none counts as this one's fault.
    if (!chart && is_no_archive(chart.error())) return refused(std::move(chart).error());
    return chart;
}

Result<Chart*> load_chart(FileSystem& fs, const std::string& path, ChartSet& set, Diagnostics& diagnostics,
                          LoadWay way) {
    const FileInfo info = YARE_TRY(fs.stat(path));
    if (info.kind == FileKind::Directory) return load_folder(fs, path, set, diagnostics, way);
    const std::string bytes = YARE_TRY(fs.read(path));
    return load_chart_archive(bytes, path, set, diagnostics, way);
}

Result<std::string> expand_archive(FileSystem& fs, std::string_view bytes, const std::string& destination,
                                   ChartSet& set) {
    const std::vector<File> files = YARE_TRY(read_archive(bytes, set));
    const std::string name = YARE_TRY(archive_chart_name(files, set));
    const std::string folder = join_path(destination, name);
    for (const File& file : files) {
        // Names were judged when the archive was read; FileSystem::write goes through no link.
        const std::string path = join_path(folder, file.name);
        YARE_TRY(fs.make_directories(dir_name(path)));
        YARE_TRY(fs.write(path, file.data));
    }
    return folder;
}

}  // namespace yare::charts
