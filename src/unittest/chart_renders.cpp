#include "chart_renders.h"

#include <re2/re2.h>

#include <algorithm>

#include "fake_cluster.h"
#include "yare/base/paths.h"
#include "yare/charts/dependencies.h"

namespace yare::unittest {

// A selection of templates, parsed. Parsing may have failed.
struct ChartRenders::Parsed {
    explicit Parsed(SymbolTable& symbols) : set(symbols) {}
    std::vector<std::pair<std::string, const char*>> files;  // paths and texts, by address
    templates::TemplateSet set;
    std::optional<Error> error;
};

// One try at a render: a chart set of its own over what was parsed so far.
struct ChartRenders::Attempt {
    charts::ChartSet set;
    charts::Chart* chart = nullptr;
    Map* values = nullptr;
    Attempt(const SymbolTable* symbols, const SourceMap* sources) : set(symbols, sources) {}
};

ChartRenders::ChartRenders(const charts::ChartSet& set, const charts::Chart& chart, const Options& options)
    : options_(options), lean_(&chart), symbols_(&set.symbols()), sources_(&set.sources()) {}

ChartRenders::~ChartRenders() = default;

std::string template_file_name(std::string_view name) {
    for (const std::string_view known : {"templates", "charts", "crds", "**"}) {
        if (name.starts_with(known)) return std::string(name);
    }
    return join_path("templates", name);
}

// Without its raw files, which no render asks for.
charts::Chart* ChartRenders::copy(const charts::Chart& chart, charts::Chart* parent,
                                  charts::ChartSet& set) const {
    charts::Chart& out = set.new_chart();
    out.metadata = chart.metadata;
    // helm-unittest: its copies of charts do not know that they are deprecated.
    out.metadata.deprecated = false;
    out.values = chart.values;
    out.schema = chart.schema;
    out.templates = chart.templates;
    out.files = chart.files;
    out.parent = parent;
    for (const charts::Chart* sub_chart : chart.dependencies)
        out.dependencies.push_back(copy(*sub_chart, &out, set));
    return &out;
}

// A path with wildcards as a regular expression: `**` is one character or more of a path, `*` any number.
std::string pattern_of(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path.substr(i).starts_with("**")) {
            out += "[0-9a-zA-Z_\\-/\\.]+";
            ++i;
        } else if (path[i] == '*') {
            out += "[0-9a-zA-Z_\\-_/\\.]*";
        } else {
            if (std::string_view(".+[]?()|{}^$").find(path[i]) != std::string_view::npos) out += '\\';
            out += path[i];
        }
    }
    return out;
}

// helm-unittest: anywhere in the name is enough.
bool ChartRenders::matches(const TemplateChoice& choice, const std::string& pattern,
                           const std::string& name) {
    const std::string path = join_path(choice.route, template_file_name(pattern));
    if (path.find_first_of("*\\") == std::string::npos) return name.find(path) != std::string::npos;
    std::unique_ptr<re2::RE2>& compiled = patterns_[path];
    if (!compiled) compiled = std::make_unique<re2::RE2>(pattern_of(path), re2::RE2::Quiet);
    return compiled->ok() && re2::RE2::PartialMatch(name, *compiled);
}

void ChartRenders::choose(charts::Chart& chart, const std::string& route, const TemplateChoice& choice) {
    std::erase_if(chart.templates, [&](const charts::File& file) {
        if (base_name(file.name).starts_with("_")) return false;
        const std::string name = join_path(route, file.name);
        const auto met = [&](const std::string& pattern) { return matches(choice, pattern, name); };
        return std::ranges::none_of(choice.wanted, met) || std::ranges::any_of(choice.unwanted, met);
    });
    for (charts::Chart* sub_chart : chart.dependencies)
        choose(*sub_chart, join_path(route, "charts/" + sub_chart->name()), choice);
}

const ChartRenders::Parsed* ChartRenders::find_parsed(const std::vector<render::TemplateFile>& files) const {
    const auto same = [&](const Parsed& parsed) {
        return std::ranges::equal(parsed.files, files,
                                  [](const auto& one, const render::TemplateFile& other) {
                                      return one.second == other.text.data() && one.first == other.path;
                                  });
    };
    const auto found = std::ranges::find_if(parsed_, same);
    return found == parsed_.end() ? nullptr : &*found;
}

const ChartRenders::Parsed& ChartRenders::parse(const std::vector<render::TemplateFile>& files) {
    constexpr std::size_t kKept = 64;
    if (parsed_.size() == kKept) parsed_.pop_front();
    Parsed& out = parsed_.emplace_back(symbols_);
    std::vector<templates::NamedText> texts;
    for (const render::TemplateFile& file : files) {
        out.files.emplace_back(file.path, file.text.data());
        const Source& source = sources_.add_view(file.path, file.text);
        texts.push_back({source.name, &source});
    }
    Result<void> added = out.set.add_all(texts);
    if (!added) out.error = std::move(added).error();
    out.set.link();
    if (options_.coverage && !out.error) {
        std::map<std::string, std::string_view> by_name;
        for (const render::TemplateFile& file : files) by_name[file.path] = file.text;
        coverage_.add_files(out.set, by_name);
    }
    return out;
}

namespace {

void override_metadata(charts::Chart& chart, const ChartFields& fields) {
    const auto set = [&](charts::Metadata& metadata) {
        if (!fields.version.empty()) metadata.version = fields.version;
        if (!fields.app_version.empty()) metadata.app_version = fields.app_version;
    };
    set(chart.metadata);
    for (charts::Chart* sub_chart : chart.dependencies) set(sub_chart->metadata);
}

render::ReleaseInfo release_info(const ReleaseFields& fields) {
    render::ReleaseInfo out;
    out.name = fields.name.empty() ? "RELEASE-NAME" : fields.name;
    out.namespace_name = fields.namespace_name.empty() ? "NAMESPACE" : fields.namespace_name;
    out.revision = fields.revision;
    out.is_upgrade = fields.is_upgrade;
    return out;
}

constexpr std::string_view kReleaseName =
    R"(^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)";

bool is_release_name(const std::string& name) {
    static const re2::RE2 pattern{re2::StringPiece(kReleaseName.data(), kReleaseName.size())};
    constexpr std::size_t kLongest = 53;
    return name.size() <= kLongest && re2::RE2::FullMatch(name, pattern);
}

// Helm 3's words, which are Go's but for what authors say themselves.
std::string failure_text(const templates::Failure& failure, const Error& error) {
    const bool of_template = !failure.frames.empty() && failure.kind != templates::FailureKind::Budget;
    if (!of_template) return error.text();
    return failure.kind == templates::FailureKind::Required ? failure.helm_text() : failure.go_text();
}

}  // namespace

Result<RenderedChart> ChartRenders::render(const MakeValues& make_values, const RenderSettings& settings,
                                           Diagnostics& diagnostics) {
    RenderedChart out;
    const auto failed = [&](const Error& error) {
        out.error = error.text();
        return out;
    };
    if (!settings.release.name.empty() && !is_release_name(settings.release.name)) {
        out.error = "invalid release name, must match regex " + std::string(kReleaseName) +
                    " and the length must not be longer than 53";
        return out;
    }
    while (true) {
        Attempt attempt(&symbols_, &sources_);
        attempt.chart = copy(*lean_, nullptr, attempt.set);
        attempt.values = YARE_TRY(make_values(attempt.set.new_document()));
        const Result<void> processed =
            charts::process_dependencies(*attempt.chart, attempt.values, attempt.set, diagnostics);
        if (!processed) return failed(processed.error());
        SymbolTable symbols(&attempt.set.symbols());
        Document document(symbols);
        render::RenderOptions options;
        options.clock = options_.clock;
        options.random = options_.random;
        options.limits = options_.limits;
        options.capabilities = settings.capabilities;
        options.skip_schema_validation = options_.skip_schema_validation;
        options.schema_references = options_.schema_references;
        options.any_kube_version = true;
        Result<Map*> values =
            render::render_values(*attempt.chart, attempt.values, options, document, diagnostics);
        if (!values) return failed(values.error());
        choose(*attempt.chart, attempt.chart->name(), settings.choice);
        override_metadata(*attempt.chart, settings.chart);
        const std::vector<render::TemplateFile> files = render::template_files(*attempt.chart);
        const Parsed* parsed = find_parsed(files);
        if (!parsed) {
            // Names in templates become symbols below those of this try, so it ends here.
            std::vector<render::TemplateFile> wanted = files;
            parse(wanted);
            continue;
        }
        out.of_templates = true;
        if (parsed->error) return failed(*parsed->error);
        FakeCluster cluster(settings.cluster);
        if (!settings.cluster.objects.empty()) options.lookup = &cluster;
        templates::Failure failure;
        options.templates = &parsed->set;
        options.failure = &failure;
        SourceMap sources(&sources_);
        templates::Trace trace;
        if (options_.coverage) options.trace = &trace;
        const Result<std::vector<render::RenderedFile>> rendered =
            render::render_templates(*attempt.chart, **values, release_info(settings.release), options,
                                     document, sources, diagnostics);
        if (options_.coverage) coverage_.add_run(trace, sources_);
        if (!rendered) {
            out.error = failure_text(failure, rendered.error());
            return out;
        }
        for (const render::RenderedFile& file : *rendered) out.files[file.path] = file.text;
        return out;
    }
}

}  // namespace yare::unittest
