#include "yare/charts/package.h"

#include "yare/charts/chart_json.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/create.h"
#include "yare/charts/loader.h"
#include "yare/charts/set_flags.h"
#include "yare/charts/values.h"
#include "yare/data/json.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::charts;

namespace {

// Everything that a chart holds, as text: what two loads of the same chart have to agree on.
std::string described(const Chart& chart) {
    std::string out = chart.full_path() + "\n";
    append_chart_json(out, chart);
    out += "\n" + std::string(chart.values_text()) + "\n";
    for (const Chart* sub_chart : chart.dependencies) out += described(*sub_chart);
    return out;
}

test::MemoryFileSystem web() {
    test::MemoryFileSystem fs;
    fs.add("/web/Chart.yaml",
           "apiVersion: v2\nname: web\nversion: 1.0.0+b.1\n# gone\ndependencies:\n- {name: db, version: 1.x, "
           "repository: r}\n")
        .add("/web/Chart.lock",
             "dependencies:\n- {name: db, version: 1.0.0, repository: r}\ndigest: sha256:1\n"
             "generated: \"2024-05-06T07:08:09.5+02:00\"\n")
        .add("/web/values.yaml", "# kept\na: 1\nb: {c: [1, null]}\n")
        .add("/web/values.schema.json", "{}")
        .add("/web/templates/a.yaml", "a: {{ .Values.a }}\n")
        .add("/web/templates/" + std::string(120, 'n') + "/long.yaml", "long\n")
        .add("/web/files/\xc3\xa9.txt", "not ASCII\n")
        .add("/web/README.md", "read\n")
        .add("/web/charts/db/Chart.yaml", "apiVersion: v1\nname: db\nversion: 1.0.0\n")
        .add("/web/charts/db/requirements.yaml", "dependencies: []\n")
        .add("/web/charts/db/values.yaml", "v: 1\n")
        .add_directory("/out");
    return fs;
}

}  // namespace

TEST_CASE("a packed chart loads as the chart it was made of", "[charts][package]") {
    test::MemoryFileSystem fs = web();
    test::FixedClock clock;
    ChartSet set;
    Diagnostics diagnostics;
    auto chart = load_chart(fs, "/web", set, diagnostics);
    REQUIRE(chart);
    PackageOptions options;
    options.destination = "/out/new";
    options.source_date_epoch = 1000000000;
    const auto path = package_chart(**chart, options, fs, clock);
    REQUIRE(path);
    CHECK(*path == "/out/new/web-1.0.0+b.1.tgz");
    auto again = load_chart(fs, *path, set, diagnostics);
    REQUIRE(again);
    CHECK(described(**again) == described(**chart));
    CHECK((*again)->lock->generated == Timestamp::of_unix(1000000000));
}

TEST_CASE("the archive's header is Helm's", "[charts][package]") {
    test::MemoryFileSystem fs = web();
    ChartSet set;
    Diagnostics diagnostics;
    auto chart = load_chart(fs, "/web", set, diagnostics);
    REQUIRE(chart);
    const auto bytes = chart_archive(**chart, Timestamp::of_unix(5));
    REQUIRE(bytes);
    CHECK(bytes->substr(0, 16) == std::string("\x1f\x8b\x08\x14\0\0\0\0\0\xff\x2c\0rr\x28\0", 16));
    CHECK(bytes->substr(56, 5) == std::string("Helm\0", 5));
}

TEST_CASE("a version given while packing replaces the chart's", "[charts][package]") {
    test::MemoryFileSystem fs = web();
    test::FixedClock clock;
    ChartSet set;
    Diagnostics diagnostics;
    auto chart = load_chart(fs, "/web", set, diagnostics);
    REQUIRE(chart);
    PackageOptions options;
    options.destination = "/out";
    options.version = "nonsense";
    CHECK(package_chart(**chart, options, fs, clock).error().text() == "invalid semantic version");
    options.version = "2.0.0";
    options.app_version = "7";
    CHECK(*package_chart(**chart, options, fs, clock) == "/out/web-2.0.0.tgz");
    auto again = load_chart(fs, "/out/web-2.0.0.tgz", set, diagnostics);
    REQUIRE(again);
    CHECK((*again)->metadata.app_version == "7");
}

TEST_CASE("what cannot be packed says why", "[charts][package]") {
    test::FixedClock clock;
    Diagnostics diagnostics;
    ChartSet set;
    const auto pack = [&](const std::string& file, const std::string& text, const std::string& destination) {
        test::MemoryFileSystem fs = web();
        fs.add(file, text);
        auto chart = load_chart(fs, "/web", set, diagnostics);
        REQUIRE(chart);
        PackageOptions options;
        options.destination = destination;
        return package_chart(**chart, options, fs, clock).error().text();
    };
    CHECK(pack("/web/values.schema.json", "{", "/out") ==
          "failed to save: invalid JSON in values.schema.json");
    CHECK(pack("/file", "x", "/file") == "failed to save: is not a directory: /file");
    CHECK(pack("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1\ndependencies: [{name: cache}]\n",
               "/out") == "found in Chart.yaml, but missing in charts/ directory: cache");
}

TEST_CASE("SOURCE_DATE_EPOCH", "[charts][package]") {
    CHECK_FALSE(parse_source_date_epoch("")->has_value());
    CHECK(**parse_source_date_epoch("5") == 5);
    CHECK(parse_source_date_epoch("abc").error().text() ==
          "invalid SOURCE_DATE_EPOCH: strconv.ParseInt: parsing \"abc\": invalid syntax");
    CHECK(parse_source_date_epoch("-1").error().text() == "invalid SOURCE_DATE_EPOCH: must not be negative");
}

TEST_CASE("a stored chart reads back, without its sub-charts", "[charts][chart_json]") {
    test::MemoryFileSystem fs = web();
    ChartSet set;
    Diagnostics diagnostics;
    auto chart = load_chart(fs, "/web", set, diagnostics);
    REQUIRE(chart);
    std::string json;
    append_chart_json(json, **chart);
    Document document;
    const auto value = read_json(json, document);
    REQUIRE(value);
    ChartSet other;
    const auto again = read_chart_json(*value, other);
    REQUIRE(again);
    std::string written;
    append_chart_json(written, **again);
    CHECK(written == json);
    CHECK((*again)->dependencies.empty());
}

TEST_CASE("a stored chart that is broken is refused", "[charts][chart_json]") {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"5", "the release holds no chart"},
        {R"({"templates": 5})", "chart templates is not a list"},
        {R"({"templates": [{"name": "a", "data": "!"}]})",
         "chart templates: illegal base64 data at input byte 0"},
        {R"({"values": []})", "chart values are not a table"},
    };
    for (const auto& [json, expected] : rows) {
        INFO(json);
        Document document;
        ChartSet set;
        const auto value = read_json(json, document);
        REQUIRE(value);
        CHECK(read_chart_json(*value, set).error().text() == expected);
    }
    Document document;
    ChartSet set;
    const auto value =
        read_json(R"({"metadata": null, "templates": [null], "lock": null, "values": null})", document);
    CHECK(read_chart_json(*value, set));
}

TEST_CASE("a created chart loads, packs, and says what it overwrites", "[charts][create]") {
    test::MemoryFileSystem fs;
    fs.add_directory("/home");
    std::vector<std::string> said;
    const auto say = [&](const std::string& line) { said.push_back(line); };
    CHECK(*create_chart(fs, "shop", "/home", say) == "/home/shop");
    CHECK(said.empty());
    CHECK(fs.files().size() == 12);
    ChartSet set;
    Diagnostics diagnostics;
    auto chart = load_chart(fs, "/home/shop", set, diagnostics);
    REQUIRE(chart);
    CHECK((*chart)->metadata.name == "shop");
    CHECK((*chart)->templates.size() == 9);
    for (const auto& [path, text] : fs.files()) CHECK(text.find("<CHARTNAME>") == std::string::npos);
    REQUIRE(create_chart(fs, "shop", "/home", say));
    REQUIRE(said.size() == 12);
    CHECK(said[0] == "WARNING: File \"/home/shop/Chart.yaml\" already exists. Overwriting.");
    REQUIRE(create_chart(fs, "next", "/home", say, ChartVersion::V3));
    CHECK(fs.files().at("/home/next/Chart.yaml").starts_with("apiVersion: v3\nname: next\n"));
}

TEST_CASE("a chart's name is checked before anything is written", "[charts][create]") {
    test::MemoryFileSystem fs;
    fs.add("/home/file", "x");
    const auto say = [](const std::string&) {};
    CHECK(create_chart(fs, "", "/home", say).error().text() ==
          "chart name must be between 1 and 250 characters");
    CHECK(create_chart(fs, "a b", "/home", say).error().text() ==
          "chart name must match the regular expression \"^[a-zA-Z0-9._-]+$\"");
    CHECK(create_chart(fs, "a", "/none", say).error().code() == ErrorCode::NotFound);
    CHECK(create_chart(fs, "file", "/home", say).error().text() ==
          "file /home/file already exists and is not a directory");
    CHECK(fs.files().size() == 1);
}

TEST_CASE("a starter's placeholders are replaced in templates and values", "[charts][create]") {
    test::MemoryFileSystem fs;
    fs.add("/starter/Chart.yaml", "apiVersion: v2\nname: starter\nversion: 9.0.0\n")
        .add("/starter/values.yaml", "# <CHARTNAME>\nname: <CHARTNAME>\n")
        .add("/starter/templates/a.yaml", "a: <CHARTNAME>\n")
        .add("/starter/README.md", "<CHARTNAME> stays\n")
        .add_directory("/home");
    Diagnostics diagnostics;
    REQUIRE(create_chart_from(fs, "shop", "/home", "/starter", diagnostics));
    const auto files = fs.files();
    CHECK(files.at("/home/shop/values.yaml") == "# shop\nname: shop\n");
    CHECK(files.at("/home/shop/templates/a.yaml") == "a: shop\n");
    CHECK(files.at("/home/shop/README.md") == "<CHARTNAME> stays\n");
    CHECK(files.at("/home/shop/Chart.yaml") ==
          "apiVersion: v2\nappVersion: 0.1.0\ndescription: A Helm chart for Kubernetes\nname: shop\ntype: "
          "application\n"
          "version: 0.1.0\n");
    CHECK(create_chart_from(fs, "shop", "/home", "/none", diagnostics)
              .error()
              .text()
              .starts_with("could not load /none: "));
}

TEST_CASE("values remember where they came from", "[charts][values]") {
    test::MemoryFileSystem fs = web();
    fs.add("/extra.yaml", "x:\n  w: 1\n");
    ChartSet set;
    Diagnostics diagnostics;
    ValueFlags flags;
    flags.files = {"/extra.yaml"};
    flags.values = {"x.z=1,a=2"};
    auto values = merge_value_flags(flags, read_from(fs), set);
    REQUIRE(values);
    auto chart = load_chart(fs, "/web", set, diagnostics);
    REQUIRE(chart);
    Document document(set.symbols());
    auto all = coalesce_values(**chart, *values, document, diagnostics);
    REQUIRE(all);
    const auto place = [&](const Map& map, std::string_view key) {
        const Location found = set.sources().locate(Pos{map.find_entry(key)->origin.id});
        return found.source ? found.source->name + ":" + std::to_string(found.line) : "nowhere";
    };
    CHECK(place(**all, "a") == "--set x.z=1,a=2:1");
    CHECK(place(**all, "b") == "web/values.yaml:3");
    CHECK(place((*all)->find("x")->as_map(), "w") == "/extra.yaml:2");
    CHECK(place((*all)->find("x")->as_map(), "z") == "--set x.z=1,a=2:1");
    CHECK(place((*all)->find("db")->as_map(), "v") == "web/charts/db/values.yaml:1");
}

TEST_CASE("cve_2022_36055, cve_2022_23524: --set asks for no more than its limits",
          "[charts][set][security]") {
    const auto apply = [](const std::string& text, SetKind kind = SetKind::Typed) {
        ChartSet set;
        Map* values = set.new_document().make_map();
        const auto applied = apply_set(kind, set.sources().add("--set", text), *values, {});
        return applied ? std::string() : applied.error().text();
    };
    CHECK(apply("a[65536]=1").empty());
    const std::string too_far = "index of 65537 is greater than maximum supported index of 65536";
    for (const SetKind kind : {SetKind::Typed, SetKind::String, SetKind::Json, SetKind::Literal}) {
        CHECK(apply("a[65537]=1", kind) == too_far);
        CHECK(apply("a[0][65537]=1", kind) == too_far);
        CHECK(apply("a[65537].b=1", kind) == too_far);
    }
    std::string deep = "a";
    for (int index = 0; index < 30; ++index) deep += ".a";
    CHECK(apply(deep + "=1").empty());
    CHECK(apply(deep + ".a=1") ==
          "value name nested level is greater than maximum supported nested level of 30");
    std::string brackets = "a";
    for (int index = 0; index < 100000; ++index) brackets += "[0]";
    CHECK(apply(brackets + "=1") == "more than 1000 indexes in a row");
    std::string wide = "a";
    for (int index = 0; index < 100; ++index) wide += "[65536]";
    CHECK(apply(wide + "=1") == "the lists of one text hold more than 4194304 items");
    std::string many;
    for (int index = 0; index < 20000; ++index) many += "a[" + std::to_string(index) + "]=1,";
    CHECK(apply(many).empty());
}

TEST_CASE("times read and print as Go's do", "[charts][timestamp]") {
    for (const std::string text :
         {"2024-02-29T12:30:45Z", "2024-02-29T12:30:45.123456789Z", "2024-05-06T07:08:09.5+02:00",
          "1969-12-31T23:59:59-08:30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
        INFO(text);
        const auto time = parse_timestamp(text);
        REQUIRE(time);
        CHECK(format_timestamp(*time) == text);
    }
    CHECK(parse_timestamp("0001-01-01T00:00:00Z")->is_zero());
    CHECK(format_timestamp(*parse_timestamp("2024-01-01T00:00:00.500+00:00")) == "2024-01-01T00:00:00.5Z");
    for (const std::string text :
         {"", "2024-02-30T00:00:00Z", "2024-01-01", "2024-01-01T24:00:00Z", "2024-1-1T0:0:0Z",
          "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx"}) {
        INFO(text);
        CHECK_FALSE(parse_timestamp(text));
    }
}
