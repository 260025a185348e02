#include "client_merge.h"

#include "merge.h"
#include "yare/data/json.h"
#include "yare/schema/kubernetes.h"

namespace yare::release {

namespace {

constexpr int kAttempts = 5;

const JsonOptions kObjects{.numbers = Numbers::KeepIntegers};

// Helm: kinds that are no part of Kubernetes get the difference of the two manifests, whatever is live.
Map* custom_patch(const Value& before, const Value& now, Document& document) {
    return merge_patch(before.is_nil() ? now : before, now, document);
}

// What others write meanwhile is not lost: the patch holds for the version it was made from only.
Map* built_in_patch(const Value& live, const Value& before, const Value& now, const schema::Type& type,
                    Document& document) {
    const Value merged = three_way_merge(live, before, now, type, document);
    Map* patch = merge_patch(live, merged, document);
    if (patch->empty()) return patch;
    const Value* metadata = patch->find("metadata");
    Map* patched = metadata && metadata->is_map() ? &metadata->as_map() : document.make_map();
    patched->set("resourceVersion", document.string(kube::object_resource_version(live)));
    patch->set("metadata", patched);
    return patch;
}

Error cannot_patch(Error error, const kube::ObjectRef& ref) {
    return std::move(error).during("cannot patch \"" + ref.name + "\" with kind " + ref.kind);
}

}  // namespace

Result<std::string> merge_object(kube::Client& cluster, const PlannedObject& object,
                                 kube::ApiStatus& refusal) {
    const schema::GroupVersion version = schema::split_api_version(object.ref.api_version);
    const schema::Resource* known = schema::find_kind(version.group, version.version, object.ref.kind);
    for (int attempt = 1;; ++attempt) {
        Document document;
        const Value now = YARE_TRY(read_json(object.json, document, kObjects));
        Value before;
        if (!object.before.empty()) before = YARE_TRY(read_json(object.before, document, kObjects));
        kube::Pending asked = cluster.get(object.ref);
        const kube::Object live = YARE_TRY_WHILE("failed to create patch", asked.wait());
        Map* patch = known ? built_in_patch(live.root(), before, now, known->type(), document)
                           : custom_patch(before, now, document);
        if (patch->empty()) return std::string(live.resource_version());
        std::string body = YARE_TRY(write_json(patch));
        kube::Pending pending = cluster.patch(object.ref, kube::PatchKind::Merge, std::move(body));
        Result<kube::Object> patched = pending.wait();
        if (patched) return std::string(patched->resource_version());
        if (patched.error().code() == ErrorCode::Conflict && attempt < kAttempts) continue;
        refusal = pending.status();
        return cannot_patch(std::move(patched).error(), object.ref);
    }
}

Result<std::string> replace_object(kube::Client& cluster, const PlannedObject& object,
                                   kube::ApiStatus& refusal) {
    Document document;
    const Value body = YARE_TRY(read_json(object.json, document, kObjects));
    kube::Pending asked = cluster.get(object.ref);
    const kube::Object live = YARE_TRY_WHILE("failed to replace object", asked.wait());
    Map* metadata = body.path({"metadata"}).map_or_null();
    if (metadata) metadata->set("resourceVersion", document.string(live.resource_version()));
    kube::WriteOptions options;
    options.field_validation = "Strict";
    kube::Pending pending = cluster.update(body, options);
    Result<kube::Object> replaced = pending.wait();
    if (replaced) return std::string(replaced->resource_version());
    refusal = pending.status();
    return std::move(replaced).error().during("failed to replace object");
}

}  // namespace yare::release
