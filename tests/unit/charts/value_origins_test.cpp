#include "yare/charts/value_origins.h"

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/charts/set_flags.h"
#include "yare/test/catch.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::charts;

namespace {

struct Fixture {
    test::MemoryFileSystem disk;
    ValueFlags flags;

    Fixture() {
        disk.add("/web/Chart.yaml",
                 "apiVersion: v2\nname: web\nversion: 1.2.3\ndependencies:\n- name: db\n  version: 1.x.x\n"
                 "  import-values:\n  - child: out\n    parent: db_settings\n");
        disk.add("/web/values.yaml",
                 "image:\n  tag: one\nglobal:\n  zone: a\ndb:\n  port: 1\nhosts: [a, b]\n");
        disk.add("/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
        disk.add("/web/charts/db/values.yaml",
                 "port: 2\nglobal:\n  zone: b\n  own: c\nout:\n  user: me\nsize: 1\n");
    }

    // Who sets a value, the winner first.
    std::string setters(const ValuePath& path) {
        ChartSet set;
        Diagnostics diagnostics;
        const Result<Map*> given = merge_value_flags(flags, read_from(disk), set);
        REQUIRE(given.ok());
        Result<Chart*> chart = load_chart(disk, "/web", set, diagnostics);
        REQUIRE(chart.ok());
        REQUIRE(process_dependencies(**chart, Value(*given), set, diagnostics).ok());
        const ValueOrigins origins(**chart, set);
        std::string out;
        for (const ValueSetter& one : origins.setters(path)) {
            out += out.empty() ? "" : " | ";
            out += origins.words(set.sources(), path, one.place);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("a value is set by flags, then files from the last, then the chart", "[charts][value_origins]") {
    Fixture web;
    web.disk.add("/a.yaml", "image: {tag: two}\n");
    web.disk.add("/b.yaml", "\nimage:\n  tag: three\n");
    web.flags.files = {"/a.yaml", "/b.yaml"};
    web.flags.values = {"image.tag=4", "other=1,image.tag=5"};
    web.flags.json = {"{\"image\":{\"tag\":\"six\"}}", "image.tag=\"seven\""};
    web.flags.literal_values = {"image.tag=a,b"};
    CHECK(web.setters({"image", "tag"}) ==
          "--set-literal image.tag=a,b | --set other=1,image.tag=5 | --set image.tag=4 | "
          "--set-json image.tag=\"seven\" | --set-json {\"image\":{\"tag\":\"six\"}} | "
          "/b.yaml:3 | /a.yaml:1 | web/values.yaml:2");
}

TEST_CASE("a sub-chart's value is set by the chart above, then by its own", "[charts][value_origins]") {
    Fixture web;
    CHECK(web.setters({"db", "port"}) == "web/values.yaml:6 | web/charts/db/values.yaml:1");
    CHECK(web.setters({"db", "size"}) == "web/charts/db/values.yaml:7");
}

TEST_CASE("globals come from the chart above", "[charts][value_origins]") {
    Fixture web;
    CHECK(web.setters({"db", "global", "zone"}) ==
          "web/values.yaml:4, a global | web/charts/db/values.yaml:3");
    CHECK(web.setters({"db", "global", "own"}) == "web/charts/db/values.yaml:4");
    web.flags.values = {"global.zone=z"};
    CHECK(web.setters({"db", "global", "zone"}) ==
          "--set global.zone=z | web/values.yaml:4, a global | web/charts/db/values.yaml:3");
}

TEST_CASE("an imported value comes from the sub-chart", "[charts][value_origins]") {
    Fixture web;
    CHECK(web.setters({"db_settings", "user"}) == "web/charts/db/values.yaml:6, imported");
}

TEST_CASE("a null, and an item of a list, have their place", "[charts][value_origins]") {
    Fixture web;
    web.disk.add("/a.yaml", "image: null\nhosts:\n- c\n- d\n");
    web.flags.files = {"/a.yaml"};
    web.flags.values = {"hosts[1]=e"};
    CHECK(web.setters({"image", "tag"}) == "/a.yaml:1 | web/values.yaml:2");
    CHECK(web.setters({"hosts", "[1]"}) == "--set hosts[1]=e | /a.yaml:4 | web/values.yaml:7");
    CHECK(web.setters({"nothing"}).empty());
}
