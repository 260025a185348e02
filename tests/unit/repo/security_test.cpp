// Repositories of strangers. Cases named cve_* are published faults of this kind of tool.
#include <algorithm>

#include "yare/charts/loader.h"
#include "yare/charts/package.h"
#include "yare/data/limits.h"
#include "yare/repo/build.h"
#include "yare/repo/index.h"
#include "yare/test/catch.h"
#include "yare/test/fixed.h"
#include "yare/test/memory_filesystem.h"
#include "yare/test/scripted_http.h"

using namespace yare;

namespace {

// What reading an index comes to: its charts with their versions, or the error; then the warnings.
std::string read_index(const std::string& text) {
    Diagnostics diagnostics;
    const auto index = repo::Index::read(text, "here", diagnostics);
    std::string out;
    if (!index) {
        out = "error: " + index.error().text();
    } else {
        for (const std::string_view name : (*index)->chart_names()) {
            out.append(name).append(":");
            for (const repo::IndexedChart& one : *(*index)->find(name)) out.append(" ").append(one.version);
            out += ";";
        }
    }
    for (const Diagnostic& one : diagnostics.entries()) {
        out += " [" + one.message;
        for (const auto& [key, value] : one.attributes) out.append(" ").append(key).append("=").append(value);
        out += "]";
    }
    return out;
}

std::string entry(const std::string& name, const std::string& version, const std::string& url) {
    return "  " + name + ":\n  - apiVersion: v2\n    name: " + name + "\n    version: " + version +
           "\n    urls: [\"" + url + "\"]\n";
}

// The archive of a chart without templates.
std::string archive(const std::string& name, const std::string& version) {
    static const std::string kText = "apiVersion: v2\nname: NAME\nversion: VERSION\n";
    std::string text = kText;
    text.replace(text.find("NAME"), 4, name);
    text.replace(text.find("VERSION"), 7, version);
    charts::ChartSet set;
    Diagnostics diagnostics;
    const auto chart = charts::load_chart_files({{"Chart.yaml", set.keep(text), {}}}, set, diagnostics);
    REQUIRE(chart);
    return *charts::chart_archive(**chart, charts::Timestamp::of_unix(1));
}

// A chart "web" that depends on "db", and a web of files.
struct Case {
    test::MemoryFileSystem fs;
    std::map<std::string, std::string> files;  // by URL
    std::shared_ptr<test::ScriptedHttp> http =
        std::make_shared<test::ScriptedHttp>([this](const net::Request& request) -> Result<net::Response> {
            const auto at = files.find(request.url);
            if (at == files.end()) return net::Response{404, "Not Found"};
            if (at->second.size() > request.body_limit)
                return Error(ErrorCode::Invalid, "the answer is too long");
            return net::Response{200, "OK", {}, at->second};
        });
    repo::BuildOptions options;
    std::string said;

    explicit Case(const std::string& repository) {
        fs.add("/web/Chart.yaml",
               "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n- name: db\n  version: ^1.0.0\n"
               "  repository: \"" +
                   repository + "\"\n");
        files["http://a.example/index.yaml"] =
            "apiVersion: v1\nentries:\n" + entry("db", "1.2.3", "db-1.2.3.tgz");
        files["http://a.example/db-1.2.3.tgz"] = archive("db", "1.2.3");
        options.folder = "/web";
        options.repository_config = "/config/repositories.yaml";
        options.repository_cache = "/cache";
        options.say = [this](std::string_view text) { said += text; };
    }

    template <typename How>
    std::string run(How how) {
        test::FixedClock clock;
        Diagnostics diagnostics;
        const auto client = [this](const net::TlsOptions&) { return http; };
        const Result<void> done = how({fs, clock, diagnostics, client}, options);
        return done ? "" : done.error().text();
    }
    std::string update() { return run(repo::update_dependencies); }
    std::string build() { return run(repo::build_dependencies); }

    // What lies below the chart.
    std::string below() const {
        std::string out;
        for (const auto& [path, text] : fs.files()) {
            if (path.starts_with("/web/")) out += path.substr(5) + " ";
        }
        return out;
    }
};

const std::string kAdded =
    "apiVersion: v1\nrepositories:\n- name: a\n  url: http://a.example\n  username: u\n  password: p\n";

std::string authorization(const net::Request& request) {
    for (const net::Header& header : request.headers) {
        if (header.name == "Authorization") return header.value;
    }
    return "none";
}

}  // namespace

TEST_CASE("cve_2020_15185: an index that says a thing twice is refused, as YAML and as JSON",
          "[repo][security]") {
    const std::string db = entry("db", "1.0.0", "a.tgz");
    CHECK(read_index("apiVersion: v1\nentries:\n" + db + db) ==
          "error: error converting YAML to JSON: yaml: unmarshal errors:\n"
          "  line 9: key \"db\" already set in map");
    CHECK(read_index(R"({"apiVersion":"v1","entries":{"db":[],"db":[]}})") ==
          "error: json: an object has the same key twice");
    CHECK(read_index("apiVersion: v1\nentries:\n" + db + "    urls: [b.tgz]\n").starts_with("error: "));
}

TEST_CASE("cve_2022_23525, cve_2025_55198: null where an index has entries", "[repo][security]") {
    CHECK(read_index("apiVersion: v1\nentries:\n  db: [null]\n  other: null\n") ==
          "db:;other:; [skipping loading invalid entry for chart: empty entry name=db source=here]");
    CHECK(read_index("apiVersion: v1\nentries: null\n").empty());
    CHECK(read_index("apiVersion: v1\nentries:\n  db:\n  - {}\n") ==
          "db:; [skipping loading invalid entry for chart name=db version= source=here error=validation: "
          "chart.metadata.name is required]");
    CHECK(
        read_index(
            "apiVersion: v1\nentries:\n  db:\n  - {name: db, version: 1.0.0, urls: [null], maintainers: "
            "[null], dependencies: [null]}\n") ==
        "db:; [skipping loading invalid entry for chart name=db version=1.0.0 source=here error=validation: "
        "maintainers must not contain empty or null nodes]");
    CHECK(read_index("apiVersion: v1\nentries:\n  db:\n  - {name: db, version: 1.0.0, urls: null, keywords: "
                     "[null], sources: null, annotations: {a: null}}\n") == "db: 1.0.0;");
}

TEST_CASE("cve_2024_26147: an index without content", "[repo][security]") {
    CHECK(read_index("") == "error: empty index.yaml file");
    for (const std::string text : {"null\n", "# nothing\n", "\n", "---\n", "{}", "null"}) {
        INFO(text);
        CHECK(read_index(text) == "error: no API version specified");
    }
}

TEST_CASE("cve_2021_32690: credentials go to their repository's own place only", "[repo][security]") {
    for (const std::string place : {"http://b.example", "https://a.example", "http://a.example:8080",
                                    "http://a.example.evil.example", "http://x.a.example"}) {
        INFO(place);
        Case one("@a");
        one.fs.add("/config/repositories.yaml", kAdded);
        one.files["http://a.example/index.yaml"] =
            "apiVersion: v1\nentries:\n" + entry("db", "1.2.3", place + "/db-1.2.3.tgz");
        one.files[place + "/db-1.2.3.tgz"] = archive("db", "1.2.3");
        CHECK(one.update().empty());
        REQUIRE(one.http->requests().size() == 2);
        CHECK(authorization(one.http->requests()[0]) == "Basic dTpw");
        CHECK(authorization(one.http->requests()[1]) == "none");
    }
}

TEST_CASE("cve_2025_53547: a linked lock or charts folder is not written through", "[repo][security]") {
    Case lock("http://a.example");
    lock.fs.add("/home/.bashrc", "mine\n").add_link("/web/Chart.lock", "/home/.bashrc");
    CHECK(lock.update() != "");
    CHECK(*lock.fs.read("/home/.bashrc") == "mine\n");
    Case folder("http://a.example");
    folder.fs.add_directory("/home/bin").add_link("/web/charts", "/home/bin");
    CHECK(folder.update() == "\"/web/charts\" is a link, and nothing is written through links");
    Case file("http://a.example");
    file.fs.add("/home/.bashrc", "mine\n")
        .add_directory("/web/charts")
        .add_link("/web/charts/db-1.2.3.tgz", "/home/.bashrc");
    file.update();
    CHECK(*file.fs.read("/home/.bashrc") == "mine\n");
}

TEST_CASE("cve_2024_29893: what a repository sends has an end", "[repo][security]") {
    Case one("http://a.example");
    CHECK(one.update().empty());
    for (const net::Request& request : one.http->requests()) {
        INFO(request.url);
        const bool index = request.url.ends_with("index.yaml");
        CHECK(request.body_limit == (index ? limits::kIndexBytes : limits::kChartBytes));
        CHECK(request.timeout == std::chrono::seconds(120));
    }
}

TEST_CASE("cve_2026_35205: verification that was asked for is not skipped", "[repo][security]") {
    Case one("http://a.example");
    one.options.verify = repo::Verify::Always;
    CHECK(one.update() ==
          "could not download http://a.example/db-1.2.3.tgz: failed to fetch provenance "
          "\"http://a.example/db-1.2.3.tgz.prov\"");
    CHECK(one.below() == "Chart.yaml ");
    one.files["http://a.example/db-1.2.3.tgz.prov"] = "anything";
    CHECK(one.update() ==
          "could not download http://a.example/db-1.2.3.tgz: verifying charts (--verify) is not implemented "
          "yet in this version of yare");
    CHECK(one.below() == "Chart.yaml ");
}

TEST_CASE("cve_2026_44936, cve_2022_39383: only what was asked for is fetched", "[repo][security]") {
    Case one("http://a.example");
    one.files["http://a.example/index.yaml"] =
        "apiVersion: v1\nentries:\n" + entry("other", "1.0.0", "http://169.254.169.254/latest") +
        entry("db", "1.2.3", "db-1.2.3.tgz") + "    icon: http://169.254.169.254/icon\n";
    CHECK(one.update().empty());
    CHECK(one.http->lines() ==
          std::vector<std::string>{"GET http://a.example/index.yaml", "GET http://a.example/db-1.2.3.tgz"});
}

TEST_CASE("cve_2019_1000008, cve_2021_21303: an index chooses a plain file name or none",
          "[repo][security]") {
    struct Row {
        std::string url;
        std::string below;
    };
    const Row rows[] = {
        {"http://a.example/x/..%2f..%2f..%2fhome%2fescaped.tgz", "Chart.lock Chart.yaml charts/escaped.tgz "},
        {"http://a.example/x/..", "Chart.yaml "},
        {"http://a.example/.", "Chart.yaml "},
        {"http://a.example/x/%1b%5b2Jx.tgz", "Chart.yaml "},
        {"http://a.example/x%00.tgz", "Chart.yaml "},
        {"http://a.example/", "Chart.yaml "},
    };
    for (const Row& row : rows) {
        INFO(row.url);
        Case one("http://a.example");
        one.files["http://a.example/index.yaml"] =
            "apiVersion: v1\nentries:\n" + entry("db", "1.2.3", row.url);
        one.files[row.url] = archive("db", "1.2.3");
        CHECK(one.update().empty() == (row.below.size() > 20));
        CHECK(one.below() == row.below);
    }
}

TEST_CASE("an archive with another digest than the index says is refused", "[repo][security]") {
    Case one("http://a.example");
    one.files["http://a.example/index.yaml"] += "    digest: \"" + std::string(64, '0') + "\"\n";
    CHECK(
        one.update().starts_with("could not download http://a.example/db-1.2.3.tgz: the archive is not the "
                                 "one that the index means: its digest is "));
    CHECK(one.below() == "Chart.yaml ");
}

TEST_CASE("a build whose lock and archives fit makes no request and writes no file", "[repo]") {
    Case one("@a");
    one.fs.add("/config/repositories.yaml", kAdded);
    CHECK(one.update().empty());
    CHECK(one.below() == "Chart.lock Chart.yaml charts/db-1.2.3.tgz ");
    const std::size_t requests = one.http->requests().size();
    one.fs.calls.clear();
    one.said.clear();
    CHECK(one.build().empty());
    CHECK(one.http->requests().size() == requests);
    CHECK(std::ranges::none_of(one.fs.calls, [](const std::string& call) {
        return call.starts_with("write") || call.starts_with("remove") || call.starts_with("make");
    }));
    CHECK(one.said ==
          "Saving 1 charts\nAlready downloaded db from repo http://a.example\nDeleting outdated charts\n");
    // With an archive gone it is fetched again.
    REQUIRE(one.fs.remove("/web/charts/db-1.2.3.tgz"));
    CHECK(one.build().empty());
    CHECK(one.http->requests().size() == requests + 2);
    CHECK(one.below() == "Chart.lock Chart.yaml charts/db-1.2.3.tgz ");
}

TEST_CASE("archives are asked for before the first has come", "[repo]") {
    Case one("http://a.example");
    std::string index = "apiVersion: v1\nentries:\n";
    std::string chart = "apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n";
    for (const std::string name : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}) {
        index += entry(name, "1.0.0", name + "-1.0.0.tgz");
        chart += "- {name: " + name + ", version: 1.0.0, repository: \"http://a.example\"}\n";
        if (name != "d") one.files["http://a.example/" + name + "-1.0.0.tgz"] = archive(name, "1.0.0");
    }
    one.files["http://a.example/index.yaml"] = index;
    one.fs.add("/web/Chart.yaml", chart);
    CHECK(
        one.update() ==
        "could not download http://a.example/d-1.0.0.tgz: failed to fetch http://a.example/d-1.0.0.tgz : 404 "
        "Not Found");
    // Eight at once, and one more for each that has come.
    CHECK(one.http->requests().size() == 1 + limits::kDownloads + 3);
    CHECK(one.said.find("Downloading e") == std::string::npos);
    CHECK(one.below() == "Chart.yaml ");
}
