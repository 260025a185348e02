// --set with an index, and .helmignore: both do less, or more, than they seem to.
#include <algorithm>
#include <optional>

#include "hint_rules.h"
#include "yare/data/go_text.h"

namespace yare::lint {

namespace {

// What the chart itself has at a path.
const Value* own_value(const charts::Chart& chart, std::span<const std::string> path) {
    const Value* at = &chart.written_values();
    for (const std::string& key : path) {
        at = at->find(key);
        if (!at) return nullptr;
    }
    return at;
}

std::string path_text(std::span<const std::string> path) {
    std::string out;
    for (const std::string& key : path) out += (out.empty() ? "" : ".") + key;
    return out;
}

class IndexFinder {
  public:
    IndexFinder(const HintInputs& inputs, std::vector<Hint>& out) : in_(inputs), out_(out) {}

    void look(const charts::ValueOrigins::Layer& flag, const Map& map, std::vector<std::string>& path) {
        for (const Entry& entry : map) {
            path.emplace_back(map.key_text(entry));
            if (const Map* inner = entry.value.map_or_null()) look(flag, *inner, path);
            if (entry.value.is_list()) look_at_list(flag, entry.value.as_list(), path);
            path.pop_back();
        }
    }

  private:
    void look_at_list(const charts::ValueOrigins::Layer& flag, const List& list,
                      const std::vector<std::string>& path) {
        // Written with an index, and not as a whole.
        const std::string index = path.back() + "[";
        if (flag.source->text.find(index) == std::string_view::npos) return;
        for (const charts::ValueOrigins::Layer& other : in_.origins.given()) {
            if (other.map != flag.map && has_list(*other.map, path)) return;
        }
        const Value* own = own_value(in_.chart, path);
        if (!own || !own->is_list() || own->as_list().size == 0) return;
        const List& lost = own->as_list();
        const bool all_given =
            std::none_of(list.begin(), list.end(), [](const Value& one) { return one.is_nil(); });
        const bool scalars =
            std::none_of(lost.begin(), lost.end(), [](const Value& one) { return one.is_map(); });
        if (all_given && scalars && list.size >= lost.size) return;
        const Entry* entry = entry_of(path);
        const std::string at = entry ? charts::origin_text(in_.set.sources(), Pos{entry->origin.id})
                                     : std::string("values.yaml");
        out_.push_back(
            {flag.source->name, "the list " + path_text(path) + " of the chart (" + at + ", " +
                                    std::to_string(lost.size) + (lost.size == 1 ? " item" : " items") +
                                    ") is replaced as a whole: what the flag does not set is gone"});
    }

    static bool has_list(const Map& map, const std::vector<std::string>& path) {
        const Map* at = &map;
        for (std::size_t i = 0; i < path.size(); ++i) {
            const Value* found = at->find(path[i]);
            if (!found) return false;
            if (i + 1 == path.size()) return found->is_list();
            at = found->map_or_null();
            if (!at) return false;
        }
        return false;
    }

    const Entry* entry_of(const std::vector<std::string>& path) const {
        const Value* around = own_value(in_.chart, std::span(path).first(path.size() - 1));
        const Map* map = around ? around->map_or_null() : nullptr;
        return map ? map->find_entry(path.back()) : nullptr;
    }

    const HintInputs& in_;
    std::vector<Hint>& out_;
};

// What a line of .helmignore does that its author hardly meant.
std::optional<std::string> ignore_problem(std::string_view line) {
    if (line.starts_with('!')) {
        return "a pattern with ! does not bring files back: everything that it does not match is left out of "
               "the chart";
    }
    if (line.find(" #") != std::string_view::npos)
        return "a comment begins at the start of a line: here it is part of the pattern";
    if (line.starts_with("./")) return "paths are matched without a leading ./, so this matches nothing";
    if (line.find('\\') != std::string_view::npos && line.find("\\ ") == std::string_view::npos)
        return "a backslash quotes the character behind it and parts no folders";
    return std::nullopt;
}

}  // namespace

void hint_at_indexes(const HintInputs& inputs, std::vector<Hint>& out) {
    IndexFinder finder(inputs, out);
    const auto& given = inputs.origins.given();
    for (auto layer = given.rbegin(); layer != given.rend(); ++layer) {
        std::vector<std::string> path;
        if (layer->kind == charts::SetterKind::Flag) finder.look(*layer, *layer->map, path);
    }
}

void hint_at_ignore_rules(const Subject& subject, std::vector<Hint>& out) {
    const Result<std::string> text = subject.files.read(subject.path(".helmignore"));
    if (!text) return;
    const std::string chart = subject.folder.substr(subject.folder.rfind('/') + 1);
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t feed = rest.find('\n');
        const std::string_view line = trim_space(rest.substr(0, feed));
        rest.remove_prefix(feed == std::string_view::npos ? rest.size() : feed + 1);
        if (line.empty() || line[0] == '#') continue;
        if (std::optional<std::string> problem = ignore_problem(line)) {
            out.push_back({chart + "/.helmignore:" + std::to_string(number),
                           std::string(line) + ": " + *std::move(problem)});
        }
    }
}

}  // namespace yare::lint
