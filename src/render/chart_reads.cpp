#include "yare/render/chart_reads.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/limits.h"

namespace yare::render {

using templates::NodeId;

namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostTexts = 400;
constexpr std::size_t kLongestText = std::size_t{64} << 10;

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> out;
    for (;;) {
        const std::size_t dot = path.find('.');
        if (dot != 0) out.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        path.remove_prefix(dot + 1);
    }
}

bool is_partial(std::string_view path) { return path.substr(path.rfind('/') + 1).starts_with("_"); }

// What a text that is no template on its own names by ".Values.a.b".
std::vector<std::vector<std::string>> named_values(std::string_view text) {
    constexpr std::string_view kValues = ".Values.";
    std::vector<std::vector<std::string>> out;
    for (std::size_t at = text.find(kValues); at != std::string_view::npos; at = text.find(kValues, at)) {
        at += kValues.size();
        std::size_t end = at;
        while (end < text.size() && (ascii::is_word(text[end]) || text[end] == '.')) ++end;
        out.push_back(split_path(text.substr(at, end - at)));
    }
    return out;
}

std::string import_child(const Value& written) {
    if (written.is_string()) return "exports." + std::string(written.as_string());
    const Value* child = written.find("child");
    return child ? std::string(child->string_or({})) : std::string();
}

}  // namespace

ChartReads::ChartReads(const charts::Chart& chart, charts::ChartSet& set, const charts::ValueOrigins& origins,
                       Schemas schemas, templates::ParseAhead* parsed)
    : schemas_(schemas), symbols_(&set.symbols()), sources_(&set.sources()), templates_(symbols_) {
    add_chart(chart, tree_.root(), chart.name(), 0);
    parse_files(parsed);
    for (const charts::ValueOrigins::Layer& layer : origins.given())
        add_texts_of(Value(const_cast<Map*>(layer.map)), tree_.root(), 0);
    if (!understood_) return;
    for (const std::string_view text : templates::template_literals(templates_)) add_text(text, tree_.root());
    templates_.link();
    templates::find_reads(templates_, starts_, texts_, tree_);
}

void ChartReads::add_chart(const charts::Chart& chart, NodeId values, const std::string& folder,
                           std::size_t depth) {
    for (const charts::File& file : chart.templates) {
        if (chart.is_library() && !is_partial(file.name)) continue;
        const Source& source = sources_.add_view(folder + "/" + std::string(file.name), file.data);
        files_.push_back({source.name, &source});
        if (!is_partial(file.name)) starts_.push_back({source.name, values});
    }
    // tpl of .Files.Get
    for (const charts::File& file : chart.files) {
        const bool words = file.name.ends_with(".md") || file.name.starts_with("ci/") ||
                           file.name.find("README") != std::string_view::npos;
        if (!words) add_text(file.data, values);
    }
    add_texts_of(chart.written_values(), values, 0);
    if (chart.schema && schemas_ == Schemas::Count) {
        Document document;
        if (const Result<Value> schema = read_json(*chart.schema, document))
            add_schema(*schema, *schema, values, 0);
    }
    add_dependencies(chart, values, folder, depth);
}

void ChartReads::parse_files(templates::ParseAhead* parsed) {
    understood_ = templates_.add_all(files_, parsed).ok();
    if (!parsed) return;
    parsed->begin_again();
    for (const templates::NamedText& file : files_) parsed->add(file.source->text);
}

void ChartReads::add_dependencies(const charts::Chart& chart, NodeId values, const std::string& folder,
                                  std::size_t depth) {
    if (depth == kDeepest) return;
    const auto add = [&](const charts::Chart& sub_chart, const std::string& name) {
        add_chart(sub_chart, tree_.chart(values, name), folder + "/charts/" + name, depth + 1);
    };
    for (const charts::Dependency& one : chart.metadata.dependencies) {
        const std::string& name = one.alias.empty() ? one.name : one.alias;
        const charts::Chart* sub_chart = chart.find_dependency(one.name);
        if (sub_chart) {
            if (!tree_.find(values, name) || !tree_.node(*tree_.find(values, name)).chart)
                add(*sub_chart, name);
        } else {
            // It is not there, and nobody knows what it reads.
            tree_.mark(values, std::vector<std::string>{name}, true);
            tree_.mark(values, std::vector<std::string>{"global"}, true);
        }
        for (const std::string& tag : one.tags)
            tree_.mark(tree_.root(), std::vector<std::string>{"tags", tag}, false);
        std::string_view rest = one.condition;
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            const std::string_view condition = trim_space(rest.substr(0, comma));
            if (!condition.empty()) tree_.mark(values, split_path(condition), false);
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
        for (const Value& written : one.import_values) {
            if (sub_chart && (written.is_string() || written.is_map()))
                tree_.mark(tree_.child(values, name), split_path(import_child(written)), true);
        }
    }
    for (const charts::Chart* sub_chart : chart.dependencies) {
        const bool declared =
            std::ranges::any_of(chart.metadata.dependencies,
                                [&](const charts::Dependency& one) { return one.name == sub_chart->name(); });
        if (!declared) add(*sub_chart, sub_chart->name());
    }
}

// What a schema speaks of is known to somebody.
void ChartReads::add_schema(const Value& schema, const Value& whole, NodeId at, std::size_t depth) {
    if (depth > kDeepest || !schema.is_map()) return;
    const auto below = [&](std::string_view key, std::string_view child) {
        if (const Value* inner = schema.find(key); inner && inner->is_map())
            add_schema(*inner, whole, tree_.child(at, child), depth + 1);
    };
    if (const Value* properties = schema.find("properties"); properties && properties->is_map()) {
        const Map& map = properties->as_map();
        for (const Entry& entry : map) {
            const NodeId child = tree_.child(at, map.key_text(entry));
            tree_.node(child).read = true;
            add_schema(entry.value, whole, child, depth + 1);
        }
    }
    if (const Value* patterns = schema.find("patternProperties"); patterns && patterns->is_map()) {
        for (const Entry& entry : patterns->as_map()) {
            tree_.node(tree_.child(at, "*")).read = true;
            add_schema(entry.value, whole, tree_.child(at, "*"), depth + 1);
        }
    }
    below("additionalProperties", "*");
    below("items", "*");
    for (const std::string_view key : {"allOf", "anyOf", "oneOf"}) {
        const Value* parts = schema.find(key);
        if (!parts || !parts->is_list()) continue;
        for (const Value& part : parts->items()) add_schema(part, whole, at, depth + 1);
    }
    for (const std::string_view key : {"if", "then", "else"}) {
        if (const Value* part = schema.find(key)) add_schema(*part, whole, at, depth + 1);
    }
    const Value* reference = schema.find("$ref");
    if (!reference || !reference->is_string()) return;
    const std::string_view path = reference->as_string();
    if (!path.starts_with("#/")) {
        tree_.node(at).whole = true;
        return;
    }
    const Value* target = &whole;
    std::string_view rest = path.substr(2);
    while (target) {
        const std::size_t slash = rest.find('/');
        target = target->find(rest.substr(0, slash));
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    if (target) add_schema(*target, whole, at, depth + 1);
}

// A text that tpl may be given. One that does not parse names what it reads all the same.
void ChartReads::add_text(std::string_view text, NodeId values) {
    if (text.find("{{") == std::string_view::npos || text.size() > kLongestText) return;
    const auto fallback = [&] {
        for (const std::vector<std::string>& path : named_values(text)) {
            tree_.mark(values, path, true);
            tree_.mark(tree_.root(), path, true);
        }
    };
    if (texts_.names.size() == kMostTexts) return fallback();
    std::string name = "tpl:" + std::to_string(texts_.names.size());
    if (!templates_.add(name, sources_.add(name, std::string(text)))) return fallback();
    texts_.names.push_back(std::move(name));
}

void ChartReads::add_texts_of(const Value& value, NodeId values, std::size_t depth) {
    if (depth > limits::kNestingDepth) return;
    if (value.is_string()) return add_text(value.as_string(), values);
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) {
            add_text(map->key_text(entry), values);
            add_texts_of(entry.value, values, depth + 1);
        }
    } else if (value.is_list()) {
        for (const Value& item : value.items()) add_texts_of(item, values, depth + 1);
    }
}

}  // namespace yare::render
