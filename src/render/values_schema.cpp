#include "yare/render/values_schema.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/utf8.h"

namespace yare::render {

namespace {

using templates::NodeId;

constexpr std::size_t kLongestDescription = 500;

// All that is known to stand at one place: the default first, then what examples have there.
using Seen = std::vector<Value>;

std::string_view type_of(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "null";
        case Kind::Bool:
            return "boolean";
        case Kind::Int:
        case Kind::Int64:
            return "integer";
        case Kind::Float64:
            return std::floor(value.as_float()) == value.as_float() ? "integer" : "number";
        case Kind::List:
            return "array";
        case Kind::Map:
            return "object";
        default:
            return "string";
    }
}

// An empty text or table, or a null, is often where something else may stand.
bool says_its_type(const Value& value) {
    if (value.is_nil()) return false;
    if (value.is_string()) return !value.as_string().empty();
    if (value.is_map()) return !value.as_map().empty();
    return !value.is_list() || value.as_list().size > 0;
}

// The line above `at` and its text; nothing above the first.
bool line_above(std::string_view text, std::size_t& at, std::string_view& line) {
    if (at == 0) return false;
    const std::size_t end = at - 1;
    const std::size_t feed = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    at = feed == std::string_view::npos ? 0 : feed + 1;
    line = text.substr(at, end - at);
    return true;
}

// What a comment line says, without the marks of the tools that make documentation of it.
std::string_view comment_words(std::string_view line) {
    line = trim_space(line);
    while (line.starts_with('#')) line.remove_prefix(1);
    line = trim_space(line);
    if (line.starts_with("-- ")) return trim_space(line.substr(3));
    if (line.starts_with("@param ")) {
        line = trim_space(line.substr(7));
        const std::size_t blank = line.find(' ');
        return blank == std::string_view::npos ? std::string_view() : trim_space(line.substr(blank));
    }
    return line.starts_with('@') ? std::string_view() : line;
}

// The comment right above a key.
std::string description(const SourceMap& sources, Pos place) {
    const Location at = sources.locate(place);
    if (!at.source || at.source->name.starts_with("--")) return {};
    const std::string_view text = at.source->text;
    std::size_t line_begin = std::size_t(at.line_text.data() - text.data());
    std::vector<std::string_view> words;
    std::string_view line;
    while (line_above(text, line_begin, line)) {
        if (!trim_space(line).starts_with('#')) break;
        words.push_back(comment_words(line));
    }
    std::string out;
    for (auto word = words.rbegin(); word != words.rend(); ++word) {
        if (!word->empty()) out.append(out.empty() ? "" : " ").append(*word);
    }
    if (out.size() <= kLongestDescription) return out;
    std::size_t end = kLongestDescription;
    while (end > 0 && utf8::is_continuation(out[end])) --end;
    return out.substr(0, end) + " ...";
}

class Inference {
  public:
    Inference(const ChartReads& reads, const SourceMap& sources, const Map* defaults, Document& document)
        : tree_(reads.tree()), sources_(sources), defaults_(defaults), document_(document) {}

    Map* schema(const Seen& seen, const std::vector<NodeId>& nodes, Pos place, std::size_t depth) {
        Map* out = document_.make_map();
        const std::set<std::string_view> types = types_of(seen, nodes);
        if (types.size() == 1) {
            out->set("type", Value::of_view(*types.begin()));
        } else if (!types.empty()) {
            std::vector<Value> all;
            all.reserve(types.size());
            for (const std::string_view type : types) all.push_back(Value::of_view(type));
            out->set("type", document_.make_list(all));
        }
        if (const std::string words = description(sources_, place); !words.empty())
            out->set("description", document_.string(words));
        if (depth < limits::kNestingDepth / 4) {
            properties(seen, nodes, *out, depth);
            items(seen, nodes, *out, depth);
        }
        return out;
    }

  private:
    std::set<std::string_view> types_of(const Seen& seen, const std::vector<NodeId>& nodes) const {
        std::set<std::string_view> out;
        bool open = seen.empty();
        for (const Value& value : seen) {
            out.insert(type_of(value));
            // Where the default is empty, examples and reads say what may stand there.
            if (!says_its_type(value)) open = true;
        }
        if (out.contains("number")) out.erase("integer");
        if (!open) return out;
        std::uint8_t uses = 0;
        for (const NodeId node : nodes) uses |= tree_.node(node).uses;
        // Fields can be taken of tables alone; what is given where nothing stands may still be anything that
        // the templates do not look into.
        const bool only_empty_table =
            !seen.empty() &&
            std::all_of(seen.begin(), seen.end(), [](const Value& value) { return value.is_map(); });
        if (only_empty_table && (uses & templates::kUseTable)) return {"object"};
        if (seen.empty() && (uses & templates::kUseRange)) return {"array", "integer", "null", "object"};
        if (seen.empty() && (uses & templates::kUseInteger)) return {"integer", "null", "number", "string"};
        return {};
    }

    // What stands below a key, and what reads it.
    void properties(const Seen& seen, const std::vector<NodeId>& nodes, Map& out, std::size_t depth) {
        std::set<std::string> keys;
        bool any_table = false;
        for (const Value& value : seen) {
            const Map* map = value.map_or_null();
            if (!map) continue;
            any_table = true;
            for (const Entry& entry : *map) keys.emplace(map->key_text(entry));
        }
        if (!any_table && !seen.empty()) return;
        for (const NodeId node : nodes) {
            // A sub-chart has a schema of its own.
            if (node != tree_.root() && tree_.node(node).chart) continue;
            for (const auto& [key, child] : tree_.node(node).children) {
                if (key != "*") keys.insert(key);
            }
        }
        if (keys.empty()) return;
        Map* all = document_.make_map();
        std::vector<Value> required;
        for (const std::string& key : keys) {
            Pos place;
            const Seen below = values_below(seen, key, place);
            const std::vector<NodeId> readers = nodes_below(nodes, key);
            all->set(key, schema(below, readers, place, depth + 1));
            const Value* own = defaults_ ? defaults_->find(key) : nullptr;
            const bool asked = std::any_of(readers.begin(), readers.end(), [&](NodeId node) {
                return (tree_.node(node).uses & templates::kUseRequired) != 0;
            });
            // The default is always there unless it is nulled.
            if (depth == 0 && asked && own && !own->is_nil()) required.push_back(document_.string(key));
        }
        out.set("properties", all);
        if (!required.empty()) out.set("required", document_.make_list(required));
    }

    void items(const Seen& seen, const std::vector<NodeId>& nodes, Map& out, std::size_t depth) {
        Seen all;
        for (const Value& value : seen) {
            if (!value.is_list()) continue;
            all.insert(all.end(), value.items().begin(), value.items().end());
        }
        if (all.empty()) return;
        // Items that are given may be of other types than those of the default: only tables are described.
        const bool tables =
            std::all_of(all.begin(), all.end(), [](const Value& one) { return one.is_map(); });
        if (tables) out.set("items", schema(all, nodes_below(nodes, "*"), {}, depth + 1));
    }

    static Seen values_below(const Seen& seen, const std::string& key, Pos& place) {
        Seen out;
        for (const Value& value : seen) {
            const Map* map = value.map_or_null();
            const Entry* entry = map ? map->find_entry(key) : nullptr;
            if (!entry) continue;
            if (!place.valid()) place = Pos{entry->origin.id};
            out.push_back(entry->value);
        }
        return out;
    }

    std::vector<NodeId> nodes_below(const std::vector<NodeId>& nodes, const std::string& key) const {
        std::vector<NodeId> out;
        for (const NodeId node : nodes) {
            if (const NodeId* found = tree_.find(node, key)) out.push_back(*found);
            if (const NodeId* any = key == "*" ? nullptr : tree_.find(node, "*")) out.push_back(*any);
        }
        return out;
    }

    const templates::ReadTree& tree_;
    const SourceMap& sources_;
    const Map* defaults_;  // the chart's; may be null
    Document& document_;
};

}  // namespace

Value infer_schema(const charts::Chart& chart, const std::vector<const Map*>& examples,
                   const ChartReads& reads, const SourceMap& sources, Document& document) {
    Seen seen;
    seen.push_back(chart.written_values());
    for (const Map* example : examples) seen.emplace_back(const_cast<Map*>(example));
    if (seen.front().is_nil()) seen.erase(seen.begin());
    Map* out = Inference(reads, sources, chart.written_values().map_or_null(), document)
                   .schema(seen, {reads.tree().root()}, {}, 0);
    out->set("$schema", Value::of_view("http://json-schema.org/draft-07/schema#"));
    out->set("title", document.string("Values of " + chart.name()));
    out->set("type", Value::of_view("object"));
    out->erase("description");
    return out;
}

}  // namespace yare::render
