#include "job.h"

#include <re2/re2.h>

#include <algorithm>

#include "job_values.h"
#include "lines.h"
#include "post_render.h"
#include "yare/base/paths.h"

namespace yare::unittest {

namespace {

// Where in an error's text the file stands, and the reason behind it.
struct PlacedError {
    std::string file;
    std::string reason;
};

PlacedError placed_error(const std::string& text) {
    static const re2::RE2 pattern("(?ms)^(?:.+?: |.+? \\()(?:(.+?):\\d+?:\\d+?).+?(?:.+?>)*?: (.+?)$");
    PlacedError out;
    if (!re2::RE2::PartialMatch(text, pattern, &out.file, &out.reason)) return {};
    // Of several lines, all but the first.
    const std::size_t feed = text.find('\n');
    if (feed != std::string::npos) out.reason = text.substr(feed + 1);
    return out;
}

class JobRun {
  public:
    JobRun(const Job& job, ChartRenders& renders, Snapshots& snapshots, const Options& options,
           Diagnostics& diagnostics)
        : job_(job),
          test_(job.test),
          renders_(renders),
          comparer_(snapshots, job.test.name),
          options_(options),
          diagnostics_(diagnostics) {}

    TestResult run();

  private:
    const std::string& chart_name() const { return renders_.chart().name(); }
    bool wants_success() const {
        return std::ranges::all_of(test_.assertions, [](const Assertion& one) { return one.wants_success; });
    }
    const std::vector<std::string>& wanted_templates() const {
        static const std::vector<std::string> all{"**"};
        return job_.suite.templates.empty() ? all : job_.suite.templates;
    }
    Result<RenderedChart> render();
    void take_failure(const RenderedChart& rendered, TestResult& result);
    Result<void> write_rendered() const;
    Result<void> post_render();
    Result<void> read_files();
    void add_crds(std::vector<std::string>& names) const;
    std::vector<std::string> templates_of(const Assertion& assertion) const;
    ManifestsByTemplate candidates_of(const Assertion& assertion) const;
    AssertionResult ask(const Assertion& assertion, std::size_t index);
    Result<ManifestsByTemplate> selected(const Assertion& assertion, const ManifestsByTemplate& candidates);
    Verdict verdict_of_template(const Assertion& assertion, const std::string& name,
                                const Manifests& selected, bool& names_template);
    Verdict verdict(const Assertion& assertion, const Manifests& all, const Manifests& selected);
    void ask_all(TestResult& result);

    const Job& job_;
    const Test& test_;
    ChartRenders& renders_;
    SnapshotComparer comparer_;
    const Options& options_;
    Diagnostics& diagnostics_;
    Document document_;
    Files files_;                   // as rendered; of a failure, its reason in the place of a file
    std::optional<Files> changed_;  // by a post-renderer
    ManifestsByTemplate manifests_;
    bool rendered_ = false;  // without a failure
    std::optional<std::string> render_error_;
};

Result<RenderedChart> JobRun::render() {
    render::Capabilities capabilities;
    capabilities.kube_version.major = job_.kube_major;
    capabilities.kube_version.minor = job_.kube_minor;
    capabilities.kube_version.version = "v" + job_.kube_major + "." + job_.kube_minor + ".0";
    capabilities.kube_version.normalized = capabilities.kube_version.version;
    capabilities.api_versions = test_.capabilities.api_versions.value_or(std::vector<std::string>());
    const RenderSettings settings{test_.release,
                                  test_.chart,
                                  std::move(capabilities),
                                  test_.cluster,
                                  {job_.suite.route, wanted_templates(), job_.suite.excluded}};
    return renders_.render(
        [&](Document& document) {
            return job_values(job_.suite, test_, *options_.files, document, diagnostics_);
        },
        settings, diagnostics_);
}

// A failure is the test's error, unless it is what an assertion waits for: then its reason stands in the
// place of what would have been rendered.
void JobRun::take_failure(const RenderedChart& rendered, TestResult& result) {
    const PlacedError placed = placed_error(*rendered.error);
    const bool expected =
        rendered.of_templates && !wants_success() && !(placed.file.empty() && placed.reason.empty());
    if (!expected) {
        render_error_ = result.error = *rendered.error;
        return;
    }
    Map* raw = document_.make_map();
    raw->set(kRaw, document_.string(placed.reason));
    const std::string text = shown_yaml(raw);
    if (!base_name(placed.file).starts_with("_")) {
        files_[placed.file] = text;
        return;
    }
    for (const std::string& name : wanted_templates()) {
        files_[join_path(job_.suite.route, template_file_name(name))] = text;
    }
}

Result<void> JobRun::write_rendered() const {
    if (options_.rendered_folder.empty()) return {};
    for (const auto& [name, text] : files_) {
        const std::string path = join_path(options_.rendered_folder, name);
        YARE_TRY(options_.files->make_directories(dir_name(path)));
        YARE_TRY(options_.files->write(path, text));
    }
    return {};
}

// helm-unittest: also what did not render goes through it.
Result<void> JobRun::post_render() {
    if (test_.post_renderer.command.empty()) return {};
    changed_ = YARE_TRY(post_rendered(files_, test_.post_renderer, options_));
    return {};
}

Result<void> JobRun::read_files() {
    if (job_.suite.include_crds) {
        for (const charts::Crd& crd : charts::crds(renders_.chart()))
            manifests_[crd.path] = YARE_TRY(read_manifests(crd.file->data, document_));
    }
    for (const auto& [file, text] : changed_ ? *changed_ : files_) {
        const std::string name = file.starts_with(chart_name()) ? file : join_path(chart_name(), file);
        const std::string_view end = rendered_ ? extension(name) : ".yaml";
        if (end == ".yaml" || end == ".yml" || end == ".tpl") {
            manifests_[name] = YARE_TRY(read_manifests(text, document_));
        } else if (end == ".txt") {
            manifests_[name] = {raw_manifest(text, document_)};
        }
    }
    return {};
}

TestResult JobRun::run() {
    TestResult result;
    result.name = test_.name;
    Result<RenderedChart> rendered = render();
    if (!rendered) {
        result.error = rendered.error().text();
        return result;
    }
    rendered_ = !rendered->error;
    if (rendered->error)
        take_failure(*rendered, result);
    else
        files_ = std::move(rendered->files);
    if (const Result<void> written = write_rendered(); !written) {
        result.error = written.error().text();
        return result;
    }
    if (const Result<void> changed = post_render(); !changed) {
        result.error = changed.error().text();
        return result;
    }
    if (const Result<void> read = read_files(); !read) {
        result.error = read.error().text();
        return result;
    }
    ask_all(result);
    return result;
}

void JobRun::ask_all(TestResult& result) {
    bool passed = false;
    for (std::size_t i = 0; i < test_.assertions.size(); ++i) {
        if (!test_.assertions[i].check) continue;
        AssertionResult one = ask(test_.assertions[i], i);
        if (one.skipped) passed = true;
        passed = (i == 0 || passed) && one.passed;
        result.assertions.push_back(std::move(one));
        if (!passed && options_.fail_fast) break;
    }
    result.passed = passed;
    result.skipped =
        !result.assertions.empty() &&
        std::ranges::all_of(result.assertions, [](const AssertionResult& one) { return one.skipped; });
}

void JobRun::add_crds(std::vector<std::string>& names) const {
    if (!job_.suite.include_crds) return;
    for (const charts::Crd& crd : charts::crds(renders_.chart())) names.push_back(crd.path);
}

// The assertion's own template, or the test's, or all that the suite names.
std::vector<std::string> JobRun::templates_of(const Assertion& assertion) const {
    std::vector<std::string> names;
    if (!assertion.template_name.empty()) {
        names = {assertion.template_name};
    } else if (!test_.templates.empty()) {
        names = test_.templates;
    } else {
        const std::vector<std::string>& wanted = wanted_templates();
        const bool wildcards = std::ranges::any_of(
            wanted, [](const std::string& name) { return name.find('*') != std::string::npos; });
        if (wildcards) {
            for (const auto& [name, text] : files_) names.push_back(name);
            add_crds(names);
            return names;
        }
        names = wanted;
    }
    for (std::string& name : names) name = join_path(job_.suite.route, template_file_name(name));
    return names;
}

ManifestsByTemplate JobRun::candidates_of(const Assertion& assertion) const {
    // A post-renderer that has lost which file is which leaves one for every assertion.
    if (changed_ && manifests_.size() == 1 && manifests_.begin()->first.ends_with(kNamelessFile))
        return manifests_;
    ManifestsByTemplate out;
    for (const std::string& name : templates_of(assertion)) {
        const auto found = manifests_.find(name);
        out[name] = found == manifests_.end() ? Manifests() : found->second;
    }
    return out;
}

Result<ManifestsByTemplate> JobRun::selected(const Assertion& assertion,
                                             const ManifestsByTemplate& candidates) {
    const std::optional<Selector>& selector = assertion.selector ? assertion.selector : test_.selector;
    if (selector && !selector->path.empty()) return select(*selector, candidates, document_);
    const std::int64_t index = test_.document_index.value_or(assertion.document_index);
    if (index == -1) return candidates;
    ManifestsByTemplate out;
    for (const auto& [name, manifests] : candidates) {
        if (index < 0 || std::uint64_t(index) >= manifests.size())
            return Error(ErrorCode::NotFound, "document index " + std::to_string(index) + " is out of range");
        out[name] = {manifests[std::size_t(index)]};
    }
    return out;
}

Verdict JobRun::verdict(const Assertion& assertion, const Manifests& all, const Manifests& selected) {
    return assertion.check->check({all, selected, assertion.negated != assertion.antonym, &comparer_,
                                   render_error_ ? &*render_error_ : nullptr, options_.fail_fast, document_});
}

Verdict JobRun::verdict_of_template(const Assertion& assertion, const std::string& name,
                                    const Manifests& selected, bool& names_template) {
    const auto found = manifests_.find(name);
    if (found == manifests_.end() && assertion.wants_success) {
        names_template = false;
        return {false,
                {"Error:", name.empty()
                               ? "\tassertion.template must be given if testsuite.templates is empty"
                               : "\ttemplate \"" + name + "\" not exists or not selected in test suite"}};
    }
    static const Manifests none;
    const Manifests& all = found == manifests_.end() ? none : found->second;
    if (assertion.wants_success == rendered_) return verdict(assertion, all, selected);
    if (all.empty()) return {false, {"Error: rendered manifest is empty"}};
    const Value* raw = all.front().value.find(kRaw);
    return {false, {"Error: Invalid rendering: " + (raw ? std::string(raw->string_or("")) : "%!s(<nil>)")}};
}

AssertionResult JobRun::ask(const Assertion& assertion, std::size_t index) {
    AssertionResult out;
    out.index = index;
    out.type = assertion.type;
    out.negated = assertion.negated;
    const ManifestsByTemplate candidates = candidates_of(assertion);
    const Result<ManifestsByTemplate> chosen = selected(assertion, candidates);
    if (!chosen) {
        out.lines = {"Error:", chosen.error().text()};
        return out;
    }
    // helm-unittest: the test's selector says whether nothing at all may be met, also for selectors of
    // assertions.
    if (chosen->empty() && test_.selector && test_.selector->skip_empty_templates) {
        out.skipped = out.passed = true;
        out.skip_reason =
            "skipped as 'documentSelector.skipEmptyTemplates: true' and 'selectedTemplates: empty'";
        return out;
    }
    if (chosen->empty()) {
        Verdict none = assertion.wants_success == rendered_
                           ? verdict(assertion, {}, {})
                           : Verdict{false, {"Error: rendered manifest is empty"}};
        out.passed = none.passed;
        out.lines = std::move(none.lines);
        return out;
    }
    out.passed = true;
    for (const auto& [name, manifests] : *chosen) {
        bool names_template = true;
        Verdict one = verdict_of_template(assertion, name, manifests, names_template);
        if (one.passed) continue;
        out.passed = false;
        if (names_template) out.lines.push_back("Template:\t" + name);
        for (std::string& line : one.lines) out.lines.push_back(std::move(line));
    }
    return out;
}

}  // namespace

TestResult run_job(const Job& job, ChartRenders& renders, Snapshots& snapshots, const Options& options,
                   Diagnostics& diagnostics) {
    const auto begin = options.clock->monotonic();
    TestResult result = JobRun(job, renders, snapshots, options, diagnostics).run();
    result.duration = options.clock->monotonic() - begin;
    return result;
}

}  // namespace yare::unittest
