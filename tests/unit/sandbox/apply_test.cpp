#include "api.h"

using namespace yare;
using test::kMaps;
using test::SandboxApi;

namespace {

const std::string kOther = "?fieldManager=other";
const std::string kHelm = "?fieldManager=helm";

std::string map_with(const std::string& data) {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":)" + data + "}";
}

// manager/operation -> fields, one line each.
std::string owners(const test::Reply& reply) {
    std::string out;
    const Value entries = reply.body.path({"metadata", "managedFields"});
    if (!entries.is_list()) return out;
    for (const Value& entry : entries.items()) {
        out += std::string(entry.path({"manager"}).as_string()) + " " +
               std::string(entry.path({"operation"}).as_string()) + " " +
               write_json(entry.path({"fieldsV1"})).value() + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("apply makes an object and remembers whose fields they are", "[sandbox][apply]") {
    SandboxApi api;
    const test::Reply made = api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1"})"));
    CHECK(made.status == 201);
    CHECK(owners(made) == "helm Apply {\"f:data\":{\"f:x\":{}}}\n");
    CHECK(api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1"})")).status == 200);
    CHECK(api.apply(kMaps + "/a", map_with("{}")).status == 400);
}

TEST_CASE("two appliers own what they apply, and both what they agree on", "[sandbox][apply]") {
    SandboxApi api;
    api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1"})"));
    const test::Reply both = api.apply(kMaps + "/a" + kOther, map_with(R"({"x":"1","y":"2"})"));
    CHECK(both.status == 200);
    CHECK(owners(both) ==
          "helm Apply {\"f:data\":{\"f:x\":{}}}\nother Apply {\"f:data\":{\"f:x\":{},\"f:y\":{}}}\n");
}

TEST_CASE("to change what another owns is a conflict, unless forced", "[sandbox][apply]") {
    SandboxApi api;
    api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1","y":"1"})"));
    const test::Reply one = api.apply(kMaps + "/a" + kOther, map_with(R"({"x":"2"})"));
    CHECK(one.status == 409);
    CHECK(one.message() == "Apply failed with 1 conflict: conflict with \"helm\": .data.x");
    CHECK(one.at({"details", "causes"}) ==
          R"([{"field":".data.x","message":"conflict with \"helm\"","reason":"FieldManagerConflict"}])");
    CHECK(api.apply(kMaps + "/a" + kOther, map_with(R"({"x":"2","y":"2"})")).message() ==
          "Apply failed with 2 conflicts: conflicts with \"helm\":\n- .data.x\n- .data.y");
    const test::Reply forced = api.apply(kMaps + "/a" + kOther + "&force=true", map_with(R"({"x":"2"})"));
    CHECK(forced.status == 200);
    CHECK(forced.at({"data", "x"}) == "2");
    CHECK(owners(forced) == "helm Apply {\"f:data\":{\"f:y\":{}}}\nother Apply {\"f:data\":{\"f:x\":{}}}\n");
}

TEST_CASE("a conflict with an update names its version", "[sandbox][apply]") {
    SandboxApi api;
    api.post(kMaps + "?fieldManager=kubectl", map_with(R"({"x":"1"})"));
    CHECK(api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"2"})")).message() ==
          "Apply failed with 1 conflict: conflict with \"kubectl\" using v1: .data.x");
}

TEST_CASE("what is applied no more goes, unless somebody else has it", "[sandbox][apply]") {
    SandboxApi api;
    api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1","y":"1","z":"1"})"));
    api.apply(kMaps + "/a" + kOther, map_with(R"({"y":"1"})"));
    const test::Reply less = api.apply(kMaps + "/a" + kHelm, map_with(R"({"x":"1"})"));
    CHECK(less.at({"data"}) == R"({"x":"1","y":"1"})");
    CHECK(api.apply(kMaps + "/a" + kOther, map_with("{}")).at({"data"}) == R"({"x":"1"})");
}

TEST_CASE("lists are merged by the keys of their type", "[sandbox][apply]") {
    SandboxApi api;
    const auto body = [](const std::string& containers) {
        return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},
            "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":)" +
               containers + "}}}}";
    };
    api.apply(test::kDeployments + "/web" + kHelm,
              body(R"([{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}])"));
    const test::Reply added =
        api.apply(test::kDeployments + "/web" + kOther,
                  body(R"([{"name":"c","image":"c:1"},{"name":"b","env":[{"name":"E","value":"1"}]}])"));
    REQUIRE(added.status == 200);
    std::string names;
    for (const Value& container : added.body.path({"spec", "template", "spec", "containers"}).items()) {
        names += std::string(container.path({"name"}).as_string()) + "=" +
                 std::string(container.path({"image"}).as_string()) + " ";
    }
    CHECK(names == "c=c:1 a=a:1 b=b:1 ");
    // Container b keeps its image, which helm still has; the environment goes with its owner.
    const test::Reply removed =
        api.apply(test::kDeployments + "/web" + kOther, body(R"([{"name":"c","image":"c:1"}])"));
    CHECK(removed.at({"spec", "template", "spec", "containers"}).find("\"env\"") == std::string::npos);
    CHECK(removed.body.path({"spec", "template", "spec", "containers"}).items().size() == 3);
    const test::Reply bad =
        api.apply(test::kDeployments + "/web" + kOther + "&force=true", body(R"([{"name":"c","image":5}])"));
    CHECK(bad.status == 500);
    CHECK(bad.message() ==
          "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
          ".spec.template.spec.containers[name=\"c\"].image: expected string, got "
          "&value.valueUnstructured{Value:5}");
}

TEST_CASE("an update owns what it adds, with the parents it made", "[sandbox][apply]") {
    SandboxApi api;
    const test::Reply made = api.post(kMaps + "?fieldManager=kubectl",
                                      R"({"metadata":{"name":"a","labels":{"app":"x"}},"data":{"x":"1"}})");
    CHECK(owners(made) ==
          "kubectl Update "
          "{\"f:data\":{\".\":{},\"f:x\":{}},\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}}}\n");
    const test::Reply changed = api.send("PATCH", kMaps + "/a?fieldManager=other",
                                         R"({"data":{"x":"2","y":"3"}})", "application/merge-patch+json");
    CHECK(owners(changed) ==
          "kubectl Update {\"f:data\":{},\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}}}\n"
          "other Update {\"f:data\":{\"f:x\":{},\"f:y\":{}}}\n");
}

TEST_CASE("the manager of an update is the client's name when it gives none", "[sandbox][apply]") {
    SandboxApi api;
    const test::Reply made = api.send("POST", kMaps, R"({"metadata":{"name":"a"},"data":{"x":"1"}})",
                                      "application/json", {{"User-Agent", "kubectl/v1.36.3 (linux)"}});
    CHECK(owners(made) == "kubectl Update {\"f:data\":{\".\":{},\"f:x\":{}}}\n");
}
