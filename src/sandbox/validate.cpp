#include <algorithm>
#include <array>

#include "object.h"
#include "prepare.h"
#include "selectors.h"
#include "shape.h"
#include "yare/base/ascii.h"
#include "yare/data/base64.h"

namespace yare::sandbox {
namespace {

constexpr std::string_view kSubdomain =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
    "start and end with an "
    "alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view kLabel =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start "
    "and end with an "
    "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view kServiceLabel =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
    "character, and end with an "
    "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is "
    "'[a-z]([-a-z0-9]*[a-z0-9])?')";
constexpr std::string_view kLabelValue =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and end with an "
    "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

bool is_lower_or_digit(char c) { return ascii::is_lower(c) || ascii::is_digit(c); }

bool is_dns_label(std::string_view text) {
    return !text.empty() && is_lower_or_digit(text.front()) && is_lower_or_digit(text.back()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_subdomain(std::string_view text) {
    while (true) {
        const std::size_t dot = text.find('.');
        if (!is_dns_label(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_label_value(std::string_view text) {
    return text.empty() || (ascii::is_alphanumeric(text.front()) && ascii::is_alphanumeric(text.back()) &&
                            std::all_of(text.begin(), text.end(), [](char c) {
                                return ascii::is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
                            }));
}

Value text_value(Map& object, std::string_view text) { return object.owner().string(text); }
Value as_value(const Map* object) { return object ? Value(const_cast<Map*>(object)) : Value(); }

void check_name(const Kind& kind, Map& object, std::vector<Cause>& into) {
    const std::string name = name_of(object);
    const std::string_view path_kinds[] = {"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"};
    if (std::find(std::begin(path_kinds), std::end(path_kinds), kind.kind) != std::end(path_kinds)) {
        for (const std::string_view bad : {"/", "%"}) {
            if (name.find(bad) != std::string::npos)
                into.push_back(invalid_value("metadata.name", text_value(object, name),
                                             "may not contain '" + std::string(bad) + "'"));
        }
        return;
    }
    if (kind.kind == "FlowSchema" || kind.group == "flowcontrol.apiserver.k8s.io") return;
    const bool label = kind.is("", "Namespace");
    const bool service = kind.is("", "Service");
    const std::size_t limit = label || service ? 63 : 253;
    if (name.size() > limit)
        into.push_back(
            {"FieldValueInvalid",
             "Invalid value: \"" + name + "\": must be no more than " + std::to_string(limit) + " characters",
             "metadata.name"});
    const bool good = service ? is_dns_label(name) && ascii::is_lower(name.front())
                      : label ? is_dns_label(name)
                              : is_subdomain(name);
    if ((label || service) && name.find('.') != std::string::npos) {
        into.push_back(invalid_value("metadata.name", text_value(object, name), "must not contain dots"));
        return;
    }
    if (!good)
        into.push_back(invalid_value("metadata.name", text_value(object, name),
                                     service ? kServiceLabel
                                     : label ? kLabel
                                             : kSubdomain));
}

void check_labels(Map& object, std::vector<Cause>& into) {
    for (const auto& [key, value] : labels_at(&object, {"metadata", "labels"})) {
        if (value.size() > 63)
            into.push_back(
                invalid_value("metadata.labels", text_value(object, value), "must be no more than 63 bytes"));
        else if (!is_label_value(value))
            into.push_back(invalid_value("metadata.labels", text_value(object, value), kLabelValue));
    }
}

// `claims` are volumes that a StatefulSet makes for each pod.
void check_containers(const Value& spec, const std::string& path, std::vector<Cause>& into,
                      const std::vector<Value>& claims = {}) {
    const std::vector<Value> containers = items_at(spec, {"containers"});
    if (containers.empty()) into.push_back(required_value(path + ".containers"));
    for (const std::string_view list : {"containers", "initContainers"}) {
        std::size_t index = 0;
        std::vector<std::string> seen;
        for (const Value& container : items_at(spec, {list})) {
            const std::string here = path + "." + std::string(list) + "[" + std::to_string(index++) + "]";
            const std::string name = text_of(container, {"name"});
            if (name.empty())
                into.push_back(required_value(here + ".name"));
            else if (!is_dns_label(name))
                into.push_back(invalid_value(here + ".name", container.path({"name"}), kLabel));
            else if (std::find(seen.begin(), seen.end(), name) != seen.end())
                into.push_back({"FieldValueDuplicate", "Duplicate value: \"" + name + "\"", here + ".name"});
            seen.push_back(name);
            if (text_of(container, {"image"}).empty()) into.push_back(required_value(here + ".image"));
            std::size_t mount_index = 0;
            for (const Value& mount : items_at(container, {"volumeMounts"})) {
                const std::string at = here + ".volumeMounts[" + std::to_string(mount_index++) + "].name";
                const std::string volume = text_of(mount, {"name"});
                const auto is_it = [&](const Value& item) {
                    return text_of(item, {"name"}) == volume || text_of(item, {"metadata", "name"}) == volume;
                };
                const std::vector<Value> volumes = items_at(spec, {"volumes"});
                if (std::any_of(volumes.begin(), volumes.end(), is_it)) continue;
                if (std::any_of(claims.begin(), claims.end(), is_it)) continue;
                into.push_back({"FieldValueNotFound", "Not found: \"" + volume + "\"", at});
            }
        }
    }
}

void check_workload(const Kind& kind, Map& object, const Map* old, std::vector<Cause>& into) {
    const Value selector = Value(&object).path({"spec", "selector"});
    const Value before = as_value(old).path({"spec", "selector"});
    const bool empty = !selector.is_map() || selector.as_map().empty();
    if (empty) into.push_back(required_value("spec.selector"));
    const Labels labels = labels_at(&object, {"spec", "template", "metadata", "labels"});
    if (!Selector::of_object(selector).matches(labels) || empty) {
        const Value shown = Value(&object).path({"spec", "template", "metadata", "labels"});
        if (empty || !selector.is_nil()) {
            into.push_back(invalid_value("spec.template.metadata.labels", shown,
                                         "`selector` does not match template `labels`"));
        }
    }
    if (old && !same(selector, before))
        into.push_back(invalid_value("spec.selector", selector, "field is immutable"));
    check_containers(Value(&object).path({"spec", "template", "spec"}), "spec.template.spec", into,
                     items_at(&object, {"spec", "volumeClaimTemplates"}));
    if (number_at(&object, {"spec", "replicas"}) < 0) {
        into.push_back(invalid_value("spec.replicas", Value(&object).path({"spec", "replicas"}),
                                     "must be greater than or equal to 0"));
    }
    if (!old || kind.kind != "StatefulSet") return;
    // What may change in a StatefulSet; all else may not.
    Document scratch;
    Map* fresh = copy_of(*find_map(&object, {"spec"}), scratch);
    Map* was = copy_of(*find_map(as_value(old), {"spec"}), scratch);
    for (const std::string_view field :
         {"replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy", "minReadySeconds"}) {
        fresh->erase(field);
        was->erase(field);
    }
    if (same(fresh, was)) return;
    into.push_back(forbidden_field("spec",
                                   "updates to statefulset spec for fields other than 'replicas', "
                                   "'ordinals', 'template', 'updateStrategy', "
                                   "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                                   "'minReadySeconds' are forbidden"));
}

void check_job(Map& object, const Map* old, std::vector<Cause>& into) {
    const Value spec = Value(&object).path({"spec", "template", "spec"});
    check_containers(spec, "spec.template.spec", into);
    const std::string policy = text_of(spec, {"restartPolicy"});
    if (policy == "Always" || policy.empty()) {
        into.push_back({"FieldValueRequired", "Required value: valid values: \"OnFailure\", \"Never\"",
                        "spec.template.spec.restartPolicy"});
    }
    if (!old) return;
    for (const std::string_view field : {"completions", "selector", "template", "completionMode",
                                         "podFailurePolicy", "backoffLimitPerIndex"}) {
        const Value fresh = Value(&object).path({"spec", field});
        if (!same(fresh, as_value(old).path({"spec", field})))
            into.push_back(invalid_value("spec." + std::string(field), fresh, "field is immutable"));
    }
}

void check_service(Map& object, const Map* old, std::vector<Cause>& into) {
    const std::string type = text_of(&object, {"spec", "type"});
    static constexpr std::array<std::string_view, 4> kTypes = {"ClusterIP", "ExternalName", "LoadBalancer",
                                                               "NodePort"};
    const std::vector<Value> ports = items_at(&object, {"spec", "ports"});
    const bool headless = text_of(&object, {"spec", "clusterIP"}) == "None";
    if (ports.empty() && !headless && type != "ExternalName") into.push_back(required_value("spec.ports"));
    std::size_t index = 0;
    for (const Value& port : ports) {
        const std::string here = "spec.ports[" + std::to_string(index++) + "]";
        if (ports.size() > 1 && text_of(port, {"name"}).empty())
            into.push_back(required_value(here + ".name"));
        for (const std::string_view field : {"port", "targetPort"}) {
            const Value number = port.path({field});
            if (!number.is_number() || (number_of(number) >= 1 && number_of(number) <= 65535)) continue;
            into.push_back(invalid_value(here + "." + std::string(field), number,
                                         "must be between 1 and 65535, inclusive"));
        }
    }
    if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
        into.push_back(unsupported_value("spec.type", Value(&object).path({"spec", "type"}),
                                         {kTypes.begin(), kTypes.end()}));
    }
    if (!old) return;
    const std::string before = text_of(as_value(old), {"spec", "clusterIP"});
    const std::string now = text_of(&object, {"spec", "clusterIP"});
    if (!before.empty() && type != "ExternalName" && now != before) {
        into.push_back(invalid_value("spec.clusterIPs[0]", Value(&object).path({"spec", "clusterIPs"}),
                                     "may not change once set"));
    }
}

void check_data(const Kind& kind, Map& object, const Map* old, std::vector<Cause>& into) {
    if (kind.kind == "Secret") {
        if (const Map* data = find_map(&object, {"data"}); data && !old) {
            std::size_t bytes = 0;
            for (const Entry& entry : *data) bytes += entry.value.string_or("").size() / 4 * 3;
            if (bytes > 1048576)
                into.push_back({"FieldValueTooLong", "Too long: may not be more than 1048576 bytes", "data"});
        }
        if (old && text_of(&object, {"type"}) != text_of(as_value(old), {"type"})) {
            into.push_back(invalid_value("type", Value(&object).path({"type"}), "field is immutable"));
        }
    }
    if (!old || !truth_at(as_value(old), {"immutable"})) return;
    if (!truth_at(&object, {"immutable"}))
        into.push_back(forbidden_field("immutable", "field is immutable when `immutable` is set"));
    for (const std::string_view field : {"data", "binaryData"}) {
        if (!same(Value(&object).path({field}), as_value(old).path({field}))) {
            into.push_back(forbidden_field(std::string(field), "field is immutable when `immutable` is set"));
        }
    }
}

void check_role_ref(Map& object, const Map* old, std::vector<Cause>& into) {
    const Value fresh = Value(&object).path({"roleRef"});
    if (old && !same(fresh, as_value(old).path({"roleRef"}))) {
        // Told with the names that the fields have inside the API server.
        Map& shown = *object.owner().make_map();
        set_text(shown, "APIGroup", text_of(fresh, {"apiGroup"}));
        set_text(shown, "Kind", text_of(fresh, {"kind"}));
        set_text(shown, "Name", text_of(fresh, {"name"}));
        into.push_back(invalid_value("roleRef", &shown, "cannot change roleRef"));
    }
}

void check_claim(Map& object, const Map* old, std::vector<Cause>& into) {
    if (!old) {
        if (items_at(&object, {"spec", "accessModes"}).empty())
            into.push_back(required_value("spec.accessModes", "at least 1 access mode is required"));
        return;
    }
    Document scratch;
    Map* fresh = copy_of(*find_map(&object, {"spec"}), scratch);
    Map* was = copy_of(*find_map(as_value(old), {"spec"}), scratch);
    for (Map* spec : {fresh, was}) {
        for (const std::string_view field : {"resources", "volumeName", "volumeAttributesClassName"})
            spec->erase(field);
    }
    if (!same(fresh, was)) {
        into.push_back(forbidden_field("spec",
                                       "spec is immutable after creation except resources.requests and "
                                       "volumeAttributesClassName for bound claims"));
    }
}

void check_crd(Map& object, std::vector<Cause>& into) {
    const std::string wanted =
        text_of(&object, {"spec", "names", "plural"}) + "." + text_of(&object, {"spec", "group"});
    if (name_of(object) != wanted) {
        into.push_back(invalid_value("metadata.name", text_value(object, name_of(object)),
                                     "must be spec.names.plural+\".\"+spec.group"));
    }
    std::size_t stored = 0;
    for (const Value& version : items_at(&object, {"spec", "versions"}))
        stored += truth_at(version, {"storage"});
    if (stored != 1)
        into.push_back(invalid_value("spec.versions", Value(&object).path({"spec", "versions"}),
                                     "must have exactly one version marked as storage version"));
}

}  // namespace

std::vector<Cause> validate(const Kind& kind, Map& object, const Map* old) {
    std::vector<Cause> causes;
    if (!old) check_name(kind, object, causes);
    check_labels(object, causes);
    if (kind.custom) {
        const std::vector<Cause> missing = missing_fields(object, kind.type);
        causes.insert(causes.end(), missing.begin(), missing.end());
        return causes;
    }
    const std::string_view name = kind.kind;
    if (name == "Deployment" || name == "ReplicaSet" || name == "StatefulSet" || name == "DaemonSet")
        check_workload(kind, object, old, causes);
    else if (name == "Job")
        check_job(object, old, causes);
    else if (name == "Pod" && !old)
        check_containers(Value(&object).path({"spec"}), "spec", causes);
    else if (name == "Service")
        check_service(object, old, causes);
    else if (name == "Secret" || name == "ConfigMap")
        check_data(kind, object, old, causes);
    else if (name == "RoleBinding" || name == "ClusterRoleBinding")
        check_role_ref(object, old, causes);
    else if (name == "PersistentVolumeClaim")
        check_claim(object, old, causes);
    else if (name == "CustomResourceDefinition")
        check_crd(object, causes);
    return causes;
}

}  // namespace yare::sandbox
