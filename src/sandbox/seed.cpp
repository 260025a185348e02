#include "seed.h"

#include <array>

#include "object.h"
#include "prepare.h"

namespace yare::sandbox {
namespace {

struct Seed {
    std::string_view group, kind, json;
};

constexpr auto kSeeds = std::to_array<Seed>({
    {"", "Namespace", R"({"metadata":{"name":"default"}})"},
    {"", "Namespace", R"({"metadata":{"name":"kube-node-lease"}})"},
    {"", "Namespace", R"({"metadata":{"name":"kube-public"}})"},
    {"", "Namespace", R"({"metadata":{"name":"kube-system"}})"},
    {"", "Node",
     R"({"metadata":{"name":"sandbox","labels":{"kubernetes.io/arch":"amd64","kubernetes.io/hostname":"sandbox","kubernetes.io/os":"linux"}},
         "spec":{},"status":{"allocatable":{"cpu":"32","memory":"256Gi","pods":"1000"},"capacity":{"cpu":"32","memory":"256Gi","pods":"1000"},
         "conditions":[{"type":"Ready","status":"True","reason":"Sandbox","message":"nothing runs here"}],
         "nodeInfo":{"architecture":"amd64","operatingSystem":"linux","kubeletVersion":"yare-sandbox"}}})"},
    {"", "Service",
     R"({"metadata":{"name":"kubernetes","namespace":"default","labels":{"component":"apiserver","provider":"kubernetes"}},
         "spec":{"clusterIP":"10.96.0.1","ports":[{"name":"https","port":443,"protocol":"TCP","targetPort":6443}]}})"},
    {"storage.k8s.io", "StorageClass",
     R"({"metadata":{"name":"standard","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"sandbox.yare.dev/none"})"},
    {"scheduling.k8s.io", "PriorityClass",
     R"({"metadata":{"name":"system-cluster-critical"},"value":2000000000,"description":"Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."})"},
    {"scheduling.k8s.io", "PriorityClass",
     R"({"metadata":{"name":"system-node-critical"},"value":2000001000,"description":"Used for system critical pods that must not be moved from their current node."})"},
    {"rbac.authorization.k8s.io", "ClusterRole",
     R"({"metadata":{"name":"cluster-admin"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]},{"nonResourceURLs":["*"],"verbs":["*"]}]})"},
});

}  // namespace

void seed(Cluster& cluster) {
    Document document;
    for (const Seed& item : kSeeds) {
        const Kind& kind = cluster.kinds().builtin(item.group, item.kind);
        Map* object = parsed(document, item.json).map_or_null();
        if (cluster.exists(kind, namespace_of(*object), name_of(*object))) continue;
        set_text(*object, "apiVersion", kind.api_version());
        set_text(*object, "kind", kind.kind);
        prepare(kind, *object, nullptr);
        allocate(cluster, kind, *object, nullptr);
        cluster.insert(kind, *object, {.manager = "kube-apiserver", .subresource = {}});
    }
}

}  // namespace yare::sandbox
