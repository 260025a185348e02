#include "yare/repo/build.h"

#include <map>

#include "yare/charts/loader.h"
#include "yare/repo/status.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"

using namespace yare;

namespace {

test::MemoryFileSystem web(const std::string& range = "^1.0.0") {
    test::MemoryFileSystem fs;
    fs.add("/web/Chart.yaml",
           "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n- name: db\n  version: " + range +
               "\n  repository: file://../db\n")
        .add("/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.2.3\n");
    return fs;
}

// What is said while it runs, then the error.
template <typename How>
std::string ran(How how, test::MemoryFileSystem& fs, SecondThread* second_thread = nullptr) {
    test::FixedClock clock;
    Diagnostics diagnostics;
    std::string said;
    repo::BuildOptions options;
    options.folder = "/web";
    options.say = [&](std::string_view line) { said.append(line); };
    const Result<void> done = how({fs, clock, diagnostics, {}, second_thread}, options);
    return done ? said : said + "Error: " + done.error().text() + "\n";
}

bool wrote(const test::MemoryFileSystem& fs) {
    for (const std::string& call : fs.calls) {
        if (call.starts_with("write")) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("an update packs what a range means now, locks it, and drops what is outdated", "[repo]") {
    test::MemoryFileSystem fs = web();
    CHECK(ran(repo::update_dependencies, fs) == "Saving 1 charts\nDeleting outdated charts\n");
    CHECK(fs.stat("/web/charts/db-1.2.3.tgz").ok());
    CHECK(fs.read("/web/Chart.lock")
              ->starts_with("dependencies:\n- name: db\n  repository: file://../db\n  version: 1.2.3\n"));
    fs.add("/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.3.0\n");
    CHECK(ran(repo::build_dependencies, fs) ==
          "Saving 1 charts\nSave error occurred:  can't get a valid version for dependency db\nError: can't "
          "get a valid "
          "version for dependency db\n");
    CHECK(ran(repo::update_dependencies, fs) == "Saving 1 charts\nDeleting outdated charts\n");
    CHECK_FALSE(fs.stat("/web/charts/db-1.2.3.tgz").ok());
    CHECK(fs.stat("/web/charts/db-1.3.0.tgz").ok());
}

TEST_CASE("a build whose lock and archives fit writes no file", "[repo]") {
    test::MemoryFileSystem fs = web();
    ran(repo::update_dependencies, fs);
    fs.calls.clear();
    CHECK(ran(repo::build_dependencies, fs) == "Saving 1 charts\nDeleting outdated charts\n");
    CHECK_FALSE(wrote(fs));
}

TEST_CASE("two threads pack what one does", "[repo][threads]") {
    test::MemoryFileSystem fs;
    std::string chart = "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n";
    for (int i = 0; i < 20; ++i) {
        const std::string number = std::to_string(i);
        std::string part = "apiVersion: v2\nname: part";
        part.append(number).append("\nversion: 1.0.").append(number).append("\n");
        fs.add("/part" + number + "/Chart.yaml", part);
        fs.add("/part" + number + "/templates/a.yaml", std::string(std::size_t(i) * 100, 'a'));
        chart.append("- {name: part").append(number);
        chart.append(", version: '*', repository: 'file://../part").append(number).append("'}\n");
    }
    fs.add("/web/Chart.yaml", chart);
    const std::string alone = ran(repo::update_dependencies, fs);
    CHECK(alone == "Saving 20 charts\nDeleting outdated charts\n");
    const auto archives = [&] {
        std::map<std::string, std::string> out = fs.files();
        std::erase_if(out, [](const auto& file) { return !file.first.starts_with("/web/charts/"); });
        return out;
    };
    const std::map<std::string, std::string> packed = archives();
    CHECK(packed.size() == 20);
    SecondThread second_thread;
    fs.calls.clear();
    CHECK(ran(repo::build_dependencies, fs, &second_thread) == alone);
    CHECK_FALSE(wrote(fs));
    for (const auto& [path, bytes] : packed) CHECK(fs.remove(path).ok());
    CHECK(ran(repo::build_dependencies, fs, &second_thread) == alone);
    CHECK(archives() == packed);
    fs.add("/part7/Chart.yaml", "name: [");
    const std::string broken = ran(repo::build_dependencies, fs);
    CHECK(broken.find("cannot load Chart.yaml") != std::string::npos);
    CHECK(ran(repo::build_dependencies, fs, &second_thread) == broken);
}

TEST_CASE("nothing is written through a link", "[repo]") {
    test::MemoryFileSystem fs = web();
    fs.add_directory("/elsewhere").add_link("/web/charts", "/elsewhere");
    CHECK(ran(repo::update_dependencies, fs) ==
          "Error: \"/web/charts\" is a link, and nothing is written through links\n");
    CHECK_FALSE(wrote(fs));
}

TEST_CASE("a range that nothing meets is named with all that is asked for", "[repo]") {
    test::MemoryFileSystem fs = web("^2.0.0");
    CHECK(
        ran(repo::update_dependencies, fs) ==
        "Error: can't get a valid version for 1 subchart(s): \"db\" (repository \"file://../db\", version "
        "\"^2.0.0\"). Make "
        "sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml\n");
}

TEST_CASE("a lock that was made for other declarations is refused", "[repo]") {
    test::MemoryFileSystem fs = web();
    ran(repo::update_dependencies, fs);
    fs.add("/web/Chart.yaml", *fs.read("/web/Chart.yaml") + "  alias: other\n");
    CHECK(ran(repo::build_dependencies, fs) ==
          "Error: the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please "
          "update the "
          "dependencies with 'helm dependency update'\n");
}
