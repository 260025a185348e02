#include "path.h"

#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;
using namespace yare::unittest;

namespace {

constexpr std::string_view kManifest = R"(
metadata: {name: web, labels: {a.b: x, n10: y, n9: z}}
spec:
  ports: [{name: http, port: 80}, {name: metrics, port: 9100, internal: true}]
  args: [a, b, c, d]
)";

// What a path finds, as JSON, or the error.
std::string found(std::string_view text) {
    Document document;
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.version3 = true;
    const Result<Value> manifest = read_yaml(kManifest, document, options);
    const Result<Path> path = Path::compile(text);
    if (!path) return path.error().text();
    const Result<std::string> out = write_json(document.make_list(path->find(*manifest, document)));
    return *out;
}

}  // namespace

TEST_CASE("paths find what they name", "[unittest][path]") {
    struct Row {
        std::string_view path;
        std::string_view expected;
    };
    const Row rows[] = {
        {"metadata.name", R"(["web"])"},
        {"$.metadata.name", R"(["web"])"},
        {R"(metadata.labels["a.b"])", R"(["x"])"},
        {"metadata.labels['a.b', 'n9']", R"(["x","z"])"},
        {"metadata.labels.*", R"(["x","z","y"])"},
        {"metadata.labels[*]~", R"(["a.b","n9","n10"])"},
        {"metadata.name~", R"(["name"])"},
        {"metadata.nothing", "[]"},
        {"metadata.name.below", "[]"},
        {"spec.args[0]", R"(["a"])"},
        {"spec.args[-1]", R"(["d"])"},
        {"spec.args[9]", "[]"},
        {"spec.args[1:3]", R"(["b","c"])"},
        {"spec.args[::-2]", R"(["d","b"])"},
        {"spec.args[0,2]", R"(["a","c"])"},
        {"spec.ports[*].port", "[80,9100]"},
        {"$..port", "[80,9100]"},
        {"spec.ports[?(@.name == 'http')].port", "[80]"},
        {"spec.ports[?(@.port > 80 && @.internal)].name", R"(["metrics"])"},
        {"spec.ports[?(!(@.internal) || @.port >= 9100)].name", R"(["http","metrics"])"},
        {"spec.ports[?(@.name =~ /^met/)].port", "[9100]"},
        {"spec.ports[?(@.port == $.spec.ports[0].port)].name", R"(["http"])"},
        {"spec.args[?(@ == 'b')]", R"(["b"])"},
    };
    for (const Row& row : rows) {
        INFO(row.path);
        CHECK(found(row.path) == row.expected);
    }
}

TEST_CASE("paths that are none say where they end", "[unittest][path]") {
    struct Row {
        std::string_view path;
        std::string_view expected;
    };
    const Row rows[] = {
        {"a.", R"(child name missing at position 2, following "a.")"},
        {"a..",
         R"(child name or array access or filter missing after recursive descent at position 3, following "a..")"},
        {"a[", R"(unmatched [ at position 2, following "a[")"},
        {"a[]", "subscript missing from [] before position 3"},
        {"a[x]", "invalid array index [x] before position 4: non-integer array index"},
        {"a[0:1:2:3]",
         "invalid array index [0:1:2:3] before position 10: malformed array index, too many colons"},
        {"a b", R"(invalid character ' ' at position 1, following "a")"},
    };
    for (const Row& row : rows) {
        INFO(row.path);
        CHECK(found(row.path) == row.expected);
    }
}
