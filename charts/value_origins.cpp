#include "yare/charts/value_origins.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "yare/charts/set_flags.h"
#include "yare/charts/values.h"
#include "yare/data/limits.h"

namespace yare::charts {

namespace {

std::optional<std::size_t> index_of(std::string_view key) {
    if (!key.starts_with('[')) return std::nullopt;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data() + 1, key.data() + key.size(), index);
    return error == std::errc() && *end == ']' ? std::optional(index) : std::nullopt;
}

// What a file or flag has at a path: the value, and the place of the entry that has it or stands in its way.
struct Found {
    Pos place;
    Value value;
};

std::optional<Found> find(const Value& values, std::span<const std::string> path) {
    Found at{{}, values};
    for (const std::string& key : path) {
        const std::optional<std::size_t> index = index_of(key);
        if (at.value.is_list() && index) {
            const List& list = at.value.as_list();
            if (*index >= list.size) return std::nullopt;
            at.value = list.items[*index];
            // Items of lists that flags made have no place of their own.
            if (list.origins && list.origins[*index].id != 0) at.place = Pos{list.origins[*index].id};
            continue;
        }
        const Map* map = at.value.map_or_null();
        const Entry* entry = map ? map->find_entry(key) : nullptr;
        if (!entry) {
            // A null or a scalar where others have a table hides theirs.
            if (map || at.value.is_list() || !at.place.valid()) return std::nullopt;
            return Found{at.place, Value()};
        }
        at.value = entry->value;
        if (entry->origin.id != 0) at.place = Pos{entry->origin.id};
    }
    return at;
}

bool structured(const Value& value) { return value.is_map(); }

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> out;
    if (path.empty() || path == ".") return out;
    for (;;) {
        const std::size_t dot = path.find('.');
        out.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        path.remove_prefix(dot + 1);
    }
}

// Where an import leads from and to, in either of its forms.
struct Import {
    std::vector<std::string> child;
    std::vector<std::string> parent;
};

Import import_of(const Value& written) {
    if (written.is_string()) {
        Import out{{"exports"}, {}};
        for (std::string& key : split(written.as_string())) out.child.push_back(std::move(key));
        return out;
    }
    const auto text = [&](std::string_view key) {
        const Value* found = written.find(key);
        return found ? found->string_or({}) : std::string_view();
    };
    return {split(text("child")), split(text("parent"))};
}

}  // namespace

ValueOrigins::ValueOrigins(const Chart& chart, const ChartSet& set) : chart_(chart) {
    const ReadText nothing = [](const std::string&) -> Result<std::string> { return std::string(); };
    for (const GivenValues& given : set.given_values()) {
        if (given.map) {
            given_.push_back({SetterKind::Flag, given.map, given.source});
            continue;
        }
        Document& document = *documents_.emplace_back(std::make_unique<Document>());
        Map* map = document.make_map();
        if (!given.flag) {
            // Read anew: flags have changed what it was.
            if (const Result<Map*> read = read_values(*given.source, document)) map = *read;
            given_.push_back({SetterKind::File, map, given.source});
            continue;
        }
        // What it came to with the others was checked before; a list that it only changes is cut short here.
        (void)apply_set(given.kind, *given.source, *map, nothing);
        given_.push_back({SetterKind::Flag, map, given.source});
    }
    std::reverse(given_.begin(), given_.end());
}

void ValueOrigins::add(SetterKind kind, const Value& values, Keys path, std::vector<ValueSetter>& out) const {
    if (path.empty()) return;
    if (const std::optional<Found> found = find(values, path))
        out.push_back({kind, found->place, found->value});
}

void ValueOrigins::add_imports(const Chart& chart, Keys path, std::vector<ValueSetter>& out) const {
    for (const Dependency& dependency : chart.metadata.dependencies) {
        const Chart* sub_chart = chart.find_dependency(dependency.name);
        if (!sub_chart) continue;
        for (const Value& written : dependency.import_values) {
            if (!written.is_string() && !written.is_map()) continue;
            Import import = import_of(written);
            const bool below = path.size() > import.parent.size() &&
                               std::equal(import.parent.begin(), import.parent.end(), path.begin());
            if (!below) continue;
            const Keys rest = path.subspan(import.parent.size());
            import.child.insert(import.child.end(), rest.begin(), rest.end());
            std::vector<ValueSetter> found;
            add_defaults(*sub_chart, import.child, found);
            for (ValueSetter& one : found) out.push_back({SetterKind::Import, one.place, one.value});
        }
    }
}

// The chart's own file before what it imports, and a sub-chart's before nothing: what charts further out set
// is stronger.
void ValueOrigins::add_defaults(const Chart& chart, Keys path, std::vector<ValueSetter>& out) const {
    if (path.empty()) return;
    add(SetterKind::Default, chart.written_values(), path, out);
    add_imports(chart, path, out);
    if (const Chart* sub_chart = chart.find_dependency(path[0]))
        add_defaults(*sub_chart, path.subspan(1), out);
}

// "db.cache.global.x" is "db.global.x" and "global.x" too, and those win.
void ValueOrigins::add_globals(Keys path, std::vector<ValueSetter>& out) const {
    const Chart* at = &chart_;
    std::size_t depth = 0;
    while (depth < path.size()) {
        const Chart* next = at->find_dependency(path[depth]);
        if (!next) break;
        at = next;
        ++depth;
    }
    if (depth == 0 || depth >= path.size() || path[depth] != "global") return;
    for (std::size_t above = 0; above < depth; ++above) {
        ValuePath outer(path.begin(), path.begin() + std::ptrdiff_t(above));
        outer.insert(outer.end(), path.begin() + std::ptrdiff_t(depth), path.end());
        std::vector<ValueSetter> found;
        for (const Layer& layer : given_) add(layer.kind, Value(const_cast<Map*>(layer.map)), outer, found);
        add_defaults(chart_, outer, found);
        for (ValueSetter& one : found) {
            const bool given = one.kind == SetterKind::File || one.kind == SetterKind::Flag;
            out.push_back({given ? one.kind : SetterKind::Global, one.place, one.value});
        }
    }
}

std::vector<ValueSetter> ValueOrigins::setters(const ValuePath& path) const {
    std::vector<ValueSetter> out;
    add_globals(path, out);
    for (const Layer& layer : given_) add(layer.kind, Value(const_cast<Map*>(layer.map)), path, out);
    add_defaults(chart_, path, out);
    std::vector<ValueSetter> once;
    for (const ValueSetter& one : out) {
        const auto same = [&](const ValueSetter& other) { return other.place == one.place; };
        if (std::none_of(once.begin(), once.end(), same)) once.push_back(one);
    }
    return once;
}

std::vector<ValueSetter> ValueOrigins::beaten(const ValuePath& path, Pos winner) const {
    std::vector<ValueSetter> all = setters(path);
    const auto won =
        std::find_if(all.begin(), all.end(), [&](const ValueSetter& one) { return one.place == winner; });
    if (won == all.end()) return {};
    const bool table = structured(won->value);
    std::vector<ValueSetter> out;
    for (const ValueSetter& one : all) {
        if (one.place == winner || one.value.is_nil()) continue;
        if (table && structured(one.value)) continue;  // merged
        out.push_back(one);
    }
    return out;
}

std::string ValueOrigins::words(const SourceMap& sources, const ValuePath& path, Pos place) const {
    std::string out = origin_text(sources, place);
    if (out.empty()) return out;
    for (const ValueSetter& one : setters(path)) {
        if (one.place != place) continue;
        if (one.kind == SetterKind::Global) out += ", a global";
        if (one.kind == SetterKind::Import) out += ", imported";
        break;
    }
    return out;
}

std::string origin_text(const SourceMap& sources, Pos place) {
    const Location at = sources.locate(place);
    if (!at.source) return {};
    if (at.source->name.starts_with("--")) return at.source->name;
    return at.source->name + ":" + std::to_string(at.line);
}

}  // namespace yare::charts
