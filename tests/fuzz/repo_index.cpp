// Bytes as a repository's index. What is taken reads again as the same, its versions go down, and none of its
// charts has a name that leads elsewhere.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "yare/repo/index.h"

using namespace yare;
using namespace yare::repo;

namespace {

std::string described(const Index& index) {
    std::string out;
    for (const std::string_view name : index.chart_names()) {
        out.append(name).append("\n");
        const std::vector<IndexedChart>* versions = index.find(name);
        if (!versions) std::abort();
        for (std::size_t i = 0; i < versions->size(); ++i) {
            const IndexedChart& one = (*versions)[i];
            if (i > 0 && compare_versions((*versions)[i - 1].number, one.number) < 0) std::abort();
            if (!one.has_url && !one.url.empty()) std::abort();
            out.append(one.version).append(" ").append(one.url).append(" ").append(one.digest).append("\n");
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Diagnostics diagnostics;
    const auto index =
        Index::read(std::string(reinterpret_cast<const char*>(data), size), "fuzz", diagnostics);
    if (!index) return 0;
    const auto again = Index::read((*index)->text(), "fuzz", diagnostics);
    if (!again || described(**again) != described(**index)) std::abort();
    return 0;
}
