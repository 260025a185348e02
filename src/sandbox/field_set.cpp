#include "field_set.h"

#include <algorithm>

#include "object.h"

namespace yare::sandbox {

const FieldSet* FieldSet::find(std::string_view element) const {
    const auto at = children.find(element);
    return at == children.end() ? nullptr : &at->second;
}

void FieldSet::unite(const FieldSet& other) {
    member = member || other.member;
    for (const auto& [element, child] : other.children) children[element].unite(child);
}

void FieldSet::subtract(const FieldSet& other) {
    if (other.member) member = false;
    for (const auto& [element, child] : other.children) {
        const auto at = children.find(element);
        if (at != children.end()) at->second.subtract(child);
    }
    drop_empty();
}

void FieldSet::drop_empty() {
    std::erase_if(children, [](const auto& item) { return item.second.empty(); });
}

FieldSet FieldSet::intersection(const FieldSet& other) const {
    FieldSet both;
    both.member = member && other.member;
    for (const auto& [element, child] : children) {
        if (const FieldSet* also = other.find(element)) both.children[element] = child.intersection(*also);
    }
    both.drop_empty();
    return both;
}

FieldSet FieldSet::from_json(const Value& fields_v1) {
    FieldSet set;
    const Map* map = fields_v1.map_or_null();
    if (!map) return set;
    for (const Entry& entry : *map) {
        const std::string_view element = map->key_text(entry);
        if (element == ".") {
            set.member = true;
            continue;
        }
        FieldSet child = from_json(entry.value);
        // A path without any below it is a member; one with some says so by ".".
        if (child.children.empty()) child.member = true;
        set.children.emplace(element, std::move(child));
    }
    return set;
}

Value FieldSet::to_json(Document& document) const {
    Map& map = *document.make_map();
    if (member && !children.empty()) map.set(".", document.make_map());
    for (const auto& [element, child] : children) map.set(element, child.to_json(document));
    return &map;
}

std::string shown_element(const std::string& element) {
    const std::string rest = element.substr(2);
    if (element[0] == 'f') return "." + rest;
    if (element[0] == 'v') return "[=" + rest + "]";
    Document document;
    const Value keys = parsed(document, rest);
    std::string joined;
    if (const Map* map = keys.map_or_null()) {
        for (const Entry& entry : *map) {
            joined +=
                (joined.empty() ? "" : ",") + std::string(map->key_text(entry)) + "=" + json_of(entry.value);
        }
    }
    return "[" + joined + "]";
}

void FieldSet::collect_paths(const std::string& prefix, std::vector<std::string>& into) const {
    if (member) into.push_back(prefix);
    for (const auto& [element, child] : children) child.collect_paths(prefix + shown_element(element), into);
}

std::vector<std::string> FieldSet::paths() const {
    std::vector<std::string> found;
    collect_paths("", found);
    return found;
}

std::string element_of(const schema::Type& list, const Value& item) {
    if (list.list_type() == schema::ListType::Set) return "v:" + json_of(item);
    Document document;
    Map& keys = *document.make_map();
    for (const std::string_view key : list.list_keys()) {
        const Value* value = item.find(key);
        if (value) {
            keys.set(key, *value);
            continue;
        }
        const auto field = list.element().find_field(key);
        if (field && !field->default_json().empty()) keys.set(key, parsed(document, field->default_json()));
    }
    return "k:" + json_of(&keys);
}

bool is_granular_map(const schema::Type& type, const Value& value) {
    return value.is_map() && !type.atomic();
}

bool is_granular_list(const schema::Type& type, const Value& value) {
    return value.is_list() && type.is_list() && type.list_type() != schema::ListType::Atomic;
}

schema::Type type_of_entry(const schema::Type& type, std::string_view key) {
    if (type.is_map()) return type.element();
    const auto field = type.find_field(key);
    return field ? field->type() : schema::Type();
}

namespace {

// Nil, or a collection without entries.
bool holds_no_fields(const Value& value) {
    return value.is_nil() || (value.is_map() && value.as_map().empty()) ||
           (value.is_list() && value.items().empty());
}

void collect(const Value& value, const schema::Type& type, FieldSet& into) {
    if (holds_no_fields(value)) {
        into.member = true;
    } else if (is_granular_map(type, value)) {
        const Map& map = value.as_map();
        for (const Entry& entry : map) {
            const std::string_view key = map.key_text(entry);
            FieldSet& child = into.children["f:" + std::string(key)];
            collect(entry.value, type_of_entry(type, key), child);
            // Entries of maps are there or not; fields of structs always are.
            if (!type.find_field(key)) child.member = true;
        }
    } else if (is_granular_list(type, value)) {
        for (const Value& item : value.items()) {
            FieldSet& child = into.children[element_of(type, item)];
            collect(item, type.element(), child);
            child.member = true;
        }
    } else {
        into.member = true;
    }
}

// A value that was not there before, or is no more: itself and all in it.
void collect_whole(const Value& value, const schema::Type& type, FieldSet& into) {
    collect(value, type, into);
    const auto mark = [](auto&& self, FieldSet& set, const Value& here, const schema::Type& kind) -> void {
        set.member = true;
        if (is_granular_map(kind, here)) {
            const Map& map = here.as_map();
            for (const Entry& entry : map) {
                const std::string_view key = map.key_text(entry);
                self(self, set.children["f:" + std::string(key)], entry.value, type_of_entry(kind, key));
            }
        } else if (is_granular_list(kind, here)) {
            for (const Value& item : here.items())
                self(self, set.children[element_of(kind, item)], item, kind.element());
        }
    };
    mark(mark, into, value, type);
}

const Value* find_item(const schema::Type& list, const Value& in, const std::string& element) {
    for (const Value& item : in.items()) {
        if (element_of(list, item) == element) return &item;
    }
    return nullptr;
}

void compare(const Value& before, const Value& after, const schema::Type& type, Difference& into);

void compare_maps(const Map& before, const Map& after, const schema::Type& type, Difference& into) {
    for (const Entry& entry : before) {
        const std::string_view key = before.key_text(entry);
        if (after.contains(key)) continue;
        collect_whole(entry.value, type_of_entry(type, key), into.removed.children["f:" + std::string(key)]);
    }
    for (const Entry& entry : after) {
        const std::string_view key = after.key_text(entry);
        const std::string element = "f:" + std::string(key);
        const schema::Type below = type_of_entry(type, key);
        const Value* old = before.find(key);
        if (!old) {
            collect_whole(entry.value, below, into.changed.children[element]);
            continue;
        }
        Difference inner;
        compare(*old, entry.value, below, inner);
        if (!inner.changed.empty()) into.changed.children[element] = std::move(inner.changed);
        if (!inner.removed.empty()) into.removed.children[element].unite(inner.removed);
    }
}

void compare_lists(const Value& before, const Value& after, const schema::Type& type, Difference& into) {
    for (const Value& item : before.items()) {
        const std::string element = element_of(type, item);
        if (!find_item(type, after, element))
            collect_whole(item, type.element(), into.removed.children[element]);
    }
    for (const Value& item : after.items()) {
        const std::string element = element_of(type, item);
        const Value* old = find_item(type, before, element);
        if (!old) {
            collect_whole(item, type.element(), into.changed.children[element]);
            continue;
        }
        Difference inner;
        compare(*old, item, type.element(), inner);
        if (!inner.changed.empty()) into.changed.children[element] = std::move(inner.changed);
        if (!inner.removed.empty()) into.removed.children[element].unite(inner.removed);
    }
}

void compare(const Value& before, const Value& after, const schema::Type& type, Difference& into) {
    if (before.is_nil() && (is_granular_map(type, after) || is_granular_list(type, after))) {
        // Was there, and empty: what is in it is new, not it itself.
        collect_whole(after, type, into.changed);
        into.changed.member = false;
    } else if (is_granular_map(type, before) && is_granular_map(type, after)) {
        compare_maps(before.as_map(), after.as_map(), type, into);
    } else if (is_granular_list(type, before) && is_granular_list(type, after)) {
        compare_lists(before, after, type, into);
    } else if (!same(before, after)) {
        into.changed.member = true;
    }
}

// The order of the wanted items, each preceded by the live ones that stand before it and are not wanted.
std::vector<Value> merge_items(const Value& live, const Value& wanted, const schema::Type& type,
                               Document& target) {
    std::vector<Value> merged;
    std::size_t next_live = 0;
    const auto live_items = live.items();
    const auto take_live_only = [&](std::size_t until) {
        for (; next_live < until; ++next_live) {
            if (!find_item(type, wanted, element_of(type, live_items[next_live])))
                merged.push_back(deep_copy(live_items[next_live], target));
        }
    };
    for (const Value& item : wanted.items()) {
        const std::string element = element_of(type, item);
        const Value* old = find_item(type, live, element);
        if (!old) {
            merged.push_back(deep_copy(item, target));
            continue;
        }
        take_live_only(std::size_t(old - live_items.data()));
        merged.push_back(merge_typed(*old, item, type.element(), target));
    }
    take_live_only(live_items.size());
    return merged;
}

}  // namespace

FieldSet fields_of(const Value& value, const schema::Type& type) {
    FieldSet set;
    collect(value, type, set);
    return set;
}

Difference compare_fields(const Value& before, const Value& after, const schema::Type& type) {
    Difference difference;
    compare(before, after, type, difference);
    return difference;
}

Value merge_typed(const Value& live, const Value& wanted, const schema::Type& type, Document& target) {
    if (is_granular_map(type, live) && is_granular_map(type, wanted)) {
        Map* merged = deep_copy(live, target).map_or_null();
        const Map& over = wanted.as_map();
        for (const Entry& entry : over) {
            const std::string_view key = over.key_text(entry);
            const Value* old = live.find(key);
            merged->set(key, old ? merge_typed(*old, entry.value, type_of_entry(type, key), target)
                                 : deep_copy(entry.value, target));
        }
        return merged;
    }
    if (is_granular_list(type, live) && is_granular_list(type, wanted)) {
        const std::vector<Value> items = merge_items(live, wanted, type, target);
        return target.make_list(std::span<const Value>(items));
    }
    return deep_copy(wanted, target);
}

}  // namespace yare::sandbox
