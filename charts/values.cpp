#include "yare/charts/values.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "go_print.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/yaml.h"
#include "yare/data/yaml_problem.h"

namespace yare::charts {

namespace {

std::string join_key(const std::string& prefix, std::string_view key) {
    return prefix.empty() ? std::string(key) : prefix + "." + std::string(key);
}

// The deep copy of a default. Where nulls are coalesced, a default's null is as good as absent; those in
// lists stay.
Value copy_default(const Value& value, Document& document, Nulls nulls) {
    const Map* map = value.map_or_null();
    if (!map || nulls == Nulls::Keep) return deep_copy(value, document);
    Map* out = document.make_map();
    if (std::ranges::none_of(*map, [](const Entry& entry) { return entry.value.is_nil(); })) {
        out->append_all({map->begin(), map->size()});
    } else {
        for (const Entry& entry : *map) {
            if (!entry.value.is_nil()) out->append(entry.key, entry.value, entry.origin);
        }
    }
    const bool same_symbols = document.symbols().extends(map->owner().symbols());
    for (Entry& entry : *out) {
        if (!same_symbols) entry.key = document.symbols().intern(map->key_text(entry));
        entry.value = copy_default(entry.value, document, nulls);
    }
    return out;  // the entries came in order
}

// Merges values for one chart and its sub-charts, top down. Everything it makes is in one document, so that
// tables can be shared between a chart and its sub-charts as Go's maps are.
class Coalescing {
  public:
    Coalescing(Document& document, Nulls nulls, Diagnostics& diagnostics)
        : document_(document), nulls_(nulls), diagnostics_(diagnostics) {}

    Result<void> chart(const Chart& chart, Map& over, const std::string& prefix) {
        if (document_.arena().exhausted()) return too_large();
        defaults(chart, over, join_key(prefix, chart.name()));
        for (const Chart* sub_chart : chart.dependencies) {
            const Value* there = over.find(sub_chart->name());
            if (there && !there->is_map()) {
                // Helm: the words are meant for truth values (coalesce.go), so they read "%!t(int64=5)".
                return Error(ErrorCode::Invalid,
                             "type mismatch on " + sub_chart->name() + ": " + go_print_truth(*there));
            }
            Map* table = there ? &there->as_map() : document_.make_map();
            if (!there) over.set(sub_chart->name(), table);
            globals(over, *table, join_key(prefix, chart.name()));
            YARE_TRY(this->chart(*sub_chart, *table, join_key(prefix, chart.name())));
        }
        return {};
    }

  private:
    Error too_large() const {
        return Error(ErrorCode::TooLarge,
                     "the values of the chart and its sub-charts take more memory than they may")
            .note(limits::raised_by("--render-max-memory"));
    }

    // The chart's own defaults below `over`.
    void defaults(const Chart& chart, Map& over, const std::string& prefix) {
        const Map* under = chart.values.map_or_null();
        if (!under) return;
        for (const Entry& entry : *under) {
            const std::string_view key = under->key_text(entry);
            const Value* there = over.find(key);
            if (!there) {
                if (nulls_ == Nulls::Coalesce && entry.value.is_nil()) continue;
                over.set(key, copy_default(entry.value, document_, nulls_), entry.origin);
            } else if (there->is_nil()) {
                if (nulls_ == Nulls::Coalesce) over.erase(key);
            } else if (Map* table = there->map_or_null()) {
                if (!entry.value.is_map()) {
                    if (!entry.value.is_nil()) {
                        say("warning: skipped value for " + join_key(prefix, key) + ": Not a table.");
                    }
                    continue;
                }
                // A sub-chart's table keeps its nulls: they are to delete the sub-chart's own defaults,
                // later.
                const Nulls nulls = chart.find_dependency(key) ? Nulls::Keep : nulls_;
                table_defaults(*table, entry.value.as_map(), join_key(prefix, key), nulls);
            }
        }
    }

    void table_defaults(Map& over, const Map& under, const std::string& prefix, Nulls nulls) {
        for (const Entry& entry : under) {
            if (nulls == Nulls::Coalesce && entry.value.is_nil()) continue;
            const std::string_view key = under.key_text(entry);
            const Value* there = over.find(key);
            if (!there) {
                over.set(key, copy_default(entry.value, document_, nulls), entry.origin);
            } else if (there->is_nil()) {
                if (nulls == Nulls::Coalesce) over.erase(key);
            } else if (entry.value.is_map()) {
                if (Map* table = there->map_or_null()) {
                    table_defaults(*table, entry.value.as_map(), join_key(prefix, key), nulls);
                } else {
                    say("warning: cannot overwrite table with non table for " + join_key(prefix, key) + " (" +
                        go_print(copy_default(entry.value, document_, nulls)) + ")");
                }
            } else if (there->is_map() && !entry.value.is_nil()) {
                say("warning: destination for " + join_key(prefix, key) +
                    " is a table. Ignoring non-table value (" +
                    go_print(copy_default(entry.value, document_, nulls)) + ")");
            }
        }
    }

    // The parent's .Values.global into the sub-chart's, the parent's winning.
    // Helm: only the outer tables are copied. Tables further in are shared, so a sub-chart's default deep
    // inside a global table shows up in its parent's and siblings' globals.
    void globals(const Map& parent, Map& sub_chart, const std::string& prefix) {
        const Value* to = sub_chart.find("global");
        if (to && !to->is_map())
            return say("warning: skipping globals because destination global is not a table.");
        const Value* from = parent.find("global");
        if (from && !from->is_map())
            return say("warning: skipping globals because source global is not a table.");
        Map* target = to ? &to->as_map() : document_.make_map();
        if (!to) sub_chart.set("global", target);
        if (!from) return;
        const Map& source = from->as_map();
        for (const Entry& entry : source) {
            const Value* there = target->find(entry.key);
            const Map* table = entry.value.map_or_null();
            if (table && there && !there->is_map()) {
                say("Conflict: cannot merge map onto non-map for " + go_quote(source.key_text(entry)) +
                    ". Skipping.");
            } else if (table) {
                Map* copy = document_.make_map();
                for (const Entry& inner : *table) copy->append(inner.key, inner.value, inner.origin);
                copy->finish();
                if (there) {
                    merge_tables(*copy, there->as_map(), join_key(prefix, source.key_text(entry)),
                                 Nulls::Keep);
                }
                target->set(entry.key, copy, entry.origin);
            } else if (there && there->is_map()) {
                say("key " + std::string(source.key_text(entry)) + " is table. Skipping");
            } else {
                target->set(entry.key, entry.value, entry.origin);
            }
        }
    }

  public:
    // Helm's coalesceTablesFullKey: both tables change, and what moves from one to the other is shared by
    // both.
    void merge_tables(Map& over, Map& under, const std::string& prefix, Nulls nulls) {
        if (&over == &under) return;
        std::vector<std::string> nulled;  // keys whose null hides a value below
        for (const Entry& entry : over) {
            if (!entry.value.is_nil()) continue;
            const Value* below = under.find(over.key_text(entry));
            if (below && !below->is_nil()) nulled.emplace_back(over.key_text(entry));
        }
        for (const Entry& entry : over) {
            if (entry.value.is_nil()) under.set(over.key_text(entry), {}, entry.origin);
        }
        for (const Entry& entry : under) {
            const std::string_view key = under.key_text(entry);
            const Value* there = over.find(key);
            if (!there) {
                over.set(key, entry.value, entry.origin);
            } else if (there->is_nil()) {
                if (nulls == Nulls::Coalesce && std::ranges::find(nulled, key) != nulled.end())
                    over.erase(key);
            } else if (entry.value.is_map()) {
                if (Map* table = there->map_or_null()) {
                    merge_tables(*table, entry.value.as_map(), join_key(prefix, key), nulls);
                } else {
                    say("warning: cannot overwrite table with non table for " + join_key(prefix, key) + " (" +
                        go_print(entry.value) + ")");
                }
            } else if (there->is_map() && !entry.value.is_nil()) {
                say("warning: destination for " + join_key(prefix, key) +
                    " is a table. Ignoring non-table value (" + go_print(entry.value) + ")");
            }
        }
    }

  private:
    // Helm logs these without a level, which its logger calls information.
    void say(std::string text) { diagnostics_.info(std::move(text)); }

    Document& document_;
    Nulls nulls_;
    Diagnostics& diagnostics_;
};

Result<Map*> merge(const Chart& chart, const Value& values, Document& document, Nulls nulls,
                   Diagnostics& diagnostics) {
    const Value copy = deep_copy(values, document);
    Map* over = copy.is_map() ? &copy.as_map() : document.make_map();
    YARE_TRY(Coalescing(document, nulls, diagnostics).chart(chart, *over, {}));
    return over;
}

}  // namespace

Result<Map*> coalesce_values(const Chart& chart, const Value& values, Document& document,
                             Diagnostics& diagnostics) {
    return merge(chart, values, document, Nulls::Coalesce, diagnostics);
}

Result<Map*> merge_values(const Chart& chart, const Value& values, Document& document,
                          Diagnostics& diagnostics) {
    return merge(chart, values, document, Nulls::Keep, diagnostics);
}

void coalesce_tables(Map& over, Map& under, Nulls nulls, Diagnostics& diagnostics) {
    Coalescing(over.owner(), nulls, diagnostics).merge_tables(over, under, {}, nulls);
}

Map* merge_maps(const Map& under, const Map& over, Document& document) {
    Map* out = document.make_map();
    for (const Entry& entry : under) {
        out->append(document.symbols().intern(under.key_text(entry)), entry.value, entry.origin);
    }
    out->finish();
    for (const Entry& entry : over) {
        const std::string_view key = over.key_text(entry);
        const Map* table = entry.value.map_or_null();
        const Value* there = table ? out->find(key) : nullptr;
        if (there && there->is_map()) {
            out->set(key, merge_maps(there->as_map(), *table, document), entry.origin);
        } else {
            out->set(key, entry.value, entry.origin);
        }
    }
    return out;
}

namespace {

// Where the reader stopped may not be where the fault is.
Error located(Error error, const Source& source, std::string_view text) {
    const std::optional<YamlProblem> problem = find_yaml_problem(text);
    if (!problem || !problem->cause) return error;
    const std::size_t at = std::size_t(text.data() - source.text.data()) + *problem->cause;
    const std::string_view before = source.text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    return std::move(error).note(source.name + ":" + std::to_string(line) + ": " + std::string(problem->why));
}

}  // namespace

Result<Map*> read_values(const Source& source, Document& document) {
    Source whole = source;
    if (!whole.text.empty() && whole.text.back() != '\n') {
        // Helm: a missing line feed at the end is added, which a block scalar there can tell. Places stay the
        // same.
        whole.text = document.arena().copy(std::string(whole.text) + "\n");
    }
    YamlOptions options;
    options.source = &whole;
    options.text_outlives = true;
    Map* out = nullptr;
    const std::vector<std::string_view> texts =
        YARE_TRY_WHILE("error reading yaml document", split_yaml_documents(whole.text));
    for (const std::string_view text : texts) {
        Result<Map*> map = read_yaml_map(text, document, options);
        if (!map)
            return located(std::move(map).error(), whole, text).during("cannot unmarshal yaml document");
        if (!*map) continue;
        out = out ? merge_maps(*out, **map, document) : *map;
    }
    return out ? out : document.make_map();
}

Map* find_table(const Value& values, std::string_view path) {
    const Value* at = &values;
    for (;;) {
        const std::size_t dot = path.find('.');
        at = at->find(path.substr(0, dot));
        if (!at || !at->is_map()) return nullptr;
        if (dot == std::string_view::npos) return &at->as_map();
        path.remove_prefix(dot + 1);
    }
}

const Value* find_path_value(const Value& values, std::string_view path) {
    if (path.empty()) return nullptr;
    const std::size_t dot = path.rfind('.');
    const Value* found = nullptr;
    if (dot == std::string_view::npos) {
        found = values.find(path);
    } else if (const Map* table = find_table(values, path.substr(0, dot))) {
        found = table->find(path.substr(dot + 1));
    }
    return found && !found->is_map() ? found : nullptr;
}

}  // namespace yare::charts
