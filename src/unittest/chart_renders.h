// Renders of one chart again and again: loaded once, each selection of templates parsed once, every render
// with a chart and values of its own.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coverage.h"
#include "manifests.h"
#include "suite.h"
#include "yare/charts/chart.h"
#include "yare/render/render.h"
#include "yare/templates/failure.h"
#include "yare/templates/template_set.h"
#include "yare/unittest/unittest.h"

namespace re2 {
class RE2;
}

namespace yare::unittest {

// The patterns of a suite's templates, from which and to which chart they count.
struct TemplateChoice {
    std::string route;
    std::vector<std::string> wanted;
    std::vector<std::string> unwanted;
};

struct RenderedChart {
    std::map<std::string, std::string, std::less<>> files;
    std::optional<std::string> error;  // as Helm 3 words it
    bool of_templates = false;         // the error: values and schemas were good
};

// What a test sets beside its values.
struct RenderSettings {
    const ReleaseFields& release;
    const ChartFields& chart;
    render::Capabilities capabilities;
    const ClusterFields& cluster;
    TemplateChoice choice;
};

// "templates/svc.yaml" for "svc.yaml"; names that say where they are stay.
std::string template_file_name(std::string_view name);

// For one thread.
class ChartRenders {
  public:
    // `set` and `chart` do not change any more.
    ChartRenders(const charts::ChartSet& set, const charts::Chart& chart, const Options& options);
    ~ChartRenders();
    ChartRenders(const ChartRenders&) = delete;
    ChartRenders& operator=(const ChartRenders&) = delete;

    // Makes the user's values in a document; asked again where a render has to begin anew.
    using MakeValues = std::function<Result<Map*>(Document&)>;
    // Errors of making values are returned; all others are the render's.
    Result<RenderedChart> render(const MakeValues& values, const RenderSettings& settings,
                                 Diagnostics& diagnostics);

    // The chart with its sub-charts' CRDs.
    const charts::Chart& chart() const { return *lean_; }
    // What was run, where it is wanted.
    const Coverage& coverage() const { return coverage_; }

  private:
    struct Parsed;
    struct Attempt;

    charts::Chart* copy(const charts::Chart& chart, charts::Chart* parent, charts::ChartSet& set) const;
    void choose(charts::Chart& chart, const std::string& route, const TemplateChoice& choice);
    bool matches(const TemplateChoice& choice, const std::string& pattern, const std::string& name);
    const Parsed* find_parsed(const std::vector<render::TemplateFile>& files) const;
    const Parsed& parse(const std::vector<render::TemplateFile>& files);

    const Options& options_;
    const charts::Chart* lean_;
    SymbolTable symbols_;
    SourceMap sources_;
    std::deque<Parsed> parsed_;
    Coverage coverage_;
    std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> patterns_;
};

}  // namespace yare::unittest
