// DELETE, of one object and of a collection.
#include "object.h"
#include "selectors.h"
#include "tables.h"
#include "writing.h"

namespace yare::sandbox {
namespace {

struct DeleteOptions {
    Propagation propagation = Propagation::Background;
    bool named = false;
    bool dry_run = false;
    std::optional<std::int64_t> grace;
    std::string uid, version;  // preconditions
};

Checked read_options(Call& call, DeleteOptions& options) {
    Value body;
    if (!call.request.body.empty()) {
        Map* object = nullptr;
        if (Checked wrong = read_body(call, object)) return wrong;
        body = object;
    }
    std::string policy = call.option("propagationPolicy");
    if (policy.empty()) policy = text_of(body, {"propagationPolicy"});
    const Value orphan = body.path({"orphanDependents"});
    if (policy.empty() && orphan.is_bool()) policy = orphan.as_bool() ? "Orphan" : "Background";
    options.named = !policy.empty();
    if (policy == "Orphan")
        options.propagation = Propagation::Orphan;
    else if (policy == "Foreground")
        options.propagation = Propagation::Foreground;
    else if (!policy.empty() && policy != "Background") {
        Failure failure = bad_request(
            "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"" + policy +
            "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        failure.code = 422;
        failure.reason = "Invalid";
        return failure;
    }
    if (body.path({"gracePeriodSeconds"}).is_number())
        options.grace = number_at(body, {"gracePeriodSeconds"});
    if (!call.option("gracePeriodSeconds").empty())
        options.grace = std::atoll(call.option("gracePeriodSeconds").c_str());
    options.uid = text_of(body, {"preconditions", "uid"});
    options.version = text_of(body, {"preconditions", "resourceVersion"});
    options.dry_run = !items_at(body, {"dryRun"}).empty();
    return std::nullopt;
}

Checked check_preconditions(const Kind& kind, const DeleteOptions& options, Map& object) {
    const std::string name = name_of(object);
    const std::string version = text_of(&object, {"metadata", "resourceVersion"});
    if (!options.uid.empty() && options.uid != uid_of(object)) {
        return conflict(kind, name,
                        "Precondition failed: UID in precondition: " + options.uid +
                            ", UID in object meta: " + uid_of(object));
    }
    if (!options.version.empty() && options.version != version) {
        return conflict(kind, name,
                        "Precondition failed: ResourceVersion in precondition: " + options.version +
                            ", ResourceVersion in object meta: " + version);
    }
    return std::nullopt;
}

bool is_kept(const Kind& kind, std::string_view name) {
    return kind.is("", "Namespace") &&
           (name == "default" || name == "kube-system" || name == "kube-public" || name == "kube-node-lease");
}

}  // namespace

Answer remove_one(Cluster& cluster, Call& call) {
    const Kind& kind = *call.kind;
    DeleteOptions options;
    if (Checked wrong = read_options(call, options)) return failed(*wrong);
    if (options.dry_run) call.query.emplace_back("dryRun", "All");
    Map* object = cluster.load(call.document, kind, call.space, call.name);
    if (!object) return failed(not_found(kind, call.name));
    if (is_kept(kind, call.name))
        return failed(forbidden(kind, call.name, "this namespace may not be deleted"));
    if (Checked wrong = check_preconditions(kind, options, *object)) return failed(*wrong);
    if (kind.is("batch", "Job") && !options.named) {
        options.propagation = Propagation::Orphan;
        call.warnings.emplace_back(
            "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to "
            "remove them or "
            "set propagationPolicy=Orphan to suppress this warning");
    }
    const std::string uid = uid_of(*object);
    const bool gone = cluster.remove(kind, *object, options.propagation, options.grace);
    if (!gone) return json_answer(200, rendered_object(kind, call.view(), object, cluster.seconds()) + "\n");
    return json_answer(200, success_json(kind, call.name, uid));
}

Answer remove_collection(Cluster& cluster, Call& call) {
    const Kind& kind = *call.kind;
    DeleteOptions options;
    if (Checked wrong = read_options(call, options)) return failed(*wrong);
    Selector labels, fields;
    if (Checked wrong = Selector::parse_labels(call.option("labelSelector"), labels)) return failed(*wrong);
    if (Checked wrong = Selector::parse_fields(kind, call.option("fieldSelector"), fields))
        return failed(*wrong);
    std::vector<Map*> removed;
    for (Map* object : cluster.load_all(call.document, kind, call.space)) {
        if (!labels.matches(labels_at(object, {"metadata", "labels"})) || !fields.matches_fields(object))
            continue;
        cluster.remove(kind, *object, options.propagation, options.grace);
        removed.push_back(object);
    }
    return json_answer(
        200, rendered_list(kind, View::Whole, removed, {std::to_string(cluster.store().version()), {}, 0},
                           call.document, cluster.seconds()) +
                 "\n");
}

}  // namespace yare::sandbox
