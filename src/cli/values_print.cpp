#include "values_print.h"

#include <algorithm>
#include <map>
#include <set>

#include "yare/data/json.h"
#include "yare/data/limits.h"
#include "yare/data/yaml.h"

namespace yare::cli {
namespace {

using charts::ValuePath;

// A value with the place it came from.
struct Placed {
    ValuePath path;
    Value value;
    Pos place;
};

// Every value below a table or list, in the order of keys. An item without a place of its own came from where
// its list came from.
template <typename Visit>
void each_value(const Value& value, Pos place, ValuePath& path, const Visit& visit) {
    if (path.size() > limits::kNestingDepth) return;
    const auto step = [&](std::string key, const Value& inner, Origin origin, bool item) {
        path.push_back(std::move(key));
        const Pos own = origin.id == 0 && item ? place : Pos{origin.id};
        visit(Placed{path, inner, own});
        each_value(inner, own, path, visit);
        path.pop_back();
    };
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map)
            step(std::string(map->key_text(entry)), entry.value, entry.origin, false);
    } else if (value.is_list()) {
        const List& list = value.as_list();
        for (std::uint32_t i = 0; i < list.size; ++i) {
            step("[" + std::to_string(i) + "]", list.items[i], list.origins ? list.origins[i] : Origin(),
                 true);
        }
    }
}

std::string comment(const Placed& at, const ValuesOrigins& places) {
    std::string out = places.origins.words(places.sources, at.path, at.place);
    if (out.empty()) return out;
    const std::vector<charts::ValueSetter> beaten = places.origins.beaten(at.path, at.place);
    for (std::size_t i = 0; i < beaten.size(); ++i)
        out += (i == 0 ? " (beaten: " : ", ") + charts::origin_text(places.sources, beaten[i].place);
    if (!beaten.empty()) out += ")";
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t feed = std::min(text.find('\n'), text.size());
        out.push_back(text.substr(0, feed));
        text.remove_prefix(std::min(feed + 1, text.size()));
    }
    return out;
}

// "key: |-" and the like: the text is on the lines below, and a comment may stand behind.
bool opens_block(std::string_view line) {
    const std::size_t blank = line.rfind(' ');
    const std::string_view last = line.substr(blank == std::string_view::npos ? 0 : blank + 1);
    return !last.empty() && (last[0] == '|' || last[0] == '>');
}

// Where values begin in a written text: line to what is to be said there.
using Comments = std::map<std::size_t, std::string>;

// Of the values that begin on one line the last is the innermost: "- name: a".
Comments place_comments(const Value& values, const Value& again, const SourceMap& lines,
                        const ValuesOrigins& places, std::set<std::size_t>& starts) {
    std::map<ValuePath, std::size_t> line_of;
    ValuePath path;
    each_value(again, {}, path, [&](const Placed& at) {
        const std::size_t line = lines.locate(at.place).line;
        line_of.emplace(at.path, line);
        starts.insert(line);
    });
    Comments out;
    each_value(values, {}, path, [&](const Placed& at) {
        const auto line = line_of.find(at.path);
        if (line == line_of.end() || line->second == 0) return;
        if (std::string said = comment(at, places); !said.empty()) out[line->second] = std::move(said);
    });
    return out;
}

void add_origins(Map& out, const Value& values, const ValuesOrigins& places) {
    Document& document = out.owner();
    ValuePath path;
    each_value(values, {}, path, [&](const Placed& at) {
        if (at.value.is_map() && !at.value.as_map().empty()) return;
        const std::string words = places.origins.words(places.sources, at.path, at.place);
        if (words.empty()) return;
        std::string name;
        for (const std::string& key : at.path)
            name += (name.empty() || key.starts_with('[') ? "" : ".") + key;
        Map* one = document.make_map();
        one->set("origin", document.string(words));
        std::vector<Value> beaten;
        for (const charts::ValueSetter& setter : places.origins.beaten(at.path, at.place))
            beaten.push_back(document.string(charts::origin_text(places.sources, setter.place)));
        one->set("beaten", document.make_list(beaten));
        out.set(name, one);
    });
}

}  // namespace

Result<std::string> annotated_yaml(const Value& values, const ValuesOrigins& places) {
    const std::string text = YARE_TRY(write_yaml(values));
    Document document;
    SourceMap written;
    YamlOptions options;
    options.source = &written.add_view("", text);
    const Value again = YARE_TRY(read_yaml(text, document, options));
    std::set<std::size_t> starts;
    const Comments comments = place_comments(values, again, written, places, starts);
    std::string out;
    const std::vector<std::string_view> lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto said = comments.find(i + 1);
        const std::string_view line = lines[i];
        if (said == comments.end()) {
            out.append(line).append("\n");
            continue;
        }
        // A scalar that goes on below has no room for a comment behind its first line.
        const bool goes_on = i + 1 < lines.size() && !starts.contains(i + 2) && !opens_block(line);
        if (goes_on) {
            out.append(std::min(line.find_first_not_of(' '), line.size()), ' ');
            out.append("# ").append(said->second).append("\n").append(line).append("\n");
        } else {
            out.append(line).append("  # ").append(said->second).append("\n");
        }
    }
    return out;
}

Result<std::string> annotated_json(const Value& values, const ValuesOrigins& places) {
    Document document;
    Map* whole = document.make_map();
    Map* origins = document.make_map();
    add_origins(*origins, values, places);
    whole->set("origins", origins);
    whole->set("values", deep_copy(values, document));
    JsonFormat format;
    format.escape_html = false;
    format.indent = "  ";
    const std::string text = YARE_TRY(write_json(whole, format));
    return text + "\n";
}

}  // namespace yare::cli
