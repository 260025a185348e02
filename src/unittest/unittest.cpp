#include "yare/unittest/unittest.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "job.h"
#include "printer.h"
#include "suite_files.h"
#include "yare/base/paths.h"
#include "yare/base/side_work.h"
#include "yare/charts/loader.h"
#include "yare/charts/values.h"
#include "yare/data/go_time.h"
#include "yare/data/yaml.h"

namespace yare::unittest {

namespace {

// Of which Kubernetes a test's capabilities are. helm-unittest: what one test sets holds for those behind it
// that set nothing.
struct KubeVersion {
    std::string major = "1";
    std::string minor = "20";
};

struct PlannedTest {
    std::string kube_major;
    std::string kube_minor;
};

struct Outcome {
    SuiteResult result;
    std::vector<SuiteResult> behind;  // errors of storing its snapshots
    Diagnostics diagnostics;
};

// Suites that one thread runs one after the other, because they have their snapshots in one file.
struct Piece {
    std::vector<const Suite*> suites;
    std::vector<std::vector<PlannedTest>> plans;
    std::vector<Outcome> outcomes;
};

// What schemas refer to, for one thread at a time.
class SharedSchemas final : public schema::SchemaSource {
  public:
    explicit SharedSchemas(schema::SchemaSource& source) : source_(source) {}
    Result<std::string> load(const std::string& url) override {
        const std::lock_guard<std::mutex> alone(mutex_);
        return source_.load(url);
    }

  private:
    schema::SchemaSource& source_;
    std::mutex mutex_;
};

class Runner {
  public:
    Runner(const Options& options, Diagnostics& diagnostics)
        : options_(options), printer_(options.colored), diagnostics_(diagnostics) {}

    Run run(const std::vector<std::string>& paths, const std::function<Result<void>(const Run&)>& finish);

  private:
    bool run_chart(const std::string& path);
    Result<void> collect(const std::string& folder, const std::string& route, const charts::Chart& chart,
                         const Map* values, std::vector<Suite>& out);
    Result<Map*> values_of(const charts::Chart& chart, const std::string& folder, Document& document);
    bool run_suites(const std::vector<Suite>& suites, const charts::ChartSet& set,
                    const charts::Chart& chart);
    std::vector<Piece> pieces_of(const std::vector<Suite>& suites);
    std::vector<PlannedTest> plan(const Suite& suite);
    void run_piece(Piece& piece, ChartRenders& renders) const;
    Outcome run_suite(const Suite& suite, const std::vector<PlannedTest>& plan, ChartRenders& renders) const;
    bool take(Outcome& outcome);
    void tell(const SuiteResult& result) {
        options_.print(printer_.suite(result));
        totals_.add(result);
    }
    void tell_error(const std::string& error) {
        options_.print(printer_.error_header(error));
        totals_.add_chart(false, true);
        run_.passed = false;
    }
    void tell_once(Diagnostics& diagnostics);

    const Options& options_;
    Printer printer_;
    Diagnostics& diagnostics_;
    Run run_;
    Totals totals_;
    KubeVersion kube_;
    std::set<std::string> told_;
    Coverage coverage_;
};

void Runner::tell_once(Diagnostics& diagnostics) {
    for (Diagnostic& one : diagnostics.drain()) {
        if (told_.insert(one.message).second) diagnostics_.report(std::move(one));
    }
}

// The chart's own values below those of the files that were named.
Result<Map*> Runner::values_of(const charts::Chart& chart, const std::string& folder, Document& document) {
    Map* all = chart.values.is_map() ? &deep_copy(chart.values, document).as_map() : document.make_map();
    for (const std::string& file : options_.values_patterns) {
        const std::string path = file.starts_with("/") ? file : join_path(folder, file);
        const std::string text =
            YARE_TRY_WHILE("failed to read values file " + file, options_.files->read(path));
        YamlOptions reading;
        reading.numbers = Numbers::AsWritten;
        reading.version3 = true;
        const Value value =
            YARE_TRY_WHILE("failed to parse values file " + file, read_yaml(text, document, reading));
        if (!value.is_map()) continue;
        charts::coalesce_tables(value.as_map(), *all, charts::Nulls::Keep, diagnostics_);
        all = &value.as_map();
    }
    return all;
}

Result<void> Runner::collect(const std::string& folder, const std::string& route, const charts::Chart& chart,
                             const Map* values, std::vector<Suite>& out) {
    FoundSuites found = suites_of_chart(folder, route, options_);
    if (found.error) {
        if (!found.bad_file.empty()) {
            SuiteResult bad;
            bad.path = found.bad_file;
            bad.error = found.error->text();
            tell(bad);
        }
        return std::move(*found.error);
    }
    std::ranges::move(found.suites, std::back_inserter(out));
    if (!options_.with_sub_charts) return {};
    Document document;
    if (!values) {
        Result<Map*> own = values_of(chart, folder, document);
        if (own) {
            values = *own;
        } else {
            diagnostics_.warn("Failed to merge values for condition evaluation: " + own.error().text() +
                              ". All subchart tests will be included.");
        }
    }
    for (const charts::Chart* sub_chart : chart.dependencies) {
        if (values && !is_enabled(chart, *sub_chart, *values)) continue;
        const std::string below = "charts/" + sub_chart->name();
        std::vector<Suite> suites;
        const Result<void> collected =
            collect(join_path(folder, below), join_path(route, below), *sub_chart, values, suites);
        if (!collected) {
            diagnostics_.warn("Failed to get test suites for subchart " + sub_chart->name() + ": " +
                              collected.error().text());
            continue;
        }
        std::ranges::move(suites, std::back_inserter(out));
    }
    return {};
}

std::vector<PlannedTest> Runner::plan(const Suite& suite) {
    std::vector<PlannedTest> out;
    for (const Test& test : suite.tests) {
        if (test.skip_reason.empty()) {
            if (!test.capabilities.major.empty()) kube_.major = test.capabilities.major;
            if (!test.capabilities.minor.empty()) kube_.minor = test.capabilities.minor;
        }
        out.push_back({kube_.major, kube_.minor});
    }
    return out;
}

std::vector<Piece> Runner::pieces_of(const std::vector<Suite>& suites) {
    std::vector<Piece> out;
    for (const Suite& suite : suites) {
        if (out.empty() || out.back().suites.back()->path != suite.path) out.emplace_back();
        out.back().suites.push_back(&suite);
        out.back().plans.push_back(plan(suite));
    }
    return out;
}

Outcome Runner::run_suite(const Suite& suite, const std::vector<PlannedTest>& plan,
                          ChartRenders& renders) const {
    Outcome out;
    SuiteResult& result = out.result;
    result.path = suite.path;
    Result<Snapshots> snapshots =
        Snapshots::of_suite(*options_.files, suite.snapshot_path(), options_.update_snapshots);
    if (!snapshots) {
        result.error = snapshots.error().text();
        return out;
    }
    result.name = suite.name;
    std::size_t skipped = 0;
    for (std::size_t i = 0; i < suite.tests.size(); ++i) {
        const Test& test = suite.tests[i];
        TestResult one;
        if (test.skip_reason.empty()) {
            one = run_job({suite, test, plan[i].kube_major, plan[i].kube_minor}, renders, *snapshots,
                          options_, out.diagnostics);
            result.passed = (i == 0 || result.passed) && one.passed;
        } else {
            one.name = test.name;
            one.skipped = true;
            ++skipped;
            if (i == 0) result.passed = true;
        }
        one.index = i;
        result.tests.push_back(std::move(one));
        if (!result.passed && options_.fail_fast) {
            result.stopped = true;
            break;
        }
    }
    result.skipped = skipped == suite.tests.size();
    result.snapshots = snapshots->counts();
    if (const Result<void> stored = snapshots->store(*options_.files); !stored) {
        SuiteResult& bad = out.behind.emplace_back();
        bad.path = suite.snapshot_path();
        bad.error = stored.error().text();
    }
    return out;
}

void Runner::run_piece(Piece& piece, ChartRenders& renders) const {
    for (std::size_t i = 0; i < piece.suites.size(); ++i) {
        piece.outcomes.push_back(run_suite(*piece.suites[i], piece.plans[i], renders));
        if (piece.outcomes.back().result.stopped) return;
    }
}

// Tells of a suite that was run; false where it failed.
bool Runner::take(Outcome& outcome) {
    tell_once(outcome.diagnostics);
    tell(outcome.result);
    bool passed = outcome.result.passed && !outcome.result.error;
    for (const SuiteResult& bad : outcome.behind) {
        tell(bad);
        passed = false;
    }
    if (!outcome.result.error) run_.suites.push_back(std::move(outcome.result));
    return passed;
}

bool Runner::run_suites(const std::vector<Suite>& suites, const charts::ChartSet& set,
                        const charts::Chart& chart) {
    bool passed = true;
    std::vector<Piece> pieces = pieces_of(suites);
    ChartRenders first(set, chart, options_);
    const auto keep_coverage = [this](const ChartRenders& renders) {
        if (options_.coverage) coverage_.merge(renders.coverage());
    };
    if (options_.fail_fast || !options_.second_thread || pieces.size() < 2) {
        for (Piece& piece : pieces) {
            run_piece(piece, first);
            for (Outcome& outcome : piece.outcomes) {
                const bool stopped = outcome.result.stopped;
                passed = take(outcome) && passed;
                if (!stopped || passed) continue;
                keep_coverage(first);
                return false;
            }
        }
        keep_coverage(first);
        return passed;
    }
    ChartRenders second(set, chart, options_);
    constexpr std::size_t kWorthWaking = 1;
    SideWork<Piece> side(options_.second_thread, kWorthWaking, [&](Piece& piece, std::size_t worker) {
        run_piece(piece, worker == 0 ? first : second);
    });
    constexpr std::size_t kCost = 16;
    for (Piece& piece : pieces) side.add(std::move(piece), kCost);
    for (Piece& piece : std::move(side).finish()) {
        for (Outcome& outcome : piece.outcomes) passed = take(outcome) && passed;
    }
    keep_coverage(first);
    keep_coverage(second);
    return passed;
}

// False where no more charts are to be run.
bool Runner::run_chart(const std::string& path) {
    charts::ChartSet set;
    Diagnostics diagnostics;
    const Result<charts::Chart*> chart =
        charts::load_chart(*options_.files, path, set, diagnostics, charts::LoadWay::Plain);
    tell_once(diagnostics);
    if (!chart) {
        tell_error(chart.error().text());
        return !options_.fail_fast;
    }
    std::vector<Suite> suites;
    if (const Result<void> collected = collect(path, (*chart)->name(), **chart, nullptr, suites);
        !collected) {
        tell_error(collected.error().text());
        return !options_.fail_fast;
    }
    options_.print(printer_.chart_header((*chart)->name(), path));
    const bool passed = run_suites(suites, set, **chart);
    totals_.add_chart(passed, false);
    run_.passed = run_.passed && passed;
    return true;
}

Run Runner::run(const std::vector<std::string>& paths,
                const std::function<Result<void>(const Run&)>& finish) {
    const auto begin = options_.clock->monotonic();
    for (const std::string& path : paths) {
        if (!run_chart(path)) break;
    }
    if (finish) {
        if (const Result<void> finished = finish(run_); !finished)
            options_.print(printer_.error_header(finished.error().text()));
    }
    if (options_.coverage) options_.print(coverage_.text());
    run_.duration = options_.clock->monotonic() - begin;
    options_.print(totals_.text(printer_, duration_text(run_.duration.count())));
    return std::move(run_);
}

}  // namespace

Run run_charts(const std::vector<std::string>& paths, const Options& options, Diagnostics& diagnostics,
               const std::function<Result<void>(const Run&)>& finish) {
    if (!options.schema_references) return Runner(options, diagnostics).run(paths, finish);
    SharedSchemas schemas(*options.schema_references);
    Options shared = options;
    shared.schema_references = &schemas;
    return Runner(shared, diagnostics).run(paths, finish);
}

}  // namespace yare::unittest
