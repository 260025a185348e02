#include "client_merge.h"

#include "yare/data/json.h"

namespace yare::release {

Result<std::string> merge_object(kube::Client&, const PlannedObject& object) {
    return Error(ErrorCode::Invalid, "changing " + object.ref.kind + " \"" + object.ref.name +
                                         "\" by client-side apply is not supported yet")
        .note("use --server-side=true, or --force-replace to replace objects as a whole");
}

Result<std::string> replace_object(kube::Client& cluster, const PlannedObject& object) {
    Document document;
    const Value body = YARE_TRY(read_json(object.json, document, {.numbers = Numbers::KeepIntegers}));
    kube::Pending asked = cluster.get(object.ref);
    const kube::Object live = YARE_TRY_WHILE("failed to replace object", asked.wait());
    Map* metadata = body.path({"metadata"}).map_or_null();
    if (metadata) metadata->set("resourceVersion", document.string(live.resource_version()));
    kube::WriteOptions options;
    options.field_validation = "Strict";
    kube::Pending pending = cluster.update(body, options);
    const kube::Object replaced = YARE_TRY_WHILE("failed to replace object", pending.wait());
    return std::string(replaced.resource_version());
}

}  // namespace yare::release
