// Keys of values files and flags that nothing reads.
#include <algorithm>

#include "hint_rules.h"
#include "yare/base/ascii.h"
#include "yare/base/side_work.h"
#include "yare/data/edit_distance.h"
#include "yare/data/limits.h"
#include "yare/data/numbers.h"

namespace yare::lint {

using charts::ValuePath;
using templates::ReadTree;

namespace {

constexpr std::size_t kLongestKey = 64;

std::string path_text(const ValuePath& path) {
    std::string out;
    for (const std::string& key : path) out += (out.empty() || key.starts_with('[') ? "" : ".") + key;
    return out;
}

// How far a name may be from what was meant, where it is known that the name itself means nothing.
std::size_t most_edits(std::string_view name) { return name.size() <= 4 ? 1 : name.size() <= 8 ? 2 : 3; }

// Anchors are read by YAML, not by templates.
bool has_anchor(const Location& at) {
    const std::string_view text = at.source->text;
    const std::size_t begin = std::size_t(at.line_text.data() - text.data());
    const std::size_t indent = at.line_text.find_first_not_of(" -");
    for (std::size_t line = begin; line < text.size();) {
        const std::size_t feed = std::min(text.find('\n', line), text.size());
        const std::string_view one = text.substr(line, feed - line);
        const std::size_t first = one.find_first_not_of(" -");
        if (line != begin && first != std::string_view::npos && first <= indent && one[first] != '#') break;
        const std::size_t mark = one.find('&');
        if (mark != std::string_view::npos && mark > 0 && (one[mark - 1] == ' ' || one[mark - 1] == ':'))
            return true;
        line = feed + 1;
    }
    return false;
}

// One file or flag, or the chart's own values.yaml.
struct Layer {
    const Map* map;
    bool own;  // the chart's
};

class Finder {
  public:
    Finder(const HintInputs& inputs, std::vector<Hint>& out) : in_(inputs), out_(out) {}

    void look(const Layer& layer) {
        layer_ = &layer;
        ValuePath path;
        look(*layer.map, path);
    }

  private:
    void look(const Map& map, ValuePath& path) {
        if (path.size() > limits::kNestingDepth) return;
        for (const Entry& entry : map) {
            path.emplace_back(map.key_text(entry));
            look_at(map, entry, path);
            path.pop_back();
        }
    }

    void look_at(const Map& around, const Entry& entry, ValuePath& path) {
        const ReadTree& tree = in_.reads.tree();
        if (tree.reads(path) < path.size()) return unread(around, entry, path);
        number(entry.value, Pos{entry.origin.id}, path);
        if (const Map* inner = entry.value.map_or_null()) return look(*inner, path);
        if (!entry.value.is_list()) return;
        const List& list = entry.value.as_list();
        for (std::uint32_t i = 0; i < list.size; ++i) {
            path.push_back("[" + std::to_string(i) + "]");
            const Map* item = list.items[i].map_or_null();
            if (item && tree.reads(path) == path.size()) look(*item, path);
            path.pop_back();
        }
    }

    void unread(const Map& around, const Entry& entry, const ValuePath& path) {
        const Location at = in_.set.sources().locate(Pos{entry.origin.id});
        if (!at.source) return;
        const bool flag = at.source->name.starts_with("--");
        if (!flag && has_anchor(at)) return;
        std::string text = "nothing reads " + path_text(path);
        if (const std::string near = nearest(around, path); !near.empty())
            text += "; did you mean " + near + "?";
        say(at, std::move(text));
    }

    // A key beside it that is read, or that the chart has, and that is not there already.
    std::string nearest(const Map& around, const ValuePath& path) const {
        const ValuePath above(path.begin(), path.end() - 1);
        std::vector<std::string> names = in_.reads.tree().keys_below(above);
        const std::string& key = path.back();
        if (key.size() > kLongestKey) return {};
        const std::string* best = nullptr;
        std::size_t least = most_edits(key) + 1;
        for (const std::string& name : names) {
            if (name == key || name.size() > kLongestKey || around.contains(name)) continue;
            const std::size_t distance = is_slip(key, name) ? 1 : edit_distance(key, name, least);
            if (distance < least) best = &name, least = distance;
        }
        if (!best) return {};
        ValuePath out = above;
        out.push_back(*best);
        std::string text = path_text(out);
        // Where the template reads it.
        for (const templates::NodeId id : in_.reads.tree().nodes(out)) {
            const Location at = in_.reads.sources().locate(in_.reads.tree().node(id).place);
            if (!at.source || at.source->name.starts_with("tpl:")) continue;
            text += " (read at " + at.source->name + ":" + std::to_string(at.line) + ")";
            break;
        }
        return text;
    }

    // Go prints a large float64 with an exponent, and every number of a values file is one.
    void number(const Value& value, Pos place, const ValuePath& path) {
        if (!value.is_float()) return;
        const std::uint8_t uses = in_.reads.tree().uses(path);
        if (!(uses & templates::kUseText) || (uses & templates::kUseInteger)) return;
        const std::string shown = go_float(value.as_float());
        if (shown.find('e') == std::string::npos) return;
        const Location at = in_.set.sources().locate(place);
        if (!at.source || at.source->name.starts_with("--")) return;
        say(at, path_text(path) + " is printed as " + shown +
                    ": numbers of a values file are floating point; put quotes around it, or `int64` into "
                    "the template");
    }

    void say(const Location& at, std::string text) {
        std::string place = at.source->name.starts_with("--")
                                ? at.source->name
                                : at.source->name + ":" + std::to_string(at.line);
        const auto same = [&](const Hint& other) { return other.place == place && other.text == text; };
        if (std::none_of(out_.begin(), out_.end(), same)) out_.push_back({std::move(place), std::move(text)});
    }

    const HintInputs& in_;
    std::vector<Hint>& out_;
    const Layer* layer_ = nullptr;
};

// On a keyboard.
bool beside(char left, char right) {
    for (const std::string_view row : {"qwertyuiop", "asdfghjkl", "zxcvbnm"}) {
        const std::size_t a = row.find(static_cast<char>(left | 32));
        const std::size_t b = row.find(static_cast<char>(right | 32));
        if (a != row.npos && b != row.npos) return a + 1 == b || b + 1 == a;
    }
    return false;
}

}  // namespace

bool is_slip(std::string_view name, std::string_view meant) {
    if (name.size() > kLongestKey || meant.size() > kLongestKey || name == meant) return false;
    if (std::min(name.size(), meant.size()) < 3) return false;
    std::size_t front = 0;
    while (front < std::min(name.size(), meant.size()) && name[front] == meant[front]) ++front;
    std::string_view a = name.substr(front);
    std::string_view b = meant.substr(front);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    const auto parts = [](std::string_view text) {
        return std::any_of(text.begin(), text.end(),
                           [](char c) { return ascii::is_digit(c) || c == '-' || c == '_'; });
    };
    if (parts(a) || parts(b)) return false;
    if (a.size() == 2 && b.size() == 2) return a[0] == b[1] && a[1] == b[0];
    const std::string_view shorter = name.size() < meant.size() ? name : meant;
    const bool plural = (a == "s" || b == "s") && a.size() + b.size() == 1 && front == shorter.size() &&
                        !shorter.ends_with('s');
    if (plural) return false;
    if (a.size() + b.size() == 1) return true;
    if (a.size() != 1 || b.size() != 1) return false;
    return name.size() >= 5 || (name.size() >= 3 && beside(a[0], b[0]));
}

void hint_at_values(const HintInputs& inputs, std::vector<Hint>& out) {
    Finder finder(inputs, out);
    for (auto layer = inputs.origins.given().rbegin(); layer != inputs.origins.given().rend(); ++layer)
        finder.look({layer->map, false});
    if (const Map* own = inputs.chart.written_values().map_or_null()) finder.look({own, true});
}

void find_hints(const Subject& subject, const charts::Chart& chart, std::vector<Hint>& out) {
    // A library's values are read by the charts that use it.
    if (chart.is_library()) return;
    const charts::ValueOrigins origins(chart, subject.set);
    // Looks at the chart alone, so it can be made beside what templates read.
    SideWork<NameIndex> naming(subject.set.second_thread(), 1,
                               [&](NameIndex& names, std::size_t) { names = known_names(chart, origins); });
    naming.add({}, chart.templates.size());
    const render::ChartReads reads(chart, subject.set, origins, render::ChartReads::Schemas::Count,
                                   subject.options.parsed);
    const HintInputs inputs{chart, subject.set, origins, reads};
    if (reads.understood()) hint_at_values(inputs, out);
    if (reads.understood()) hint_at_reads(inputs, out);
    const std::vector<NameIndex> names = std::move(naming).finish();
    if (reads.understood()) hint_at_slips(inputs, names.front(), out);
    hint_at_indexes(inputs, out);
}

}  // namespace yare::lint
