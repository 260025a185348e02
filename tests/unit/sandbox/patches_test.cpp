#include "patches.h"

#include "api.h"
#include "object.h"

using namespace yare;
using test::kMaps;
using test::SandboxApi;

namespace {

const schema::Type& pod_spec() {
    static const schema::Type type = schema::find_definition("core.v1.PodSpec");
    return type;
}

std::string strategic(std::string_view object, std::string_view patch) {
    Document document;
    const Value from = sandbox::parsed(document, object);
    const Value change = sandbox::parsed(document, patch);
    const sandbox::Checked wrong = sandbox::strategic_patch(from.as_map(), change.as_map(), pod_spec());
    return wrong ? "failed: " + wrong->message : sandbox::json_of(from);
}

std::string by_json_patch(std::string_view object, std::string_view patch) {
    Document document;
    Value from = sandbox::parsed(document, object);
    const sandbox::Checked wrong = sandbox::json_patch(from, sandbox::parsed(document, patch), document);
    return wrong ? "failed" : sandbox::json_of(from);
}

}  // namespace

TEST_CASE("merge patches follow RFC 7386", "[sandbox][patches]") {
    struct Row {
        const char *object, *patch, *expected;
    };
    const Row rows[] = {
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
        {R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})"},
    };
    for (const Row& row : rows) {
        INFO(row.object << " and " << row.patch);
        Document document;
        const Value object = sandbox::parsed(document, row.object);
        sandbox::merge_patch(object.as_map(), sandbox::parsed(document, row.patch).as_map());
        CHECK(sandbox::json_of(object) == row.expected);
    }
}

TEST_CASE("JSON patches follow RFC 6902", "[sandbox][patches]") {
    struct Row {
        const char *object, *patch, *expected;
    };
    const Row rows[] = {
        {R"({"a":1})", R"([{"op":"add","path":"/b","value":2}])", R"({"a":1,"b":2})"},
        {R"({"a":[1,3]})", R"([{"op":"add","path":"/a/1","value":2}])", R"({"a":[1,2,3]})"},
        {R"({"a":[1]})", R"([{"op":"add","path":"/a/-","value":2}])", R"({"a":[1,2]})"},
        {R"({"a":[1,2]})", R"([{"op":"remove","path":"/a/0"}])", R"({"a":[2]})"},
        {R"({"a":{"b":1}})", R"([{"op":"replace","path":"/a/b","value":5}])", R"({"a":{"b":5}})"},
        {R"({"a/b":1,"c~d":2})", R"([{"op":"remove","path":"/a~1b"},{"op":"remove","path":"/c~0d"}])", "{}"},
        {R"({"a":1})", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":1})"},
        {R"({"a":{"x":1}})",
         R"([{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/b/x","value":2}])",
         R"({"a":{"x":1},"b":{"x":2}})"},
        {R"({"a":1})", R"([{"op":"test","path":"/a","value":1},{"op":"add","path":"/b","value":1}])",
         R"({"a":1,"b":1})"},
        {R"({"a":1})", R"([{"op":"test","path":"/a","value":2}])", "failed"},
        {R"({"a":1})", R"([{"op":"remove","path":"/b"}])", "failed"},
        {R"({"a":[1]})", R"([{"op":"add","path":"/a/2","value":1}])", "failed"},
        {R"({"a":1})", R"([{"op":"add","path":"/b/c","value":1}])", "failed"},
        {R"({"a":1})", R"([{"op":"jump","path":"/b"}])", "failed"},
    };
    for (const Row& row : rows) {
        INFO(row.object << " and " << row.patch);
        CHECK(by_json_patch(row.object, row.patch) == row.expected);
    }
}

TEST_CASE("strategic merge patches know the lists of their type", "[sandbox][patches]") {
    struct Row {
        const char *object, *patch, *expected;
    };
    const Row rows[] = {
        {R"({"containers":[{"name":"a","image":"1"},{"name":"b"}]})",
         R"({"containers":[{"name":"a","image":"2"}]})",
         R"({"containers":[{"image":"2","name":"a"},{"name":"b"}]})"},
        {R"({"containers":[{"name":"a"}]})", R"({"containers":[{"name":"b","image":"x"}]})",
         R"({"containers":[{"name":"a"},{"image":"x","name":"b"}]})"},
        {R"({"containers":[{"name":"a"},{"name":"b"}]})",
         R"({"containers":[{"name":"a","$patch":"delete"}]})", R"({"containers":[{"name":"b"}]})"},
        {R"({"containers":[{"name":"a"}]})", R"({"containers":[{"name":"c"},{"$patch":"replace"}]})",
         R"({"containers":[{"name":"c"}]})"},
        {R"({"containers":[{"name":"a"},{"name":"b"}]})",
         R"({"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":"1"}]})",
         R"({"containers":[{"name":"b"},{"image":"1","name":"a"}]})"},
        {R"({"nodeSelector":{"a":"1","b":"2"}})", R"({"nodeSelector":{"a":null,"c":"3"}})",
         R"({"nodeSelector":{"b":"2","c":"3"}})"},
        {R"({"nodeSelector":{"a":"1"}})", R"({"nodeSelector":{"$patch":"replace","b":"2"}})",
         R"({"nodeSelector":{"b":"2"}})"},
        {R"({"containers":[{"name":"a","args":["x"]}]})", R"({"containers":[{"name":"a","args":["y"]}]})",
         R"({"containers":[{"args":["y"],"name":"a"}]})"},
        {R"({"volumes":[{"name":"v","emptyDir":{}}]})",
         R"({"volumes":[{"name":"v","$retainKeys":["name","secret"],"secret":{"secretName":"s"}}]})",
         R"({"volumes":[{"name":"v","secret":{"secretName":"s"}}]})"},
        {R"({"containers":[{"name":"a"}]})", R"({"containers":[{"image":"x"}]})",
         "failed: map: {\"image\":\"x\"} does not contain declared merge key: name"},
    };
    for (const Row& row : rows) {
        INFO(row.object << " and " << row.patch);
        CHECK(strategic(row.object, row.patch) == row.expected);
    }
}

TEST_CASE("lists of plain values lose what the patch says", "[sandbox][patches]") {
    Document document;
    const Value object = sandbox::parsed(document, R"({"finalizers":["a","b"]})");
    const Value patch =
        sandbox::parsed(document, R"({"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]})");
    CHECK_FALSE(sandbox::strategic_patch(object.as_map(), patch.as_map(),
                                         schema::find_definition("meta.v1.ObjectMeta")));
    CHECK(sandbox::json_of(object) == R"({"finalizers":["b","c"]})");
}

TEST_CASE("a patch of another type is not taken", "[sandbox][patches]") {
    SandboxApi api;
    api.post(kMaps, R"({"metadata":{"name":"a"}})");
    const test::Reply reply = api.send("PATCH", kMaps + "/a", "{}", "application/json");
    CHECK(reply.status == 415);
    CHECK(
        reply.message() ==
        "the body of the request was in an unknown format - accepted media types include: "
        "application/json-patch+json, "
        "application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml");
    CHECK(api.merge(kMaps + "/a", R"({"metadata":{"resourceVersion":"1"},"data":{"x":"y"}})").status == 409);
    CHECK(api.merge(kMaps + "/b", "{}").status == 404);
}
