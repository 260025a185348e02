#include "yare/render/object_paths.h"

#include "yare/test/catch.h"

using namespace yare;
using namespace yare::render;

namespace {

constexpr std::string_view kDeployment =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata:\n"
    "  name: web\n"
    "  annotations:\n"
    "    a.b/c: \"1\"\n"
    "spec:\n"
    "  template:\n"
    "    containers:\n"
    "    - name: first\n"
    "      image: one\n"
    "    # the second\n"
    "    - name: second\n"
    "      ports: [{port: 80}, {port: 81, protocol: UDP}]\n"
    "      script: |\n"
    "        a\n"
    "        # b\n"
    "\n"
    "  replicas: 2\n";

// The text that a path stands for, or how far it leads and what is there.
std::string at(std::string_view path) {
    const Result<std::vector<PathStep>> steps = parse_object_path(path);
    if (!steps) return steps.error().text();
    const ObjectPlace place = find_object_path(kDeployment, *steps);
    if (place.found == steps->size())
        return std::string(kDeployment.substr(place.begin, place.end - place.begin));
    std::string out = "only " + path_text(*steps, place.found) + ", with";
    for (const std::string& name : place.there) out += " " + name;
    return out;
}

}  // namespace

TEST_CASE("a path leads to the text of a key and its value", "[render][object_paths]") {
    struct Row {
        std::string_view path, expected;
    };
    const Row rows[] = {
        {"spec.replicas", "replicas: 2"},
        {".spec.replicas", "replicas: 2"},
        {"metadata.annotations[\"a.b/c\"]", "a.b/c: \"1\""},
        {"metadata.annotations['a.b/c']", "a.b/c: \"1\""},
        {"metadata.annotations[a.b/c]", "a.b/c: \"1\""},
        {"spec.template.containers[0]", "name: first\n      image: one"},
        {"spec.template.containers[0].image", "image: one"},
        {"spec.template.containers[name=second].ports[0]", "{port: 80}, "},
        {"spec.template.containers[name=\"second\"].ports[port=81,protocol=\"UDP\"].port", "port: 81, "},
        // What the manifest leaves out is no contradiction.
        {"spec.template.containers[1].ports[port=80,protocol=TCP].port", "port: 80}, "},
        {"spec.template.containers[1].script", "script: |\n        a\n        # b"},
    };
    for (const Row& row : rows) {
        INFO(row.path);
        CHECK(at(row.path) == row.expected);
    }
}

TEST_CASE("a path that ends early says how far it leads and what is there", "[render][object_paths]") {
    CHECK(at("spec.foo.bar") == "only spec, with replicas template");
    CHECK(at("spec.template.containers[2]") ==
          "only spec.template.containers, with [name=first] [name=second]");
    CHECK(at("foo") == "only , with apiVersion kind metadata spec");
    CHECK(at("spec.replicas.x") == "only spec.replicas, with");
}

TEST_CASE("a path that is none says why", "[render][object_paths]") {
    CHECK(at("a..b") == "path \"a..b\": a key is missing before or behind a dot");
    CHECK(at("a.") == "path \"a.\": a key is missing before or behind a dot");
    CHECK(at("a[0") == "path \"a[0\": a bracket is not closed");
    CHECK(at("a[0]b") == "path \"a[0]b\": a dot is missing behind a bracket");
}

TEST_CASE("an object is named by kind and name, with group and namespace where that is needed",
          "[render][object_paths]") {
    const auto object = read_printed_object(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n");
    REQUIRE(object);
    CHECK(object->selector() == "Deployment/web/shop");
    for (const std::string_view good :
         {"Deployment/web", "deployment/web", "Deployment/web/shop", "deployment.apps/web"}) {
        INFO(good);
        CHECK(object->matches(good));
    }
    for (const std::string_view bad : {"Deployment", "Deployment/Web", "Deployment/web/other",
                                       "deployment.batch/web", "deployment.apps", "/web"}) {
        INFO(bad);
        CHECK_FALSE(object->matches(bad));
    }
    CHECK_FALSE(read_printed_object("a: 1\n"));
    CHECK_FALSE(read_printed_object("[1]\n"));
    CHECK(read_printed_object("kind: List\n")->selector() == "List/");
}
