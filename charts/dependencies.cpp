#include "yare/charts/dependencies.h"

#include <algorithm>
#include <unordered_set>

#include "go_print.h"
#include "yare/charts/values.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/semver.h"

namespace yare::charts {

Result<void> check_dependencies(const Chart& chart) {
    std::string missing;
    bool any = false;
    std::unordered_set<std::string_view> there;
    for (const Chart* sub_chart : chart.dependencies) there.insert(sub_chart->name());
    for (const Dependency& dependency : chart.metadata.dependencies) {
        if (there.contains(dependency.name)) continue;
        missing.append(any ? ", " : "").append(dependency.name);
        any = true;
    }
    if (!any) return {};
    return Error(ErrorCode::NotFound, "found in Chart.yaml, but missing in charts/ directory: " + missing);
}

namespace {

// What a stranger's declarations may cost. Each of many may be held against each of many charts, give each
// chart within charts another copy, and have the values of the whole merged once more.
constexpr std::uint64_t kComparisons = 30'000'000;
constexpr std::uint64_t kRange = 100;  // comparisons that reading a version range is worth
constexpr std::size_t kMerging = limits::kRenderMemory * 3;  // bytes, each time anew

Error too_much(std::string_view what) {
    return Error(ErrorCode::TooLarge, "dependencies " + std::string(what));
}

class Processing {
  public:
    Processing(ChartSet& set, Diagnostics& diagnostics) : set_(set), diagnostics_(diagnostics) {}

    // Gives `chart` the sub-charts it declares, as often as it declares them, and drops those that are
    // switched off. `path` leads from the root's values to the chart's: "db.cache.".
    Result<void> enable(Chart& chart, const Value& values, const std::string& path) {
        if (chart.metadata.dependencies.empty()) return {};
        YARE_TRY(adopt(chart));
        for (Dependency& dependency : chart.metadata.dependencies) dependency.enabled = true;
        Document document(set_.symbols());
        set_.limit(document);
        const std::size_t left = document.arena().limit();
        document.arena().set_limit(left - std::min(left, open_bytes_));
        // Helm: the values of the whole, not of this chart, are what a sub-chart's declarations are judged
        // by.
        Map* all = YARE_TRY(coalesce_values(chart, values, document, diagnostics_));
        const std::size_t bytes = document.arena().used();
        merged_bytes_ += bytes;
        if (document.arena().exhausted() || merged_bytes_ > kMerging)
            return too_much("need the values of the whole too often");
        judge_by_tags(chart.metadata.dependencies, all);
        judge_by_conditions(chart.metadata.dependencies, all, path);
        std::unordered_set<std::string> off;
        for (const Dependency& dependency : chart.metadata.dependencies) {
            if (!dependency.enabled) off.insert(dependency.name);
        }
        const auto is_off = [&](const std::string& name) { return off.contains(name); };
        std::erase_if(chart.dependencies, [&](const Chart* one) { return is_off(one->name()); });
        std::erase_if(chart.metadata.dependencies, [&](const Dependency& one) { return is_off(one.name); });
        open_bytes_ += bytes;
        for (Chart* sub_chart : chart.dependencies) {
            YARE_TRY(enable(*sub_chart, all, path + sub_chart->name() + "."));
        }
        open_bytes_ -= bytes;
        return {};
    }

    // Children first, so that what a child imports can be imported again.
    Result<void> import_values(Chart& chart) {
        for (Chart* sub_chart : chart.dependencies) YARE_TRY(import_values(*sub_chart));
        if (chart.metadata.dependencies.empty()) return {};
        Document& document = set_.new_document();
        Map* own = YARE_TRY(merge_values(chart, {}, document, diagnostics_));
        Map* imported = document.make_map();
        for (Dependency& dependency : chart.metadata.dependencies) import_from(dependency, *own, *imported);
        chart.unmerged_values = chart.values;
        chart.values = own;
        if (imported->empty()) return {};
        // Helm: imported tables are shared with the merged values until here, where a copy parts them.
        Map& defaults = deep_copy(own, document).as_map();
        coalesce_tables(defaults, *imported, Nulls::Keep, diagnostics_);
        chart.values = &defaults;
        return {};
    }

  private:
    // Sub-charts in Helm's order: the undeclared ones, then one copy for each declaration that finds its
    // chart.
    Result<void> adopt(Chart& chart) {
        std::vector<Chart*> adopted;
        comparisons_ += std::uint64_t{2} * chart.dependencies.size() * chart.metadata.dependencies.size();
        if (comparisons_ > kComparisons) return too_much("are too many to be held against all charts");
        for (Chart* there : chart.dependencies) {
            const bool declared = std::ranges::any_of(
                chart.metadata.dependencies, [&](const Dependency& one) { return declares(one, *there); });
            if (!declared) adopted.push_back(there);
        }
        for (Dependency& dependency : chart.metadata.dependencies) {
            const auto found = std::ranges::find_if(
                chart.dependencies, [&](const Chart* one) { return declares(dependency, *one); });
            if (found != chart.dependencies.end()) adopted.push_back(&copy_as(**found, dependency, chart));
            if (comparisons_ > kComparisons) return too_much("are too many to be held against all charts");
            if (set_.chart_count() > limits::kCharts)
                return too_much("make more than " + std::to_string(limits::kCharts) + " charts");
            if (!dependency.alias.empty()) dependency.name = dependency.alias;
        }
        chart.dependencies = std::move(adopted);
        return {};
    }

    bool declares(const Dependency& dependency, const Chart& chart) {
        if (dependency.name != chart.name()) return false;
        comparisons_ += kRange;
        return comparisons_ <= kComparisons && is_compatible(dependency.version, chart.metadata.version);
    }

    Chart& copy_as(const Chart& original, const Dependency& dependency, Chart& parent) {
        Chart& copy = set_.copy_chart(original);
        copy.parent = &parent;
        if (!dependency.alias.empty()) copy.metadata.name = dependency.alias;
        for (Chart*& sub_chart : copy.dependencies) {
            sub_chart = &set_.copy_chart(*sub_chart);
            sub_chart->parent = &copy;
        }
        return copy;
    }

    void judge_by_tags(std::vector<Dependency>& dependencies, const Value& values) {
        const Map* tags = find_table(values, "tags");
        if (!tags) return;
        for (Dependency& dependency : dependencies) {
            bool any_on = false;
            bool any_off = false;
            for (const std::string& tag : dependency.tags) {
                const Value* found = tags->find(tag);
                if (!found) continue;
                if (found->is_bool()) {
                    (found->as_bool() ? any_on : any_off) = true;
                } else {
                    diagnostics_.warn("returned non-bool value", {{"tag", tag}, {"chart", dependency.name}});
                }
            }
            dependency.enabled = any_on || !any_off;
        }
    }

    void judge_by_conditions(std::vector<Dependency>& dependencies, const Value& values,
                             const std::string& path) {
        for (Dependency& dependency : dependencies) {
            std::string_view rest = trim_space(dependency.condition);
            while (!rest.empty()) {
                const std::size_t comma = rest.find(',');
                const std::string condition(rest.substr(0, comma));
                rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
                const Value* found = condition.empty() ? nullptr : find_path_value(values, path + condition);
                if (!found) continue;
                if (found->is_bool()) {
                    dependency.enabled = found->as_bool();
                    break;
                }
                diagnostics_.warn("returned non-bool value",
                                  {{"path", condition}, {"chart", dependency.name}});
            }
        }
    }

    // One dependency's import-values into `imported`. The list is left in its long form, as Helm stores it.
    void import_from(Dependency& dependency, Map& own, Map& imported) {
        std::vector<Value> written;
        for (const Value& wanted : dependency.import_values) {
            if (!wanted.is_map() && !wanted.is_string()) continue;
            const bool both = wanted.is_map();
            const auto named = [&](std::string_view key) {
                const Value* text = wanted.find(key);
                return go_print(text ? *text : Value());
            };
            const std::string child = both ? named("child") : "exports." + std::string(wanted.as_string());
            const std::string parent = both ? named("parent") : ".";
            Document& document = own.owner();
            Map* pair = document.make_map(GoType::Strings);
            pair->set("child", document.string(child));
            pair->set("parent", document.string(parent));
            written.push_back(pair);
            Map* table = find_table(&own, dependency.name + "." + child);
            if (!table) {
                warn_of_missing(own, dependency, child, both);
                continue;
            }
            if (both) table = below(parent, *table);
            coalesce_tables(imported, *table, Nulls::Keep, diagnostics_);
        }
        dependency.import_values = std::move(written);
    }

    void warn_of_missing(Map& own, const Dependency& dependency, const std::string& child, bool both) {
        // The first element on the way that is no table.
        const std::string path = dependency.name + "." + child;
        std::string_view missing;
        for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
            const std::string_view way = std::string_view(path).substr(0, end);
            if (!find_table(&own, way)) {
                missing = way.substr(way.rfind('.') + 1);
                break;
            }
            if (end == std::string::npos) break;
        }
        const std::string error = go_quote(missing) + " is not a table";
        if (both) {
            diagnostics_.warn("ImportValues missing table from chart",
                              {{"chart", dependency.name}, {"error", error}});
        } else {
            diagnostics_.warn("ImportValues missing table", {{"error", error}});
        }
    }

    // "a.b" and T give {a: {b: T}}; "." gives T.
    static Map* below(std::string_view path, Map& table) {
        if (path == ".") return &table;
        Map* at = &table;
        for (;;) {
            const std::size_t dot = path.rfind('.');
            Map* around = table.owner().make_map();
            around->set(dot == std::string_view::npos ? path : path.substr(dot + 1), at);
            at = around;
            if (dot == std::string_view::npos) return at;
            path = path.substr(0, dot);
        }
    }

    ChartSet& set_;
    Diagnostics& diagnostics_;
    std::uint64_t comparisons_ = 0;
    std::size_t open_bytes_ = 0;    // of the values that those above are judged by
    std::size_t merged_bytes_ = 0;  // of all of them
};

}  // namespace

Result<void> process_dependencies(Chart& chart, const Value& values, ChartSet& set,
                                  Diagnostics& diagnostics) {
    Processing processing(set, diagnostics);
    YARE_TRY(processing.enable(chart, values, {}));
    return processing.import_values(chart);
}

}  // namespace yare::charts
