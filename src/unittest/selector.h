// Which of the rendered documents an assertion looks at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "manifests.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

struct Selector {
    bool skip_empty_templates = false;
    bool match_many = false;
    std::string path;
    Value value;  // nil: the path has to be there
};

// Errors: "document not found", "multiple indexes found".
Result<ManifestsByTemplate> select(const Selector& selector, const ManifestsByTemplate& manifests,
                                   Document& document);

}  // namespace yare::unittest
