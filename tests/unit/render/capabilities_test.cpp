#include "yare/render/capabilities.h"

#include "yare/test/catch.h"

using namespace yare;

namespace {
std::string dump(std::string_view text) {
    Result<render::KubeVersion> version = render::parse_kube_version(text);
    if (!version) return version.error().text();
    return version->version + " " + version->normalized + " " + version->major + " " + version->minor;
}
}  // namespace

TEST_CASE("a Kubernetes version is read as the Kubernetes libraries read it", "[render][capabilities]") {
    struct Row {
        std::string_view text;
        std::string_view expected;
    };
    for (const Row& row : {
             Row{"1.2", "v1.2 v1.2 1 2"},
             Row{"v1.28.3-gke.100", "v1.28.3-gke.100 v1.28.3 1 28"},
             Row{"v1.02", "v1.02 v1.2 1 2"},
             Row{"1.27.3.4", "v1.27.3.4 v1.27.3.4 1 27"},
             Row{" 1.5", "v 1.5 v1.5 1 5"},
             Row{"1.5+", "v1.5+ v1.5 1 5"},
             Row{"1.5.x", "v1.5.x v1.5 1 5"},
             Row{"1", "illegal version string \"1\""},
             Row{"bad", "could not parse \"bad\" as version"},
             Row{"", "could not parse \"\" as version"},
             Row{"1.99999999999999999999", "could not parse \"1.99999999999999999999\" as version"},
         }) {
        INFO(row.text);
        CHECK(dump(row.text) == row.expected);
    }
}

TEST_CASE("without a cluster, the capabilities are those of Helm's client library",
          "[render][capabilities]") {
    const render::Capabilities capabilities = render::default_capabilities();
    CHECK(capabilities.kube_version.version == "v1.37.0");
    CHECK(capabilities.api_versions.size() == 57);
    CHECK(capabilities.api_versions.front() == "v1");
}
