#include "merge.h"

#include <algorithm>
#include <vector>

namespace yare::release {

namespace {

class Merger {
  public:
    explicit Merger(Document& document) : document_(document) {}

    Value merge(const Value& live, const Value& before, const Value& now, const schema::Type& type) {
        if (live.is_map() && now.is_map() && !(type.known() && type.patch_retains_keys())) {
            return maps(live, before, now, type);
        }
        if (live.is_list() && now.is_list() && type.is_list() && type.patch_merges()) {
            return type.merge_key().empty() ? sets(live, before, now) : items(live, before, now, type);
        }
        return deep_copy(now, document_);
    }

  private:
    static schema::Type field_type(const schema::Type& type, std::string_view name) {
        if (type.is_map()) return type.element();
        if (!type.is_struct()) return {};
        const std::optional<schema::Field> field = type.find_field(name);
        return field ? field->type() : schema::Type();
    }

    Value maps(const Value& live, const Value& before, const Value& now, const schema::Type& type) {
        Map* result = document_.make_map();
        const Map& live_map = live.as_map();
        for (const Entry& entry : live_map) {
            const std::string_view key = live_map.key_text(entry);
            const Value* wanted = now.find(key);
            const bool dropped = !wanted && before.find(key);
            if (!wanted && !dropped) result->set(key, deep_copy(entry.value, document_));
        }
        const Map& now_map = now.as_map();
        for (const Entry& entry : now_map) {
            const std::string_view key = now_map.key_text(entry);
            if (entry.value.is_nil()) continue;  // a null in a manifest takes a field away
            const Value* present = live.find(key);
            result->set(key, present ? merge(*present, before.path({key}), entry.value, field_type(type, key))
                                     : deep_copy(entry.value, document_));
        }
        return result;
    }

    static const Value* find_item(const Value& list, std::string_view key, const Value& wanted) {
        if (!list.is_list()) return nullptr;
        for (const Value& item : list.items()) {
            const Value* name = item.find(key);
            if (name && deep_equal(*name, wanted)) return &item;
        }
        return nullptr;
    }

    // In the order of the manifest, with what others have added behind.
    Value items(const Value& live, const Value& before, const Value& now, const schema::Type& type) {
        const std::string_view key = type.merge_key();
        std::vector<Value> merged;
        for (const Value& item : now.items()) {
            const Value* name = item.find(key);
            const Value* present = name ? find_item(live, key, *name) : nullptr;
            const Value* past = name ? find_item(before, key, *name) : nullptr;
            merged.push_back(present ? merge(*present, past ? *past : Value(), item, type.element())
                                     : deep_copy(item, document_));
        }
        for (const Value& item : live.items()) {
            const Value* name = item.find(key);
            if (!name || find_item(now, key, *name) || find_item(before, key, *name)) continue;
            merged.push_back(deep_copy(item, document_));
        }
        return document_.make_list(merged);
    }

    static bool holds(const Value& list, const Value& wanted) {
        if (!list.is_list()) return false;
        return std::any_of(list.items().begin(), list.items().end(),
                           [&](const Value& item) { return deep_equal(item, wanted); });
    }

    Value sets(const Value& live, const Value& before, const Value& now) {
        std::vector<Value> merged;
        for (const Value& item : now.items()) merged.push_back(deep_copy(item, document_));
        for (const Value& item : live.items()) {
            if (!holds(now, item) && !holds(before, item)) merged.push_back(deep_copy(item, document_));
        }
        return document_.make_list(merged);
    }

    Document& document_;
};

}  // namespace

Value three_way_merge(const Value& live, const Value& before, const Value& now, const schema::Type& type,
                      Document& document) {
    return Merger(document).merge(live, before, now, type);
}

Map* merge_patch(const Value& from, const Value& to, Document& document) {
    Map* patch = document.make_map();
    const Map* source = from.map_or_null();
    const Map* target = to.map_or_null();
    if (source) {
        for (const Entry& entry : *source) {
            const std::string_view key = source->key_text(entry);
            if (!to.find(key)) patch->set(key, Value());
        }
    }
    if (!target) return patch;
    for (const Entry& entry : *target) {
        const std::string_view key = target->key_text(entry);
        const Value* known = from.find(key);
        if (known && deep_equal(*known, entry.value)) continue;
        if (known && known->is_map() && entry.value.is_map()) {
            Map* inner = merge_patch(*known, entry.value, document);
            if (!inner->empty()) patch->set(key, inner);
            continue;
        }
        patch->set(key, deep_copy(entry.value, document));
    }
    return patch;
}

}  // namespace yare::release
