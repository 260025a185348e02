// Keys in tables that templates take over as they are (toYaml): nobody asks for them by name, so a slip shows
// only against the names that there are: Kubernetes' fields, and keys of the chart's own.
#include <algorithm>
#include <string>

#include "hint_rules.h"
#include "name_index.h"
#include "yare/base/ascii.h"
#include "yare/data/limits.h"
#include "yare/schema/kubernetes.h"

namespace yare::lint {

using charts::ValuePath;

namespace {

void add_kubernetes(NameIndex& names) {
    for (const schema::Type& type : schema::definitions()) {
        if (!type.is_struct()) continue;
        for (const schema::Field& field : type.fields()) names.add(field.name(), true);
    }
    for (const std::string_view resource : {"cpu", "memory", "ephemeral-storage", "storage"})
        names.add(resource, true);
}

void add_keys(const Value& value, NameIndex& names, std::size_t depth) {
    if (depth > limits::kNestingDepth) return;
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) {
            names.add(map->key_text(entry));
            add_keys(entry.value, names, depth + 1);
        }
    } else if (value.is_list()) {
        for (const Value& item : value.items()) add_keys(item, names, depth + 1);
    }
}

// "# key:" of the examples in comments, "key:" of templates: what stands before a colon.
void add_keys_of_text(std::string_view text, bool comments, NameIndex& names) {
    for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
         colon = text.find(':', colon + 1)) {
        std::size_t begin = colon;
        while (begin > 0 && NameIndex::is_word_character(text[begin - 1])) --begin;
        while (begin < colon && text[begin] == '-') ++begin;
        if (begin == colon) continue;
        // Before it there is nothing but the indent.
        bool comment = false;
        std::size_t margin = begin;
        for (; margin > 0 && text[margin - 1] != '\n'; --margin) {
            const char c = text[margin - 1];
            comment = comment || c == '#';
            if (c != ' ' && c != '\t' && c != '-' && !(comments && c == '#')) break;
        }
        if (margin > 0 && text[margin - 1] != '\n') continue;
        if (comment == comments) names.add(text.substr(begin, colon - begin));
    }
}

void add_chart(const charts::Chart& chart, NameIndex& names, std::size_t depth) {
    if (depth > 8) return;
    add_keys(chart.written_values(), names, 0);
    add_keys_of_text(chart.values_text(), true, names);
    for (const charts::File& file : chart.templates) add_keys_of_text(file.data, false, names);
    for (const charts::Chart* sub_chart : chart.dependencies) add_chart(*sub_chart, names, depth + 1);
}

class SlipFinder {
  public:
    SlipFinder(const HintInputs& inputs, const NameIndex& names, std::vector<Hint>& out)
        : in_(inputs), names_(names), out_(out) {}

    void look(const Map& map, ValuePath& path) {
        if (path.size() > limits::kNestingDepth) return;
        const bool free = in_.reads.tree().reads_any_key(path);
        for (const Entry& entry : map) {
            path.emplace_back(map.key_text(entry));
            if (in_.reads.tree().reads(path) == path.size()) {
                if (free) look_at(map, entry, path);
                look_into(entry.value, path);
            }
            path.pop_back();
        }
    }

  private:
    void look_into(const Value& value, ValuePath& path) {
        if (const Map* inner = value.map_or_null()) return look(*inner, path);
        if (!value.is_list()) return;
        const List& list = value.as_list();
        for (std::uint32_t i = 0; i < list.size; ++i) {
            path.push_back("[" + std::to_string(i) + "]");
            if (const Map* item = list.items[i].map_or_null()) look(*item, path);
            path.pop_back();
        }
    }

    // A template asks for it by its name.
    bool named(const ValuePath& path) const {
        const ValuePath above(path.begin(), path.end() - 1);
        const std::vector<std::string> keys = in_.reads.tree().keys_below(above);
        return std::find(keys.begin(), keys.end(), path.back()) != keys.end();
    }

    void look_at(const Map& around, const Entry& entry, const ValuePath& path) {
        const std::string& key = path.back();
        if (!NameIndex::is_word(key) || names_.is_kubernetes(key)) return;
        for (const std::string_view name : names_.near(key)) {
            if (around.contains(name) || !more_usual(name, key)) continue;
            if (named(path)) return;
            const Location at = in_.set.sources().locate(Pos{entry.origin.id});
            if (!at.source) return;
            const std::string place = charts::origin_text(in_.set.sources(), Pos{entry.origin.id});
            std::string text = key + " is no name that this chart or Kubernetes knows; did you mean " +
                               std::string(name) + "?";
            out_.push_back({place, std::move(text)});
            return;
        }
    }

    // The key stands nowhere else in the chart or in what the user gave, and the other name does. Two of a
    // chart's own names that differ in capital letters alone are found side by side, and both are right.
    bool more_usual(std::string_view name, std::string_view key) const {
        if (count(key, 2) > 1) return false;
        return names_.is_kubernetes(name) || (!ascii::equal_fold(name, key) && count(name, 1) >= 1);
    }

    std::size_t count(std::string_view word, std::size_t most) const {
        std::size_t out = 0;
        for (const charts::File& file : in_.chart.raw) out += count_word(file.data, word, most - out);
        for (const auto& layer : in_.origins.given()) out += count_word(layer.source->text, word, most - out);
        return out;
    }

    const HintInputs& in_;
    const NameIndex& names_;
    std::vector<Hint>& out_;
};

}  // namespace

NameIndex known_names(const charts::Chart& chart, const charts::ValueOrigins& origins) {
    NameIndex names;
    add_kubernetes(names);
    add_chart(chart, names, 0);
    for (const auto& layer : origins.given()) add_keys(Value(const_cast<Map*>(layer.map)), names, 0);
    return names;
}

void hint_at_slips(const HintInputs& inputs, const NameIndex& names, std::vector<Hint>& out) {
    SlipFinder finder(inputs, names, out);
    ValuePath path;
    const auto& given = inputs.origins.given();
    for (auto layer = given.rbegin(); layer != given.rend(); ++layer) finder.look(*layer->map, path);
    if (const Map* own = inputs.chart.written_values().map_or_null()) finder.look(*own, path);
}

}  // namespace yare::lint
