// Suites as they stand in their files.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check.h"
#include "selector.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

struct ReleaseFields {
    std::string name;
    std::string namespace_name;
    int revision = 0;
    bool is_upgrade = false;
};

struct ChartFields {
    std::string version;
    std::string app_version;
};

struct CapabilityFields {
    std::string major;
    std::string minor;
    // Absent: it is written that there are none, and the suite's do not count.
    std::optional<std::vector<std::string>> api_versions = std::vector<std::string>();
};

// A cluster's objects as `lookup` is to find them.
struct ClusterFields {
    struct Kind {
        std::string group;
        std::string version;
        std::string resource;
        bool namespaced = false;
    };
    std::map<std::string, Kind, std::less<>> kinds;  // by "v1/Pod"
    std::vector<Value> objects;
};

struct PostRendererFields {
    std::string command;
    std::vector<std::string> arguments;
};

struct Assertion {
    std::string template_name;
    std::optional<Selector> selector;
    std::int64_t document_index = -1;  // -1: all of them
    bool negated = false;
    std::string type;
    bool antonym = false;
    bool wants_success = true;  // that the chart renders
    std::shared_ptr<const Check> check;
};

using SetValues = std::vector<std::pair<std::string, Value>>;

struct Test {
    std::string name;
    std::vector<std::string> values;
    SetValues set;
    std::vector<std::string> templates;
    std::optional<std::int64_t> document_index;
    std::optional<Selector> selector;
    ReleaseFields release;
    ChartFields chart;
    CapabilityFields capabilities;
    std::vector<Assertion> assertions;
    std::string skip_reason;
    ClusterFields cluster;
    PostRendererFields post_renderer;
};

struct Suite {
    std::string name;
    std::vector<std::string> values;
    SetValues set;
    std::vector<std::string> templates;
    std::vector<std::string> excluded;
    bool include_crds = false;
    ReleaseFields release;
    ChartFields chart;
    CapabilityFields capabilities;
    ClusterFields cluster;
    PostRendererFields post_renderer;
    std::vector<Test> tests;
    std::string snapshot_id;
    std::string skip_reason;
    std::string minimum_version;

    std::string path;   // of its file, from the working directory
    std::string route;  // of its chart: "web", "web/charts/db"
    std::shared_ptr<Document> document = std::make_shared<Document>();  // owns the values

    std::string snapshot_path() const { return snapshot_id.empty() ? path : path + "_" + snapshot_id; }
};

struct SuiteSource {
    std::string path;
    std::string route;
    bool strict = false;     // unknown fields are errors
    bool generated = false;  // by a chart of suites
    std::vector<std::string> values_files;
};

// The suites of a file, which has one in each document.
Result<std::vector<Suite>> read_suites(std::string_view text, const SuiteSource& source);
// One document; nothing where it is empty.
Result<std::optional<Suite>> read_suite(std::string_view text, const SuiteSource& source);

// The release of helm-unittest whose suites and rules these are.
inline constexpr std::string_view kVersion = "1.1.2";

}  // namespace yare::unittest
