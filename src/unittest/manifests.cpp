#include "manifests.h"

#include <algorithm>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/yaml.h"

namespace yare::unittest {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Whole floating-point numbers that are written without a point or an exponent.
bool reads_as_integer(const Value& value, std::int64_t& number) {
    if (!value.is_float()) return false;
    std::string text;
    append_float(text, value.as_float(), 'g', -1);
    const Parsed<std::int64_t> parsed = parse_int(text, 10);
    number = parsed.value;
    return bool(parsed);
}

bool changes_when_written(const Value& value) {
    std::int64_t number = 0;
    if (value.is_list()) return std::ranges::any_of(value.items(), changes_when_written);
    const Map* map = value.map_or_null();
    if (!map) return reads_as_integer(value, number);
    return std::any_of(map->begin(), map->end(),
                       [](const Entry& one) { return changes_when_written(one.value); });
}

Value written_and_read(const Value& value, Document& document) {
    std::int64_t number = 0;
    if (reads_as_integer(value, number)) return Value::of_int64(number);
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(written_and_read(item, document));
        return document.make_list(items);
    }
    const Map* map = value.map_or_null();
    if (!map) return value;
    Map* out = document.make_map();
    for (const Entry& entry : *map) out->set(map->key_text(entry), written_and_read(entry.value, document));
    return out;
}

YamlOptions version3() {
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.version3 = true;
    return options;
}

Error not_a_map(const Value& value, std::string_view text, std::size_t lines_before) {
    const std::string_view content = trim_space(text);
    const std::size_t blank = std::min(text.size(), text.find_first_not_of(" \t\r\n"));
    const std::size_t line =
        lines_before + 1 + std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(blank), '\n'));
    std::string shown = "!!seq";
    if (!value.is_list()) {
        std::string_view scalar = value.is_string() ? value.as_string() : content;
        shown = value.is_string()  ? "!!str"
                : value.is_bool()  ? "!!bool"
                : value.is_float() ? "!!float"
                                   : "!!int";
        shown += scalar.size() > 10 ? " `" + std::string(scalar.substr(0, 7)) + "...`"
                                    : " `" + std::string(scalar) + "`";
    }
    return Error(ErrorCode::Invalid, "yaml: unmarshal errors:\n  line " + std::to_string(line) +
                                         ": cannot unmarshal " + shown + " into map[string]interface {}");
}

}  // namespace

std::vector<std::string_view> split_documents(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, 3, "---") == 0) {
            std::size_t end = at;
            if (at > from) {
                --end;
                while (end > from && is_blank(text[end - 1])) --end;
            }
            out.push_back(text.substr(from, end - from));
            from = at + 3;
            while (from < text.size() && is_blank(text[from])) ++from;
            at = from;
            if (at > 0 && text[at - 1] == '\n') continue;
        }
        const std::size_t next = text.find('\n', at);
        if (next == std::string_view::npos) break;
        at = next + 1;
    }
    out.push_back(text.substr(from));
    return out;
}

Result<Manifests> read_manifests(std::string_view text, Document& document) {
    Manifests out;
    std::size_t lines = 0;  // before the part, as the text is read: a line of dashes stands between two parts
    bool first = true;
    for (const std::string_view part : split_documents(text)) {
        if (!first) lines += 2;
        first = false;
        Result<Value> value = read_yaml(part, document, version3());
        if (!value && lines > 0) {
            // The error names the line in the whole text.
            const std::string before(lines, '\n');
            value = read_yaml(before + std::string(part), document, version3());
        }
        if (!value) return std::move(value).error();
        if (!value->is_nil() && !value->is_map()) return not_a_map(*value, part, lines);
        lines += std::size_t(std::ranges::count(part, '\n'));
        if (value->is_nil() || value->as_map().empty()) continue;
        out.push_back({*value, changes_when_written(*value) ? written_and_read(*value, document) : *value});
    }
    return out;
}

Manifest raw_manifest(std::string_view text, Document& document) {
    Map* map = document.make_map();
    map->set(kRaw, document.string(text));
    return {map, map};
}

}  // namespace yare::unittest
