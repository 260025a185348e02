#include "yare/schema/kubernetes.h"

#include "yare/test/catch.h"

using namespace yare::schema;

TEST_CASE("a built-in type says where it lives", "[schema][kubernetes]") {
    const Resource* deployments = find_kind("apps", "v1", "Deployment");
    REQUIRE(deployments);
    CHECK(deployments->plural() == "deployments");
    CHECK(deployments->singular() == "deployment");
    CHECK(deployments->short_names() == std::vector<std::string_view>{"deploy"});
    CHECK(deployments->scope() == Scope::Namespaced);
    CHECK(deployments->api_version() == "apps/v1");
    CHECK(deployments->type().name() == "apps.v1.Deployment");
    CHECK(find_resource("apps", "v1", "deployments") == deployments);
    CHECK(find_kind("", "v1", "Namespace")->scope() == Scope::Cluster);
    CHECK(find_kind("apps", "v1", "Nonsense") == nullptr);
    CHECK(find_kind("", "v1", "Deployment") == nullptr);
}

TEST_CASE("lists know how they merge", "[schema][kubernetes]") {
    const Type spec = find_kind("apps", "v1", "Deployment")->type().at({"spec", "template", "spec"});
    const Type containers = spec.at({"containers"});
    REQUIRE(containers.is_list());
    CHECK(containers.patch_merges());
    CHECK(containers.merge_key() == "name");
    CHECK(containers.list_type() == ListType::Map);
    CHECK(containers.list_keys() == std::vector<std::string_view>{"name"});
    const Type ports = spec.at({"containers", "ports"});
    CHECK(ports.merge_key() == "containerPort");
    CHECK(ports.list_keys() == std::vector<std::string_view>{"containerPort", "protocol"});
    CHECK(spec.at({"containers", "args"}).list_type() == ListType::Atomic);
    CHECK(spec.at({"volumes"}).patch_retains_keys());
    const Type finalizers = find_definition("meta.v1.ObjectMeta").at({"finalizers"});
    CHECK(finalizers.list_type() == ListType::Set);
    CHECK(finalizers.merge_key().empty());
    CHECK(find_kind("apps", "v1", "Deployment")->type().at({"spec", "selector"}).atomic());
}

TEST_CASE("fields carry defaults and are found by name", "[schema][kubernetes]") {
    const Type spec = find_definition("apps.v1.DeploymentSpec");
    REQUIRE(spec.find_field("replicas"));
    CHECK(spec.find_field("replicas")->default_json() == "1");
    CHECK(spec.find_field("replicas")->tells_zero_from_absent());
    CHECK_FALSE(spec.find_field("minReadySeconds")->tells_zero_from_absent());
    CHECK(spec.find_field("selector")->required());
    CHECK_FALSE(spec.find_field("replica"));
    CHECK(find_definition("core.v1.ServicePort").find_field("protocol")->default_json() == "\"TCP\"");
    CHECK(spec.at({"replicas"}).kind() == TypeKind::Integer);
    CHECK(find_definition("core.v1.Secret").at({"data"}).element().kind() == TypeKind::Bytes);
    CHECK(find_definition("core.v1.Volume").find_field("secret")->protobuf_number() == (2u << 16 | 6));
    CHECK_FALSE(find_definition("core.v1.Nonsense").known());
    CHECK_FALSE(spec.at({"template", "nowhere"}).known());
}

TEST_CASE("the table is whole", "[schema][kubernetes]") {
    CHECK(resource_count() > 60);
    for (std::size_t i = 0; i < resource_count(); ++i) {
        const Resource& resource = resource_at(i);
        INFO(resource.api_version() << " " << resource.kind());
        // Reviews, bindings and the like are answers, not objects; all types have fields.
        CHECK(resource.type().is_struct());
        CHECK_FALSE(resource.plural().empty());
        CHECK(find_kind(resource.group(), resource.version(), resource.kind()) == &resource);
    }
    for (const Type& type : definitions()) {
        std::string_view last;
        for (const Field& field : type.fields()) {
            INFO(type.name() << "." << field.name());
            CHECK(last < field.name());
            last = field.name();
            REQUIRE(type.find_field(field.name()));
        }
    }
    CHECK(full_definition_name("apps.v1.Deployment") == "io.k8s.api.apps.v1.Deployment");
    CHECK(full_definition_name("meta.v1.ObjectMeta") == "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
}

TEST_CASE("versions that are not stable are known but not served", "[schema][kubernetes]") {
    const Resource* beta = find_kind("networking.k8s.io", "v1beta1", "ServiceCIDR");
    REQUIRE(beta);
    CHECK_FALSE(served_by_default(*beta));
    CHECK(served_by_default(*find_kind("networking.k8s.io", "v1", "Ingress")));
}

TEST_CASE("an apiVersion has a group and a version", "[schema][kubernetes]") {
    CHECK(split_api_version("apps/v1").group == "apps");
    CHECK(split_api_version("apps/v1").version == "v1");
    CHECK(split_api_version("v1").group.empty());
    CHECK(split_api_version("v1").version == "v1");
}
