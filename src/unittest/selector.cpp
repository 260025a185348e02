#include "selector.h"

#include <algorithm>

#include "path.h"

namespace yare::unittest {

namespace {

constexpr const char* kSeveral = "multiple indexes found";

bool meets(const Selector& selector, const Path& path, const Manifest& manifest, Document& document) {
    const std::vector<Value> found = path.find(manifest.searched, document);
    if (selector.value.is_nil()) return !found.empty();
    return std::ranges::any_of(found, [&](const Value& one) { return deep_equal(one, selector.value); });
}

}  // namespace

Result<ManifestsByTemplate> select(const Selector& selector, const ManifestsByTemplate& manifests,
                                   Document& document) {
    ManifestsByTemplate out;
    std::size_t count = 0;
    std::optional<Path> path;
    for (const auto& [name, all] : manifests) {
        Manifests met;
        for (const Manifest& manifest : all) {
            if (!path) path = YARE_TRY(Path::compile(selector.path));
            if (meets(selector, *path, manifest, document)) met.push_back(manifest);
        }
        count += met.size();
        if (!selector.match_many && count > 1) return Error(ErrorCode::Invalid, kSeveral);
        if (!met.empty()) out.emplace(name, std::move(met));
    }
    if (count == 0 && !selector.skip_empty_templates) return Error(ErrorCode::NotFound, "document not found");
    return out;
}

}  // namespace yare::unittest
