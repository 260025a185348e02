#include "yare/base/second_thread.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"
#include "yare/unittest/unittest.h"

using namespace yare;

namespace {

// A chart with more suites than one thread takes at once; every third has a test that fails, all have
// snapshots.
test::MemoryFileSystem chart_with_suites() {
    test::MemoryFileSystem disk;
    disk.add("/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
    disk.add("/web/values.yaml", "name: web\nports: [80, 443]\n");
    disk.add("/web/templates/_names.tpl", "{{ define \"name\" }}{{ .Values.name | trunc 8 }}{{ end }}");
    disk.add("/web/templates/service.yaml",
             "kind: Service\nmetadata:\n  name: {{ include \"name\" . }}\nspec:\n  ports:\n"
             "{{- range .Values.ports }}\n  - port: {{ . }}\n{{- end }}\n");
    for (int i = 0; i < 24; ++i) {
        const std::string number = std::to_string(i);
        disk.add("/web/tests/s" + number + "_test.yaml",
                 "suite: number " + number + "\ntemplates: [service.yaml]\nset: {name: web-" + number +
                     "}\ntests:\n- it: has a name\n  asserts:\n  - equal: {path: metadata.name, value: " +
                     (i % 3 == 0 ? "other" : "web-" + number) + "}\n  - matchSnapshot: {}\n");
    }
    return disk;
}

std::string printed(test::MemoryFileSystem& disk, SecondThread* second_thread) {
    test::FixedClock clock;
    test::SeededRandom random;
    std::string out;
    unittest::Options options;
    options.files = &disk;
    options.clock = &clock;
    options.random = &random;
    options.working_directory = "/";
    options.second_thread = second_thread;
    options.print = [&](std::string_view text) { out += text; };
    Diagnostics diagnostics;
    CHECK_FALSE(unittest::run_charts({"/web"}, options, diagnostics).passed);
    return out;
}

}  // namespace

TEST_CASE("two threads print what one does", "[unittest][threads]") {
    test::MemoryFileSystem disk = chart_with_suites();
    printed(disk, nullptr);  // makes the snapshots: the disk of tests is written to by one thread
    const std::string alone = printed(disk, nullptr);
    CHECK(alone.find("Tests:       8 failed, 16 passed, 24 total") != std::string::npos);
    CHECK(alone.find("Snapshot:    24 passed, 24 total") != std::string::npos);
    SecondThread second_thread;
    CHECK(printed(disk, &second_thread) == alone);
}
