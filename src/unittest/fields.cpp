#include "fields.h"

#include <algorithm>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::unittest {

std::size_t FieldReader::line_at(Origin origin) const {
    return origin.id == 0 ? 1 : sources_.locate(Pos{origin.id}).line;
}

std::size_t FieldReader::line_of(const Field& field) const {
    const Value& value = field.value();
    const Map* map = value.map_or_null();
    if (map && !map->empty()) {
        std::size_t least = line_at(map->begin()->origin);
        for (const Entry& entry : *map) least = std::min(least, line_at(entry.origin));
        return least;
    }
    if (value.is_list() && value.as_list().size > 0 && value.as_list().origins)
        return line_at(value.as_list().origins[0]);
    return line_at(field.entry.origin);
}

std::size_t FieldReader::line_of_item(const List& list, std::size_t index, std::size_t otherwise) const {
    return list.origins ? line_at(list.origins[index]) : otherwise;
}

std::string FieldReader::raw(const Field& field) const {
    if (field.value().is_string()) return std::string(field.value().as_string());
    const std::uint32_t place = field.entry.origin.id;
    if (place < source_.begin.offset) return {};
    const std::string_view rest =
        source_.text.substr(std::min<std::size_t>(place - source_.begin.offset, source_.text.size()));
    const std::size_t colon = rest.find(':', field.map.key_text(field.entry).size());
    if (colon == std::string_view::npos) return {};
    std::string_view text = rest.substr(colon + 1, rest.find('\n', colon) - colon - 1);
    text = text.substr(0, text.find(" #"));
    return std::string(trim_space(text.substr(0, text.find_first_of(",}"))));
}

void FieldReader::wrong(const Value& value, std::string_view raw, std::size_t line, std::string_view type) {
    std::string shown;
    switch (value.kind()) {
        case Kind::List:
            shown = "!!seq";
            break;
        case Kind::Map:
            shown = "!!map";
            break;
        case Kind::Nil:
            shown = "!!null";
            break;
        case Kind::Bool:
            shown = "!!bool";
            break;
        case Kind::Float64:
            shown = "!!float";
            break;
        case Kind::String:
            shown = "!!str";
            break;
        default:
            shown = "!!int";
    }
    if (!value.is_list() && !value.is_map())
        shown +=
            raw.size() > 10 ? " `" + std::string(raw.substr(0, 7)) + "...`" : " `" + std::string(raw) + "`";
    faults_.push_back("line " + std::to_string(line) + ": cannot unmarshal " + shown + " into " +
                      std::string(type));
}

void FieldReader::structure(const Value& value, std::size_t line, std::string_view type, const Taker& take) {
    if (value.is_nil()) return;
    const Map* map = value.map_or_null();
    if (!map) return wrong(value, value.string_or(""), line, type);
    // In the order in which they are written, which is the order of complaints.
    std::vector<const Entry*> entries;
    for (const Entry& entry : *map) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const Entry* one) { return one->origin.id; });
    for (const Entry* entry : entries) {
        const std::string_view name = map->key_text(*entry);
        if (take(name, {*map, *entry}) || !strict_) continue;
        faults_.push_back("line " + std::to_string(line_at(entry->origin)) + ": field " + std::string(name) +
                          " not found in type " + std::string(type));
    }
}

void FieldReader::text(const Field& field, std::string& out) {
    const Value& value = field.value();
    if (value.is_nil()) return;
    if (value.is_list() || value.is_map()) return wrong(value, {}, line_of(field), "string");
    out = raw(field);
}

void FieldReader::texts(const Field& field, std::vector<std::string>& out) {
    if (!list(field, "[]string")) return;
    const List& list = field.value().as_list();
    for (std::size_t i = 0; i < list.size; ++i) {
        const Value& item = list.items[i];
        if (item.is_list() || item.is_map()) {
            wrong(item, {}, line_of_item(list, i, line_of(field)), "string");
        } else if (item.is_string()) {
            out.emplace_back(item.as_string());
        } else if (item.is_bool()) {
            out.emplace_back(item.as_bool() ? "true" : "false");
        } else if (item.is_integer()) {
            out.push_back(std::to_string(item.as_integer()));
        } else if (item.is_float()) {
            out.push_back(go_float(item.as_float()));
        }
    }
}

bool FieldReader::list(const Field& field, std::string_view type) {
    const Value& value = field.value();
    if (value.is_list()) return true;
    if (!value.is_nil()) wrong(value, value.is_map() ? "" : raw(field), line_of(field), type);
    return false;
}

void FieldReader::truth(const Field& field, bool& out) {
    const Value& value = field.value();
    if (value.is_nil()) return;
    if (value.is_bool()) {
        out = value.as_bool();
        return;
    }
    constexpr std::string_view kYes[] = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON"};
    constexpr std::string_view kNo[] = {"n", "N", "no", "No", "NO", "off", "Off", "OFF"};
    const std::string_view word = value.string_or("");
    const bool yes = std::ranges::find(kYes, word) != std::end(kYes);
    if (value.is_string() && (yes || std::ranges::find(kNo, word) != std::end(kNo))) {
        out = yes;
        return;
    }
    wrong(value, value.is_list() || value.is_map() ? "" : raw(field), line_of(field), "bool");
}

void FieldReader::integer(const Field& field, std::int64_t& out) {
    const Value& value = field.value();
    if (value.is_nil()) return;
    if (value.is_integer()) {
        out = value.as_integer();
    } else if (value.is_float()) {
        out = static_cast<std::int64_t>(value.as_float());
    } else {
        wrong(value, value.is_list() || value.is_map() ? "" : raw(field), line_of(field), "int");
    }
}

void FieldReader::values(const Field& field, std::vector<std::pair<std::string, Value>>& out) {
    const Value& value = field.value();
    if (value.is_nil()) return;
    const Map* map = value.map_or_null();
    if (!map)
        return wrong(value, value.is_list() ? "" : raw(field), line_of(field), "map[string]interface {}");
    for (const Entry& entry : *map) out.emplace_back(std::string(map->key_text(entry)), entry.value);
}

Result<void> FieldReader::finish() const {
    if (failure_) return *failure_;
    if (faults_.empty()) return {};
    std::string message = "yaml: unmarshal errors:";
    for (const std::string& fault : faults_) message += "\n  " + fault;
    return Error(ErrorCode::Invalid, std::move(message));
}

}  // namespace yare::unittest
