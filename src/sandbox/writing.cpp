#include "writing.h"

#include "managed_fields.h"
#include "object.h"
#include "patches.h"
#include "prepare.h"
#include "scale.h"
#include "selectors.h"
#include "shape.h"
#include "tables.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::sandbox {
namespace {

FieldValidation validation_of(const Call& call) {
    const std::string asked = call.option("fieldValidation");
    if (asked == "Strict") return FieldValidation::Strict;
    return asked == "Ignore" ? FieldValidation::Ignore : FieldValidation::Warn;
}

Checked check_identity(const Kind& kind, Map& object) {
    const std::string version = text_of(&object, {"apiVersion"});
    const std::string name = text_of(&object, {"kind"});
    if (!name.empty() && name != kind.kind) {
        return bad_request(name + " in version \"" + std::string(schema::split_api_version(version).version) +
                           "\" cannot be handled as a " + kind.kind + ": converting (" + name + ") to (" +
                           kind.kind + "): unknown conversion");
    }
    if (!version.empty() && version != kind.api_version()) {
        return bad_request("the API version in the data (" + version +
                           ") does not match the expected API version (" + kind.api_version() + ")");
    }
    set_text(object, "apiVersion", kind.api_version());
    set_text(object, "kind", kind.kind);
    return std::nullopt;
}

Checked check_place(const Call& call, Map& object) {
    const Kind& kind = *call.kind;
    const std::string space = namespace_of(object);
    if (!kind.namespaced) {
        metadata(object).erase("namespace");
        return std::nullopt;
    }
    if (!space.empty() && space != call.space) {
        return bad_request(
            "the namespace of the provided object does not match the namespace sent on the request");
    }
    set_text(metadata(object), "namespace", call.space);
    return std::nullopt;
}

Checked check_namespace(Cluster& cluster, const Kind& kind, std::string_view space, std::string_view name) {
    if (!kind.namespaced) return std::nullopt;
    Document document;
    const Kind& namespaces = cluster.kinds().builtin("", "Namespace");
    const Map* found = cluster.load(document, namespaces, "", space);
    if (!found) return not_found(namespaces, space);
    if (!is_deleting(*found)) return std::nullopt;
    Failure failure = forbidden(kind, name,
                                "unable to create new content in namespace " + std::string(space) +
                                    " because it is being terminated");
    failure.causes.push_back({"NamespaceTerminating",
                              "namespace " + std::string(space) + " is being terminated",
                              "metadata.namespace"});
    return failure;
}

Answer object_answer(Cluster& cluster, Call& call, int code, Map& object) {
    return json_answer(code, rendered_object(*call.kind, call.view(), &object, cluster.seconds()) + "\n");
}

// What differs but metadata and status.
bool same_spec(const Map& left, const Map& right) {
    const auto others = [](const Map& map, std::string_view key) {
        return key != "metadata" && key != "status" && map.contains(key);
    };
    for (const Entry& entry : left) {
        const std::string_view key = left.key_text(entry);
        if (!others(left, key)) continue;
        const Value* other = right.find(key);
        if (!other || !same(entry.value, *other)) return false;
    }
    for (const Entry& entry : right) {
        const std::string_view key = right.key_text(entry);
        if (others(right, key) && !left.contains(key)) return false;
    }
    return true;
}

// Fields of metadata that no client can change.
void keep_metadata(const Map& old, Map& fresh) {
    const Value before(const_cast<Map*>(&old));
    for (const std::string_view field : {"uid", "creationTimestamp", "generation", "deletionTimestamp",
                                         "deletionGracePeriodSeconds", "generateName", "namespace", "name"}) {
        const Value kept = before.path({"metadata", field});
        if (!kept.is_nil())
            metadata(fresh).set(field, kept);
        else if (field != "generateName")
            metadata(fresh).erase(field);
    }
    metadata(fresh).erase("selfLink");
}

// The parts that a subresource, or the main resource, may not touch come from the old object.
void keep_other_parts(const Kind& kind, const Map& old, Map& fresh, std::string_view subresource) {
    const Value before(const_cast<Map*>(&old));
    if (subresource == "status") {
        const Value status = Value(&fresh).path({"status"});
        Map* kept = copy_of(old, fresh.owner());
        const Value version = Value(&fresh).path({"metadata", "resourceVersion"});
        const Value annotations = Value(&fresh).path({"metadata", "annotations"});
        const Value labels = Value(&fresh).path({"metadata", "labels"});
        while (!fresh.empty()) fresh.erase(fresh.key_text(*fresh.begin()));
        for (const Entry& entry : *kept) fresh.set(kept->key_text(entry), entry.value);
        if (!status.is_nil()) fresh.set("status", status);
        if (!annotations.is_nil()) metadata(fresh).set("annotations", annotations);
        if (!labels.is_nil()) metadata(fresh).set("labels", labels);
        (void)version;
    } else if (kind.has_status && subresource != "approval") {
        const Value status = before.path({"status"});
        if (status.is_nil())
            fresh.erase("status");
        else
            fresh.set("status", status);
    }
}

Checked finish_update(Cluster& cluster, const Call& call, const Map& old, Map& fresh, const Writer& writer) {
    const Kind& kind = *call.kind;
    const std::string name = name_of(old);
    const std::string given = text_of(&fresh, {"metadata", "resourceVersion"});
    if (!given.empty() && given != text_of(Value(const_cast<Map*>(&old)), {"metadata", "resourceVersion"}))
        return stale(kind, name);
    const std::string uid = text_of(&fresh, {"metadata", "uid"});
    if (!uid.empty() && uid != uid_of(old)) {
        return conflict(
            kind, name,
            "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + uid_of(old));
    }
    keep_metadata(old, fresh);
    keep_other_parts(kind, old, fresh, call.subresource);
    prepare(kind, fresh, &old);
    allocate(cluster, kind, fresh, &old);
    if (call.subresource.empty()) {
        const std::vector<Cause> causes = validate(kind, fresh, &old);
        if (!causes.empty()) return invalid(kind, name, causes);
    }
    if (counts_generations(kind) && call.subresource != "status" && !same_spec(old, fresh)) {
        set_number(metadata(fresh), "generation", number_at(&fresh, {"metadata", "generation"}) + 1);
    }
    cluster.replace(kind, fresh, old, writer);
    return std::nullopt;
}

Checked name_new(Cluster& cluster, const Kind& kind, Map& object) {
    Map& meta = metadata(object);
    if (!name_of(object).empty()) return std::nullopt;
    const std::string prefix = text_of(&object, {"metadata", "generateName"});
    if (prefix.empty())
        return invalid(kind, "", {required_value("metadata.name", "name or generateName is required")});
    do {
        set_text(meta, "name", prefix + cluster.random_suffix(5));
    } while (cluster.exists(kind, namespace_of(object), name_of(object)));
    return std::nullopt;
}

Map* live_object(Cluster& cluster, Call& call) {
    return cluster.load(call.document, *call.kind, call.space, call.name);
}

Checked create_by_apply(Cluster& cluster, Call& call, Map& wanted, Map*& result) {
    const Kind& kind = *call.kind;
    if (Checked wrong =
            apply_fields(kind, nullptr, wanted, {call.manager(), call.subresource, call.asks("force")},
                         cluster.now(), result))
        return wrong;
    return admit_new(cluster, kind, *result, {.manager = call.manager(), .subresource = {}, .applies = true});
}

Answer apply_patch(Cluster& cluster, Call& call, Map* wanted, Map* live) {
    const Kind& kind = *call.kind;
    if (call.option("fieldManager").empty()) {
        return failed(
            bad_request("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required "
                        "for apply patch"));
    }
    if (Checked wrong = check_identity(kind, *wanted)) return failed(*wrong);
    if (Checked wrong = check_place(call, *wanted)) return failed(*wrong);
    if (wanted->find("metadata")->find("managedFields"))
        return failed(bad_request("metadata.managedFields must be nil"));
    const std::string name = name_of(*wanted);
    if (!name.empty() && name != call.name)
        return failed(bad_request("the name of the object (" + name +
                                  ") does not match the name on the URL (" + call.name + ")"));
    set_text(metadata(*wanted), "name", call.name);
    if (Checked wrong = check_applied(kind, *wanted)) return failed(*wrong);
    if (Checked wrong = fit_to_schema(kind, *wanted, validation_of(call), call.warnings))
        return failed(*wrong);
    Map* result = nullptr;
    if (!live) {
        if (!call.subresource.empty()) return failed(not_found(kind, call.name));
        if (Checked wrong = create_by_apply(cluster, call, *wanted, result)) return failed(*wrong);
        return object_answer(cluster, call, 201, *result);
    }
    const Map* old = copy_of(*live, call.document);
    if (Checked wrong =
            apply_fields(kind, live, *wanted, {call.manager(), call.subresource, call.asks("force")},
                         cluster.now(), result))
        return failed(*wrong);
    if (Checked wrong =
            finish_update(cluster, call, *old, *result,
                          {.manager = call.manager(), .subresource = call.subresource, .applies = true}))
        return failed(*wrong);
    return object_answer(cluster, call, 200, *result);
}

Checked read_patch(Call& call, Value& patch) {
    const bool yaml =
        call.header("Content-Type").find("yaml") != std::string::npos && !call.request.body.starts_with("{");
    Result<Value> value =
        yaml ? read_yaml(call.request.body, call.document, {.numbers = Numbers::KeepIntegers})
             : read_json(call.request.body, call.document, {.numbers = Numbers::KeepIntegers});
    if (!value) return bad_request("error decoding patch: " + value.error().text());
    patch = *value;
    return std::nullopt;
}

Checked change_by_patch(Call& call, const std::string& type, const Value& patch, Map*& object) {
    if (type == "application/json-patch+json") {
        Value changed(object);
        if (Checked wrong = json_patch(changed, patch, call.document)) return wrong;
        object = changed.map_or_null();
        return object ? std::nullopt : Checked(bad_request("json patch: the result is no object"));
    }
    const Map* changes = patch.map_or_null();
    if (!changes)
        return bad_request(
            "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface "
            "{}");
    if (type == "application/strategic-merge-patch+json")
        return strategic_patch(*object, *changes, call.kind->type);
    merge_patch(*object, *changes);
    return std::nullopt;
}

// A patch whose result cannot be decoded is wrong itself; unknown fields are told as with any other write.
Failure bad_patch(Failure failure, const std::string& patched) {
    const std::size_t at = failure.message.find("json: cannot");
    if (failure.code != 400 || at == std::string::npos) return failure;
    Document document;
    const Cause cause = invalid_value("patch", document.string(patched), failure.message.substr(at));
    failure.code = 422;
    failure.reason = "Invalid";
    failure.message = " \"\" is invalid: patch: " + cause.message;
    failure.causes = {cause};
    return failure;
}

}  // namespace

Checked admit_new(Cluster& cluster, const Kind& kind, Map& object, const Writer& writer) {
    if (Checked wrong = check_namespace(cluster, kind, namespace_of(object), name_of(object))) return wrong;
    if (Checked wrong = name_new(cluster, kind, object)) return wrong;
    if (!text_of(&object, {"metadata", "resourceVersion"}).empty()) {
        return bad_request("resourceVersion should not be set on objects to be created");
    }
    if (kind.has_status) object.erase("status");
    cluster.stamp(kind, object);
    prepare(kind, object, nullptr);
    const std::vector<Cause> causes = validate(kind, object, nullptr);
    if (!causes.empty()) return invalid(kind, name_of(object), causes);
    if (cluster.exists(kind, namespace_of(object), name_of(object)))
        return already_exists(kind, name_of(object));
    if (!writer.applies) record_update(kind, nullptr, object, writer, cluster.now());
    allocate(cluster, kind, object, nullptr);
    cluster.insert(kind, object, {.manager = writer.manager, .subresource = {}, .applies = true});
    return std::nullopt;
}

Answer create(Cluster& cluster, Call& call) {
    Map* object = nullptr;
    if (Checked wrong = read_body(call, object)) return failed(*wrong);
    if (!call.name.empty()) return failed(method_not_allowed());
    if (Checked wrong = check_identity(*call.kind, *object)) return failed(*wrong);
    if (Checked wrong = check_place(call, *object)) return failed(*wrong);
    if (Checked wrong = fit_to_schema(*call.kind, *object, validation_of(call), call.warnings))
        return failed(*wrong);
    metadata(*object).erase("managedFields");
    if (Checked wrong =
            admit_new(cluster, *call.kind, *object, {.manager = call.manager(), .subresource = {}}))
        return failed(*wrong);
    return object_answer(cluster, call, 201, *object);
}

Answer update(Cluster& cluster, Call& call) {
    Map* object = nullptr;
    if (Checked wrong = read_body(call, object)) return failed(*wrong);
    if (call.subresource == "scale") return write_scale(cluster, call, *object);
    if (Checked wrong = check_identity(*call.kind, *object)) return failed(*wrong);
    if (Checked wrong = check_place(call, *object)) return failed(*wrong);
    const std::string name = name_of(*object);
    if (name != call.name) {
        return failed(bad_request("the name of the object (" + name +
                                  ") does not match the name on the URL (" + call.name + ")"));
    }
    Map* live = live_object(cluster, call);
    if (!live) return failed(not_found(*call.kind, call.name));
    if (call.kind->custom && text_of(object, {"metadata", "resourceVersion"}).empty()) {
        return failed(invalid(*call.kind, name,
                              {invalid_value("metadata.resourceVersion", Value::of_int64(0),
                                             "must be specified for an update")}));
    }
    if (Checked wrong = fit_to_schema(*call.kind, *object, validation_of(call), call.warnings))
        return failed(*wrong);
    if (Checked wrong = finish_update(cluster, call, *live, *object,
                                      {.manager = call.manager(), .subresource = call.subresource}))
        return failed(*wrong);
    return object_answer(cluster, call, 200, *object);
}

Answer patch(Cluster& cluster, Call& call) {
    std::string type = call.header("Content-Type");
    type = type.substr(0, type.find(';'));
    const bool apply = type == "application/apply-patch+yaml";
    const bool strategic = type == "application/strategic-merge-patch+json";
    if ((!apply && !strategic && type != "application/json-patch+json" &&
         type != "application/merge-patch+json") ||
        (strategic && call.kind->custom)) {
        return failed(unsupported_media(
            call.kind->custom
                ? "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
                : "application/json-patch+json, application/merge-patch+json, "
                  "application/strategic-merge-patch+json, application/apply-patch+yaml"));
    }
    Value change;
    if (Checked wrong = read_patch(call, change)) return failed(*wrong);
    Map* live = live_object(cluster, call);
    if (!live && !apply) return failed(not_found(*call.kind, call.name));
    if (call.subresource == "scale") return patch_scale(cluster, call, type, change);
    if (apply) {
        if (!change.is_map()) return failed(bad_request("error decoding YAML: the patch is no object"));
        return apply_patch(cluster, call, change.map_or_null(), live);
    }
    const Map* old = copy_of(*live, call.document);
    Map* object = live;
    if (Checked wrong = change_by_patch(call, type, change, object)) return failed(*wrong);
    if (name_of(*object) != call.name) {
        return failed(invalid(*call.kind, call.name,
                              {invalid_value("metadata.name", Value(object).path({"metadata", "name"}),
                                             "field is immutable")}));
    }
    const std::string patched = json_of(object);
    if (Checked wrong = fit_to_schema(*call.kind, *object, validation_of(call), call.warnings)) {
        return failed(bad_patch(*wrong, patched));
    }
    if (Checked wrong = finish_update(cluster, call, *old, *object,
                                      {.manager = call.manager(), .subresource = call.subresource}))
        return failed(*wrong);
    return object_answer(cluster, call, 200, *object);
}

}  // namespace yare::sandbox
