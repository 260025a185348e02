#include "suite_chart.h"

#include <algorithm>

#include "manifests.h"
#include "suite_files.h"
#include "yare/base/paths.h"
#include "yare/charts/loader.h"
#include "yare/data/go_text.h"
#include "yare/render/render.h"

namespace yare::unittest {

namespace {

Result<std::vector<render::RenderedFile>> render_suites(const std::string& path, const Options& options) {
    charts::ChartSet set;
    Diagnostics diagnostics;
    charts::Chart* chart =
        YARE_TRY(charts::load_chart(*options.files, path, set, diagnostics, charts::LoadWay::Plain));
    render::RenderOptions rendering;
    rendering.clock = options.clock;
    rendering.random = options.random;
    rendering.limits = options.limits;
    rendering.any_kube_version = true;
    render::ReleaseInfo release;
    release.name = "TEST-SUITE-RELEASE";
    release.namespace_name = "NAMESPACE";
    SymbolTable symbols(&set.symbols());
    Document document(symbols);
    SourceMap sources(&set.sources());
    Map* values = YARE_TRY(render::render_values(*chart, Value(), rendering, document, diagnostics));
    std::vector<render::RenderedFile> files = YARE_TRY(
        render::render_templates(*chart, *values, release, rendering, document, sources, diagnostics));
    std::ranges::sort(files, {}, &render::RenderedFile::path);
    return files;
}

// The suites of one rendered file; what is wrong with it is added to `faults`.
void read_rendered(const render::RenderedFile& file, SuiteSource source, std::vector<Suite>& out,
                   std::vector<std::string>& faults) {
    const std::string named = "test suite template (" + file.path + ")";
    const std::size_t before = out.size();
    std::string wrong;
    std::size_t number = 0;
    std::size_t part = 0;
    for (const std::string_view text : split_documents(file.text)) {
        const std::size_t index = part++;
        if (trim_space(text).empty()) continue;
        const std::string id = std::to_string(number++);
        Result<std::optional<Suite>> suite = read_suite(text, source);
        if (!suite) {
            wrong += (wrong.empty() ? "" : "\n") + ("chart " + std::to_string(index) + " error: ") +
                     suite.error().text();
            continue;
        }
        if (!*suite) continue;
        if ((*suite)->snapshot_id.empty()) (*suite)->snapshot_id = id;
        out.push_back(std::move(**suite));
    }
    if (!wrong.empty()) faults.push_back(named + " error: " + wrong);
    if (out.size() == before) faults.push_back(named + " file did not render a manifest");
}

}  // namespace

Result<std::vector<Suite>> generated_suites(const std::string& folder, SuiteSource source,
                                            const Options& options) {
    std::vector<Suite> out;
    if (options.suites_chart.empty()) return out;
    const std::string path = join_path(folder, options.suites_chart);
    if (!options.files->stat(path)) return out;
    const std::string chart_file = join_path(path, "Chart.yaml");
    if (!options.files->stat(chart_file))
        return Error(ErrorCode::NotFound, "stat " + chart_file + ": no such file or directory");
    const std::vector<render::RenderedFile> files = YARE_TRY(render_suites(path, options));
    std::vector<std::string> faults;
    source.generated = true;
    for (const render::RenderedFile& file : files) {
        const std::size_t slash = file.path.find('/');
        source.path = relative_path(join_path(path, file.path.substr(slash + 1)), options.working_directory);
        read_rendered(file, source, out, faults);
    }
    if (faults.empty()) return out;
    std::string message;
    for (const std::string& fault : faults) message += (message.empty() ? "" : "\n") + fault;
    return Error(ErrorCode::Invalid, std::move(message));
}

}  // namespace yare::unittest
