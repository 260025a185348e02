// Controllers of a few lines each.
#include "controllers.h"
#include "object.h"
#include "selectors.h"

namespace yare::sandbox {

void Controllers::sync_namespace(Map& object) {
    const std::string space = name_of(object);
    Document document;
    const Kind& accounts = kind("", "ServiceAccount");
    if (!cluster_.exists(accounts, space, "default")) {
        Map* account =
            parsed(document, R"({"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"default"}})")
                .map_or_null();
        set_text(metadata(*account), "namespace", space);
        cluster_.insert(accounts, *account, {});
    }
    const Kind& maps = kind("", "ConfigMap");
    if (!cluster_.exists(maps, space, "kube-root-ca.crt")) {
        Map* map =
            parsed(
                document,
                R"({"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"kube-root-ca.crt","annotations":
            {"kubernetes.io/description":"the sandbox has no certificates"}},"data":{"ca.crt":""}})")
                .map_or_null();
        set_text(metadata(*map), "namespace", space);
        cluster_.insert(maps, *map, {});
    }
}

void Controllers::sync_service(Map& service) {
    // As single-machine clusters do it: the load balancer is this machine.
    if (text_of(&service, {"spec", "type"}) != "LoadBalancer") return;
    const Map* old = copy_of(service, service.owner());
    map_at(service, {"status", "loadBalancer"})
        .set("ingress", parsed(service.owner(), R"([{"ip":"127.0.0.1","ipMode":"VIP"}])"));
    save_status(kind("", "Service"), service, *old);
}

void Controllers::sync_claim(Map& claim) {
    if (text_of(&claim, {"status", "phase"}) == "Bound") return;
    const Map* old = copy_of(claim, claim.owner());
    Map& spec = map_at(claim, {"spec"});
    set_missing(spec, "storageClassName", claim.owner().string("standard"));
    set_missing(spec, "volumeName", claim.owner().string("pvc-" + uid_of(claim)));
    Map& status = map_at(claim, {"status"});
    set_text(status, "phase", "Bound");
    if (const Value* modes = spec.find("accessModes")) status.set("accessModes", *modes);
    const Value size = Value(&spec).path({"resources", "requests"});
    if (size.is_map()) status.set("capacity", size);
    save_status(kind("", "PersistentVolumeClaim"), claim, *old);
}

void Controllers::sync_definition(Map& definition) {
    const Map* old = copy_of(definition, definition.owner());
    const std::string now = cluster_.now();
    set_condition(definition, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
    set_condition(definition, "Established", "True", "InitialNamesAccepted",
                  "the initial names have been accepted", now);
    Map& status = map_at(definition, {"status"});
    status.set("acceptedNames", deep_copy(Value(&definition).path({"spec", "names"}), definition.owner()));
    std::vector<std::string> stored;
    for (const Value& version : items_at(&definition, {"spec", "versions"})) {
        if (truth_at(version, {"storage"})) stored.push_back(text_of(version, {"name"}));
    }
    set_texts(status, "storedVersions", stored);
    cluster_.replace(kind("apiextensions.k8s.io", "CustomResourceDefinition"), definition, *old,
                     {.manager = "kube-apiserver", .subresource = "status"});
}

void Controllers::sync_budget(Map& budget) {
    const Map* old = copy_of(budget, budget.owner());
    const Selector selector = Selector::of_object(Value(&budget).path({"spec", "selector"}));
    std::int64_t there = 0, healthy = 0;
    Document document;
    for (Map* pod : cluster_.load_all(document, kind("", "Pod"), namespace_of(budget))) {
        if (!selector.matches(labels_at(pod, {"metadata", "labels"}))) continue;
        ++there;
        healthy += text_of(pod, {"status", "phase"}) == "Running";
    }
    const Value least = Value(&budget).path({"spec", "minAvailable"});
    const Value most = Value(&budget).path({"spec", "maxUnavailable"});
    const std::int64_t desired = !least.is_nil()
                                     ? share_of(least, there, true)
                                     : std::max<std::int64_t>(0, there - share_of(most, there, true));
    const std::int64_t allowed = std::max<std::int64_t>(0, healthy - desired);
    const std::int64_t generation = number_at(&budget, {"metadata", "generation"});
    set_condition(budget, "DisruptionAllowed", allowed > 0 ? "True" : "False",
                  allowed > 0 ? "SufficientPods" : "InsufficientPods", "", cluster_.now());
    Map& status = map_at(budget, {"status"});
    for (const Value& condition : items_at(&status, {"conditions"})) {
        set_text(condition.as_map(), "message", "");
        set_number(condition.as_map(), "observedGeneration", generation);
    }
    set_number(status, "observedGeneration", generation);
    set_number(status, "currentHealthy", healthy);
    set_number(status, "desiredHealthy", desired);
    set_number(status, "disruptionsAllowed", allowed);
    set_number(status, "expectedPods", there);
    save_status(kind("policy", "PodDisruptionBudget"), budget, *old);
}

}  // namespace yare::sandbox
