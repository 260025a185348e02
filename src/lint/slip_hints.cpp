// Keys in tables that templates take over as they are (toYaml): nobody asks for them by name, so a slip shows
// only against the names that there are: Kubernetes' fields, and keys of the chart's own.
#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "hint_rules.h"
#include "yare/base/paths.h"
#include "yare/data/limits.h"
#include "yare/schema/kubernetes.h"

namespace yare::lint {

using charts::ValuePath;

namespace {

constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 48;

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

bool is_word(std::string_view key) {
    return key.size() >= kShortest && key.size() <= kLongest && !(key[0] >= '0' && key[0] <= '9') &&
           std::all_of(key.begin(), key.end(), is_word_character);
}

// How often a word stands in a text by itself.
std::size_t count_word(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool alone = (at == 0 || !is_word_character(text[at - 1])) &&
                           (end == text.size() || !is_word_character(text[end]));
        if (alone) ++count;
    }
    return count;
}

// Names that a key may be meant to be, found by what is left of them without one letter.
class Names {
  public:
    bool add(std::string_view name) {
        if (!is_word(name)) return false;
        const auto [at, added] = names_.emplace(name);
        if (!added) return false;
        without_a_letter(*at, [&](const std::string& part) { parts_[part].push_back(&*at); });
        return true;
    }
    bool contains(const std::string& name) const { return names_.contains(name); }

    std::vector<const std::string*> near(const std::string& key) const {
        std::vector<const std::string*> out;
        without_a_letter(key, [&](const std::string& part) {
            const auto found = parts_.find(part);
            if (found == parts_.end()) return;
            for (const std::string* name : found->second) {
                if (is_slip(key, *name) && std::find(out.begin(), out.end(), name) == out.end())
                    out.push_back(name);
            }
        });
        return out;
    }

  private:
    // The word itself too.
    template <typename Visit>
    static void without_a_letter(const std::string& word, const Visit& visit) {
        visit(word);
        for (std::size_t i = 0; i < word.size(); ++i) visit(word.substr(0, i) + word.substr(i + 1));
    }

    std::unordered_set<std::string> names_;
    std::unordered_map<std::string, std::vector<const std::string*>> parts_;
};

void add_kubernetes(Names& names) {
    for (const schema::Type& type : schema::definitions()) {
        if (!type.is_struct()) continue;
        for (const schema::Field& field : type.fields()) names.add(field.name());
    }
    for (const std::string_view resource : {"cpu", "memory", "ephemeral-storage", "storage"})
        names.add(resource);
}

void add_keys(const Value& value, Names& names, std::size_t depth) {
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

// "# key:" of the examples in comments, "key:" of templates.
void add_keys_of_text(std::string_view text, bool comments, Names& names) {
    while (!text.empty()) {
        const std::size_t feed = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, feed);
        text.remove_prefix(std::min(feed + 1, text.size()));
        std::size_t at = line.find_first_not_of(" \t-");
        if (at == std::string_view::npos) continue;
        if (comments) {
            if (line[at] != '#') continue;
            at = line.find_first_not_of("# \t-", at);
            if (at == std::string_view::npos) continue;
        }
        std::size_t end = at;
        while (end < line.size() && is_word_character(line[end])) ++end;
        if (end > at && end < line.size() && line[end] == ':') names.add(line.substr(at, end - at));
    }
}

class SlipFinder {
  public:
    SlipFinder(const HintInputs& inputs, std::vector<Hint>& out) : in_(inputs), out_(out) {
        add_kubernetes(names_);
        add_chart(in_.chart, 0);
        for (const auto& layer : in_.origins.given()) add_keys(Value(const_cast<Map*>(layer.map)), names_, 0);
    }

    void look(const Map& map, ValuePath& path) {
        if (path.size() > limits::kNestingDepth) return;
        const bool free = in_.reads.tree().reads_any_key(path);
        for (const Entry& entry : map) {
            path.emplace_back(map.key_text(entry));
            if (in_.reads.tree().reads(path) == path.size()) {
                if (free && !named(path)) look_at(map, entry, path);
                look_into(entry.value, path);
            }
            path.pop_back();
        }
    }

  private:
    void add_chart(const charts::Chart& chart, std::size_t depth) {
        if (depth > 8) return;
        add_keys(chart.written_values(), names_, 0);
        add_keys_of_text(chart.values_text(), true, names_);
        for (const charts::File& file : chart.templates) add_keys_of_text(file.data, false, names_);
        for (const charts::Chart* sub_chart : chart.dependencies) add_chart(*sub_chart, depth + 1);
    }

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
        if (!is_word(key) || kubernetes(key)) return;
        for (const std::string* name : names_.near(key)) {
            if (around.contains(*name) || !more_usual(*name, key)) continue;
            const Location at = in_.set.sources().locate(Pos{entry.origin.id});
            if (!at.source) return;
            const std::string place = charts::origin_text(in_.set.sources(), Pos{entry.origin.id});
            std::string text =
                key + " is no name that this chart or Kubernetes knows; did you mean " + *name + "?";
            out_.push_back({place, std::move(text)});
            return;
        }
    }

    bool kubernetes(const std::string& key) const {
        static const Names kNames = [] {
            Names names;
            add_kubernetes(names);
            return names;
        }();
        return kNames.contains(key);
    }

    // The key stands nowhere else in the chart or in what the user gave, and the other name does. Two of a
    // chart's own names that differ in capital letters alone are found side by side, and both are right.
    bool more_usual(const std::string& name, const std::string& key) const {
        if (count(key) > 1) return false;
        return kubernetes(name) || (!equal_fold(name, key) && count(name) >= 1);
    }

    std::size_t count(const std::string& word) const {
        std::size_t out = 0;
        for (const charts::File& file : in_.chart.raw) out += count_word(file.data, word);
        for (const auto& layer : in_.origins.given()) out += count_word(layer.source->text, word);
        return out;
    }

    const HintInputs& in_;
    std::vector<Hint>& out_;
    Names names_;
};

}  // namespace

void hint_at_slips(const HintInputs& inputs, std::vector<Hint>& out) {
    SlipFinder finder(inputs, out);
    ValuePath path;
    const auto& given = inputs.origins.given();
    for (auto layer = given.rbegin(); layer != given.rend(); ++layer) finder.look(*layer->map, path);
    if (const Map* own = inputs.chart.written_values().map_or_null()) finder.look(*own, path);
}

}  // namespace yare::lint
