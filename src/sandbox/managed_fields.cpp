#include "managed_fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "cluster.h"
#include "field_set.h"
#include "kinds.h"
#include "object.h"

namespace yare::sandbox {
namespace {

// One entry of metadata.managedFields.
struct Manager {
    std::string name;
    std::string operation;  // "Apply" or "Update"
    std::string api_version;
    std::string subresource;
    std::string time;
    FieldSet fields;

    bool is(const Manager& other) const {
        return name == other.name && operation == other.operation && subresource == other.subresource &&
               (api_version == other.api_version || operation == "Apply");
    }
};

std::vector<Manager> managers_of(const Map* object) {
    std::vector<Manager> managers;
    if (!object) return managers;
    for (const Value& entry : items_at(Value(const_cast<Map*>(object)), {"metadata", "managedFields"})) {
        managers.push_back({text_of(entry, {"manager"}), text_of(entry, {"operation"}),
                            text_of(entry, {"apiVersion"}), text_of(entry, {"subresource"}),
                            text_of(entry, {"time"}), FieldSet::from_json(entry.path({"fieldsV1"}))});
    }
    return managers;
}

void write_managers(Map& object, std::vector<Manager> managers) {
    std::erase_if(managers, [](const Manager& manager) { return manager.fields.empty(); });
    std::sort(managers.begin(), managers.end(), [](const Manager& a, const Manager& b) {
        return std::tie(a.operation, a.time, a.name, a.api_version, a.subresource) <
               std::tie(b.operation, b.time, b.name, b.api_version, b.subresource);
    });
    std::vector<Value> entries;
    for (const Manager& manager : managers) {
        Map& entry = *object.owner().make_map();
        set_text(entry, "manager", manager.name);
        set_text(entry, "operation", manager.operation);
        set_text(entry, "apiVersion", manager.api_version);
        if (!manager.time.empty()) set_text(entry, "time", manager.time);
        set_text(entry, "fieldsType", "FieldsV1");
        entry.set("fieldsV1", manager.fields.to_json(object.owner()));
        if (!manager.subresource.empty()) set_text(entry, "subresource", manager.subresource);
        entries.emplace_back(&entry);
    }
    if (entries.empty())
        metadata(object).erase("managedFields");
    else
        set_items(metadata(object), "managedFields", entries);
}

// What nobody owns: what the server gives, and what names the object.
void strip_unowned(FieldSet& set) {
    set.children.erase("f:apiVersion");
    set.children.erase("f:kind");
    const auto at = set.children.find("f:metadata");
    if (at == set.children.end()) return;
    at->second.member = false;
    for (const std::string_view name :
         {"name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields",
          "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"}) {
        at->second.children.erase("f:" + std::string(name));
    }
    if (at->second.empty()) set.children.erase(at);
}

// The main resource does not own the status, the status subresource owns nothing else.
void keep_to_subresource(const Kind& kind, std::string_view subresource, FieldSet& set) {
    if (subresource == "status") {
        std::erase_if(set.children, [](const auto& item) {
            return item.first != "f:status" && item.first != "f:metadata";
        });
    } else if (kind.has_status) {
        set.children.erase("f:status");
    }
}

// What an empty object of this type looks like: structs that are always written are there.
Value skeleton(const schema::Type& type, Document& document, std::size_t depth) {
    Map& map = *document.make_map();
    if (depth > 8) return &map;
    for (const schema::Field& field : type.fields()) {
        if (field.tells_zero_from_absent()) continue;
        if (field.type().is_struct() && !field.type().atomic() && field.default_json() == "{}") {
            map.set(field.name(), skeleton(field.type(), document, depth + 1));
        } else if (field.always_written() && (field.type().is_list() || field.type().is_map())) {
            map.set(field.name(), Value());
        }
    }
    return &map;
}

std::string described(const Manager& manager) {
    std::string text = "\"" + manager.name + "\"";
    if (!manager.subresource.empty()) text += " with subresource \"" + manager.subresource + "\"";
    if (manager.operation != "Apply") text += " using " + manager.api_version;
    return text;
}

struct Conflict {
    const Manager* manager;
    std::vector<std::string> paths;
};

Failure conflict_failure(const std::vector<Conflict>& conflicts) {
    std::size_t count = 0;
    Failure failure;
    failure.code = 409;
    failure.reason = "Conflict";
    std::string text;
    for (const Conflict& item : conflicts) {
        const std::string with = described(*item.manager);
        count += item.paths.size();
        if (!text.empty()) text += "\n";
        text += (item.paths.size() == 1 ? "conflict with " : "conflicts with ") + with + ":";
        for (const std::string& path : item.paths) {
            text += (item.paths.size() == 1 ? " " : "\n- ") + path;
            failure.causes.push_back({"FieldManagerConflict", "conflict with " + with, path});
        }
    }
    failure.message =
        "Apply failed with " + std::to_string(count) + (count == 1 ? " conflict: " : " conflicts: ") + text;
    return failure;
}

// Takes out of `object` what this manager applied before and does not any more, unless somebody else has it
// too.
void prune(Map& map, const schema::Type& type, const FieldSet& last, const FieldSet& keep,
           Document& document);

Value pruned_list(const Value& list, const schema::Type& type, const FieldSet& last, const FieldSet& keep,
                  Document& document) {
    std::vector<Value> kept;
    for (const Value& item : list.items()) {
        const std::string element = element_of(type, item);
        const FieldSet* was = last.find(element);
        const FieldSet* stays = keep.find(element);
        if (was && !stays) continue;
        if (was && is_granular_map(type.element(), item))
            prune(item.as_map(), type.element(), *was, *stays, document);
        kept.push_back(item);
    }
    return document.make_list(std::span<const Value>(kept));
}

void prune(Map& map, const schema::Type& type, const FieldSet& last, const FieldSet& keep,
           Document& document) {
    for (const auto& [element, was] : last.children) {
        if (!element.starts_with("f:")) continue;
        const std::string key = element.substr(2);
        const Value* value = map.find(key);
        if (!value) continue;
        const FieldSet* stays = keep.find(element);
        if (!stays) {
            map.erase(key);
            continue;
        }
        const schema::Type below = type_of_entry(type, key);
        if (is_granular_map(below, *value))
            prune(value->as_map(), below, was, *stays, document);
        else if (is_granular_list(below, *value))
            map.set(key, pruned_list(*value, below, was, *stays, document));
    }
}

Manager& entry_of(std::vector<Manager>& managers, const Manager& wanted) {
    const auto at = std::find_if(managers.begin(), managers.end(),
                                 [&](const Manager& manager) { return manager.is(wanted); });
    return at == managers.end() ? managers.emplace_back(wanted) : *at;
}

}  // namespace

void record_update(const Kind& kind, const Map* old, Map& object, const Writer& writer,
                   const std::string& now) {
    std::vector<Manager> managers = managers_of(old);
    if (!writer.manager.empty()) {
        Document scratch;
        const Value before = old ? Value(const_cast<Map*>(old)) : skeleton(kind.type, scratch, 0);
        Difference difference = compare_fields(before, &object, kind.type);
        strip_unowned(difference.changed);
        strip_unowned(difference.removed);
        keep_to_subresource(kind, writer.subresource, difference.changed);
        for (Manager& manager : managers) {
            manager.fields.subtract(difference.removed);
            if (manager.name != writer.manager || manager.operation != "Update" ||
                manager.subresource != writer.subresource) {
                manager.fields.subtract(difference.changed);
            }
        }
        if (!difference.changed.empty()) {
            Manager& mine = entry_of(
                managers, {writer.manager, "Update", kind.api_version(), writer.subresource, now, {}});
            mine.fields.unite(difference.changed);
            mine.time = now;
        }
    }
    write_managers(object, std::move(managers));
}

Checked apply_fields(const Kind& kind, const Map* live, Map& wanted, const Apply& apply,
                     const std::string& now, Map*& result) {
    Document& document = wanted.owner();
    std::vector<Manager> managers = managers_of(live);
    const Manager me{apply.manager, "Apply", kind.api_version(), apply.subresource, now, {}};
    FieldSet applied = fields_of(&wanted, kind.type);
    strip_unowned(applied);
    keep_to_subresource(kind, apply.subresource, applied);

    const Value merged = live ? merge_typed(Value(const_cast<Map*>(live)), &wanted, kind.type, document)
                              : deep_copy(&wanted, document);
    result = merged.map_or_null();
    FieldSet last;
    FieldSet keep = applied;
    std::vector<Conflict> conflicts;
    Difference difference;
    if (live) difference = compare_fields(Value(const_cast<Map*>(live)), merged, kind.type);
    for (Manager& manager : managers) {
        if (manager.is(me)) {
            last = manager.fields;
            continue;
        }
        const FieldSet both = manager.fields.intersection(difference.changed);
        if (!both.empty()) {
            if (apply.force)
                manager.fields.subtract(both);
            else
                conflicts.push_back({&manager, both.paths()});
        }
        keep.unite(manager.fields);
    }
    if (!conflicts.empty()) return conflict_failure(conflicts);
    prune(*result, kind.type, last, keep, document);
    Manager& mine = entry_of(managers, me);
    if (!(mine.fields == applied) || mine.api_version != me.api_version) mine.time = now;
    mine.api_version = me.api_version;
    mine.fields = std::move(applied);
    write_managers(*result, std::move(managers));
    return std::nullopt;
}

bool same_record(const Map& object, const Map& old) {
    const std::vector<Manager> a = managers_of(&object);
    const std::vector<Manager> b = managers_of(&old);
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](const Manager& x, const Manager& y) {
               return x.is(y) && x.fields == y.fields && x.api_version == y.api_version;
           });
}

}  // namespace yare::sandbox
