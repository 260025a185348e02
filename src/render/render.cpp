#include "yare/render/render.h"

#include <algorithm>
#include <optional>

#include "objects.h"
#include "sorting.h"
#include "yare/charts/values.h"
#include "yare/data/semver.h"
#include "yare/render/host_address.h"
#include "yare/schema/json_schema.h"
#include "yare/templates/executor.h"
#include "yare/templates/format.h"
#include "yare/templates/template_set.h"

namespace yare::render {

namespace {

constexpr std::string_view kNotes = "NOTES.txt";

// One template and what it is rendered with.
struct Renderable {
    std::string path;  // "web/charts/db/templates/svc.yaml"
    const charts::File* file = nullptr;
    Map* scope = nullptr;      // `.` of the chart
    std::string base_path;     // "web/charts/db/templates"
    std::ptrdiff_t depth = 0;  // slashes in path
};

bool is_partial(std::string_view path) { return path.substr(path.rfind('/') + 1).starts_with("_"); }

// Helm: a library gives its partials alone.
bool takes_part(const charts::Chart& chart, const charts::File& file) {
    return !chart.is_library() || is_partial(file.name);
}

std::ptrdiff_t depth_of(std::string_view path) { return std::count(path.begin(), path.end(), '/'); }

// Helm: deep paths first, then from the end of the alphabet, so that of two definitions of a name the one
// that is nearer the root, or comes first in the alphabet, is parsed last and stays.
bool comes_before(std::ptrdiff_t depth, std::string_view path, std::ptrdiff_t other_depth,
                  std::string_view other_path) {
    return depth != other_depth ? depth > other_depth : path > other_path;
}

void collect_template_files(const charts::Chart& chart, std::vector<TemplateFile>& out) {
    const std::string folder = chart.full_path();
    for (const charts::File& file : chart.templates) {
        if (takes_part(chart, file)) out.push_back({folder + "/" + std::string(file.name), file.data});
    }
    for (const charts::Chart* sub_chart : chart.dependencies) collect_template_files(*sub_chart, out);
}

class TemplateEnvironment final : public templates::Environment {
  public:
    TemplateEnvironment(const RenderOptions& options, Diagnostics& diagnostics)
        : options_(options), diagnostics_(diagnostics) {}

    Clock& clock() override { return *options_.clock; }
    Random& random() override { return *options_.random; }
    Diagnostics& diagnostics() override { return diagnostics_; }
    bool lint() const override { return options_.lint; }
    Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                         std::string_view namespace_name, std::string_view name) override {
        if (!options_.lookup || options_.lint) return Value(document.make_map());
        return options_.lookup->lookup(document, api_version, kind, namespace_name, name);
    }
    std::string resolve_host(std::string_view host) override {
        return options_.enable_dns ? first_address(host) : std::string();
    }

  private:
    const RenderOptions& options_;
    Diagnostics& diagnostics_;
};

// Collects the templates of a chart and its sub-charts, and builds the scope of each chart.
class Collector {
  public:
    Collector(const ReleaseInfo& release, const RenderOptions& options, Document& document)
        : document_(document), capabilities_(capabilities_object(options.capabilities, document)) {
        release_ = document.make_map();
        release_->set("Name", document.string(release.name));
        release_->set("Namespace", document.string(release.namespace_name));
        release_->set("IsUpgrade", Value::of_bool(release.is_upgrade));
        release_->set("IsInstall", Value::of_bool(!release.is_upgrade));
        release_->set("Revision", Value::of_int(release.revision));
        release_->set("Service", Value::of_view("Helm"));
    }

    Map* collect(const charts::Chart& chart, Map* values) {
        Map* scope = document_.make_map(GoType::Values);
        Map* sub_charts = document_.make_map();
        for (const charts::Chart* sub_chart : chart.dependencies) {
            // Helm: a sub-chart's values are its table in the parent's, shared with it.
            const Value* table = values->find(sub_chart->name());
            Map* sub_values = table && table->is_map() ? &table->as_map() : document_.make_map();
            sub_charts->set(sub_chart->name(), Value::of_map(collect(*sub_chart, sub_values), GoType::Usual));
        }
        scope->set("Chart", chart_object(chart, document_));
        scope->set("Files", files_object(chart, document_));
        scope->set("Release", release_);
        scope->set("Capabilities", capabilities_);
        scope->set("Values", Value::of_map(values, GoType::Values));
        scope->set("Subcharts", sub_charts);
        const std::string folder = chart.full_path();
        for (const charts::File& file : chart.templates) {
            if (!takes_part(chart, file)) continue;
            std::string path = folder + "/" + std::string(file.name);
            const std::ptrdiff_t depth = depth_of(path);
            renderables_.push_back({std::move(path), &file, scope, folder + "/templates", depth});
        }
        return scope;
    }

    std::vector<Renderable> sorted() && {
        std::sort(renderables_.begin(), renderables_.end(), [](const Renderable& a, const Renderable& b) {
            return comes_before(a.depth, a.path, b.depth, b.path);
        });
        // Helm: of templates with one path, as sub-charts of one name have them, one is rendered.
        const auto same = [](const Renderable& a, const Renderable& b) { return a.path == b.path; };
        renderables_.erase(std::unique(renderables_.begin(), renderables_.end(), same), renderables_.end());
        return std::move(renderables_);
    }

  private:
    Document& document_;
    Value capabilities_;
    Map* release_;
    std::vector<Renderable> renderables_;
};

Result<void> check_kube_version(const charts::Chart& chart, const Capabilities& capabilities) {
    const std::string& wanted = chart.metadata.kube_version;
    if (wanted.empty() || is_compatible(wanted, capabilities.kube_version.version)) return {};
    return Error(ErrorCode::Invalid, "chart requires kubeVersion: " + wanted +
                                         " which is incompatible with Kubernetes " +
                                         capabilities.kube_version.version);
}

bool is_notes(std::string_view path) { return path.ends_with(kNotes); }

std::string joined_notes(const charts::Chart& chart, bool of_sub_charts, std::vector<RenderedFile> notes) {
    std::string out;
    const std::string own = chart.name() + "/templates/" + std::string(kNotes);
    std::sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    for (const RenderedFile& file : notes) {
        if (!of_sub_charts && file.path != own) continue;
        if (!out.empty()) out += '\n';
        out += file.text;
    }
    return out;
}

std::vector<PrintedDocument> printed_documents(const charts::Chart& chart,
                                               const std::vector<Manifest>& manifests,
                                               const RenderOptions& options) {
    std::vector<PrintedDocument> out;
    out.reserve(manifests.size());
    if (options.include_crds) {
        for (charts::Crd& crd : charts::crds(chart)) out.push_back({std::move(crd.path), crd.file->data});
    }
    for (const Manifest& manifest : manifests) {
        const bool hidden = options.hide_secret && manifest.kind == "Secret" && manifest.api_version == "v1";
        out.push_back({std::string(manifest.path),
                       hidden ? "# HIDDEN: The Secret output has been suppressed" : manifest.text});
    }
    return out;
}

// Tells what a render has cost, however it ends.
struct UseReport {
    const templates::Budget& budget;
    templates::BudgetUse* use;
    UseReport(const templates::Budget& of, templates::BudgetUse* to) : budget(of), use(to) {}
    UseReport(const UseReport&) = delete;
    UseReport& operator=(const UseReport&) = delete;
    ~UseReport() {
        if (use) *use = budget.use();
    }
};

Result<void> parse(const std::vector<Renderable>& renderables, const RenderOptions& options,
                   SourceMap& sources, templates::TemplateSet& set) {
    std::vector<templates::NamedText> texts;
    texts.reserve(renderables.size());
    for (const Renderable& item : renderables) {
        texts.push_back({item.path, &sources.add_view(item.path, item.file->data)});
    }
    YARE_TRY(set.add_all(texts, options.parsed));
    set.link();
    return {};
}

// Renders all but the partials into `out`. The reader, if there is one, is handed each that holds manifests.
Result<void> render_files(const std::vector<Renderable>& renderables, const RenderOptions& options,
                          Document& document, SourceMap& sources, Diagnostics& diagnostics,
                          std::vector<RenderedFile>& out, DocumentReader* reader = nullptr) {
    templates::TemplateSet own(document.symbols());
    if (!options.templates) YARE_TRY(parse(renderables, options, sources, own));
    const templates::TemplateSet& set = options.templates ? *options.templates : own;
    TemplateEnvironment environment(options, diagnostics);
    templates::BudgetLimits limits = options.limits;
    limits.clock = options.clock;
    templates::Budget budget(document, limits);
    budget.hold(options.memory_before + set.memory());
    const UseReport report{budget, options.use};
    templates::Executor executor(set, {document, environment, budget, sources, options.trace});
    out.reserve(renderables.size());  // they stay where they are while the reader has them
    for (const Renderable& item : renderables) {
        if (is_partial(item.path)) continue;
        // Helm: written into the scope that all templates of the chart share.
        Map* self = document.make_map(GoType::Values);
        self->set("Name", document.string(item.path));
        self->set("BasePath", document.string(item.base_path));
        item.scope->set("Template", self);
        Result<std::string> text = executor.render(item.path, item.scope);
        if (!text) {
            if (options.failure && executor.failure()) *options.failure = *executor.failure();
            return std::move(text).error();
        }
        out.push_back({item.path, std::move(*text)});
        if (reader && !is_notes(item.path)) reader->add(out.back());
    }
    return {};
}

// Collects the paths of values that a schema does not take.
class BadValues {
  public:
    explicit BadValues(std::vector<std::vector<std::string>>* out) : out_(out) {}
    void enter(std::string_view sub_chart) { prefix_.emplace_back(sub_chart); }
    void leave() { prefix_.pop_back(); }
    // A JSON pointer below the chart.
    void add(std::string_view pointer) {
        if (!out_) return;
        std::vector<std::string> path = prefix_;
        while (!pointer.empty()) {
            pointer.remove_prefix(1);
            std::string key;
            for (; !pointer.empty() && pointer[0] != '/'; pointer.remove_prefix(1)) {
                if (pointer.starts_with("~0") || pointer.starts_with("~1")) {
                    key += pointer[1] == '0' ? '~' : '/';
                    pointer.remove_prefix(1);
                } else {
                    key += pointer[0];
                }
            }
            path.push_back(std::move(key));
        }
        out_->push_back(std::move(path));
    }

  private:
    std::vector<std::vector<std::string>>* out_;
    std::vector<std::string> prefix_;
};

// What the schemas of a chart and its sub-charts say against the values, in Helm's layout.
std::string schema_problems(const charts::Chart& chart, Map& values, BadValues& bad,
                            const schema::JsonSchemaOptions& options) {
    std::string out;
    std::vector<std::string> places;
    Diagnostics* const log = options.debug ? options.diagnostics : nullptr;
    if (chart.schema) {
        if (log) log->debug("chart name", {{"chart-name", chart.name()}});
        Result<schema::JsonSchema> schema = schema::JsonSchema::parse(*chart.schema, options);
        Result<std::string> found =
            schema ? schema->check(Value(&values), &places) : Result<std::string>(schema.error());
        // Helm: a schema that cannot be read has its error here too, with no line feed behind it.
        if (!found) out += chart.name() + ":\n" + found.error().text();
        if (found && !found->empty()) out += chart.name() + ":\n" + *found + "\n";
    }
    for (const std::string& place : places) bad.add(place);
    if (log) {
        log->debug("number of dependencies in the chart",
                   {{"chart", chart.name()}, {"dependencies", std::to_string(chart.dependencies.size())}});
    }
    for (const charts::Chart* sub_chart : chart.dependencies) {
        const Value* table = values.find(sub_chart->name());
        if (!table || table->is_nil()) continue;
        if (table->is_map()) {
            bad.enter(sub_chart->name());
            out += schema_problems(*sub_chart, table->as_map(), bad, options);
            bad.leave();
        } else {
            out += sub_chart->name() + ":\ninvalid type for values: expected object (map), got " +
                   std::string(templates::type_name(*table)) + "\n";
        }
    }
    return out;
}

}  // namespace

Result<Map*> render_values(const charts::Chart& chart, const Value& user_values, const RenderOptions& options,
                           Document& document, Diagnostics& diagnostics) {
    const std::size_t most = options.limits.memory;
    document.arena().set_limit(most - std::min(most, options.memory_before));
    Map* values = YARE_TRY(charts::coalesce_values(chart, user_values, document, diagnostics));
    if (options.skip_schema_validation) return values;
    BadValues bad(options.bad_values);
    schema::JsonSchemaOptions schema_options;
    schema_options.source = options.schema_references;
    schema_options.diagnostics = &diagnostics;
    schema_options.debug = options.debug;
    const std::string problems = schema_problems(chart, *values, bad, schema_options);
    if (problems.empty()) return values;
    return Error(
        ErrorCode::Invalid,
        "values don't meet the specifications of the schema(s) in the following chart(s):\n" + problems);
}

namespace {

Result<std::vector<Renderable>> collect_renderables(const charts::Chart& chart, Map& values,
                                                    const ReleaseInfo& release, const RenderOptions& options,
                                                    Document& document) {
    YARE_ASSERT(options.clock && options.random, "a render has a clock and chance");
    // Helm: not asked while linting.
    if (!options.lint && !options.any_kube_version) YARE_TRY(check_kube_version(chart, options.capabilities));
    if (options.trace) options.trace->name_values(values);
    Collector collector(release, options, document);
    collector.collect(chart, &values);
    return std::move(collector).sorted();
}

}  // namespace

std::vector<TemplateFile> template_files(const charts::Chart& chart) {
    std::vector<TemplateFile> out;
    collect_template_files(chart, out);
    std::sort(out.begin(), out.end(), [](const TemplateFile& a, const TemplateFile& b) {
        return comes_before(depth_of(a.path), a.path, depth_of(b.path), b.path);
    });
    return out;
}

Result<std::vector<RenderedFile>> render_templates(const charts::Chart& chart, Map& values,
                                                   const ReleaseInfo& release, const RenderOptions& options,
                                                   Document& document, SourceMap& sources,
                                                   Diagnostics& diagnostics) {
    const std::vector<Renderable> renderables =
        YARE_TRY(collect_renderables(chart, values, release, options, document));
    std::vector<RenderedFile> out;
    YARE_TRY(render_files(renderables, options, document, sources, diagnostics, out));
    return out;
}

namespace {

// The notes are not shown to the post-renderer.
Result<Rendered> post_rendered(const charts::Chart& chart, const RenderOptions& options,
                               std::vector<RenderedFile> files, Diagnostics& diagnostics) {
    const auto first_notes = std::stable_partition(
        files.begin(), files.end(), [](const RenderedFile& file) { return !is_notes(file.path); });
    std::vector<RenderedFile> notes(std::make_move_iterator(first_notes),
                                    std::make_move_iterator(files.end()));
    files.erase(first_notes, files.end());
    std::vector<RenderedFile> changed = YARE_TRY(post_render(*options.post_renderer, std::move(files)));
    Rendered out = YARE_TRY(sort_manifests(std::move(changed), diagnostics, options.bad_document));
    out.notes = joined_notes(chart, options.subchart_notes, std::move(notes));
    out.documents = printed_documents(chart, out.manifests, options);
    return out;
}

}  // namespace

Result<Rendered> render_chart(const charts::Chart& chart, Map& values, const ReleaseInfo& release,
                              const RenderOptions& options, Document& document, SourceMap& sources,
                              Diagnostics& diagnostics) {
    const std::vector<Renderable> renderables =
        YARE_TRY(collect_renderables(chart, values, release, options, document));
    std::vector<RenderedFile> files;
    if (options.post_renderer) {
        YARE_TRY(render_files(renderables, options, document, sources, diagnostics, files));
        Rendered out = YARE_TRY(post_rendered(chart, options, std::move(files), diagnostics));
        return out;
    }
    DocumentReader reader(options.parsed ? options.parsed->second_thread() : nullptr);
    YARE_TRY(render_files(renderables, options, document, sources, diagnostics, files, &reader));
    std::vector<FileDocuments> read = std::move(reader).finish();
    std::vector<RenderedFile> notes;
    std::vector<ReadFile> manifests;
    manifests.reserve(files.size());
    auto next = read.begin();
    for (RenderedFile& file : files) {
        if (is_notes(file.path)) {
            notes.push_back(std::move(file));
        } else {
            manifests.push_back({std::move(file), std::move(*next++)});
        }
    }
    Rendered out = YARE_TRY(sort_documents(std::move(manifests), diagnostics, options.bad_document));
    out.notes = joined_notes(chart, options.subchart_notes, std::move(notes));
    out.documents = printed_documents(chart, out.manifests, options);
    return out;
}

}  // namespace yare::render
