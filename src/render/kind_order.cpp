#include <algorithm>
#include <array>

#include "yare/render/manifest.h"

namespace yare::render {

namespace {

// Helm: what others refer to comes first; what answers requests comes last.
constexpr std::array<std::string_view, 38> kInstallOrder = {
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
};

// Helm: not quite the reverse (Service goes before what it points to, HorizontalPodAutoscaler before
// Deployment).
constexpr std::array<std::string_view, 38> kUninstallOrder = {
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "APIService",
    "Ingress",
    "IngressClass",
    "Service",
    "CronJob",
    "Job",
    "StatefulSet",
    "HorizontalPodAutoscaler",
    "Deployment",
    "ReplicaSet",
    "ReplicationController",
    "Pod",
    "DaemonSet",
    "RoleBindingList",
    "RoleBinding",
    "RoleList",
    "Role",
    "ClusterRoleBindingList",
    "ClusterRoleBinding",
    "ClusterRoleList",
    "ClusterRole",
    "CustomResourceDefinition",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "StorageClass",
    "ConfigMap",
    "SecretList",
    "Secret",
    "ServiceAccount",
    "PodDisruptionBudget",
    "PodSecurityPolicy",
    "LimitRange",
    "ResourceQuota",
    "NetworkPolicy",
    "Namespace",
    "PriorityClass",
};

}  // namespace

int kind_rank(std::string_view kind, KindOrder order) {
    const auto& kinds = order == KindOrder::Install ? kInstallOrder : kUninstallOrder;
    return int(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin());
}

bool kind_before(std::string_view left, std::string_view right, KindOrder order) {
    const int left_rank = kind_rank(left, order);
    const int right_rank = kind_rank(right, order);
    if (left_rank != right_rank) return left_rank < right_rank;
    // Helm: kinds that it does not know go by name; equal kinds keep the order of their files.
    return left_rank == int(kInstallOrder.size()) && left < right;
}

}  // namespace yare::render
