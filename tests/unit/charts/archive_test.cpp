// Archives from strangers. Cases named cve_* are published faults of this kind of tool.
#include "tar_maker.h"
#include "yare/charts/loader.h"
#include "yare/data/limits.h"
#include "yare/test/catch.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;
using namespace yare::charts;
using test::TarMaker;

namespace {

constexpr const char* kChartYaml = "apiVersion: v2\nname: web\nversion: 1.0.0\n";

// The names in an archive, or why it is refused.
std::string names(const std::string& tgz) {
    ChartSet set;
    const Result<std::vector<File>> files = read_archive(tgz, set);
    if (!files) return files.error().text();
    std::string out;
    for (const File& file : *files) out += (out.empty() ? "" : " ") + std::string(file.name);
    return out;
}

std::string load_error(const std::string& tgz, LoadWay way = LoadWay::Detect) {
    ChartSet set;
    Diagnostics diagnostics;
    const Result<Chart*> chart = load_chart_archive(tgz, "web.tgz", set, diagnostics, way);
    return chart ? "loaded " + (*chart)->name() : chart.error().text();
}

std::string tar_with(std::string_view name) { return TarMaker().add(name, "x").tgz(); }

}  // namespace

TEST_CASE("cve_2019_1000008: names that lead outside are refused", "[charts][security]") {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"web/../../etc/passwd", "chart illegally references parent directory"},
        {"web/..", "chart illegally references parent directory"},
        {"web/a/../../../b", "chart illegally references parent directory"},
        {"web//etc/passwd", "chart illegally contains absolute paths"},
        {"web\\..\\..\\b", "chart illegally references parent directory"},
        {"web\\\\b", "chart illegally contains absolute paths"},
        {"web/c:/b", "chart contains illegally named files"},
        {"web\\c:\\b", "chart contains illegally named files"},
        {"web/x/../c:/b", "chart contains illegally named files"},
        {"web/.", "chart illegally contains content outside the base directory: \"web/.\""},
        {"web/a/..", "chart illegally contains content outside the base directory: \"web/a/..\""},
        {"passwd", "chart illegally contains content outside the base directory: \"passwd\""},
        {"Chart.yaml", "chart illegally contains content outside the base directory: \"Chart.yaml\""},
        {"Chart.yaml/x", "chart yaml not in base directory"},
        {"/etc/passwd", "etc/passwd"},  // Helm: the first element goes, whatever it is
        {"../etc/passwd", "etc/passwd"},
        {"web/./a//b/../c", "a/c"},
        {"web\\templates\\a.yaml", "templates/a.yaml"},
        {"web/...", "chart illegally references parent directory"},  // Helm: by its first two characters
    };
    for (const auto& [name, expected] : rows) {
        INFO(name);
        CHECK(names(tar_with(name)) == expected);
        CHECK(names(TarMaker().pax("path", name).add("web/short", "x").tgz()) == expected);
        CHECK(names(TarMaker().gnu_long_name(name).add("web/short", "x").tgz()) == expected);
    }
}

TEST_CASE("cve_2019_18658: links in an archive are files without content", "[charts][security]") {
    for (const char type : {'1', '2'}) {
        ChartSet set;
        const auto files = read_archive(TarMaker()
                                            .add("web/Chart.yaml", kChartYaml)
                                            .link("web/templates/a.yaml", "/etc/passwd", type)
                                            .tgz(),
                                        set);
        REQUIRE(files);
        REQUIRE(files->size() == 2);
        CHECK((*files)[1].name == "templates/a.yaml");
        CHECK((*files)[1].data.empty());
    }
}

TEST_CASE("folders and headers in an archive are no files", "[charts]") {
    CHECK(names(TarMaker()
                    .entry("web/", {}, '5')
                    .entry("web/d/", {}, '0')
                    .entry("g", "", 'g')
                    .add("web/a", "x")
                    .tgz()) == "a");
    CHECK(names(TarMaker().tgz()) == "no files in chart archive");
    CHECK(names(TarMaker().entry("web/", {}, '5').tgz()) == "no files in chart archive");
}

TEST_CASE("an ordinary tar and any other give the same files", "[charts]") {
    const auto files = [](const TarMaker& maker) {
        ChartSet set;
        const Result<std::vector<File>> read = read_archive(maker.tgz(), set);
        if (!read) return read.error().text();
        std::string out;
        for (const File& file : *read) {
            out += std::string(file.name) + "=" + std::string(file.data) + "@" +
                   std::to_string(file.modified.seconds) + ";";
        }
        return out;
    };
    const std::string long_text(1500, 'x');
    const auto fill = [&](TarMaker& maker) {
        maker.add("web/Chart.yaml", kChartYaml).entry("web/templates/", "", '5').add("web/empty", "");
        maker.add("web/block", std::string(512, 'b')).add("web/long", long_text).add("web\\charts\\x", "y");
    };
    TarMaker ordinary;
    fill(ordinary);
    TarMaker other;
    other.pax("comment", "libarchive reads this one");
    fill(other);
    CHECK(files(ordinary) == files(other));
    CHECK(files(ordinary).find(";long=" + long_text + "@") != std::string::npos);
}

TEST_CASE("cve_2025_32386, cve_2026_54448: what unpacks too large is refused before it does harm",
          "[charts][security]") {
    const std::string refused =
        "decompressed chart is larger than the maximum size " + std::to_string(limits::kChartBytes);
    SECTION("a header that claims too much") {
        CHECK(names(TarMaker().lie("web/a", "x", limits::kChartBytes + 1).tgz()) == refused);
        CHECK(names(TarMaker().lie("web/a", "x", 077777777777).tgz()) == refused);
    }
    SECTION("a bomb of zeros, with an honest header and with a lying trailer") {
        std::string bomb = TarMaker().add("web/a", std::string(limits::kChartBytes, '\0')).tgz();
        CHECK(bomb.size() < 200000);
        CHECK(names(bomb) == refused);  // Helm: the very size of the limit is too large
        bomb.replace(bomb.size() - 4, 4, std::string(4, '\0'));
        CHECK(names(bomb) == "gzip: the data is damaged or cut off");
    }
    SECTION("just below the limit") {
        CHECK(names(TarMaker().add("web/a", std::string(limits::kChartBytes - 1, '\0')).tgz()) == "a");
    }
    SECTION("many files that are too large together") {
        TarMaker maker;
        const std::string part(limits::kChartBytes / 8, '\0');
        for (int index = 0; index < 9; ++index) maker.add("web/a" + std::to_string(index), part);
        CHECK(names(maker.tgz()) == refused);
    }
    SECTION("too many files") {
        TarMaker maker;
        for (std::size_t index = 0; index <= limits::kArchiveMembers; ++index) maker.add("web/a", {});
        CHECK(names(maker.tgz()) == "chart archive has more than 100000 members");
    }
    SECTION("archives within archives") {
        std::string inner = TarMaker().add("web/Chart.yaml", kChartYaml).tgz();
        for (int depth = 0; depth < 40; ++depth) {
            inner = TarMaker().add("web/Chart.yaml", kChartYaml).add("web/charts/web.tgz", inner).tgz();
        }
        CHECK(load_error(inner).ends_with("charts are nested more than 32 deep"));
    }
    SECTION("many archives within one, each just small enough") {
        const std::string part = TarMaker()
                                     .add("web/Chart.yaml", kChartYaml)
                                     .add("web/a", std::string(limits::kChartBytes - 4096, '\0'))
                                     .tgz();
        TarMaker maker;
        maker.add("web/Chart.yaml", kChartYaml);
        for (int index = 0; index < 5; ++index)
            maker.add("web/charts/s" + std::to_string(index) + ".tgz", part);
        CHECK(load_error(maker.tgz()) ==
              "error unpacking subchart s0.tgz in web: decompressed charts are larger than "
              "the maximum size 104857600 together");
    }
}

TEST_CASE("an archive that is cut off or damaged is refused", "[charts][security]") {
    const std::string whole =
        TarMaker().add("web/Chart.yaml", kChartYaml).add("web/a", std::string(5000, 'a')).tgz();
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        INFO(size);
        CHECK_FALSE(names(whole.substr(0, size)) == "Chart.yaml a");
    }
    for (std::size_t at = 10; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = char(damaged[at] ^ 0x20);
        ChartSet set;
        const auto files = read_archive(damaged, set);
        // The checksum tells; only bits that fill up the last byte of the data mean nothing.
        if (files) CHECK((*files)[1].data == std::string(5000, 'a'));
    }
    // Sizes beyond the archive's end.
    CHECK(load_error(TarMaker().add("web/Chart.yaml", kChartYaml).lie("web/a", "x", 100000).tgz()) ==
          "unable to load chart archive");
}

TEST_CASE("several gzip members are one archive", "[charts]") {
    const std::string tar = TarMaker().add("web/Chart.yaml", kChartYaml).add("web/a", "x").tar();
    CHECK(names(test::gzip(tar.substr(0, 700)) + test::gzip(tar.substr(700))) == "Chart.yaml a");
    CHECK(names(test::gzip(tar) + "rubbish behind it") == "Chart.yaml a");
}

TEST_CASE("what is no archive is named", "[charts]") {
    CHECK(load_error("a: 1\n") ==
          "file 'web.tgz' does not appear to be a gzipped archive; got 'application/octet-stream'");
    CHECK(load_error(std::string(600, 'a')) ==
          "file 'web.tgz' does not appear to be a gzipped archive; got 'text/plain; charset=utf-8'");
    CHECK(load_error("PK\x03\x04") ==
          "file 'web.tgz' does not appear to be a gzipped archive; got 'application/zip'");
    CHECK(load_error("") ==
          "file 'web.tgz' does not appear to be a gzipped archive; got 'application/octet-stream'");
    CHECK(load_error("<html>" + std::string(600, ' ')) ==
          "file 'web.tgz' does not appear to be a gzipped archive; got 'text/html; charset=utf-8'");
    CHECK(load_error("\x1f\x8b\x08") == "unable to load chart archive");
    CHECK(load_error(tar_with("web/a")) == "unable to detect chart version, no Chart.yaml found");
    CHECK(load_error(tar_with("web/a"), LoadWay::Plain) == "Chart.yaml file is missing");
    CHECK(load_error(TarMaker().tgz(), LoadWay::Plain) == "no files in chart archive");
    ChartSet set;
    Diagnostics diagnostics;
    CHECK(load_chart_archive("a: 1\n", "values.yaml", set, diagnostics).error().text() ==
          "file 'values.yaml' seems to be a YAML file, but expected a gzipped archive");
}

TEST_CASE("cve_2024_25620, cve_2026_35206: a chart's name decides no place outside", "[charts][security]") {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"'.'", "chart name \".\" is not allowed"},
        {"'..'", "chart name \"..\" is not allowed"},
        {"../x", "chart name \"../x\" must not contain path separators"},
        {"/", "chart name \"/\" must not contain path separators"},
        {"''", "chart name not specified"},
    };
    for (const auto& [name, expected] : rows) {
        INFO(name);
        const std::string yaml = "apiVersion: v2\nversion: 1.0.0\nname: " + name + "\n";
        test::MemoryFileSystem fs;
        fs.add_directory("/out");
        ChartSet set;
        const auto expanded = expand_archive(fs, TarMaker().add("web/Chart.yaml", yaml).tgz(), "/out", set);
        REQUIRE_FALSE(expanded);
        CHECK(expanded.error().text() == expected);
        CHECK(fs.files().empty());
    }
}

TEST_CASE("an archive is unpacked into a folder of the chart's name", "[charts]") {
    test::MemoryFileSystem fs;
    fs.add_directory("/out");
    ChartSet set;
    const auto folder = expand_archive(
        fs, TarMaker().add("other/Chart.yaml", kChartYaml).add("other/templates/a.yaml", "a: 1\n").tgz(),
        "/out", set);
    REQUIRE(folder);
    CHECK(*folder == "/out/web");
    CHECK(fs.files() == std::map<std::string, std::string>{{"/out/web/Chart.yaml", kChartYaml},
                                                           {"/out/web/templates/a.yaml", "a: 1\n"}});
}

TEST_CASE("cve_2025_55198: null where a list or a table has entries", "[charts][security]") {
    for (const std::string field :
         {"keywords", "sources", "maintainers", "dependencies", "annotations", "type", "tags"}) {
        for (const std::string value : {"null", "[null]", "[null, null]", "{a: null}", "[[null]]", "[{}]"}) {
            INFO(field << " " << value);
            const std::string yaml = std::string(kChartYaml) + field + ": " + value + "\n";
            CHECK_FALSE(load_error(TarMaker().add("web/Chart.yaml", yaml).tgz()).empty());
        }
    }
}

TEST_CASE("cve_2020_15184: an alias is a plain word", "[charts][security]") {
    const auto with_alias = [](const std::string& alias) {
        return load_error(
            TarMaker()
                .add("web/Chart.yaml", std::string(kChartYaml) +
                                           "dependencies:\n- name: db\n  version: 1.0.0\n  alias: \"" +
                                           alias + "\"\n")
                .tgz());
    };
    const std::string plain = with_alias("other_1-B");
    for (const std::string alias :
         {"..", "../x", "a/b", "a.b", "a b", "\\n", "\\x1b[2J", "\\u202e", "$x", "\\0"}) {
        INFO(alias);
        const std::string error = with_alias(alias);
        CHECK(error != plain);
        CHECK(error.find("validation: dependency \"db\" has disallowed characters in the alias") !=
              std::string::npos);
    }
}

TEST_CASE("cve_2022_24348, cve_2023_40026: an archive's files are its own", "[charts][security]") {
    ChartSet set;
    Diagnostics diagnostics;
    const auto chart = load_chart_archive(TarMaker()
                                              .add("web/Chart.yaml", kChartYaml)
                                              .link("web/values.yaml", "/etc/passwd", '2')
                                              .link("web/secret.txt", "../../etc/shadow", '1')
                                              .tgz(),
                                          "web.tgz", set, diagnostics);
    REQUIRE(chart);
    CHECK((*chart)->values_text().empty());
    for (const File& file : (*chart)->files) CHECK(file.data.empty());
}

TEST_CASE("a folder may hold no devices and no more than the limit", "[charts][security]") {
    test::MemoryFileSystem fs;
    fs.add("/c/Chart.yaml", kChartYaml).add_other("/c/pipe");
    ChartSet set;
    Diagnostics diagnostics;
    CHECK(load_chart(fs, "/c", set, diagnostics).error().text() ==
          "cannot load irregular file /c/pipe as it has file mode type bits set");
    test::MemoryFileSystem large;
    large.add("/c/Chart.yaml", kChartYaml).add("/c/a", std::string(limits::kChartBytes, '\0'));
    CHECK(load_chart(large, "/c", set, diagnostics).error().text() ==
          "error reading a: chart exceeds maximum decompressed size of 104857600 bytes");
}
