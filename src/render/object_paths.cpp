#include "yare/render/object_paths.h"

#include <algorithm>
#include <charconv>

#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::render {

namespace {

Error bad_path(std::string_view path, std::string_view why) {
    return Error(ErrorCode::Invalid, "path \"" + std::string(path) + "\": " + std::string(why));
}

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view without_quotes(std::string_view text) {
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

// What stands in brackets.
PathStep bracket_step(std::string_view inside) {
    PathStep step;
    step.text = without_quotes(inside);
    if (step.text.size() != inside.size()) return step;
    step.index = number(inside);
    if (step.index || inside.find('=') == std::string_view::npos) return step;
    while (!inside.empty()) {
        const std::size_t comma = std::min(inside.find(','), inside.size());
        const std::string_view field = inside.substr(0, comma);
        const std::size_t equals = std::min(field.find('='), field.size());
        const std::string_view value = field.substr(std::min(equals + 1, field.size()));
        step.selector.emplace_back(field.substr(0, equals), without_quotes(value));
        inside.remove_prefix(std::min(comma + 1, inside.size()));
    }
    return step;
}

// The end of a bracket's text: quotes may hold brackets.
std::size_t closing_bracket(std::string_view path, std::size_t from) {
    char quote = 0;
    for (std::size_t i = from; i < path.size(); ++i) {
        if (quote) {
            if (path[i] == quote) quote = 0;
        } else if (path[i] == '"' || path[i] == '\'') {
            quote = path[i];
        } else if (path[i] == ']') {
            return i;
        }
    }
    return std::string_view::npos;
}

std::string scalar_text(const Value& value) {
    if (value.is_string()) return std::string(value.as_string());
    Result<std::string> text = write_json(value);
    return text ? *text : std::string();
}

// Kubernetes fills in what a manifest leaves out (protocol: TCP), so a field that is not there is no
// contradiction as long as another one agrees.
bool selects(const PathStep& step, const Value& item) {
    if (!item.is_map()) return false;
    bool agrees = false;
    for (const auto& [key, wanted] : step.selector) {
        const Value* field = item.find(key);
        if (!field) continue;
        if (scalar_text(*field) != wanted) return false;
        agrees = true;
    }
    return agrees;
}

// A value with the place of its key.
struct Node {
    Value value;
    std::uint32_t place = 0;
};

std::optional<Node> step_into(const Value& value, const PathStep& step) {
    if (value.is_map()) {
        const Entry* entry = value.as_map().find_entry(step.text);
        if (!entry) return std::nullopt;
        return Node{entry->value, entry->origin.id};
    }
    if (!value.is_list()) return std::nullopt;
    const List& list = value.as_list();
    for (std::size_t i = 0; i < list.size; ++i) {
        const bool wanted = step.selector.empty() ? step.index == i : selects(step, list.items[i]);
        if (wanted) return Node{list.items[i], list.origins ? list.origins[i].id : 0};
    }
    return std::nullopt;
}

std::vector<std::string> names_inside(const Value& value) {
    std::vector<std::string> out;
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) out.emplace_back(map->key_text(entry));
    } else if (value.is_list()) {
        for (const Value& item : value.items()) {
            const Value* name = item.find("name");
            out.push_back(name && name->is_string() ? "[name=" + std::string(name->as_string()) + "]"
                                                    : "[" + std::to_string(out.size()) + "]");
        }
    }
    return out;
}

// The places of all keys and items in a value.
void collect_places(const Value& value, std::vector<std::uint32_t>& out) {
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) {
            out.push_back(entry.origin.id);
            collect_places(entry.value, out);
        }
    } else if (value.is_list()) {
        const List& list = value.as_list();
        for (std::size_t i = 0; i < list.size; ++i) {
            if (list.origins) out.push_back(list.origins[i].id);
            collect_places(list.items[i], out);
        }
    }
}

// Where the value of a node ends: before the next key or item that is not part of it, without the empty lines
// and comments that lead over to it.
std::size_t end_of(const Node& node, const Value& whole, std::string_view text, const Source& source) {
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> own;
    collect_places(whole, all);
    collect_places(node.value, own);
    std::sort(own.begin(), own.end());
    std::size_t end = text.size();
    for (const std::uint32_t place : all) {
        if (place <= node.place || std::binary_search(own.begin(), own.end(), place)) continue;
        end = std::min<std::size_t>(end, place - source.begin.offset);
    }
    const std::size_t begin = node.place - source.begin.offset;
    // Whole lines, unless the next one stands on the same.
    const std::size_t feed = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    if (end < text.size() && feed != std::string_view::npos && feed > begin) end = feed;
    const bool long_text = node.value.string_or("").find('\n') != std::string_view::npos;
    while (end > begin) {
        const std::size_t last = text.rfind('\n', end - 1);
        const std::size_t line = last == std::string_view::npos || last < begin ? begin : last + 1;
        const std::size_t first = text.find_first_not_of(" \t\r\n", line);
        const bool empty = first == std::string_view::npos || first >= end;
        const bool comment = !empty && text[first] == '#' && !long_text;
        if (line == begin || (!empty && !comment)) break;
        end = last;
    }
    return end;
}

}  // namespace

Result<std::vector<PathStep>> parse_object_path(std::string_view path) {
    std::vector<PathStep> out;
    std::size_t at = path.starts_with('.') ? 1 : 0;
    while (at < path.size()) {
        if (path[at] == '[') {
            const std::size_t close = closing_bracket(path, at + 1);
            if (close == std::string_view::npos) return bad_path(path, "a bracket is not closed");
            out.push_back(bracket_step(path.substr(at + 1, close - at - 1)));
            at = close + 1;
        } else {
            const std::size_t end = std::min(path.find_first_of(".[", at), path.size());
            if (end == at) return bad_path(path, "a key is missing before or behind a dot");
            out.push_back({std::string(path.substr(at, end - at)), std::nullopt, {}});
            at = end;
        }
        if (at < path.size() && path[at] == '.') {
            if (++at == path.size()) return bad_path(path, "a key is missing before or behind a dot");
        } else if (at < path.size() && path[at] != '[') {
            return bad_path(path, "a dot is missing behind a bracket");
        }
    }
    return out;
}

std::string path_text(const std::vector<PathStep>& path, std::size_t steps) {
    std::string out;
    for (std::size_t i = 0; i < std::min(steps, path.size()); ++i) {
        const PathStep& step = path[i];
        if (!step.selector.empty() || step.index) {
            out += "[" + step.text + "]";
        } else if (step.text.find_first_of(".[]/ ") != std::string::npos) {
            out += "[\"" + step.text + "\"]";
        } else {
            out += (out.empty() ? "" : ".") + step.text;
        }
    }
    return out;
}

ObjectPlace find_object_path(std::string_view document, const std::vector<PathStep>& path) {
    ObjectPlace out;
    out.end = document.size();
    SourceMap sources;
    Document values;
    YamlOptions options;
    const Source& source = sources.add_view("", document);
    options.source = &source;
    const Result<Value> root = read_yaml(document, values, options);
    if (!root) return out;
    out.structured = true;
    Node node{*root, 0};
    for (const PathStep& step : path) {
        const std::optional<Node> next = step_into(node.value, step);
        // A place may be unknown where an alias brings a value in.
        if (!next || next->place == 0) {
            out.there = names_inside(node.value);
            break;
        }
        node = *next;
        ++out.found;
    }
    if (out.found == 0) return out;
    out.begin = node.place - source.begin.offset;
    out.end = end_of(node, *root, document, source);
    out.structured = node.value.is_map() || node.value.is_list();
    return out;
}

std::string PrintedObject::selector() const {
    return kind + "/" + name + (namespace_name.empty() ? "" : "/" + namespace_name);
}

bool PrintedObject::matches(std::string_view selector) const {
    const std::size_t slash = selector.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view wanted_kind = selector.substr(0, slash);
    const std::string_view rest = selector.substr(slash + 1);
    const std::size_t dot = wanted_kind.find('.');
    if (!ascii::equal_fold(wanted_kind.substr(0, dot), kind)) return false;
    if (dot != std::string_view::npos) {
        const std::size_t cut = api_version.find('/');
        const std::string_view group =
            cut == std::string::npos ? std::string_view() : std::string_view(api_version).substr(0, cut);
        if (!ascii::equal_fold(wanted_kind.substr(dot + 1), group)) return false;
    }
    return rest == name || (!namespace_name.empty() && rest == name + "/" + namespace_name);
}

std::optional<PrintedObject> read_printed_object(std::string_view document) {
    Document values;
    const Result<Value> root = read_yaml(document, values);
    if (!root || !root->is_map()) return std::nullopt;
    PrintedObject out;
    out.api_version = root->path({"apiVersion"}).string_or("");
    out.kind = root->path({"kind"}).string_or("");
    out.name = scalar_text(root->path({"metadata", "name"}));
    out.namespace_name = root->path({"metadata", "namespace"}).string_or("");
    if (out.kind.empty()) return std::nullopt;
    if (root->path({"metadata", "name"}).is_nil()) out.name.clear();
    return out;
}

}  // namespace yare::render
