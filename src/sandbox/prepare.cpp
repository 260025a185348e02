#include "prepare.h"

#include <algorithm>
#include <array>

#include "object.h"
#include "shape.h"
#include "yare/base/ascii.h"
#include "yare/data/base64.h"

namespace yare::sandbox {
namespace {

Map* pod_spec_of(const Kind& kind, Map& object) {
    if (kind.is("", "Pod")) return find_map(&object, {"spec"});
    if (kind.is("batch", "CronJob"))
        return find_map(&object, {"spec", "jobTemplate", "spec", "template", "spec"});
    if (kind.is("", "PodTemplate")) return find_map(&object, {"template", "spec"});
    static constexpr std::array<std::string_view, 6> kOwners = {
        "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"};
    if (std::find(kOwners.begin(), kOwners.end(), kind.kind) == kOwners.end() || kind.custom) return nullptr;
    return find_map(&object, {"spec", "template", "spec"});
}

void default_probe(Map& container, std::string_view name) {
    Map* probe = find_map(&container, {name});
    if (!probe) return;
    if (Map* get = find_map(probe, {"httpGet"})) {
        if (text_of(get, {"path"}).empty()) set_text(*get, "path", "/");
        if (text_of(get, {"scheme"}).empty()) set_text(*get, "scheme", "HTTP");
    }
}

void default_container(const Kind& kind, Map& container) {
    const std::string image = text_of(&container, {"image"});
    const std::string name = image.substr(image.rfind('/') + 1);
    const bool latest = name.find('@') == std::string::npos &&
                        (name.find(':') == std::string::npos || name.ends_with(":latest"));
    set_missing(container, "imagePullPolicy", container.owner().string(latest ? "Always" : "IfNotPresent"));
    for (const std::string_view probe : {"livenessProbe", "readinessProbe", "startupProbe"})
        default_probe(container, probe);
    if (!kind.is("", "Pod")) return;
    // What is limited and not asked for is asked for in the same amount.
    if (Map* limits = find_map(&container, {"resources", "limits"})) {
        Map& requests = map_at(container, {"resources", "requests"});
        for (const Entry& entry : *limits) set_missing(requests, limits->key_text(entry), entry.value);
    }
}

// A pod stays for five minutes on a node that is in trouble, unless it says otherwise.
void default_tolerations(Map& spec) {
    std::vector<Value> tolerations = items_at(&spec, {"tolerations"});
    for (const std::string_view trouble :
         {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"}) {
        const bool there = std::any_of(tolerations.begin(), tolerations.end(), [&](const Value& item) {
            const std::string effect = text_of(item, {"effect"});
            const std::string key = text_of(item, {"key"});
            return (key == trouble || key.empty()) && (effect == "NoExecute" || effect.empty());
        });
        if (there) continue;
        Map& item = *spec.owner().make_map();
        set_text(item, "key", trouble);
        set_text(item, "operator", "Exists");
        set_text(item, "effect", "NoExecute");
        set_number(item, "tolerationSeconds", 300);
        tolerations.emplace_back(&item);
    }
    set_items(spec, "tolerations", tolerations);
}

void allocate_pod(Map& object) {
    Map& spec = map_at(object, {"spec"});
    set_missing(spec, "serviceAccountName", spec.owner().string("default"));
    set_missing(spec, "serviceAccount", *spec.find("serviceAccountName"));
    set_missing(spec, "preemptionPolicy", spec.owner().string("PreemptLowerPriority"));
    set_missing(spec, "priority", Value::of_int64(0));
}

void default_pod_spec(const Kind& kind, Map& spec) {
    for (const std::string_view list : {"containers", "initContainers"}) {
        for (const Value& container : items_at(&spec, {list})) {
            if (Map* map = container.map_or_null()) default_container(kind, *map);
        }
    }
    const std::string account = text_of(&spec, {"serviceAccountName"});
    if (!account.empty()) set_text(spec, "serviceAccount", account);
    if (kind.is("", "Pod")) {
        set_missing(spec, "enableServiceLinks", Value::of_bool(true));
        default_tolerations(spec);
    }
    if (kind.is("", "Pod") && truth_at(&spec, {"hostNetwork"})) {
        for (const Value& container : items_at(&spec, {"containers"})) {
            for (const Value& port : items_at(container, {"ports"})) {
                if (Map* map = port.map_or_null(); map && map->contains("containerPort"))
                    set_missing(*map, "hostPort", *map->find("containerPort"));
            }
        }
    }
    for (const Value& volume : items_at(&spec, {"volumes"})) {
        if (Map* map = volume.map_or_null(); map && map->size() == 1) map_at(*map, {"emptyDir"});
    }
}

void prepare_secret(Map& object) {
    Map* texts = find_map(&object, {"stringData"});
    if (!texts) return;
    Map& data = map_at(object, {"data"});
    for (const Entry& entry : *texts) {
        set_text(data, texts->key_text(entry), base64(entry.value.string_or("")));
    }
    object.erase("stringData");
}

std::string free_address(Cluster& cluster) {
    Document document;
    const Kind& services = cluster.kinds().builtin("", "Service");
    std::vector<std::string> taken;
    for (const Map* service : cluster.load_all(document, services, ""))
        taken.push_back(text_of(Value(const_cast<Map*>(service)), {"spec", "clusterIP"}));
    while (true) {
        const std::string address = "10.96." + std::to_string(cluster.random_below(256)) + "." +
                                    std::to_string(1 + cluster.random_below(254));
        if (std::find(taken.begin(), taken.end(), address) == taken.end()) return address;
    }
}

void prepare_service(Map& object) {
    Map& spec = map_at(object, {"spec"});
    const std::string type = text_of(&spec, {"type"});
    for (const Value& port : items_at(&spec, {"ports"})) {
        Map* map = port.map_or_null();
        if (map && map->contains("port")) set_missing(*map, "targetPort", *map->find("port"));
    }
    if (type == "ExternalName") spec.erase("internalTrafficPolicy");
    const bool outside = type == "NodePort" || type == "LoadBalancer";
    if (outside) set_missing(spec, "externalTrafficPolicy", object.owner().string("Cluster"));
    if (type == "LoadBalancer") set_missing(spec, "allocateLoadBalancerNodePorts", Value::of_bool(true));
    if (text_of(&spec, {"sessionAffinity"}) != "ClientIP") return;
    set_missing(map_at(spec, {"sessionAffinityConfig", "clientIP"}), "timeoutSeconds",
                Value::of_int64(10800));
}

// What was given to a service once is kept where an update does not say otherwise.
void keep_addresses(Map& spec, const Value& before) {
    if (text_of(before, {"spec", "type"}) == "ExternalName") return;
    for (const std::string_view field :
         {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"}) {
        const Value kept = before.path({"spec", field});
        if (!kept.is_nil()) set_missing(spec, field, kept);
    }
    if (text_of(&spec, {"type"}) == "ClusterIP") return;
    for (const Value& port : items_at(&spec, {"ports"})) {
        for (const Value& was : items_at(before, {"spec", "ports"})) {
            const Value* number = was.find("nodePort");
            const bool is_it = same(port.path({"port"}), was.path({"port"})) &&
                               same(port.path({"protocol"}), was.path({"protocol"}));
            if (number && is_it && port.is_map()) set_missing(port.as_map(), "nodePort", *number);
        }
    }
}

void allocate_service(Cluster& cluster, Map& object, const Map* old) {
    Map& spec = map_at(object, {"spec"});
    Document& document = object.owner();
    const std::string type = text_of(&spec, {"type"});
    if (type == "ExternalName") return;
    if (old) keep_addresses(spec, Value(const_cast<Map*>(old)));
    if (type == "NodePort" || type == "LoadBalancer") {
        for (const Value& port : items_at(&spec, {"ports"})) {
            Map* map = port.map_or_null();
            if (map)
                set_missing(*map, "nodePort",
                            Value::of_int64(std::int64_t(30000 + cluster.random_below(2768))));
        }
    }
    if (text_of(&spec, {"clusterIP"}).empty()) set_text(spec, "clusterIP", free_address(cluster));
    set_missing(spec, "clusterIPs", document.make_list({*spec.find("clusterIP")}));
    set_missing(spec, "ipFamilies", document.make_list({document.string("IPv4")}));
    set_missing(spec, "ipFamilyPolicy", document.string("SingleStack"));
}

void prepare_strategy(Map& object, std::string_view field, std::string_view rolling_defaults) {
    Map& strategy = map_at(object, {"spec", field});
    if (text_of(&strategy, {"type"}) != "RollingUpdate") return;
    Map& rolling = map_at(strategy, {"rollingUpdate"});
    const Value defaults = parsed(object.owner(), rolling_defaults);
    for (const Entry& entry : defaults.as_map())
        set_missing(rolling, defaults.as_map().key_text(entry), entry.value);
}

// Of Jobs themselves, not of the ones in a CronJob's template.
constexpr std::string_view kJobDefaults =
    R"({"backoffLimit":6,"completionMode":"NonIndexed","manualSelector":false,"parallelism":1,)"
    R"("podReplacementPolicy":"TerminatingOrFailed","suspend":false})";

void prepare_job(Map& object) {
    Map& spec = map_at(object, {"spec"});
    const Value defaults = parsed(object.owner(), kJobDefaults);
    for (const Entry& entry : defaults.as_map())
        set_missing(spec, defaults.as_map().key_text(entry), entry.value);
    if (!spec.contains("completions") && number_at(&spec, {"parallelism"}, 1) == 1 &&
        text_of(&spec, {"completionMode"}) != "Indexed") {
        set_number(spec, "completions", 1);
    }
}

void allocate_job(Map& object, const Map* old) {
    Map& spec = map_at(object, {"spec"});
    if (old) {
        const Value kept = Value(const_cast<Map*>(old)).path({"spec", "selector"});
        if (!kept.is_nil()) set_missing(spec, "selector", kept);
        const Map* labels =
            find_map(Value(const_cast<Map*>(old)), {"spec", "template", "metadata", "labels"});
        if (!labels) return;
        Map& fresh = map_at(spec, {"template", "metadata", "labels"});
        for (const std::string_view name : {"batch.kubernetes.io/controller-uid",
                                            "batch.kubernetes.io/job-name", "controller-uid", "job-name"}) {
            if (const Value* value = labels->find(name)) set_missing(fresh, name, *value);
        }
        return;
    }
    if (truth_at(&spec, {"manualSelector"})) return;
    const std::string uid = uid_of(object);
    set_text(map_at(spec, {"selector", "matchLabels"}), "batch.kubernetes.io/controller-uid", uid);
    Map& labels = map_at(spec, {"template", "metadata", "labels"});
    set_text(labels, "batch.kubernetes.io/controller-uid", uid);
    set_text(labels, "batch.kubernetes.io/job-name", name_of(object));
    set_text(labels, "controller-uid", uid);
    set_text(labels, "job-name", name_of(object));
    if (labels_at(&object, {"metadata", "labels"}).empty())
        metadata(object).set("labels", copy_of(labels, object.owner()));
}

// Counts the versions of a DaemonSet's template.
void prepare_daemon_set(Map& object, const Map* old) {
    constexpr std::string_view kGeneration = "deprecated.daemonset.template.generation";
    std::string count = "1";
    if (old) {
        const Value before(const_cast<Map*>(old));
        count = annotation(*old, kGeneration).value_or("1");
        if (!same(before.path({"spec", "template"}), Value(&object).path({"spec", "template"}))) {
            count = std::to_string(std::atoll(count.c_str()) + 1);
        }
    }
    set_text(map_at(metadata(object), {"annotations"}), kGeneration, count);
}

void prepare_crd(Map& object, const Map* old) {
    Map& names = map_at(object, {"spec", "names"});
    const std::string kind = text_of(&names, {"kind"});
    set_missing(names, "listKind", object.owner().string(kind + "List"));
    set_missing(names, "singular", object.owner().string(ascii::lowered(kind)));
    if (!old) {
        Map& status = map_at(object, {"status"});
        set_items(status, "conditions", {});
        map_at(status, {"acceptedNames"});
    }
}

void prepare_stateful_set(Map& object) {
    for (const Value& claim : items_at(&object, {"spec", "volumeClaimTemplates"})) {
        Map* map = claim.map_or_null();
        if (!map) continue;
        set_text(*map, "kind", "PersistentVolumeClaim");
        set_text(*map, "apiVersion", "v1");
    }
}

void prepare_bindings(Map& object) {
    for (const Value& subject : items_at(&object, {"subjects"})) {
        Map* map = subject.map_or_null();
        if (!map) continue;
        const std::string kind = text_of(map, {"kind"});
        if (kind == "User" || kind == "Group")
            set_missing(*map, "apiGroup", object.owner().string("rbac.authorization.k8s.io"));
    }
}

void prepare_policy(Map& object) {
    Map& spec = map_at(object, {"spec"});
    if (spec.contains("policyTypes")) return;
    std::vector<std::string> types = {"Ingress"};
    if (!items_at(&spec, {"egress"}).empty()) types.emplace_back("Egress");
    set_texts(spec, "policyTypes", types);
}

}  // namespace

void prepare(const Kind& kind, Map& object, const Map* old) {
    if (!kind.custom) normalise(object, kind.type);
    fill_defaults(object, kind.type);
    if (kind.custom) return;
    if (Map* spec = pod_spec_of(kind, object)) default_pod_spec(kind, *spec);
    const std::string_view name = kind.kind;
    if (name == "Secret")
        prepare_secret(object);
    else if (name == "Service")
        prepare_service(object);
    else if (name == "Deployment")
        prepare_strategy(object, "strategy", R"({"maxSurge":"25%","maxUnavailable":"25%"})");
    else if (name == "DaemonSet") {
        prepare_strategy(object, "updateStrategy", R"({"maxSurge":0,"maxUnavailable":1})");
        prepare_daemon_set(object, old);
    } else if (name == "StatefulSet") {
        prepare_strategy(object, "updateStrategy", R"({"partition":0})");
        prepare_stateful_set(object);
    } else if (name == "Job")
        prepare_job(object);
    else if (name == "CustomResourceDefinition")
        prepare_crd(object, old);
    else if (name == "RoleBinding" || name == "ClusterRoleBinding")
        prepare_bindings(object);
    else if (name == "NetworkPolicy")
        prepare_policy(object);
    else if (name == "Namespace") {
        set_text(map_at(object, {"metadata", "labels"}), "kubernetes.io/metadata.name", name_of(object));
        if (!old) set_text(map_at(object, {"status"}), "phase", "Active");
    } else if (name == "Pod" && !old) {
        set_text(map_at(object, {"status"}), "phase", "Pending");
        set_text(map_at(object, {"status"}), "qosClass", "BestEffort");
    } else if (name == "PersistentVolumeClaim" && !old) {
        set_text(map_at(object, {"status"}), "phase", "Pending");
    } else if (name == "StorageClass") {
        set_missing(object, "volumeBindingMode", object.owner().string("Immediate"));
    } else if (name == "HorizontalPodAutoscaler" && kind.version == "v2" &&
               items_at(&object, {"spec", "metrics"}).empty()) {
        map_at(object, {"spec"})
            .set(
                "metrics",
                parsed(
                    object.owner(),
                    R"([{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}])"));
    }
    // The parts that were added have defaults of their own.
    fill_defaults(object, kind.type);
}

void allocate(Cluster& cluster, const Kind& kind, Map& object, const Map* old) {
    if (kind.is("", "Service")) allocate_service(cluster, object, old);
    if (kind.is("batch", "Job")) allocate_job(object, old);
    if (kind.is("", "Pod")) allocate_pod(object);
}

}  // namespace yare::sandbox
