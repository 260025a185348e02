#include "tables.h"

#include "columns.h"
#include "object.h"

namespace yare::sandbox {

Value metadata_of(Map& object) {
    Map& only = *object.owner().make_map();
    set_text(only, "kind", "PartialObjectMetadata");
    set_text(only, "apiVersion", "meta.k8s.io/v1");
    only.set("metadata", &metadata(object));
    return &only;
}

Value table_of(const Kind& kind, const std::vector<Map*>& objects, Document& document, bool with_columns,
               std::int64_t now_seconds) {
    Map& table = *document.make_map();
    set_text(table, "kind", "Table");
    set_text(table, "apiVersion", "meta.k8s.io/v1");
    std::vector<Value> definitions;
    for (const Column& column : columns_of(kind)) {
        if (!with_columns) break;
        Map& item = *document.make_map();
        set_text(item, "name", column.name);
        set_text(item, "type", column.type);
        set_text(item, "format", column.name == "Name" ? "name" : column.format);
        set_text(item, "description", "");
        set_number(item, "priority", column.priority);
        definitions.emplace_back(&item);
    }
    if (with_columns)
        set_items(table, "columnDefinitions", definitions);
    else
        table.set("columnDefinitions", Value());
    std::vector<Value> rows;
    for (Map* object : objects) {
        Map& row = *document.make_map();
        set_items(row, "cells", cells_of(kind, object, document, now_seconds));
        row.set("object", metadata_of(*object));
        rows.emplace_back(&row);
    }
    set_items(table, "rows", rows);
    map_at(table, {"metadata"});
    return &table;
}

std::string rendered_object(const Kind& kind, View view, Map* object, std::int64_t now_seconds) {
    if (view == View::Metadata) return json_of(metadata_of(*object));
    if (view == View::Table) {
        const Value table = table_of(kind, {object}, object->owner(), true, now_seconds);
        set_text(map_at(table.as_map(), {"metadata"}), "resourceVersion",
                 text_of(object, {"metadata", "resourceVersion"}));
        return json_of(table);
    }
    return json_of(object);
}

std::string rendered_list(const Kind& kind, View view, const std::vector<Map*>& objects, const ListMeta& meta,
                          Document& document, std::int64_t now_seconds) {
    Value list;
    if (view == View::Table) {
        list = table_of(kind, objects, document, true, now_seconds);
    } else {
        Map& map = *document.make_map();
        set_text(map, "kind", view == View::Metadata ? "PartialObjectMetadataList" : kind.list_kind);
        set_text(map, "apiVersion", view == View::Metadata ? "meta.k8s.io/v1" : kind.api_version());
        std::vector<Value> items;
        for (Map* object : objects) {
            if (!kind.custom && view == View::Whole) {
                // Items of built-in lists do not say what they are: the list does.
                object->erase("kind");
                object->erase("apiVersion");
            }
            items.push_back(view == View::Metadata ? metadata_of(*object) : Value(object));
        }
        set_items(map, "items", items);
        list = &map;
    }
    Map& about = map_at(list.as_map(), {"metadata"});
    set_text(about, "resourceVersion", meta.version);
    if (!meta.next.empty()) set_text(about, "continue", meta.next);
    if (meta.remaining > 0) set_number(about, "remainingItemCount", meta.remaining);
    return json_of(list);
}

}  // namespace yare::sandbox
