// Values that templates read and nothing sets, where a name that is set looks like the one that was meant.
#include <algorithm>
#include <optional>

#include "hint_rules.h"
#include "name_index.h"

namespace yare::lint {

using charts::ValuePath;
using templates::NodeId;
using templates::ReadNode;
using templates::ReadTree;

namespace {

class ReadHints {
  public:
    ReadHints(const HintInputs& inputs, std::vector<Hint>& out) : in_(inputs), out_(out) {}

    void look() {
        for (NodeId id = 1; id < in_.reads.tree().size(); ++id) look_at(id);
    }

  private:
    void look_at(NodeId id) {
        const ReadNode& node = in_.reads.tree().node(id);
        const std::optional<ValuePath> path = own_path(id);
        if (!path || !node.place.valid() || !NameIndex::is_word(node.key)) return;
        const ValuePath above(path->begin(), path->end() - 1);
        const Map* around = map_at(in_.chart.written_values(), above);
        if (!around || around->contains(node.key) || is_given(above, node.key)) return;
        const std::optional<std::string> meant = slip_for(node.key, *around);
        if (!meant || is_spoken_of(node.key)) return;
        // Where nothing reads the other one, that is told at its place already, and names this one.
        ValuePath other = above;
        other.push_back(*meant);
        if (in_.reads.tree().reads(other) < other.size()) return;
        const Location at = in_.reads.sources().locate(node.place);
        if (!at.source || at.source->name.starts_with("tpl:")) return;
        const std::string dots = in_.reads.tree().path_text(above_of(id));
        const std::string prefix = dots.empty() ? "" : dots + ".";
        out_.push_back(
            {at.source->name + ":" + std::to_string(at.line),
             "reads " + prefix + node.key + ", which nothing sets; did you mean " + prefix + *meant + "?"});
    }

    NodeId above_of(NodeId id) const { return in_.reads.tree().node(id).parent; }

    // Nothing for what is below any key, and for what belongs to sub-charts: they set their values
    // themselves.
    std::optional<ValuePath> own_path(NodeId id) const {
        const ReadTree& tree = in_.reads.tree();
        ValuePath out;
        for (; id != tree.root(); id = above_of(id)) {
            const ReadNode& node = tree.node(id);
            if (node.key == "*" || node.chart) return std::nullopt;
            out.push_back(node.key);
        }
        std::reverse(out.begin(), out.end());
        if (out.front() == "global") return std::nullopt;
        return out;
    }

    static const Map* map_at(const Value& values, const ValuePath& path) {
        const Value* at = &values;
        for (const std::string& key : path) {
            const Map* map = at->map_or_null();
            at = map ? map->find(key) : nullptr;
            if (!at) return nullptr;
        }
        return at->map_or_null();
    }

    bool is_given(const ValuePath& above, const std::string& key) const {
        return std::ranges::any_of(in_.origins.given(), [&](const auto& layer) {
            const Map* map = map_at(Value(const_cast<Map*>(layer.map)), above);
            return map && map->contains(key);
        });
    }

    // In an example that is commented out, in the schema.
    bool is_spoken_of(std::string_view key) const {
        if (count_word(in_.chart.values_text(), key, 1) > 0) return true;
        return in_.chart.schema && count_word(*in_.chart.schema, key, 1) > 0;
    }

    static std::optional<std::string> slip_for(std::string_view key, const Map& around) {
        for (const Entry& entry : around) {
            if (is_slip(key, around.key_text(entry))) return std::string(around.key_text(entry));
        }
        return std::nullopt;
    }

    const HintInputs& in_;
    std::vector<Hint>& out_;
};

}  // namespace

void hint_at_reads(const HintInputs& inputs, std::vector<Hint>& out) { ReadHints(inputs, out).look(); }

}  // namespace yare::lint
