#include "object.h"

#include "yare/data/json.h"

namespace yare::sandbox {

Map& map_at(Map& from, Path path) {
    Map* here = &from;
    for (const std::string_view key : path) {
        const Value* next = here->find(key);
        Map* below = next ? next->map_or_null() : nullptr;
        if (!below) {
            below = here->owner().make_map();
            here->set(key, below);
        }
        here = below;
    }
    return *here;
}

Map* find_map(const Value& from, Path path) { return from.path(path).map_or_null(); }
void set_text(Map& map, std::string_view key, std::string_view text) {
    map.set(key, map.owner().string(text));
}
void set_number(Map& map, std::string_view key, std::int64_t number) {
    map.set(key, Value::of_int64(number));
}
void set_bool(Map& map, std::string_view key, bool truth) { map.set(key, Value::of_bool(truth)); }

void set_missing(Map& map, std::string_view key, Value value) {
    if (!map.contains(key)) map.set(key, value);
}

std::string text_of(const Value& from, Path path) { return std::string(from.path(path).string_or("")); }

std::int64_t number_of(const Value& value, std::int64_t otherwise) {
    if (value.is_integer()) return value.as_integer();
    return value.is_float() ? std::int64_t(value.as_float()) : otherwise;
}

std::int64_t number_at(const Value& from, Path path, std::int64_t otherwise) {
    return number_of(from.path(path), otherwise);
}

bool truth_at(const Value& from, Path path) {
    const Value value = from.path(path);
    return value.is_bool() && value.as_bool();
}

std::vector<Value> items_at(const Value& from, Path path) {
    const Value list = from.path(path);
    if (!list.is_list()) return {};
    return {list.items().begin(), list.items().end()};
}

void set_items(Map& map, std::string_view key, const std::vector<Value>& items) {
    map.set(key, map.owner().make_list(std::span<const Value>(items)));
}

std::vector<std::string> texts_at(const Value& from, Path path) {
    std::vector<std::string> texts;
    for (const Value& item : items_at(from, path)) texts.emplace_back(item.string_or(""));
    return texts;
}

void set_texts(Map& map, std::string_view key, const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& text : texts) items.push_back(map.owner().string(text));
    set_items(map, key, items);
}

Labels labels_at(const Value& from, Path path) {
    Labels labels;
    if (const Map* map = find_map(from, path)) {
        for (const Entry& entry : *map) labels.emplace_back(map->key_text(entry), entry.value.string_or(""));
    }
    return labels;
}

std::string json_of(const Value& value) {
    Result<std::string> text = write_json(value);
    YARE_ASSERT(text.ok(), "an API object holds no number that JSON cannot hold");
    return std::move(text).value();
}

Value parsed(Document& document, std::string_view json) {
    Result<Value> value = read_json(json, document, {.numbers = Numbers::KeepIntegers});
    YARE_ASSERT(value.ok(), "JSON written by the sandbox can be read");
    return *value;
}

Map* copy_of(const Map& object, Document& document) {
    return deep_copy(Value(const_cast<Map*>(&object)), document).map_or_null();
}

bool same(const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) {
        if (left.is_integer() && right.is_integer()) return left.as_integer() == right.as_integer();
        const auto number = [](const Value& v) {
            return v.is_float() ? v.as_float() : double(v.as_integer());
        };
        return number(left) == number(right);
    }
    if (left.is_map() && right.is_map()) {
        const Map& a = left.as_map();
        const Map& b = right.as_map();
        if (a.size() != b.size()) return false;
        for (const Entry& entry : a) {
            const Value* other = b.find(a.key_text(entry));
            if (!other || !same(entry.value, *other)) return false;
        }
        return true;
    }
    if (left.is_list() && right.is_list()) {
        const auto a = left.items();
        const auto b = right.items();
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!same(a[i], b[i])) return false;
        }
        return true;
    }
    if (left.is_string() && right.is_string()) return left.as_string() == right.as_string();
    if (left.is_bool() && right.is_bool()) return left.as_bool() == right.as_bool();
    return left.is_nil() && right.is_nil();
}

std::string plain_text(const Value& value) {
    return value.is_string() ? std::string(value.as_string()) : json_of(value);
}

Map& metadata(Map& object) { return map_at(object, {"metadata"}); }

namespace {
Value as_value(const Map& object) { return Value(const_cast<Map*>(&object)); }
}  // namespace

std::string name_of(const Map& object) { return text_of(as_value(object), {"metadata", "name"}); }
std::string namespace_of(const Map& object) { return text_of(as_value(object), {"metadata", "namespace"}); }
std::string uid_of(const Map& object) { return text_of(as_value(object), {"metadata", "uid"}); }

bool is_deleting(const Map& object) {
    return as_value(object).path({"metadata", "deletionTimestamp"}).is_string();
}

std::optional<std::string> annotation(const Map& object, std::string_view name) {
    const Value value = as_value(object).path({"metadata", "annotations", name});
    if (!value.is_string()) return std::nullopt;
    return std::string(value.as_string());
}

}  // namespace yare::sandbox
