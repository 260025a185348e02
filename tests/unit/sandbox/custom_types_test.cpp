#include "api.h"

using namespace yare;
using test::SandboxApi;

namespace {

const std::string kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const std::string kFoos = "/apis/x.y/v1/namespaces/default/foos";
const std::string kDefinition =
    R"({"metadata":{"name":"foos.x.y"},"spec":{"group":"x.y","names":{"kind":"Foo","plural":"foos","shortNames":["fo"]},"scope":"Namespaced",
    "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size"}},
    "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],
    "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","required":["size"],"properties":{
        "size":{"type":"integer"},"mode":{"type":"string","default":"fast"}}},"status":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}})";

}  // namespace

TEST_CASE("a definition is established and its API appears", "[sandbox][custom_types]") {
    SandboxApi api;
    CHECK(api.get(kFoos).status == 404);
    CHECK(api.post(kDefinitions, kDefinition).status == 201);
    const test::Reply definition = api.get(kDefinitions + "/foos.x.y");
    CHECK(definition.at({"status", "conditions"}).find("Established") != std::string::npos);
    CHECK(definition.at({"status", "acceptedNames", "listKind"}) == "FooList");
    CHECK(definition.at({"status", "storedVersions"}) == R"(["v1"])");
    CHECK(api.get(kFoos).at({"kind"}) == "FooList");
    CHECK(api.get("/apis/x.y/v1").text.find("\"foos/status\"") != std::string::npos);
    CHECK(api.get("/apis").text.find("\"x.y/v1\"") != std::string::npos);
}

TEST_CASE("custom objects are held to their schema", "[sandbox][custom_types]") {
    SandboxApi api;
    api.post(kDefinitions, kDefinition);
    const test::Reply made = api.post(
        kFoos,
        R"({"apiVersion":"x.y/v1","kind":"Foo","metadata":{"name":"a"},"spec":{"size":3,"more":1},"status":{"size":9}})");
    CHECK(made.status == 201);
    CHECK(made.at({"spec"}) == R"({"mode":"fast","size":3})");
    CHECK(made.at({"status"}) == "");
    const auto create = [&](const std::string& name, const std::string& spec) {
        return api
            .post(kFoos + "?fieldValidation=Strict",
                  R"({"metadata":{"name":")" + name + R"("},"spec":)" + spec + "}")
            .message();
    };
    CHECK(create("b", "{}") == "Foo.x.y \"b\" is invalid: spec.size: Required value");
    CHECK(create("b", R"({"size":"a"})") ==
          "Foo.x.y \"b\" is invalid: spec.size: Invalid value: \"string\": spec.size in body must be of type "
          "integer: \"string\"");
    CHECK(
        create("b", R"({"size":1,"x":2})") ==
        "Foo in version \"v1\" cannot be handled as a Foo: strict decoding error: unknown field \"spec.x\"");
    CHECK(api.send("PATCH", kFoos + "/a", "{}", "application/strategic-merge-patch+json").status == 415);
    CHECK(api.put(kFoos + "/a", R"({"metadata":{"name":"a"},"spec":{"size":4}})").message() ==
          "Foo.x.y \"a\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an "
          "update");
}

TEST_CASE("custom objects have status, scale and columns", "[sandbox][custom_types]") {
    SandboxApi api;
    api.post(kDefinitions, kDefinition);
    api.post(kFoos, R"({"metadata":{"name":"a"},"spec":{"size":3}})");
    CHECK(api.merge(kFoos + "/a/status", R"({"status":{"size":2}})").at({"status", "size"}) == "2");
    CHECK(api.get(kFoos + "/a/scale").at({"status", "replicas"}) == "2");
    CHECK(api.merge(kFoos + "/a/scale", R"({"spec":{"replicas":7}})").status == 200);
    CHECK(api.get(kFoos + "/a").at({"spec", "size"}) == "7");
    CHECK(api.get(kFoos + "/a").at({"metadata", "generation"}) == "2");
    const test::Reply table =
        api.send("GET", kFoos, "", "", {{"Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"}});
    CHECK(write_json(table.body.path({"rows"}).items()[0].path({"cells"})).value() == R"(["a",7])");
}

TEST_CASE("a definition goes with its objects", "[sandbox][custom_types]") {
    SandboxApi api;
    api.post(kDefinitions, kDefinition);
    api.post(kFoos, R"({"metadata":{"name":"a"},"spec":{"size":3}})");
    api.remove(kDefinitions + "/foos.x.y");
    CHECK(api.get(kFoos).status == 404);
    CHECK(api.get(kDefinitions + "/foos.x.y").status == 404);
    api.post(kDefinitions, kDefinition);
    CHECK(api.get(kFoos).body.path({"items"}).items().empty());
}

TEST_CASE("a dry run of a definition brings no API", "[sandbox][custom_types]") {
    SandboxApi api;
    CHECK(api.post(kDefinitions + "?dryRun=All", kDefinition).status == 201);
    CHECK(api.get(kFoos).status == 404);
}

TEST_CASE("a definition that cannot be is refused", "[sandbox][custom_types]") {
    SandboxApi api;
    std::string wrong = kDefinition;
    wrong.replace(wrong.find("foos.x.y"), 8, "foos.x.z");
    CHECK(api.post(kDefinitions, wrong).message() ==
          "CustomResourceDefinition.apiextensions.k8s.io \"foos.x.z\" is invalid: metadata.name: Invalid "
          "value: \"foos.x.z\": must be "
          "spec.names.plural+\".\"+spec.group");
}
