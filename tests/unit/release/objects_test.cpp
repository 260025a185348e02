#include "objects.h"

#include "managed_fields.h"
#include "yare/data/json.h"
#include "yare/test/catch.h"

namespace {

using namespace yare;
using namespace yare::release;

Result<bool> scope(std::string_view api_version, std::string_view kind) {
    if (kind == "Thing") {
        return Error(ErrorCode::NotFound,
                     "no matches for kind \"Thing\" in version \"" + std::string(api_version) + "\"");
    }
    return kind != "Namespace" && kind != "ClusterRole";
}

std::string print_objects(const std::string& manifest, UnknownKinds unknown = UnknownKinds::Fail) {
    Diagnostics diagnostics;
    const Result<std::vector<ManifestObject>> objects =
        read_objects(manifest, "demo", scope, unknown, diagnostics);
    if (!objects) return objects.error().text();
    std::string out;
    for (const ManifestObject& object : *objects) {
        out += ref_text(object.ref) + (object.keep ? " keep" : "") + " " + object.json + "\n";
    }
    for (const Diagnostic& diagnostic : diagnostics.entries()) out += diagnostic.message + "\n";
    return out;
}

}  // namespace

TEST_CASE("a manifest's objects get the namespace they will live in", "[release][objects]") {
    CHECK(
        print_objects(
            "---\n# Source: web/templates/a.yaml\n"
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  port: 80\n  load: 1.5\n"
            "---\n# Source: web/templates/b.yaml\n"
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: other\n"
            "  annotations: {helm.sh/resource-policy: \" Keep \"}\n"
            "---\n# Source: web/templates/c.yaml\n# nothing but a comment\n"
            "---\n# Source: web/templates/d.yaml\n"
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: space}\n") ==
        "Service/demo/web {\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\","
        "\"namespace\":\"demo\"},\"spec\":{\"load\":1.5,\"port\":80}}\n"
        "ConfigMap/other/c keep {\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"annotations\":"
        "{\"helm.sh/resource-policy\":\" Keep \"},\"name\":\"c\",\"namespace\":\"other\"}}\n"
        "Namespace/space {\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"space\"}}\n");
}

TEST_CASE("lists are taken apart", "[release][objects]") {
    CHECK(
        print_objects("---\n# Source: a\napiVersion: v1\nkind: List\nitems:\n"
                      "- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n"
                      "- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n") ==
        "Secret/demo/a {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\",\"namespace\":"
        "\"demo\"}}\n"
        "Secret/demo/b {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"b\",\"namespace\":"
        "\"demo\"}}\n");
}

TEST_CASE("kinds that the server does not know fail, or fall away", "[release][objects]") {
    const std::string manifest =
        "---\n# Source: a\napiVersion: x.io/v1\nkind: Thing\nmetadata: {name: t}\n"
        "---\n# Source: b\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
    CHECK(print_objects(manifest) ==
          "resource mapping not found for name: \"t\" namespace: \"\" from \"\": no matches for kind "
          "\"Thing\" in "
          "version \"x.io/v1\"\nensure CRDs are installed first");
    CHECK(
        print_objects(manifest, UnknownKinds::Drop) ==
        "Secret/demo/s {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\",\"namespace\":"
        "\"demo\"}}\n"
        "the cluster no longer serves a kind of an earlier revision; its objects are left out\n");
}

TEST_CASE("ownership is written over what the chart says", "[release][objects]") {
    const Result<std::string> json = with_ownership(
        R"({"kind":"X","metadata":{"labels":{"app.kubernetes.io/managed-by":"me","z":"1"}}})", "web", "demo");
    REQUIRE(json);
    CHECK(
        *json ==
        R"({"kind":"X","metadata":{"annotations":{"meta.helm.sh/release-name":"web",)"
        R"("meta.helm.sh/release-namespace":"demo"},"labels":{"app.kubernetes.io/managed-by":"Helm","z":"1"}}})");
}

TEST_CASE("the ownership of a live object is judged in Helm's words", "[release][objects]") {
    LiveObject live;
    CHECK(*ownership_failure(live, "web", "demo") ==
          "invalid ownership metadata; label validation error: missing key \"app.kubernetes.io/managed-by\": "
          "must be "
          "set to \"Helm\"; annotation validation error: missing key \"meta.helm.sh/release-name\": must be "
          "set to "
          "\"web\"; annotation validation error: missing key \"meta.helm.sh/release-namespace\": must be set "
          "to "
          "\"demo\"");
    live.managed_by = "Helm";
    live.release_name = "other";
    live.release_namespace = "demo";
    CHECK(*ownership_failure(live, "web", "demo") ==
          "invalid ownership metadata; annotation validation error: key \"meta.helm.sh/release-name\" must "
          "equal "
          "\"web\": current value is \"other\"");
    live.release_name = "web";
    CHECK_FALSE(ownership_failure(live, "web", "demo"));
}

TEST_CASE("fields written by updates become fields applied", "[release][objects]") {
    const auto patch_of = [](const char* managers) -> std::string {
        Document document;
        const std::string json =
            std::string(R"({"metadata":{"resourceVersion":"7","managedFields":)") + managers + "}}";
        const Result<Value> live = read_json(json, document);
        REQUIRE(live);
        const Result<std::optional<std::string>> patch = managed_fields_patch(*live, document);
        REQUIRE(patch);
        return patch->value_or("nothing");
    };
    CHECK(patch_of(R"([{"manager":"helm","operation":"Apply","fieldsV1":{"f:a":{}}},
                       {"manager":"kubectl","operation":"Update","fieldsV1":{}}])") == "nothing");
    CHECK(
        patch_of(R"([{"manager":"helm","operation":"Update","fieldsV1":{"f:a":{}}}])") ==
        R"([{"op":"replace","path":"/metadata/managedFields","value":[{"fieldsV1":{"f:a":{}},"manager":"helm",)"
        R"("operation":"Apply"}]},{"op":"replace","path":"/metadata/resourceVersion","value":"7"}])");
    CHECK(
        patch_of(R"([{"manager":"helm","operation":"Apply","fieldsV1":{"f:a":{"f:b":{}}}},
                       {"manager":"helm","operation":"Update","fieldsV1":{"f:a":{"f:c":{}},"f:d":{}}},
                       {"manager":"helm","operation":"Update","subresource":"status","fieldsV1":{}}])") ==
        R"([{"op":"replace","path":"/metadata/managedFields","value":[{"fieldsV1":{"f:a":{"f:b":{},"f:c":{}},)"
        R"("f:d":{}},"manager":"helm","operation":"Apply"},{"fieldsV1":{},"manager":"helm","operation":"Update",)"
        R"("subresource":"status"}]},{"op":"replace","path":"/metadata/resourceVersion","value":"7"}])");
}
