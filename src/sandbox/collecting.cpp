// Deletion: finalizers that the cluster itself keeps, dependents of what is gone, namespaces and custom types
// being emptied.
#include <algorithm>

#include "controllers.h"
#include "object.h"

namespace yare::sandbox {
namespace {

bool has_finalizer(const Map& object, std::string_view name) {
    const std::vector<std::string> finalizers =
        texts_at(Value(const_cast<Map*>(&object)), {"metadata", "finalizers"});
    return std::find(finalizers.begin(), finalizers.end(), name) != finalizers.end();
}

void drop_finalizer(Map& object, std::string_view name) {
    std::vector<std::string> finalizers = texts_at(&object, {"metadata", "finalizers"});
    std::erase(finalizers, name);
    if (finalizers.empty())
        metadata(object).erase("finalizers");
    else
        set_texts(metadata(object), "finalizers", finalizers);
}

const Writer kCollector{.manager = {}, .subresource = {}, .applies = true};

}  // namespace

void Controllers::collect(const Dirty& gone) {
    due_.erase(gone.gone_uid);
    waiting_.erase(gone.gone_uid);
    for (const Dependent& item : cluster_.store().dependents(gone.gone_uid)) {
        const Kind* kind = cluster_.kinds().find_storage(item.storage);
        if (!kind) continue;
        Document document;
        Map* object = cluster_.load(document, *kind, item.space, item.name);
        if (!object) continue;
        // Owned by somebody else as well: it stays, without this owner.
        if (items_at(object, {"metadata", "ownerReferences"}).size() > 1) {
            const Map* old = copy_of(*object, document);
            drop_owner(*object, gone.gone_uid);
            cluster_.replace(*kind, *object, *old, kCollector);
        } else if (!is_deleting(*object)) {
            cluster_.remove(*kind, *object, Propagation::Background);
        }
    }
    const Kind& namespaces = kind("", "Namespace");
    if (!gone.space.empty()) {
        Document document;
        const Map* space = cluster_.load(document, namespaces, "", gone.space);
        if (space && is_deleting(*space)) cluster_.mark(namespaces, "", gone.space);
    }
    if (gone.kind->custom)
        cluster_.mark(kind("apiextensions.k8s.io", "CustomResourceDefinition"), "", gone.kind->storage);
}

void Controllers::sync_deleting(const Kind& kind, Map& object) {
    if (kind.is("", "Namespace")) return empty_namespace(object);
    if (kind.is("apiextensions.k8s.io", "CustomResourceDefinition")) return empty_definition(object);
    const Map* old = copy_of(object, object.owner());
    if (has_finalizer(object, "orphan")) {
        for (const Dependent& item : cluster_.store().dependents(uid_of(object))) {
            const Kind* below = cluster_.kinds().find_storage(item.storage);
            Map* dependent = below ? cluster_.load(object.owner(), *below, item.space, item.name) : nullptr;
            if (!dependent) continue;
            const Map* before = copy_of(*dependent, object.owner());
            drop_owner(*dependent, uid_of(object));
            cluster_.replace(*below, *dependent, *before, kCollector);
        }
        drop_finalizer(object, "orphan");
        cluster_.replace(kind, object, *old, kCollector);
        return;
    }
    if (!has_finalizer(object, "foregroundDeletion")) return;
    bool blocked = false;
    for (const Dependent& item : cluster_.store().dependents(uid_of(object))) {
        const Kind* below = cluster_.kinds().find_storage(item.storage);
        Map* dependent = below ? cluster_.load(object.owner(), *below, item.space, item.name) : nullptr;
        if (!dependent) continue;
        if (!is_deleting(*dependent)) cluster_.remove(*below, *dependent, Propagation::Foreground);
        blocked = blocked || cluster_.exists(*below, item.space, item.name);
    }
    if (blocked) return;  // the end of the last dependent brings us back
    drop_finalizer(object, "foregroundDeletion");
    cluster_.replace(kind, object, *old, kCollector);
}

void Controllers::empty_namespace(Map& object) {
    const std::string space = name_of(object);
    bool empty = true;
    for (const std::string& storage : cluster_.store().storages_in(space)) {
        const Kind* below = cluster_.kinds().find_storage(storage);
        if (!below) continue;
        Document document;
        for (Map* content : cluster_.load_all(document, *below, space)) {
            if (!is_deleting(*content)) cluster_.remove(*below, *content, Propagation::Background);
        }
        empty = empty && !cluster_.store().has_any(storage, space);
    }
    if (empty && items_at(&object, {"metadata", "finalizers"}).empty())
        cluster_.erase(kind("", "Namespace"), object);
}

void Controllers::empty_definition(Map& object) {
    const Kind& definitions = kind("apiextensions.k8s.io", "CustomResourceDefinition");
    const Kind* custom = cluster_.kinds().find_storage(name_of(object));
    Document document;
    bool empty = true;
    if (custom) {
        for (Map* content : cluster_.load_all(document, *custom, "")) {
            if (!is_deleting(*content)) cluster_.remove(*custom, *content, Propagation::Background);
        }
        empty = cluster_.store().list(custom->storage, "", std::nullopt, 1).rows.empty();
    }
    if (empty) cluster_.erase(definitions, object);
}

}  // namespace yare::sandbox
