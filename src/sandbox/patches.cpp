#include "patches.h"

#include <algorithm>
#include <charconv>

#include "field_set.h"
#include "object.h"

namespace yare::sandbox {

void merge_patch(Map& object, const Map& patch) {
    Document& document = object.owner();
    for (const Entry& entry : patch) {
        const std::string_view key = patch.key_text(entry);
        if (entry.value.is_nil()) {
            object.erase(key);
        } else if (const Map* below = entry.value.map_or_null()) {
            const Value* old = object.find(key);
            Map* target = old ? old->map_or_null() : nullptr;
            if (!target) {
                target = document.make_map();
                object.set(key, target);
            }
            merge_patch(*target, *below);
        } else {
            object.set(key, deep_copy(entry.value, document));
        }
    }
}

namespace {

std::vector<std::string> pointer_parts(std::string_view pointer) {
    std::vector<std::string> parts;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        std::string part;
        for (std::size_t i = 0; i < end; ++i) {
            if (pointer[i] == '~' && i + 1 < end)
                part += pointer[++i] == '1' ? '/' : '~';
            else
                part += pointer[i];
        }
        parts.push_back(std::move(part));
        pointer.remove_prefix(end);
    }
    return parts;
}

std::optional<std::size_t> list_index(std::string_view text, std::size_t size, bool may_be_end) {
    if (text == "-" && may_be_end) return size;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc{} || end != text.data() + text.size() || index > size ||
        (index == size && !may_be_end))
        return std::nullopt;
    return index;
}

const Value* look_up(const Value& from, const std::vector<std::string>& parts) {
    const Value* here = &from;
    for (const std::string& part : parts) {
        if (here->is_map()) {
            here = here->find(part);
        } else if (here->is_list()) {
            const auto index = list_index(part, here->items().size(), false);
            here = index ? &here->items()[*index] : nullptr;
        } else {
            return nullptr;
        }
        if (!here) return nullptr;
    }
    return here;
}

enum class Edit : std::uint8_t { Add, Replace, Remove };

// `value` put at `parts` (from `depth` on) of `here`; nullopt when there is no such place. Lists are made
// anew on the way.
std::optional<Value> edited(const Value& here, const std::vector<std::string>& parts, std::size_t depth,
                            Edit edit, const Value& value, Document& document) {
    if (depth == parts.size()) return value;
    const bool last = depth + 1 == parts.size();
    if (Map* map = here.map_or_null()) {
        const Value* old = map->find(parts[depth]);
        // API servers let `replace` add a key that is missing.
        if (!old && !(last && edit != Edit::Remove)) return std::nullopt;
        if (last && edit == Edit::Remove) {
            map->erase(parts[depth]);
            return here;
        }
        const std::optional<Value> below =
            last ? value : edited(*old, parts, depth + 1, edit, value, document);
        if (!below) return std::nullopt;
        map->set(parts[depth], *below);
        return here;
    }
    if (!here.is_list()) return std::nullopt;
    std::vector<Value> items(here.items().begin(), here.items().end());
    const auto index = list_index(parts[depth], items.size(), last && edit == Edit::Add);
    if (!index) return std::nullopt;
    const auto at = items.begin() + std::ptrdiff_t(*index);
    if (last && edit == Edit::Add) {
        items.insert(at, value);
    } else if (last && edit == Edit::Remove) {
        items.erase(at);
    } else {
        const std::optional<Value> below =
            last ? value : edited(*at, parts, depth + 1, edit, value, document);
        if (!below) return std::nullopt;
        *at = *below;
    }
    return document.make_list(std::span<const Value>(items));
}

Failure unprocessable(std::string message) {
    Failure failure;
    failure.code = 422;
    failure.reason = "Invalid";
    failure.message = std::move(message);
    return failure;
}

Checked json_operation(Value& object, const Value& operation, Document& document) {
    const std::string op = text_of(operation, {"op"});
    const std::string path = text_of(operation, {"path"});
    const std::vector<std::string> parts = pointer_parts(path);
    Value value = deep_copy(operation.path({"value"}), document);
    const auto missing = [&] {
        return unprocessable("the server rejected our request due to an error in our request");
    };
    if (op == "test") {
        const Value* found = look_up(object, parts);
        if (same(found ? *found : Value(), value)) return std::nullopt;
        return unprocessable("the server rejected our request due to an error in our request");
    }
    if (op == "move" || op == "copy") {
        const std::vector<std::string> from = pointer_parts(text_of(operation, {"from"}));
        const Value* found = look_up(object, from);
        if (!found) return missing();
        value = deep_copy(*found, document);
        if (op == "move") {
            const std::optional<Value> without = edited(object, from, 0, Edit::Remove, {}, document);
            if (!without) return missing();
            object = *without;
        }
    } else if (op != "add" && op != "replace" && op != "remove") {
        return bad_request("json patch: unknown operation \"" + op + "\"");
    }
    const Edit edit = op == "remove" ? Edit::Remove : op == "replace" ? Edit::Replace : Edit::Add;
    const std::optional<Value> result = edited(object, parts, 0, edit, value, document);
    if (!result) return missing();
    object = *result;
    return std::nullopt;
}

}  // namespace

Checked json_patch(Value& object, const Value& patch, Document& document) {
    if (!patch.is_list())
        return bad_request("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    for (const Value& operation : patch.items()) {
        if (Checked wrong = json_operation(object, operation, document)) return wrong;
    }
    return std::nullopt;
}

namespace {

constexpr std::string_view kOrder = "$setElementOrder/";
constexpr std::string_view kDeletePrimitives = "$deleteFromPrimitiveList/";

std::vector<Value> list_items(const Value* value) {
    if (!value || !value->is_list()) return {};
    return {value->items().begin(), value->items().end()};
}

// What the directives leave of a value that is new.
Value without_directives(const Value& value, Document& document) {
    if (const Map* map = value.map_or_null()) {
        Map& clean = *document.make_map();
        for (const Entry& entry : *map) {
            const std::string_view key = map->key_text(entry);
            if (key.starts_with("$") || entry.value.is_nil()) continue;
            clean.set(key, without_directives(entry.value, document));
        }
        return &clean;
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) {
            if (item.path({"$patch"}).string_or("") == "delete") continue;
            if (item.is_map() && item.as_map().size() == 1 && item.find("$patch")) continue;
            items.push_back(without_directives(item, document));
        }
        return document.make_list(std::span<const Value>(items));
    }
    return deep_copy(value, document);
}

const Value* find_by_key(const std::vector<Value>& items, std::string_view key, const Value& wanted) {
    for (const Value& item : items) {
        const Value* value = item.find(key);
        if (value && same(*value, wanted)) return &item;
    }
    return nullptr;
}

// Puts the items that `order` names into its order; the others stay before the named one they stood before.
std::vector<Value> ordered(const std::vector<Value>& items, const std::vector<Value>& order,
                           std::string_view key) {
    const auto rank = [&](const Value& item) -> std::ptrdiff_t {
        const Value* name = key.empty() ? &item : item.find(key);
        for (std::size_t i = 0; name && i < order.size(); ++i) {
            const Value* other = key.empty() ? &order[i] : order[i].find(key);
            if (other && same(*other, *name)) return std::ptrdiff_t(i);
        }
        return -1;
    };
    std::vector<Value> named;
    for (const Value& item : items) {
        if (rank(item) >= 0) named.push_back(item);
    }
    std::stable_sort(named.begin(), named.end(),
                     [&](const Value& a, const Value& b) { return rank(a) < rank(b); });
    std::vector<Value> result;
    std::size_t next = 0;
    for (const Value& item : items) {
        result.push_back(rank(item) >= 0 ? named[next++] : item);
    }
    return result;
}

Checked merge_keyed(std::vector<Value>& items, const std::vector<Value>& patch, const schema::Type& list,
                    Document& document) {
    const std::string_view key = list.merge_key();
    for (const Value& change : patch) {
        const std::string_view directive = change.path({"$patch"}).string_or("");
        const Value* name = change.find(key);
        if (directive == "replace" && !name) continue;
        if (!name)
            return bad_request("map: " + json_of(change) +
                               " does not contain declared merge key: " + std::string(key));
        const Value* old = find_by_key(items, key, *name);
        if (directive == "delete") {
            std::erase_if(items,
                          [&](const Value& item) { return item.find(key) && same(*item.find(key), *name); });
        } else if (!old || directive == "replace") {
            const Value fresh = without_directives(change, document);
            if (old)
                items[std::size_t(old - items.data())] = fresh;
            else
                items.push_back(fresh);
        } else if (Checked wrong = strategic_patch(old->as_map(), change.as_map(), list.element())) {
            return wrong;
        }
    }
    return std::nullopt;
}

Checked patch_list(Map& object, std::string_view key, const Map& patch, const schema::Type& type) {
    Document& document = object.owner();
    const Value* change = patch.find(key);
    const std::vector<Value> changes = list_items(change);
    std::vector<Value> items = list_items(object.find(key));
    const bool replaces = std::any_of(changes.begin(), changes.end(), [&](const Value& item) {
        return item.path({"$patch"}).string_or("") == "replace" && !item.find(type.merge_key());
    });
    if (change && (replaces || !type.patch_merges())) {
        object.set(key, without_directives(*change, document));
        return std::nullopt;
    }
    if (type.merge_key().empty()) {
        for (const Value& gone : list_items(patch.find(std::string(kDeletePrimitives) + std::string(key)))) {
            std::erase_if(items, [&](const Value& item) { return same(item, gone); });
        }
        for (const Value& item : changes) {
            if (std::none_of(items.begin(), items.end(), [&](const Value& old) { return same(old, item); }))
                items.push_back(deep_copy(item, document));
        }
    } else if (Checked wrong = merge_keyed(items, changes, type, document)) {
        return wrong;
    }
    if (const Value* order = patch.find(std::string(kOrder) + std::string(key)))
        items = ordered(items, list_items(order), type.merge_key());
    set_items(object, key, items);
    return std::nullopt;
}

void retain_keys(Map& object, const Value& keys) {
    std::vector<std::string> gone;
    for (const Entry& entry : object) {
        const std::string_view name = object.key_text(entry);
        const auto items = keys.items();
        if (std::none_of(items.begin(), items.end(),
                         [&](const Value& key) { return key.string_or("") == name; }))
            gone.emplace_back(name);
    }
    for (const std::string& name : gone) object.erase(name);
}

Checked patch_entry(Map& object, std::string_view key, const Value& change, const Map& patch,
                    const schema::Type& type) {
    Document& document = object.owner();
    if (change.is_nil()) {
        object.erase(key);
        return std::nullopt;
    }
    if (change.is_list()) return patch_list(object, key, patch, type);
    const Map* below = change.map_or_null();
    if (!below) {
        object.set(key, deep_copy(change, document));
        return std::nullopt;
    }
    const Value* old = object.find(key);
    Map* target = old ? old->map_or_null() : nullptr;
    if (!target) {
        object.set(key, without_directives(change, document));
        return std::nullopt;
    }
    return strategic_patch(*target, *below, type);
}

}  // namespace

Checked strategic_patch(Map& object, const Map& patch, const schema::Type& type) {
    Document& document = object.owner();
    if (const Value* directive = patch.find("$patch")) {
        const std::string_view what = directive->string_or("");
        if (what == "replace" || what == "delete") {
            while (!object.empty()) object.erase(object.key_text(*object.begin()));
            if (what == "delete") return std::nullopt;
            const Value clean = without_directives(Value(const_cast<Map*>(&patch)), document);
            for (const Entry& entry : clean.as_map()) object.set(clean.as_map().key_text(entry), entry.value);
            return std::nullopt;
        }
        if (what != "merge") return bad_request("unknown patch type found: " + std::string(what));
    }
    for (const Entry& entry : patch) {
        const std::string_view key = patch.key_text(entry);
        for (const std::string_view directive : {kOrder, kDeletePrimitives}) {
            if (!key.starts_with(directive)) continue;
            const std::string_view field = key.substr(directive.size());
            if (patch.contains(field) || !object.contains(field)) continue;
            if (Checked wrong = patch_list(object, field, patch, type_of_entry(type, field))) return wrong;
        }
        if (key.starts_with("$")) continue;
        if (Checked wrong = patch_entry(object, key, entry.value, patch, type_of_entry(type, key)))
            return wrong;
    }
    if (const Value* keys = patch.find("$retainKeys"); keys && keys->is_list()) retain_keys(object, *keys);
    return std::nullopt;
}

}  // namespace yare::sandbox
