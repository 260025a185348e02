// What assertions check: a kind of assertion with its parameters.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "manifests.h"
#include "snapshots.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

struct Verdict {
    bool passed = false;
    std::vector<std::string> lines;  // what is shown where it did not
};

struct CheckContext {
    const Manifests& all;       // that the template rendered
    const Manifests& selected;  // of these
    bool negative = false;
    SnapshotComparer* snapshots = nullptr;
    const std::string* render_error = nullptr;
    bool fail_fast = false;
    Document& document;  // for what checks make on the way
};

class Check {
  public:
    virtual ~Check() = default;
    virtual Verdict check(const CheckContext& context) const = 0;
};

// A name of an assertion: "equal", "notEqual", "isNull".
struct CheckKind {
    std::string_view name;
    bool antonym = false;
    bool wants_success = true;
    Result<std::shared_ptr<const Check>> (*make)(const Value& parameters) = nullptr;
};
// Null for an unknown one.
const CheckKind* find_check(std::string_view name);

}  // namespace yare::unittest
